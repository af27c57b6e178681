"""The database rebuilt beside the archive: a copy whose articles are taken out, filled anew, and swapped in.

Everything else of it (captures, runs, problems, pages, documents, tombstones) is carried over by being copied. What
is being rebuilt is told by `rebuild_state` and `rebuild_articles`, which the finished file no longer has.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.checking.repair import reindex
from archive.errors import ArchiveError
from archive.keeping.rebuild_file import REBUILD, discard
from archive.sqlite import DATABASE, connect_for_writing, connected_for_reading, snapshot, sql_errors
from archive.store import Archive, reading

_TABLES = (
    "CREATE TABLE rebuild_state (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE rebuild_articles (id INTEGER PRIMARY KEY)",
    "CREATE TABLE rebuild_changes (url TEXT, slot TEXT, state TEXT, before TEXT, after TEXT)",
)
_TRIGGERS = (
    "articles_search_insert",
    "articles_search_before_update",
    "articles_search_after_update",
    "articles_search_delete",
)
"""Of the search index: it is built at once when all articles are there."""


class Rebuild:
    """A rebuilt database in the making, in the archive's folder; call `close` when done with it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / REBUILD
        self._folder = folder
        self.archive = Archive(folder, connect_for_writing(self.path), self._row_of)
        self._execute = self.archive.db.conn.execute
        self._old_path = folder / DATABASE
        self._attach()
        self._next_id = int(self._execute("SELECT coalesce(max(id), 0) + 1 FROM old.articles").fetchone()[0])

    @classmethod
    def begin(cls, folder: Path, condition: str, values: dict[str, str | None], identity: str) -> Rebuild:
        """Copy the archive's database and take out the articles whose captures meet the SQL condition."""
        discard(folder)
        with reading(folder) as db:
            snapshot(db, folder / REBUILD)
        rebuild = cls(folder)
        with contextlib.ExitStack() as undo:
            undo.callback(rebuild.close)
            with rebuild.archive.transaction():
                rebuild._take_out(condition, values)
                rebuild.note("identity", identity)
                rebuild.note("position", 0)
            undo.pop_all()
        return rebuild

    @classmethod
    def resume(cls, folder: Path, identity: str) -> Rebuild | None:
        """Go on with an unfinished (or finished) rebuild of the same identity; None if there is none."""
        if not (folder / REBUILD).is_file():
            return None
        try:
            rebuild = cls(folder)
            if rebuild.noted("identity") == identity:
                return rebuild
            rebuild.close()
        except ArchiveError:
            pass  # killed while it was copied: begun anew
        return None

    def _attach(self) -> None:
        with sql_errors(self._old_path):
            self._execute("ATTACH ? AS old", (str(self._old_path),))

    def _take_out(self, condition: str, values: dict[str, str | None]) -> None:
        for statement in _TABLES:
            self._execute(statement)
        self._execute(
            f"INSERT INTO rebuild_articles SELECT DISTINCT c.article_id FROM captures AS c"
            f" WHERE c.article_id IS NOT NULL AND {condition}",
            values,
        )
        triggers = [
            self._execute("SELECT sql FROM main.sqlite_master WHERE name = ?", (name,)).fetchone()[0]
            for name in _TRIGGERS
        ]
        self.note("triggers", triggers)
        for name in _TRIGGERS:
            self._execute(f"DROP TRIGGER main.{name}")
        mine = "article_id IN (SELECT id FROM rebuild_articles)"
        self._execute(f"UPDATE captures SET article_id = NULL, version = NULL WHERE {mine}")
        self._execute("DELETE FROM articles WHERE id IN (SELECT id FROM rebuild_articles)")

    def note(self, key: str, value: object) -> None:
        """Keep a fact of the rebuild. Inside a transaction."""
        text = json.dumps(value, ensure_ascii=False)
        self._execute("INSERT OR REPLACE INTO rebuild_state VALUES (?, ?)", (key, text))

    def noted(self, key: str) -> Any:
        """A fact that was kept; None if there is none."""
        with sql_errors(self.path):
            row = self._execute("SELECT value FROM rebuild_state WHERE key = ?", (key,)).fetchone()
        return None if row is None else json.loads(row[0])

    def _row_of(self, address: str) -> int:
        """An article keeps the row that it had, so that what points to it from outside stays true."""
        row = self._execute(
            "SELECT d.article_id FROM old.addresses AS d JOIN rebuild_articles AS r ON r.id = d.article_id"
            " WHERE d.address = ? AND d.article_id NOT IN (SELECT id FROM main.articles)",
            (address,),
        ).fetchone()
        if row is not None:
            return int(row[0])
        highest = int(self._execute("SELECT coalesce(max(id), 0) FROM main.articles").fetchone()[0])
        self._next_id = max(self._next_id, highest + 1)
        return self._next_id

    def put_back(self, article_ids: set[int]) -> None:
        """Have these articles as they were: not all that they were read from can be read now. In a transaction."""
        for article_id in sorted(article_ids):
            place = (article_id,)
            self._execute("DELETE FROM main.articles WHERE id = ?", place)
            self._execute(
                "DELETE FROM main.articles WHERE url = (SELECT url FROM old.articles WHERE id = ?)", place
            )
            for table, column in (
                ("articles", "id"),
                ("versions", "article_id"),
                ("addresses", "article_id"),
            ):
                names = ", ".join(self._columns(table))
                taken = " ON CONFLICT (address) DO UPDATE SET article_id = excluded.article_id"
                self._execute(
                    f"INSERT INTO main.{table} ({names}) SELECT {names} FROM old.{table} WHERE {column} = ?"
                    + (taken if table == "addresses" else ""),
                    place,
                )
            self._execute(
                "UPDATE main.captures SET article_id = o.article_id, version = o.version FROM old.captures AS o"
                " WHERE o.id = captures.id AND o.article_id = ?",
                place,
            )

    def _columns(self, table: str) -> list[str]:
        # Not the generated ones; not a version's row number, which a new one may have by now.
        rows = self._execute(f"PRAGMA main.table_info({table})").fetchall()
        return [row[1] for row in rows if not (table == "versions" and row[1] == "id")]

    def finish(self) -> None:
        """Carry over what is known of the articles from outside their captures, and index. In a transaction."""
        self._execute(
            "UPDATE main.articles SET first_seen_at = min(articles.first_seen_at, o.first_seen_at),"
            " last_seen_at = max(articles.last_seen_at, o.last_seen_at), gone_at = o.gone_at, listing = o.listing"
            " FROM old.articles AS o WHERE o.id = articles.id"
            " AND articles.id IN (SELECT id FROM rebuild_articles)"
        )
        self._execute(
            "INSERT INTO main.addresses (address, url, article_id, first_seen_at, last_seen_at)"
            " SELECT address, url, article_id, first_seen_at, last_seen_at FROM old.addresses"
            " WHERE article_id IN (SELECT id FROM main.articles) ON CONFLICT DO NOTHING"
        )
        reindex(self.archive.db)
        for statement in self.noted("triggers"):
            self._execute(statement)
        self.note("triggers", [])

    def close(self) -> None:
        """Close both databases."""
        self.archive.close()


