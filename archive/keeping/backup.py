"""Backing up: a copy of the whole archive as of one moment, beside running crawls, of what changed alone.

Order: the list of files, the database, then the WARCs as far as that database names them (their bytes were on
disk before it named them), the manifest, and only then away with what the manifest no longer names. A kill in
between leaves the former manifest, whose files are untouched: WARCs only grow behind what it counts.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from archive.checking.warcs import sound_records
from archive.errors import NotWritable
from archive.keeping.backup_scope import Scope
from archive.keeping.exclusion import one_at_a_time
from archive.keeping.manifest import (
    MANIFEST,
    Manifest,
    Stored,
    copied_bytes,
    file_digest,
    read_manifest,
    sync_folder,
    write_manifest,
)
from archive.rows import utc_text
from archive.sqlite import DATABASE, file_errors, snapshot
from archive.store import WARC_FOLDER, reading

_LOCK = "backup.lock"
_FOLDERS = (WARC_FOLDER, "runs")


@dataclass(slots=True)
class BackupReport:
    """What a backup did."""

    made_at: str
    files: int = 0
    bytes: int = 0
    """Of all that the backup holds."""
    copied: int = 0
    grown: int = 0
    unchanged: int = 0
    bytes_written: int = 0
    deleted: int = 0
    """Files of the former backup that this one no longer needs."""
    damage: list[str] = field(default_factory=list)
    """What the archive has lost and the former backup still had, or what neither has."""


def backup(folder: Path, dest: Path, *, full: bool = False) -> BackupReport:
    """Bring the backup in `dest` to what the archive in `folder` is now; with `full`, copy every byte anew.

    Raises an ArchiveError (DiskFull, NotWritable, Locked, ...); the former backup is whole then.
    """
    _check_place(folder, dest)
    with file_errors(dest):
        dest.mkdir(parents=True, exist_ok=True)
    with one_at_a_time(dest / _LOCK, str(dest)):
        return _Backup(folder, dest, full=full).make()


def _check_place(folder: Path, dest: Path) -> None:
    source, target = folder.resolve(), dest.resolve()
    if target == source or source in target.parents or target in source.parents:
        raise NotWritable(f"{dest}: a backup lies outside the archive; choose another folder")
    if target.is_dir() and not (target / MANIFEST).exists():
        found = {path.name for path in target.iterdir()} - {_LOCK, "warc", "runs"}
        if any(not name.startswith("archive-") for name in found):
            raise NotWritable(f"{dest}: not empty, and no backup; choose another folder")


class _Backup:
    """One backup in the making."""

    def __init__(self, folder: Path, dest: Path, *, full: bool) -> None:
        self._folder = folder
        self._dest = dest
        now = datetime.now(UTC)
        self._stamp = now.strftime("%Y%m%dT%H%M%S%fZ")
        self._report = BackupReport(utc_text(now))
        has_former = (dest / MANIFEST).exists()
        self._former = read_manifest(dest).by_name() if has_former else {}
        self._usable = {} if full else self._former

    def make(self) -> BackupReport:
        """Copy, write the manifest, delete what it does not name."""
        # Before the database: a file that a later run begins is then not in the list.
        names = sorted(self._files())
        with file_errors(self._dest), reading(self._folder) as db:
            database = self._database(db)
        scope = Scope(self._dest / database.stored)
        files = [database]
        for name in sorted({*names, *(f"{WARC_FOLDER}/{warc}" for warc in scope.ends)}):
            kept = self._keep(name, scope)
            if kept is not None:
                files.append(kept)
        manifest = Manifest(self._report.made_at, scope.schema, tuple(files))
        with file_errors(self._dest):
            for sub in _FOLDERS:
                if (self._dest / sub).is_dir():
                    sync_folder(self._dest / sub)
        write_manifest(self._dest, manifest)
        self._clean(manifest)
        self._report.files, self._report.bytes = len(files), manifest.size
        return self._report

    def _files(self) -> Iterator[str]:
        for sub in _FOLDERS:
            for path in (self._folder / sub).rglob("*"):
                if path.is_file() and not path.is_symlink():
                    yield path.relative_to(self._folder).as_posix()

    def _database(self, db: Database) -> Stored:
        name = f"archive-{self._stamp}.db"
        path = self._dest / name
        snapshot(db, path)
        size = path.stat().st_size
        digest = file_digest(path, size) or ""
        former = self._usable.get(DATABASE)
        if former is not None and former.sha256 == digest:
            path.unlink()
            self._report.unchanged += 1
            return former
        self._report.copied += 1
        self._report.bytes_written += size
        return Stored(DATABASE, name, size, digest, size, 0)

    def _keep(self, name: str, scope: Scope) -> Stored | None:
        """Have the backup hold a file as far as it counts; None for one of which nothing counts yet."""
        path = self._folder / name
        is_warc = name == f"{WARC_FOLDER}/{path.name}"
        end = scope.ends.get(path.name, 0) if is_warc else 0
        former = self._usable.get(name)
        try:
            state = path.stat()
        except FileNotFoundError:
            return self._missing(name, end)
        if state.st_size < end:
            return self._missing(name, end)
        size = scope.counts(path.name, state.st_size) if is_warc else state.st_size
        if former is not None and self._as_before(former, state, size):
            self._report.unchanged += 1
            return former
        if not size:
            return None
        with file_errors(self._dest / name):
            return self._copy(name, size, state, former)

    def _as_before(self, former: Stored, state: os.stat_result, size: int) -> bool:
        same = (former.source_size, former.source_changed) == (state.st_size, state.st_mtime_ns)
        stored = self._dest / former.stored
        return same and former.size == size and stored.is_file() and stored.stat().st_size >= size

    def _missing(self, name: str, end: int) -> Stored | None:
        """What the archive no longer has stays in the backup."""
        former = self._former.get(name)
        if former is None and not end:
            return None  # a file that was deleted while we worked
        if former is None:
            self._report.damage.append(f"{name}: missing or cut in the archive, and no backup has it")
            return None
        if end:
            self._report.damage.append(f"{name}: missing or cut in the archive; the former backup's is kept")
            return former
        return None

    def _copy(self, name: str, size: int, state: os.stat_result, former: Stored | None) -> Stored:
        digest = hashlib.sha256()
        with (self._folder / name).open("rb") as source:
            if former is not None and former.size <= size and self._has(former):
                copied_bytes(source, None, former.size, digest)
                if digest.hexdigest() == former.sha256:
                    with (self._dest / former.stored).open("r+b") as target:
                        target.truncate(former.size)  # a killed backup may have left more
                        target.seek(former.size)
                        copied_bytes(source, target, size - former.size, digest)
                        target.flush()
                        os.fsync(target.fileno())
                    self._count_written(size - former.size, grown=True)
                    return _stored(name, former.stored, size, digest.hexdigest(), state)
                if self._is_worse(name, former):
                    return former
                source.seek(0)
                digest = hashlib.sha256()
            stored = (
                name if name not in {f.stored for f in self._former.values()} else f"{name}~{self._stamp}"
            )
            path = self._dest / stored
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as target:
                copied_bytes(source, target, size, digest)
                target.flush()
                os.fsync(target.fileno())
        self._count_written(size, grown=False)
        return _stored(name, stored, size, digest.hexdigest(), state)

    def _has(self, former: Stored) -> bool:
        path = self._dest / former.stored
        return path.is_file() and path.stat().st_size >= former.size

    def _is_worse(self, name: str, former: Stored) -> bool:
        """Whether a file that changed where it only may grow is damaged; then the former copy is kept."""
        path = self._folder / name
        if name != f"{WARC_FOLDER}/{path.name}":
            return False
        with reading(self._folder) as db:
            wrong = sound_records(db, self._folder / WARC_FOLDER, path.name)
        if wrong is not None:
            self._report.damage.append(f"{wrong}; the former backup's is kept")
        return wrong is not None

    def _count_written(self, count: int, *, grown: bool) -> None:
        self._report.bytes_written += count
        if grown:
            self._report.grown += 1
        else:
            self._report.copied += 1

    def _clean(self, manifest: Manifest) -> None:
        named = {file.stored for file in manifest.files}
        paths = [*self._dest.glob("archive-*.db*")]
        paths += [path for sub in _FOLDERS for path in (self._dest / sub).rglob("*") if path.is_file()]
        with file_errors(self._dest):
            for path in paths:
                if path.relative_to(self._dest).as_posix() not in named:
                    path.unlink()
                    self._report.deleted += 1


def _stored(name: str, stored: str, size: int, digest: str, state: os.stat_result) -> Stored:
    return Stored(name, stored, size, digest, state.st_size, state.st_mtime_ns)
