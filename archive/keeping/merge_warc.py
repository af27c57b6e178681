"""Bringing another archive's WARCs beside ours: copied once, continued where they grew, names that clash told apart."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils import Database

from archive.keeping.manifest import MANIFEST, copied_bytes, file_digest, inside, read_manifest, sync_folder
from archive.sqlite import file_errors
from archive.store import WARC_FOLDER
from archive.warc.reader import warc_path

Rows = dict[int, tuple[str, str, str]]
"""URL, moment and digest of the captures of one WARC, by byte."""


@dataclass(slots=True)
class BroughtWarcs:
    """What became of the other archive's WARCs."""

    copied: int = 0
    grown: int = 0
    known: int = 0
    bytes_written: int = 0
    renamed: dict[str, str] = field(default_factory=dict)
    """By their name there: another file of that name was here already."""
    missing: list[str] = field(default_factory=list)
    """Named by the other database, and not there."""


class SourceWarcs:
    """Where the WARCs of another archive (a folder, its archive.db, or a backup) lie."""

    def __init__(self, source: Path) -> None:
        self._folder = source if source.is_dir() else source.parent
        self._stored: dict[str, str] | None = None
        if (self._folder / MANIFEST).is_file():
            self._stored = {file.name: file.stored for file in read_manifest(self._folder).files}

    def path(self, name: str) -> Path | None:
        """A WARC's path; None where it is missing."""
        path = warc_path(self._folder / WARC_FOLDER, name)
        if self._stored is not None:
            stored = self._stored.get(f"{WARC_FOLDER}/{name}")
            if stored is None:
                return None
            path = inside(self._folder, stored)
        return path if path.is_file() else None


def bring_warcs(source: SourceWarcs, other: Database, db: Database, folder: Path) -> BroughtWarcs:
    """Copy every WARC that the other database names into `folder` (ours), each as far as it is named there."""
    brought = BroughtWarcs()
    folder.mkdir(parents=True, exist_ok=True)
    ends = "SELECT warc_file, max(warc_offset + warc_length) FROM captures GROUP BY warc_file ORDER BY 1"
    for name, end in other.execute(ends).fetchall():
        path = source.path(name)
        theirs = _rows(other, name)
        target = _name_here(path, name, theirs, db, folder)
        if target != name:
            brought.renamed[name] = target
        if path is None:
            brought.missing.append(name)
        else:
            with file_errors(folder / target):
                _bring(path, folder / target, int(end), brought)
    return brought


def _rows(db: Database, name: str) -> Rows:
    sql = "SELECT warc_offset, url, fetched_at, digest FROM captures WHERE warc_file = ?"
    return {row[0]: (row[1], row[2], row[3]) for row in db.execute(sql, (name,))}


def _name_here(path: Path | None, name: str, theirs: Rows, db: Database, folder: Path) -> str:
    for candidate in _names(name, theirs):
        if not (folder / candidate).exists() and not _rows(db, candidate):
            return candidate
        if is_same(path, folder / candidate, theirs, _rows(db, candidate)):
            return candidate
    raise AssertionError("the names have no end")


def _names(name: str, theirs: Rows) -> Iterator[str]:
    """The name itself, then one by the file's first record: it stays the same when the file grows."""
    yield name
    first = min(theirs)
    mark = hashlib.sha256(repr((first, theirs[first])).encode()).hexdigest()
    stem, dot, end = name.partition(".warc")
    for length in range(8, 65, 8):
        yield f"{stem}-{mark[:length]}{dot}{end}"


def is_same(path: Path | None, here: Path, theirs: Rows, ours: Rows) -> bool:
    """Whether a file there and a file here are one: by the rows of both, else (nothing committed yet) by the bytes.

    By the rows first: a payload that was removed on one side changes bytes, not rows.
    """
    both = theirs.keys() & ours.keys()
    if both:
        return all(theirs[offset] == ours[offset] for offset in both)
    if path is None or not here.exists():
        return not ours
    size = min(path.stat().st_size, here.stat().st_size)
    return file_digest(path, size) == file_digest(here, size)


def _bring(path: Path, target: Path, end: int, brought: BroughtWarcs) -> None:
    have = target.stat().st_size if target.exists() else 0
    if have >= end:
        brought.known += 1
        return
    # In place and not beside: what is cut by a kill is continued by the next merge, and no row names it yet.
    with path.open("rb") as reader, target.open("ab") as writer:
        reader.seek(have)
        brought.bytes_written += copied_bytes(reader, writer, end - have, hashlib.sha256())
        writer.flush()
        os.fsync(writer.fileno())
    sync_folder(target.parent)
    if have:
        brought.grown += 1
    else:
        brought.copied += 1