def swap_in(folder: Path) -> None:
    """Make the finished rebuild the archive's database, in one transaction of SQLite's, and delete its file.

    Not by renaming: a reader that has the archive open would go on with the -wal and -shm of another file.
    """
    path = folder / REBUILD
    target = connect_for_writing(folder / DATABASE)
    try:
        with connected_for_reading(path) as db, sql_errors(folder / DATABASE):
            db.conn.backup(target.conn)
            target.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        target.close()
    discard(folder)


def drop_marks(folder: Path) -> None:
    """Take the rebuild's own tables out of a finished file, before it is swapped in."""
    db = connect_for_writing(folder / REBUILD)
    with sql_errors(folder / REBUILD):
        db.conn.execute("DROP TABLE rebuild_articles")
        db.conn.execute("DROP TABLE rebuild_changes")
        db.conn.execute("DROP TABLE rebuild_state")
    db.close()


def identity_of(db: Database) -> str:
    """What tells this state of an archive from a later one: a rebuild of another state is begun anew."""
    sql = """SELECT (SELECT coalesce(max(id), 0) FROM captures) || '/' || (SELECT count(*) FROM captures)
        || '/' || (SELECT coalesce(max(id), 0) FROM runs) || '/' || (SELECT count(*) FROM articles)
        || '/' || (SELECT count(*) FROM removals)"""
    return str(db.conn.execute(sql).fetchone()[0])
