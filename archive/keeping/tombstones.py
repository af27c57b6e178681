"""Tombstones: by what a page that was removed for a lawful request is known again, so that it is never kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from archive.address import address_key
from archive.records import Article
from archive.text_digest import twin_digest

NOTHING = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""The digest of an empty payload: many pages share it."""


@dataclass(frozen=True, slots=True)
class Removal:
    """What was taken out, when and why."""

    id: int
    url: str
    portal: str | None
    removed_at: str
    """UTC."""
    reason: str


class Tombstones:
    """Looks up whether something was removed. `db` is that of an open archive."""

    def __init__(self, db: Database) -> None:
        self._execute = db.conn.execute

    def of_page(self, url: str, digest: str | None = None) -> int | None:
        """The removal that covers a page by its address, or by its payload's digest."""
        if not self.exist():
            return None
        found = self._find("address", address_key(url))
        if found is None and digest is not None:
            found = self._find("payload", digest)
        return found

    def of_article(self, article: Article, portal: str) -> int | None:
        """The removal that covers an article because it says, on the same portal, what a removed one said."""
        if not self.exist():
            return None
        twin = twin_digest(article)
        return None if twin is None else self._find("text", text_key(portal, twin))

    def add(self, kind: str, keys: Iterable[str], removal_id: int) -> None:
        """Know these again ("address", "payload" or "text"). Inside a transaction."""
        for key in keys:
            self._execute(
                "INSERT INTO tombstones (kind, key, removal_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (kind, key, removal_id),
            )

    def exist(self) -> bool:
        """Whether anything was ever removed from this archive."""
        return self._execute("SELECT 1 FROM tombstones LIMIT 1").fetchone() is not None

    def _find(self, kind: str, key: str) -> int | None:
        sql = "SELECT removal_id FROM tombstones WHERE kind = ? AND key = ?"
        row = self._execute(sql, (kind, key)).fetchone()
        return None if row is None else int(row[0])


def text_key(portal: str, twin: str) -> str:
    """The key of a text tombstone: the same words on another portal are that portal's own."""
    return f"{portal} {twin}"


def removals(db: Database) -> list[Removal]:
    """All removals, oldest first."""
    rows = db.query("SELECT id, url, portal, removed_at, reason FROM removals ORDER BY removed_at, id")
    return [_removal(row) for row in rows]


def removal_of(db: Database, url: str) -> Removal | None:
    """The removal that covers an address."""
    rows = db.query(
        "SELECT r.id, r.url, r.portal, r.removed_at, r.reason FROM tombstones AS t JOIN removals AS r"
        " ON r.id = t.removal_id WHERE t.kind = 'address' AND t.key = ?",
        (address_key(url),),
    )
    return next((_removal(row) for row in rows), None)


def _removal(row: dict[str, Any]) -> Removal:
    return Removal(**row)
