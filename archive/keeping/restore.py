"""Restoring a backup into a folder that has no archive: every byte's digest is checked on the way."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from archive.errors import Damaged, NotWritable
from archive.keeping.manifest import Manifest, Stored, copied_bytes, inside, read_manifest, sync_folder
from archive.sqlite import DATABASE, file_errors

_MARK = "restoring"
"""A file that says that what lies in the folder is a restore that was not finished."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore brought back."""

    made_at: str
    """UTC: the moment of which the archive is now."""
    files: int
    bytes: int


def restore(source: Path, folder: Path) -> Restored:
    """Bring the backup in `source` back into `folder`, which must be new or empty.

    The database comes last, so a folder is an archive only when all of it is there; a restore that was killed is
    started anew by the same command. Raises Damaged for a file whose bytes are not those that were backed up,
    NotWritable for a folder that holds something, DiskFull.
    """
    manifest = read_manifest(source)
    _prepare(folder)
    for file in manifest.files:
        _bring(source, folder, file, part=file.name == DATABASE)
    with file_errors(folder):
        os.replace(folder / f"{DATABASE}.part", folder / DATABASE)
        sync_folder(folder)
        (folder / _MARK).unlink()
        (folder / "warc").mkdir(exist_ok=True)
    return _restored(manifest)


def _prepare(folder: Path) -> None:
    with file_errors(folder):
        if folder.exists() and not (folder / _MARK).exists() and any(folder.iterdir()):
            raise NotWritable(f"{folder}: not empty; a restore overwrites nothing, choose a new folder")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _MARK).touch()
        for path in folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != _MARK:
                path.unlink()


def _bring(source: Path, folder: Path, file: Stored, *, part: bool) -> None:
    origin, digest = inside(source, file.stored), hashlib.sha256()
    target = inside(folder, f"{file.name}.part" if part else file.name)
    if not origin.is_file():
        raise Damaged(f"{origin}: missing from the backup; `tinso backup --verify {source}` tells more")
    with file_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with origin.open("rb") as reader, target.open("wb") as writer:
            count = copied_bytes(reader, writer, file.size, digest)
            writer.flush()
            os.fsync(writer.fileno())
    if count != file.size or digest.hexdigest() != file.sha256:
        raise Damaged(
            f"{origin}: not the bytes that were backed up; `tinso backup --verify {source}` tells more"
        )


def _restored(manifest: Manifest) -> Restored:
    return Restored(manifest.made_at, len(manifest.files), manifest.size)
