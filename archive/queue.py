"""The frontier's two tables: what this run has still to fetch, and what is known of each page for the next run.

`frontier_queue` lives as long as a portal's crawl is unfinished: a run that was killed finds it and goes on.
`pages` lasts: when each address was fetched, what it was, and its validators.
Both are written by the crawl in the same transaction as the articles that came of a page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive.rows import from_utc_text, utc_text

QUEUED, LEASED, DONE = 0, 1, 2


def queue_key(address: str) -> int:
    """A 64-bit name of a canonical address, as SQLite's signed integer; one collision in 10**7 at 10**6 addresses.

    >>> queue_key("http://example.vn/") == queue_key("http://example.vn/")
    True
    """
    return int.from_bytes(hashlib.blake2b(address.encode(), digest_size=8).digest(), "big", signed=True)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One request to make: `kind` says why ("home", "sitemap", "feed", "listing", "article", "page")."""

    portal: str
    key: int
    """`queue_key` of the canonical address (and, for a POST, of its form)."""
    url: str
    host: str
    kind: str
    priority: int = 0
    """Higher is sooner."""
    depth: int = 0
    section: str | None = None
    method: str = "GET"
    body: bytes | None = None
    group: str | None = None
    """Pages of one listing share it: a pager stops for the group, not for the portal."""
    id: int = 0


@dataclass(frozen=True, slots=True)
class PageRow:
    """What is known of an address since its last fetch."""

    portal: str
    key: int
    url: str
    kind: str
    """What the page turned out to be: "article", "listing", "gone", or a refusal's reason."""
    status: int
    fetched_at: datetime
    """UTC."""
    changed_at: datetime | None
    """UTC; None if it reads as it did before."""
    due_at: datetime | None = None
    """UTC; None: to be asked for whenever a crawl meets it."""
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """An address's history, as far as a re-visit needs it."""

    url: str
    kind: str
    fetched_at: datetime
    changed_at: datetime
    due_at: datetime | None
    etag: str | None
    last_modified: str | None


_COLUMNS = "portal, key, url, host, kind, priority, depth, section, method, body, page_group"


