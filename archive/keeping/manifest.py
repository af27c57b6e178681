"""A backup's manifest: which files it consists of, how long each is, and its digest."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.errors import Damaged, NewerSchema, NoArchive
from archive.sqlite import DATABASE, file_errors

MANIFEST = "manifest.json"
_FORMAT = 1
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Stored:
    """One file of a backup."""

    name: str
    """Below the archive's folder: "archive.db", "warc/sotttt-hanoi-...-00000.warc.gz"."""
    stored: str
    """Below the backup's folder; the file there may be longer, never shorter."""
    size: int
    """Bytes that count."""
    sha256: str
    """Of those bytes, in hex."""
    source_size: int
    """Of the file in the archive when it was read last, in bytes."""
    source_changed: int
    """When the file in the archive was last changed: its mtime, in ns."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one backup consists of."""

    made_at: str
    """UTC: the moment of which the database is."""
    schema: int
    files: tuple[Stored, ...]

    def by_name(self) -> dict[str, Stored]:
        """The files by their name in the archive."""
        return {file.name: file for file in self.files}

    @property
    def database(self) -> Stored:
        """The database among the files."""
        return self.by_name()[DATABASE]

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(file.size for file in self.files)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the backup in `folder`.

    Raises NoArchive where there is none, Damaged where it cannot be read, NewerSchema for a later format.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise NoArchive(f"{folder}: no backup here; `tinso backup {folder}` makes one")
    with file_errors(path):
        text = path.read_bytes()
    try:
        data = json.loads(text)
        if data["format"] > _FORMAT:
            raise NewerSchema(f"{path}: written by a newer tinso; install that")
        manifest = Manifest(data["made_at"], data["schema"], tuple(Stored(**file) for file in data["files"]))
        for file in manifest.files:
            inside(folder, file.stored)
            inside(folder, file.name)
        manifest.database  # noqa: B018  # a backup without its database is none
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged(f"{path}: unreadable ({type(error).__name__}: {error})") from error
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put the manifest in its place: whole, or not at all."""
    data = {"format": _FORMAT, **dataclasses.asdict(manifest)}
    path = folder / MANIFEST
    part = path.with_name(f"{MANIFEST}.part")
    with file_errors(path):
        with part.open("w", encoding="utf-8") as file:
            json.dump(data, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
        sync_folder(folder)


def check_backup(dest: Path) -> Iterator[str]:
    """A line for each file of the backup that is not what its manifest says. Raises as `read_manifest`."""
    for file in read_manifest(dest).files:
        with file_errors(dest / file.stored):
            digest = file_digest(dest / file.stored, file.size)
        if digest is None:
            yield f"{file.name}: missing, or shorter than {file.size} bytes"
        elif digest != file.sha256:
            yield f"{file.name}: its bytes are not those that were copied"


def inside(folder: Path, name: str) -> Path:
    """The path of a file below `folder`; a name that leads out of it raises Damaged."""
    parts = Path(name).parts
    if not parts or Path(name).is_absolute() or ".." in parts:
        raise Damaged(f"{folder}: {name!r} is no file of a backup; the manifest was tampered with")
    return folder / name


def copied_bytes(source: BinaryIO, target: BinaryIO | None, count: int, digest: hashlib._Hash) -> int:
    """Read up to `count` bytes into the digest, and into `target` if there is one; returns how many."""
    done = 0
    while done < count and (block := source.read(min(_BLOCK, count - done))):
        digest.update(block)
        if target is not None:
            target.write(block)
        done += len(block)
    return done


def file_digest(path: Path, size: int) -> str | None:
    """sha256 in hex of a file's first `size` bytes; None if it is shorter, or not there."""
    digest = hashlib.sha256()
    with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
        if copied_bytes(file, None, size, digest) == size:
            return digest.hexdigest()
    return None


def sync_folder(folder: Path) -> None:
    """Have the disk hold the folder's entries."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
