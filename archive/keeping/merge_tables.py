"""Merging the tables beside the articles: runs, what is known of pages, files, and what articles are known by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from archive.address import address_key
from archive.store import Archive

# An article's own address is the one under which it was seen first, wherever that was.
_FIRST_ADDRESS = """
UPDATE articles SET url =
  (SELECT url FROM addresses WHERE article_id = :id ORDER BY first_seen_at, url = articles.url DESC, address LIMIT 1)
WHERE id = :id
"""


@dataclass(frozen=True, slots=True)
class MergedRuns:
    """The other archive's runs: their rows here by their rows there, and how many are new."""

    ids: dict[int | None, int]
    new: int


def merge_runs(db: Database, other: Database) -> MergedRuns:
    """Bring the runs with their portals' shares and problems. A run is known by when, where and by whom it ran."""
    ids: dict[int | None, int] = {}
    new = 0
    for row in _rows(db, other, "runs", "ORDER BY id"):
        there = row.pop("id")
        known = db.execute(
            "SELECT id FROM runs WHERE started_at = ? AND command = ? AND host IS ? AND pid IS ? AND arguments = ?",
            (row["started_at"], row["command"], row["host"], row["pid"], row["arguments"]),
        ).fetchone()
        if known is not None:
            ids[there] = int(known[0])
            continue
        new += 1
        ids[there] = _insert(db, "runs", row)
        for table in ("run_portals", "problems"):
            for share in _rows(db, other, table, f"WHERE run_id = {int(there)}"):
                share.pop("id", None)
                _insert(db, table, share | {"run_id": ids[there]})
    return MergedRuns(ids, new)


def merge_addresses(archive: Archive, other: Database) -> None:
    """Bring the addresses that no capture told of, when articles were seen, and which are gone."""
    execute = archive.db.conn.execute
    here: dict[int, int | None] = {}
    for row in other.query("SELECT * FROM articles"):
        key = address_key(row["url"])
        found = execute("SELECT article_id FROM addresses WHERE address = ?", (key,)).fetchone()
        here[row["id"]] = int(found[0]) if found else None
        if found is None:
            continue
        execute(
            "UPDATE articles SET first_seen_at = min(first_seen_at, ?), last_seen_at = max(last_seen_at, ?)"
            " WHERE id = ?",
            (row["first_seen_at"], row["last_seen_at"], found[0]),
        )
        if row["gone_at"]:
            execute(
                "UPDATE articles SET gone_at = ? WHERE id = ? AND gone_at IS NULL AND last_seen_at <= ?",
                (row["gone_at"], found[0], row["gone_at"]),
            )
    _bring_addresses(execute, other, here)
    for article_id in sorted({row for row in here.values() if row is not None}):
        execute(_FIRST_ADDRESS, {"id": article_id})


def _bring_addresses(execute: Callable[..., Any], other: Database, here: dict[int, int | None]) -> None:
    for row in other.query("SELECT * FROM addresses"):
        article_id = here.get(row["article_id"])
        if article_id is not None:
            execute(
                "INSERT INTO addresses (address, url, article_id, first_seen_at, last_seen_at)"
                " VALUES (?, ?, ?, ?, ?) ON CONFLICT (address) DO UPDATE SET"
                " first_seen_at = min(first_seen_at, excluded.first_seen_at),"
                " last_seen_at = max(last_seen_at, excluded.last_seen_at)",
                (row["address"], row["url"], article_id, row["first_seen_at"], row["last_seen_at"]),
            )


def merge_pages(archive: Archive, other: Database) -> None:
    """What is known of each address: the later visit's word counts."""
    for row in _rows(archive.db, other, "pages"):
        if archive.tombstones.of_page(row["url"]) is not None:
            row |= {"kind": "removed", "etag": None, "last_modified": None, "due_at": None}
        names = list(row)
        taken = ", ".join(f"{name} = excluded.{name}" for name in names if name not in ("portal", "key"))
        archive.db.conn.execute(
            f"INSERT INTO pages ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
            f" ON CONFLICT (portal, key) DO UPDATE SET {taken} WHERE excluded.fetched_at > fetched_at",
            list(row.values()),
        )


def merge_documents(archive: Archive, other: Database) -> None:
    """The files' texts: the later fetch counts; nothing of one that was removed."""
    for row in _rows(archive.db, other, "documents"):
        row.pop("id")
        if archive.tombstones.of_page(row["url"], row["digest"]) is None:
            names = list(row)
            taken = ", ".join(f"{name} = excluded.{name}" for name in names if name != "url")
            archive.db.conn.execute(
                f"INSERT INTO documents ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
                f" ON CONFLICT (url) DO UPDATE SET {taken} WHERE excluded.fetched_at > fetched_at",
                list(row.values()),
            )


def _rows(db: Database, other: Database, table: str, rest: str = "") -> Iterator[dict[str, Any]]:
    """The other's rows in the columns that our table has: names from a foreign file never become SQL."""
    columns = ", ".join(row[1] for row in db.conn.execute(f"PRAGMA table_info({table})"))
    yield from other.query(f"SELECT {columns} FROM {table} {rest}")


def _insert(db: Database, table: str, row: dict[str, Any]) -> int:
    marks = ", ".join("?" * len(row))
    cursor = db.conn.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))
    return int(cursor.lastrowid or 0)
