"""Adopting the removals of another copy of the archive: what was taken out there goes here too, and stays out."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Generator
from pathlib import Path

from sqlite_utils import Database

from archive.keeping.exclusion import alone
from archive.keeping.manifest import MANIFEST, read_manifest
from archive.keeping.removal import bury_rows, finish
from archive.keeping.removal_plan import captures_at
from archive.keeping.tombstones import NOTHING, Removal, removals
from archive.schema.history import MIGRATIONS, check
from archive.sqlite import DATABASE, connected_for_reading, snapshot, sql_errors
from archive.store import Archive, reading


def adopt_removals(archive: Archive, other: Database) -> int:
    """Take over the other archive's removals and bury what they cover; returns how many were new here.

    Inside a transaction, with nothing else at work; `removal.finish` then takes the payloads out.
    """
    new = 0
    for removal in removals(other):
        removal_id, is_new = _removal_row(archive, removal)
        new += is_new
        keys = {kind: _keys(other, removal.id, kind) for kind in ("address", "payload", "text")}
        for kind, found in keys.items():
            archive.tombstones.add(kind, found, removal_id)
        captures = {row["id"]: row["article_id"] for row in captures_at(archive.db, keys["address"])}
        for digest in keys["payload"] - {NOTHING}:
            sql = "SELECT id, article_id FROM captures WHERE digest = ?"
            captures |= {row[0]: row[1] for row in archive.db.execute(sql, (digest,))}
        articles = _articles(archive.db, keys["address"], keys["text"])
        for article_id in articles:
            sql = "SELECT id, article_id FROM captures WHERE article_id = ?"
            captures |= {row[0]: row[1] for row in archive.db.execute(sql, (article_id,))}
        bury_rows(archive.db, list(captures), sorted(articles), removal_id)
    return new


def adopt_from(source: Path, folder: Path) -> int:
    """Take over the removals of another copy (an archive's folder, or a backup's) and take the payloads out.

    Returns how many were new. Raises an ArchiveError, Locked while a crawl is at work.
    """
    with (
        alone(folder, "a removal"),
        copy_of(source) as other,
        Archive.open(folder, create=False) as archive,
    ):
        archive.db.execute("PRAGMA secure_delete = ON")
        with archive.transaction():
            new = adopt_removals(archive, other)
        finish(archive)
    return new


@contextlib.contextmanager
def copy_of(source: Path) -> Generator[Database]:
    """The database of another archive for reading: of a folder, a file or a backup; it is never written to.

    One of an older schema is read in a copy that is brought up to date.
    """
    path = source / DATABASE if source.is_dir() else source
    if source.is_dir() and (source / MANIFEST).is_file():
        path = source / read_manifest(source).database.stored
    with connected_for_reading(path) as db, sql_errors(path):
        if check(db, path) == len(MIGRATIONS):
            yield db
            return
        with tempfile.TemporaryDirectory(prefix="tinso-") as place:
            snapshot(db, Path(place) / DATABASE)
            with reading(Path(place)) as copy:
                yield copy


def _removal_row(archive: Archive, removal: Removal) -> tuple[int, bool]:
    place = (removal.url, removal.removed_at)
    sql = "SELECT id FROM removals WHERE url = ? AND removed_at = ?"
    known = archive.db.execute(sql, place).fetchone()
    if known is not None:
        return int(known[0]), False
    row = archive.db.execute(
        "INSERT INTO removals (url, removed_at, portal, reason) VALUES (?, ?, ?, ?) RETURNING id",
        (*place, removal.portal, removal.reason),
    ).fetchone()
    return int(row[0]), True


def _keys(db: Database, removal_id: int, kind: str) -> set[str]:
    sql = "SELECT key FROM tombstones WHERE removal_id = ? AND kind = ?"
    return {row[0] for row in db.execute(sql, (removal_id, kind))}


def _articles(db: Database, addresses: set[str], texts: set[str]) -> set[int]:
    found: set[int] = set()
    for key in addresses:
        sql = "SELECT article_id FROM addresses WHERE address = ?"
        found |= {row[0] for row in db.execute(sql, (key,))}
    for key in texts:
        portal, _, twin = key.rpartition(" ")
        sql = "SELECT id FROM articles WHERE twin_digest = ? AND portal = ?"
        found |= {row[0] for row in db.execute(sql, (twin, portal))}
    return found
