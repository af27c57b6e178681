"""Intake: which of the addresses that were found become requests: each once a run, and only what is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from archive.queue import Known, Queue, QueueRow, queue_key
from crawler.discovery.addresses import PLAIN, canonical, host_of
from crawler.discovery.revisit import is_due
from crawler.discovery.targets import Target

PRIORITY = {
    "home": 100,
    "start": 100,
    "feed": 90,
    "sitemap": 80,
    "article": 60,
    "listing": 50,
    "more": 50,
    "revisit": 30,
    "page": 10,
    "attachment": 5,
    "barren": -50,
}
"""Listings bring what is new; a plain page that nobody knows comes last, one of a shape without fruit later still."""
MOST_REVISITS = 500
"""Due articles asked for in one run of a portal; the others wait for the next."""


@dataclass(frozen=True, slots=True)
class Span:
    """What of the past a crawl wants to see again."""

    now: datetime
    revisit_all: bool = False
    walked: bool = True
    """The last run walked the whole portal: a pager may stop where it shows only what is known."""
    since: datetime | None = None

    @property
    def stops_at_known(self) -> bool:
        """Whether what an earlier run fetched needs no second look."""
        return self.walked and not self.revisit_all


class Intake:
    """The addresses that a run has met on one portal. Its memory: an integer for each."""

    def __init__(self, slug: str, queue: Queue, span: Span, counts: Counter[str]) -> None:
        self._slug = slug
        self._queue = queue
        self._span = span
        self._seen: set[int] = set()
        self._due_again: set[int] = set()
        self._counts = counts
        self.spelling = PLAIN
        self._revisits_left = MOST_REVISITS

    def resume(self, keys: Iterable[int]) -> None:
        """Take up what an earlier, unfinished run of this crawl had queued."""
        self._seen.update(keys)

    def new(self, key: int) -> bool:
        """Whether the address is met for the first time in this run."""
        if key in self._seen:
            if key in self._due_again:
                # The portal still shows what the archive asks for anyway.
                self._due_again.discard(key)
                self._counts["met-again"] += 1
            return False
        self._seen.add(key)
        return True

    def row(self, url: str, kind: str, *, depth: int = 0, section: str | None = None) -> QueueRow:
        """A request for an address that something outside the pages named."""
        return QueueRow(
            portal=self._slug,
            key=queue_key(canonical(url, self.spelling)),
            url=url,
            host=host_of(url),
            kind=kind,
            priority=PRIORITY.get(kind, 0) - depth,
            depth=depth,
            section=section,
        )

    def of_target(self, target: Target, like: QueueRow, *, barren: bool = False) -> QueueRow:
        """A request for a page's link; `like` says its kind, depth, section and group."""
        level = "barren" if barren else like.kind
        return replace(
            like,
            portal=self._slug,
            key=target.key,
            url=target.url,
            host=target.host,
            priority=PRIORITY[level] - like.depth,
        )

    def revisits(self) -> list[QueueRow]:
        """The pages whose time for another visit has come, the longest overdue first."""
        if self._span.revisit_all:
            due = self._queue.due(self._slug, datetime.max.replace(tzinfo=UTC), -1)
        else:
            due = self._queue.due(self._slug, self._span.now, MOST_REVISITS)
        # Their own key: before the CMS is known, an address may be spelled otherwise.
        rows = [replace(self.row(url, "revisit"), key=key) for key, url in due if self.new(key)]
        self._due_again.update(row.key for row in rows)
        self._revisits_left -= len(rows)
        self._counts["revisits"] += len(rows)
        return rows

    def due(self, rows: list[QueueRow], modified: dict[int, datetime] | None = None) -> list[QueueRow]:
        """Of these the ones never fetched, those whose time has come, and those said to be changed since."""
        known: dict[int, Known] = self._queue.known(self._slug, [r.key for r in rows]) if rows else {}
        due = []
        for row in rows:
            history = known.get(row.key)
            if history is None or self._span.revisit_all:
                due.append(row)
                continue
            at = modified.get(row.key) if modified else None
            if self._is_due(history):
                due.append(row)
            elif at is not None and at > history.fetched_at:
                due.append(replace(row, kind="revisit", priority=PRIORITY["revisit"]))
                self._counts["met-again"] += 1
            else:
                self._counts["known" if history.kind == "article" else "known-pages"] += 1
        return due

    def _is_due(self, history: Known) -> bool:
        """Whether its time has come; articles share the run's budget, whether the schedule or a listing names them."""
        if not is_due(history, self._span.now):
            return False
        if history.kind != "article":
            return True
        self._revisits_left -= 1
        return self._revisits_left >= 0

    def is_known_ground(self, keys: set[int]) -> bool:
        """Whether all of these were fetched in an earlier run."""
        known = self._queue.known(self._slug, list(keys))
        return len(known) == len(keys) and all(k.fetched_at < self._span.now for k in known.values())
