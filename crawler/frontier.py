"""Frontier: a Scrapy scheduler over the archive's queue. It survives a kill and is fair among hosts.

A request that the queue leased carries its `Work` in `meta["work"]`; one that comes back with it (a redirect, a
retry) goes on at once and stays the same lease. Requests of other makers (`scrapy parse`, `scrapy shell`,
a researcher's own spider) are kept in memory, in their order, each address once.
"""

from __future__ import annotations

import logging
import time
from collections import Counter, deque
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.request import fingerprint

from archive.errors import ArchiveError
from archive.queue import QueueRow
from crawler.discovery.addresses import host_of
from crawler.politeness.gate import Gate, Shut
from crawler.politeness.outages import Outage, Outages
from crawler.politeness.pace import pace_key

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

    from crawler.run import Run
    from crawler.work import Work

logger = logging.getLogger(__name__)

_SHUT: dict[Shut, str] = {
    "window": "outside its hours",
    "busy": "it says that it is busy (429, 503) again and again",
    "silent": "it does not answer",
}
LEASE_BATCH = 25
"""Requests leased per host in one statement; what is leased later may overtake what stays queued."""


class Frontier(BaseScheduler):
    """See the module. `spider.run` is the `Run` of a crawl; a spider without one gets the plain memory queue."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        # One more than the downloader takes at a time, so that it never waits for us.
        self._per_host = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") + 1
        self._run: Run | None = None
        self._spider: Spider | None = None
        self._memory: deque[Request] = deque()
        self._fingerprints: set[bytes] = set()
        self._leased: dict[str, deque[QueueRow]] = {}
        self._turn: deque[str] = deque()
        self._active: Counter[str] = Counter()
        self._queued = 0
        self._stopped = False
        self.gate = Gate(crawler.settings)
        self._shut: dict[str, Shut] = {}
        self._set_aside: list[int] = []
        settings = crawler.settings
        self._outages = Outages(
            settings.getint("OUTAGE_AFTER"),
            settings.getfloat("OUTAGE_WAIT"),
            settings.getfloat("OUTAGE_PATIENCE"),
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Frontier:
        """The scheduler of a crawl; CONCURRENT_REQUESTS_PER_DOMAIN bounds what one host gets."""
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Take up the queue where it stands."""
        self._spider = spider
        self._run = getattr(spider, "run", None)
        if self._run is not None:
            self._run.ledger.on_finish = self._finished
            self._run.ledger.on_queued = self._count
            self._run.on_failure = self._fail
            self.gate.know(self._run.portals.values())
            self._queued = self._run.queue.count_queued()
            self._turn.extend(self._run.queue.hosts())

    def close(self, reason: str) -> None:
        """Write the account, give back what was leased and not fetched."""
        if self._run is None:
            return
        ledger, queue = self._run.ledger, self._run.queue
        unused = [*self._set_aside, *(row.id for rows in self._leased.values() for row in rows)]
        try:
            ledger.flush()
            with self._run.archive.transaction():
                queue.give_back([*unused, *ledger.abandon()])
                if reason == "limit" or queue.only_kind is not None:
                    queue.forget_all()
                else:
                    queue.forget_finished()
        except ArchiveError as error:
            self._run.fail(error)

    def stop(self, reason: str) -> None:
        """Hand out nothing more and end the crawl."""
        if not self._stopped:
            self._stopped = True
            if self._crawler.engine is not None:
                deferred_from_coro(self._crawler.engine.close_spider_async(reason=reason))

    def only(self, kind: str) -> None:
        """Hand out nothing more but requests of one kind; the others are forgotten when the crawl ends."""
        if self._run is None:
            return
        self._run.queue.only_kind = kind
        for host, rows in self._leased.items():
            self._set_aside += [row.id for row in rows if row.kind != kind]
            self._leased[host] = deque(row for row in rows if row.kind == kind)
        self._queued = self._run.queue.count_queued(without=self._shut)

    def _fail(self, error: ArchiveError) -> None:
        logger.error("%s", error)
        self.stop("disk")

    def answered(self, work: Work) -> None:
        """The host of a request answered, whatever it said."""
        self._outages.answered(work.row.host)

    def no_answer(self, work: Work) -> None:
        """A request, now finished, brought no answer: after several in a row its host is left alone."""
        outage = self._outages.failed(work.row, time.monotonic())
        if outage is None or self._run is None or self._stopped:
            return
        try:
            self._leave_alone(outage, self._run)
        except ArchiveError as error:
            self._run.fail(error)

    def _leave_alone(self, outage: Outage, run: Run) -> None:
        run.ledger.flush()
        with run.archive.transaction():
            run.queue.queue_again(outage.rows)
        if outage.given_up:
            self._shut_out(outage.host, "silent", run)
        elif outage.wait:
            self.gate.paces.hold(pace_key(outage.rows[0].url), outage.wait)
            logger.warning("%s does not answer: left alone for %.0f s", outage.host, outage.wait)
        self._queued = run.queue.count_queued(without=self._shut)

    def _from_memory(self) -> Request | None:
        for place, request in enumerate(self._memory):
            if not self.gate.is_held(host_of(request.url)):
                del self._memory[place]
                return request
        return None

    def _is_shut(self, host: str) -> bool:
        """Whether nothing more is asked of a host in this run."""
        if host in self._shut:
            return True
        why = self.gate.shut(host)
        if why is None or self._run is None:
            return False
        self._shut_out(host, why, self._run)
        return True

    def _shut_out(self, host: str, why: Shut, run: Run) -> None:
        """Ask a host for nothing more; what it has queued stays for the next run."""
        self._shut[host] = why
        self._set_aside += [row.id for row in self._leased.pop(host, ())]
        self._memory = deque(r for r in self._memory if "work" not in r.meta or host_of(r.url) != host)
        del self._active[host]
        self._queued = run.queue.count_queued(without=self._shut)
        left = run.queue.count_open(host)
        for portal, n in left.items():
            run.ledger.tally.of(portal).counts[f"left/{why}"] += n
        run.note(host, "left", f"{_SHUT[why]}; {sum(left.values())} requests are left to the next run")

    def drop(self, portal: str) -> None:
        """Forget all that a portal has queued: its host is no longer its own."""
        if self._run is None:
            return
        try:
            self._run.ledger.flush()
            with self._run.archive.transaction():
                self._run.queue.forget_waiting(portal, set(self._run.ledger.in_flight))
        except ArchiveError as error:
            self._run.fail(error)
        for host, rows in self._leased.items():
            self._leased[host] = deque(row for row in rows if row.portal != portal)
        self._queued = self._run.queue.count_queued(without=self._shut)

    def has_pending_requests(self) -> bool:
        """Whether anything waits, in memory or in the queue."""
        if self._memory:
            return True
        if self._run is None or self._stopped:
            return False
        return self._queued > 0 or any(self._leased.values()) or self._run.ledger.has_links

    def enqueue_request(self, request: Request) -> bool:
        """Keep a request in memory: one of a leased work always, any other once for each address.

        False for a leased one whose host is shut: its lease goes back when the run ends.
        """
        if self._shut and "work" in request.meta and host_of(request.url) in self._shut:
            return False
        if "work" not in request.meta and not request.dont_filter:
            mark = fingerprint(request)
            if mark in self._fingerprints:
                return False
            self._fingerprints.add(mark)
        self._memory.append(request)
        return True

    def next_request(self) -> Request | None:
        """The next request of the host whose turn it is, or None while every host has all it may have."""
        if (request := self._from_memory()) is not None:
            return request
        if self._run is None or self._stopped:
            return None
        try:
            return self._next_of_queue(self._run)
        except ArchiveError as error:
            self._run.fail(error)
            return None

    def _next_of_queue(self, run: Run) -> Request | None:
        run.ledger.flush_if_due()
        for _ in range(len(self._turn)):
            host = self._turn[0]
            self._turn.rotate(-1)
            if self._is_shut(host) or self.gate.is_held(host):
                continue
            if self._active[host] < self._per_host and (row := self._take(host)) is not None:
                return self._request(row)
        if run.ledger.has_links and not self._active:
            # Nothing is on its way and nothing leased: what was just found is all there is.
            run.ledger.flush()
            return self._next_of_queue(run)
        if self._shut and not self._active and not self.has_pending_requests():
            self._end_early()
        return None

    def _end_early(self) -> None:
        """What could be asked was; a host that did not answer at all is a failure like others."""
        why = set(self._shut.values()) - {"silent"}
        if why:
            self.stop(min(why))

    def _take(self, host: str) -> QueueRow | None:
        rows = self._leased.setdefault(host, deque())
        if not rows:
            assert self._run is not None
            if self._run.ledger.has_links:
                self._run.ledger.flush()
            if self._queued:
                self._lease(host, rows, self._run)
        return rows.popleft() if rows else None

    def _lease(self, host: str, rows: deque[QueueRow], run: Run) -> None:
        """Lease some more of a host's requests; those that the crawl has lost interest in are done at once."""
        wants = getattr(self._spider, "wants", None)
        with run.archive.transaction():
            while not rows and (leased := run.queue.lease(host, LEASE_BATCH)):
                self._queued -= len(leased)
                wanted = leased if wants is None else [row for row in leased if wants(row)]
                kept = {row.id for row in wanted}
                run.queue.acknowledge(row.id for row in leased if row.id not in kept)
                rows.extend(wanted)

    def _request(self, row: QueueRow) -> Request:
        assert self._run is not None
        assert self._spider is not None
        request: Request = self._spider.request_for(row)  # type: ignore[attr-defined]  # spiders with a run have it
        self._active[row.host] += 1
        self._run.ledger.start(request.meta["work"])
        return request

    def _finished(self, work: Work) -> None:
        host = work.row.host
        if host in self._active:  # one that was shut out is not
            self._active[host] -= 1
            if not self._active[host]:
                del self._active[host]

    def _count(self, added: int, hosts: set[str]) -> None:
        if self._run is not None and (self._shut or self._run.queue.only_kind):
            self._queued = self._run.queue.count_queued(without=self._shut)
        else:
            self._queued += added
        for host in hosts:
            if host not in self._turn:
                self._turn.append(host)
