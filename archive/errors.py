"""What can go wrong with an archive: one line each, the thing and the remedy."""

from __future__ import annotations


class ArchiveError(Exception):
    """An archive cannot be used as asked; the message is one line for a person."""


class NoArchive(ArchiveError):
    """There is no archive in the folder."""


class NotWritable(ArchiveError):
    """The folder or the database cannot be written."""


class NewerSchema(ArchiveError):
    """The database was written by a newer tinso."""


class Locked(ArchiveError):
    """Another process has been writing for longer than we wait."""


class Damaged(ArchiveError):
    """The database or a WARC is not what it should be."""


class DiskFull(ArchiveError):
    """No space is left where the archive lies."""


class TruncatedWarc(ArchiveError):
    """A WARC ends in the middle of a record; all records before it are whole.

    `offset` is where the last, broken record starts, in bytes of the file.
    """

    def __init__(self, path: str, offset: int) -> None:
        super().__init__(
            f"{path}: cut in the middle of the record at byte {offset}; the records before it are whole"
        )
        self.path = path
        self.offset = offset


class UnknownArticle(ArchiveError):
    """The archive holds nothing under the address asked for."""
