"""Ledger: the account of each request, and the one place where a crawl writes to the database.

A request is leased, its captures, its article or refusal and its links are gathered in memory, and all of it is
written in one transaction with the acknowledgement, after the WARC is on disk. A kill at any moment loses
nothing: what was not written was not acknowledged, and is fetched again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from archive.errors import ArchiveError
from archive.queue import PageRow, Queue, QueueRow
from archive.records import Capture, Problem
from archive.revisits import seen_again
from archive.runs import record_portals
from archive.store import Archive
from archive.warc.writer import WarcWriter
from crawler.discovery.revisit import next_visit
from crawler.report.tally import Tally
from crawler.wire.refused import REMOVED
from crawler.work import Work

FLUSH_AT = 64
"""Works per transaction; with FLUSH_SECONDS it bounds what a kill makes us fetch again."""
FLUSH_SECONDS = 1.0
RECORD_SECONDS = 60.0
"""How often the run's account is written while it runs: what a kill takes of it."""


class Ledger:
    """Gathers finished works and writes them in batches."""

    def __init__(self, archive: Archive, writer: WarcWriter, queue: Queue, run_id: int) -> None:
        self._archive = archive
        self._writer = writer
        self._queue = queue
        self._run_id = run_id
        self._finished: list[Work] = []
        self._strays: list[tuple[Capture, str]] = []
        self._problems: list[Problem] = []
        self._last_flush = time.monotonic()
        self._last_record = self._last_flush
        self.tally = Tally()
        self.in_flight: dict[int, Work] = {}
        self.on_finish: Callable[[Work], None] = lambda work: None
        self.on_failure: Callable[[ArchiveError], None] = lambda error: None
        self.on_queued: Callable[[int, set[str]], None] = lambda added, hosts: None

    @property
    def has_links(self) -> bool:
        """Whether a finished work waits to be written that found something new to fetch."""
        return any(work.links for work in self._finished)

    def seed(self, rows: Sequence[QueueRow]) -> None:
        """Queue where a crawl begins, at once; a failure ends the run."""
        try:
            with self._archive.transaction():
                added = self._queue.add(rows)
        except ArchiveError as error:
            self.on_failure(error)
        else:
            self.on_queued(added, {row.host for row in rows})

    def start(self, work: Work) -> None:
        """A leased request is on its way."""
        self.in_flight[work.row.id] = work

    def work_of(self, url: str) -> Work | None:
        """The work that is in flight and whose page was read from this URL."""
        return next((w for w in self.in_flight.values() if w.page_url == url), None)

    def stray(self, capture: Capture, portal: str) -> None:
        """A capture that belongs to no queued request: robots.txt."""
        self._strays.append((capture, portal))

    def problem(self, problem: Problem) -> None:
        """A problem that belongs to no queued request."""
        self._problems.append(problem)
        self.tally.of(problem.portal or "").refused(problem)

    def finish(self, work: Work) -> None:
        """All that comes of this request is known; it is written with the next batch. Later calls do nothing."""
        if work.finished:
            return
        work.finished = True
        self.in_flight.pop(work.row.id, None)
        self._finished.append(work)
        self.on_finish(work)
        if len(self._finished) >= FLUSH_AT:
            try:
                self.flush()
            except ArchiveError as error:
                # Not the page's fault: the run ends, and the batch stays unacknowledged.
                self.on_failure(error)

    def flush_if_due(self) -> None:
        """Write what has waited for a second."""
        if self._finished and time.monotonic() - self._last_flush >= FLUSH_SECONDS:
            self.flush()

    def flush(self) -> None:
        """WARC to disk, then one transaction: captures, articles, problems, links, pages, acknowledgements.

        Raises `archive.errors.DiskFull` and its kin; then nothing of the batch was acknowledged.
        """
        self._last_flush = time.monotonic()
        if not (self._finished or self._strays or self._problems):
            return
        self._writer.sync()
        with self._archive.transaction():
            for capture, portal in self._strays:
                self._archive.add_capture(capture, portal=portal, run_id=self._run_id)
            for problem in self._problems:
                self._archive.add_problem(problem, run_id=self._run_id)
            outcomes = [self._write(work) for work in self._finished]
            links = [row for work in self._finished for row in work.links]
            added = self._queue.add(links)
            self._queue.remember(page for work in self._finished if (page := _page_row(work)) is not None)
            self._queue.acknowledge(work.row.id for work in self._finished)
            self._record_if_due()
        self._count(outcomes)
        self.on_queued(added, {row.host for row in links})
        self._finished.clear()
        self._strays.clear()
        self._problems.clear()

    def _record_if_due(self) -> None:
        if self._last_flush - self._last_record >= RECORD_SECONDS:
            self._last_record = self._last_flush
            record_portals(self._archive.db, self._run_id, self.tally.reports())

    def _count(self, outcomes: Sequence[str | None]) -> None:
        for work, outcome in zip(self._finished, outcomes, strict=True):
            self.tally.of(work.row.portal).done(work, outcome)
        for capture, portal in self._strays:
            self.tally.of(portal).captured((capture,))

    def _write(self, work: Work) -> str | None:
        """Write what came of a request; returns what came of its article."""
        portal = work.row.portal
        last = work.captures[-1] if work.captures else None
        outcome: str | None = None
        for capture in work.captures:
            if capture is not last or (work.article is None and not work.unchanged):
                self._archive.add_capture(capture, portal=portal, run_id=self._run_id)
        if work.article is not None and last is not None:
            outcome = self._archive.save(work.article, last, work.origin, run_id=self._run_id)
            work.changed = outcome == "changed"
            if outcome == "removed":
                work.kind, outcome = REMOVED, None
        elif work.document is not None and last is not None:
            self._archive.save_document(work.document, last, portal=portal, run_id=self._run_id)
        elif work.unchanged and last is not None:
            seen_again(self._archive.db, last, portal, self._run_id)
            outcome = "unchanged"
        if (
            work.kind in ("gone", "soft-404")
            and last is not None
            and self._archive.mark_gone(work.row.url, last.fetched_at)
        ):
            outcome = "gone"
        if work.problem is not None:
            self._archive.add_problem(work.problem, run_id=self._run_id)
        return outcome

    def abandon(self) -> list[int]:
        """The leases that were neither finished nor failed, when a run is stopped: they go back to the queue."""
        ids = list(self.in_flight)
        self.in_flight.clear()
        return ids


def _page_row(work: Work) -> PageRow | None:
    if (not work.captures and work.kind == "refused") or work.row.method != "GET" or work.row.kind == "more":
        return None
    last = work.captures[-1] if work.captures else None
    fetched = last.fetched_at if last else datetime.now(UTC)
    changed_at = fetched if work.changed else None
    published = work.article.published_at if work.article else work.published_at
    return PageRow(
        portal=work.row.portal,
        key=work.row.key,
        url=work.row.url,
        kind=work.kind,
        status=work.status,
        fetched_at=fetched,
        changed_at=changed_at,
        due_at=None
        if work.leads and work.kind != "article" and not work.row.group
        else next_visit(_visited_as(work), work.row.key, fetched, published, changed_at),
        etag=work.etag,
        last_modified=work.last_modified,
    )


def _visited_as(work: Work) -> str:
    """A numbered page of a listing is reached from its first page, while that shows what is new."""
    return "later-page" if work.kind == "listing" and work.row.group else work.kind
