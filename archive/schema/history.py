"""The schema's history: each migration in order, applied once, in one transaction.

To change the schema: write `m<nnn>_<what>.py` with `def migrate(db: Database) -> None`, and add it to
the end of MIGRATIONS. What has landed is never edited.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database, Migrations

from archive.errors import NewerSchema, NoArchive
from archive.schema import m001_archive, m002_frontier, m003_runs, m004_documents, m005_removals, m006_tls
from archive.sqlite import APPLICATION_ID, sql_errors

MIGRATIONS: tuple[tuple[str, Callable[[Database], None]], ...] = (
    ("001_archive", m001_archive.migrate),
    ("002_frontier", m002_frontier.migrate),
    ("003_runs", m003_runs.migrate),
    ("004_documents", m004_documents.migrate),
    ("005_removals", m005_removals.migrate),
    ("006_tls", m006_tls.migrate),
)
"""Name and function, oldest first. `PRAGMA user_version` is how many of them a database has."""


def migrate(db: Database, path: Path) -> None:
    """Bring the database at `path` to this schema; does nothing to one that has it.

    Raises NewerSchema for a database of a newer tinso, NoArchive for one that is none.
    """
    with sql_errors(path):
        if check(db, path, empty_is_fine=True) == len(MIGRATIONS):
            return
        history = Migrations("tinso")
        for name, function in MIGRATIONS:
            history(name=name)(_named(name, function))
        # One writer at a time from here on: a second process that came too late finds nothing left to do.
        db.conn.execute("BEGIN IMMEDIATE")
        with contextlib.ExitStack() as undo:
            undo.callback(db.conn.execute, "ROLLBACK")
            history.apply(db)
            db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.conn.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
            undo.pop_all()
        db.conn.execute("COMMIT")


def check(db: Database, path: Path, *, empty_is_fine: bool = False) -> int:
    """The schema's version of the database at `path`, if this tinso can use it.

    Raises NewerSchema, or NoArchive for an SQLite database that is not an archive. An empty database has
    version 0 and passes with `empty_is_fine`.
    """
    with sql_errors(path):
        version = int(db.conn.execute("PRAGMA user_version").fetchone()[0])
        application = int(db.conn.execute("PRAGMA application_id").fetchone()[0])
        tables = int(db.conn.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    if application != APPLICATION_ID and not (tables == 0 and empty_is_fine):
        raise NoArchive(f"{path}: an SQLite database, but no tinso archive; choose another folder")
    if version > len(MIGRATIONS):
        raise NewerSchema(
            f"{path}: its schema is version {version}, this tinso knows {len(MIGRATIONS)};"
            " install a newer tinso"
        )
    return version


def _named(name: str, function: Callable[[Database], None]) -> Callable[[Database], None]:
    def run(db: Database) -> None:
        function(db)

    run.__name__ = name
    return run