class Queue:
    """The SQL of both tables for the portals of one run. Call the writing methods inside a transaction."""

    def __init__(self, db: Any, portals: Sequence[str]) -> None:
        self._db = db
        self._portals = tuple(portals)
        self._marks = ", ".join("?" * len(self._portals))
        self.only_kind: str | None = None
        """If set, requests of another kind are neither counted nor leased."""

    def reclaim(self) -> int:
        """Put back what a dead run had leased; returns how many requests are queued now."""
        self._db.execute(
            f"UPDATE frontier_queue SET state = 0 WHERE state = 1 AND portal IN ({self._marks})",
            self._portals,
        )
        return self.count_queued()

    def count_queued(self, without: Collection[str] = ()) -> int:
        """How many requests of these portals wait, but for those of the hosts in `without`."""
        hosts = ", ".join("?" * len(without))
        sql = f"""SELECT count(*) FROM frontier_queue WHERE state = 0 AND portal IN ({self._marks})
            AND host NOT IN ({hosts}) AND kind = coalesce(?, kind)"""
        return int(self._db.execute(sql, (*self._portals, *without, self.only_kind)).fetchone()[0])

    def count_open(self, host: str) -> dict[str, int]:
        """How many requests to a host are queued or leased, and not done, by portal."""
        sql = f"""SELECT portal, count(*) FROM frontier_queue WHERE state <> 2 AND host = ?
            AND portal IN ({self._marks}) GROUP BY portal"""
        return dict(self._db.execute(sql, (host, *self._portals)).fetchall())

    def seen_keys(self) -> Iterable[int]:
        """The keys of all that this unfinished crawl queued, done or not."""
        sql = f"SELECT key FROM frontier_queue WHERE portal IN ({self._marks})"
        return (row[0] for row in self._db.execute(sql, self._portals))

    def hosts(self) -> list[str]:
        """The hosts that have something queued."""
        sql = f"SELECT DISTINCT host FROM frontier_queue WHERE state = 0 AND portal IN ({self._marks})"
        return [row[0] for row in self._db.execute(sql, self._portals)]

    def add(self, rows: Iterable[QueueRow]) -> int:
        """Queue the rows; an address that is queued, leased or done already stays. Returns how many are new."""
        before = self._db.conn.total_changes
        self._db.conn.executemany(
            f"INSERT INTO frontier_queue ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING",
            (
                (
                    r.portal, r.key, r.url, r.host, r.kind, r.priority, r.depth, r.section, r.method, r.body,
                    r.group,
                )
                for r in rows
            ),
        )  # fmt: skip
        return int(self._db.conn.total_changes - before)

    def lease(self, host: str, limit: int) -> list[QueueRow]:
        """The next requests of one host, highest priority first, marked as leased."""
        sql = f"""UPDATE frontier_queue SET state = 1 WHERE id IN (
            SELECT id FROM frontier_queue WHERE state = 0 AND host = ? AND portal IN ({self._marks})
                AND kind = coalesce(?, kind)
            ORDER BY priority DESC, id LIMIT ?) RETURNING {_COLUMNS}, id"""
        values = (host, *self._portals, self.only_kind, limit)
        rows = [QueueRow(*row) for row in self._db.execute(sql, values).fetchall()]
        return sorted(rows, key=lambda r: (-r.priority, r.id))

    def give_back(self, ids: Iterable[int]) -> None:
        """Return leases that were not used."""
        self._db.conn.executemany(
            "UPDATE frontier_queue SET state = 0 WHERE id = ? AND state = 1", ((i,) for i in ids)
        )

    def queue_again(self, rows: Iterable[QueueRow]) -> None:
        """Put requests back that were acknowledged, with their forms: it was not the page that failed."""
        self._db.conn.executemany(
            "UPDATE frontier_queue SET state = 0, body = ? WHERE id = ?", ((row.body, row.id) for row in rows)
        )

    def acknowledge(self, ids: Iterable[int]) -> None:
        """Mark requests as done: all that came of them stands in this transaction."""
        self._db.conn.executemany(
            "UPDATE frontier_queue SET state = 2, body = NULL WHERE id = ?", ((i,) for i in ids)
        )

    def forget_waiting(self, portal: str, but: Collection[int]) -> None:
        """Take away what a portal has queued or leased, but for these rows."""
        rows = self._db.execute(
            "SELECT id FROM frontier_queue WHERE portal = ? AND state <> 2", (portal,)
        ).fetchall()
        gone = [row for row in rows if row[0] not in but]
        self._db.conn.executemany("DELETE FROM frontier_queue WHERE id = ?", gone)

    def forget_finished(self) -> None:
        """Empty the queue of each portal that has nothing left to fetch: its crawl is finished."""
        self._db.execute(
            f"""DELETE FROM frontier_queue WHERE portal IN ({self._marks}) AND portal NOT IN
            (SELECT portal FROM frontier_queue WHERE state <> 2)""",
            self._portals,
        )

    def forget_all(self) -> None:
        """Empty the queue of these portals: the crawl ends here because it was told to."""
        self._db.execute(f"DELETE FROM frontier_queue WHERE portal IN ({self._marks})", self._portals)

    def remember(self, pages: Iterable[PageRow]) -> None:
        """Write what is known of each page now."""
        self._db.conn.executemany(
            """INSERT INTO pages
                (portal, key, url, kind, status, fetched_at, changed_at, due_at, etag, last_modified)
            VALUES (:portal, :key, :url, :kind, :status, :fetched, coalesce(:changed, :fetched), :due, :etag, :modified)
            ON CONFLICT (portal, key) DO UPDATE SET
                changed_at = coalesce(:changed, changed_at), kind = excluded.kind, status = excluded.status,
                fetched_at = excluded.fetched_at, due_at = excluded.due_at, visits = visits + 1,
                etag = excluded.etag, last_modified = excluded.last_modified""",
            (
                {
                    "portal": page.portal,
                    "key": page.key,
                    "url": page.url,
                    "kind": page.kind,
                    "status": page.status,
                    "fetched": utc_text(page.fetched_at),
                    "changed": utc_text(page.changed_at) if page.changed_at else None,
                    "due": utc_text(page.due_at) if page.due_at else None,
                    "etag": page.etag,
                    "modified": page.last_modified,
                }
                for page in pages
            ),
        )

    def due(self, portal: str, now: datetime, limit: int) -> list[tuple[int, str]]:
        """Key and URL of the articles, later pages of listings, and of what failed, whose time has come, the
        longest overdue first."""
        sql = """SELECT key, url FROM pages WHERE portal = ? AND kind IN ('article', 'listing', 'failed')
            AND due_at <= ? ORDER BY due_at LIMIT ?"""
        return [(row[0], row[1]) for row in self._db.execute(sql, (portal, utc_text(now), limit))]

    def kinds(self, portal: str, limit: int) -> list[tuple[str, str]]:
        """Addresses of the portal that were fetched, and what they turned out to be."""
        sql = "SELECT url, kind FROM pages WHERE portal = ? LIMIT ?"
        return [(row[0], row[1]) for row in self._db.execute(sql, (portal, limit))]

    def known(self, portal: str, keys: Sequence[int]) -> dict[int, Known]:
        """What is known of these addresses; those never fetched are left out."""
        found: dict[int, Known] = {}
        for start in range(0, len(keys), 500):
            part = keys[start : start + 500]
            sql = f"""SELECT key, url, kind, fetched_at, changed_at, due_at, etag, last_modified FROM pages
                WHERE portal = ? AND key IN ({", ".join("?" * len(part))})"""
            for key, url, kind, fetched, changed, due, etag, modified in self._db.execute(
                sql, (portal, *part)
            ):
                due_at = from_utc_text(due) if due else None
                found[key] = Known(
                    url, kind, from_utc_text(fetched), from_utc_text(changed), due_at, etag, modified
                )
        return found
