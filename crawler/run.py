"""Run: what one crawl holds open: the archive, its WARC, the queue, and the account of what came of each request."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from archive.errors import ArchiveError, Locked
from archive.keeping.exclusion import shared
from archive.queue import Queue
from archive.run_records import OpenRun
from archive.runs import end_killed, is_dead, open_runs
from archive.store import Archive
from archive.warc.writer import WarcWriter
from crawler.discovery.addresses import host_of
from crawler.exit_codes import ExitCode
from crawler.ledger import Ledger
from crawler.locks import AlreadyRunning, PortalLocks
from crawler.portals import Portal, host_key
from crawler.report.notes import Note
from crawler.report.tally import Tally

logger = logging.getLogger(__name__)

_PARTIAL = frozenset(("limit", "since", "until"))


class Run:
    """Opens all that a crawl needs, in the order that makes a kill harmless, and closes it again."""

    def __init__(
        self, folder: Path, command: str, portals: Mapping[str, Portal], arguments: Mapping[str, str]
    ) -> None:
        """`command` is the spider's name; `portals` by slug, each held by this run alone.

        Raises `archive.errors.ArchiveError` if the folder cannot be used, `AlreadyRunning` if a portal is taken.
        """
        self.portals = portals
        self.folder = folder
        self.archive = Archive.open(folder)
        try:
            self._share = shared(folder)
        except Locked as error:
            raise AlreadyRunning(str(error)) from error
        self.locks = PortalLocks(folder, list(portals))
        self.started_at = datetime.now(UTC)
        self.arguments = dict(arguments)
        self.command = f"crawl {command}"
        self.name = next(iter(portals)) if len(portals) == 1 else command
        """The portal's, or the spider's where there are several."""
        stamp = self.started_at.strftime("%Y%m%dT%H%M%SZ")
        self.writer = WarcWriter(folder / "warc", f"{self.name}-{stamp}-{os.getpid()}")
        self.queue = Queue(self.archive.db, list(portals))
        self.killed = self._killed()
        """Earlier runs that ended without a word."""
        with self.archive.transaction():
            end_killed(self.archive.db, self.killed)
            self.id = self.archive.start_run(self.started_at, arguments, list(portals), command=self.command)
            self.resumed = self.queue.reclaim()
        self.ledger = Ledger(self.archive, self.writer, self.queue, self.id)
        self.ledger.tally = Tally(portals)
        self.ledger.on_failure = self.fail
        self.exit_code = ExitCode.INTERNAL
        """Graded when the run's report is made."""
        self.failure: ArchiveError | None = None
        self.on_failure: Callable[[ArchiveError], None] = lambda error: None
        self.notes: list[Note] = []

    def _killed(self) -> list[OpenRun]:
        """The open runs that cannot be at work: we hold a portal of theirs, or their process is gone."""
        return [
            run
            for run in open_runs(self.archive.db)
            if not self.portals.keys().isdisjoint(run.portals) or is_dead(run)
        ]

    def fail(self, error: ArchiveError) -> None:
        """The archive can no more be written: end the crawl; what was not written stays unacknowledged."""
        if self.failure is None:
            self.failure = error
            self.on_failure(error)

    def note(self, where: str, about: str, text: str, *, loud: bool = True) -> None:
        """Say something in the log and the report, once."""
        note = Note(where, about, text, loud)
        if note not in self.notes:
            self.notes.append(note)
            logger.info("%s: %s: %s", where, about, text)

    def portal_of(self, url: str) -> str:
        """The slug of the run's portal that a URL belongs to; its host where it belongs to none."""
        best = max(self.portals.values(), key=lambda portal: portal.claim(url), default=None)
        return best.slug if best is not None and best.claim(url) >= 0 else host_of(url)

    def was_walked(self, slug: str) -> bool:
        """Whether the last run on a portal before this one walked all of it: only then may a pager stop where
        everything was seen before."""
        last = self.archive.db.execute(
            "SELECT r.arguments, r.report, p.counts FROM run_portals AS p JOIN runs AS r ON r.id = p.run_id"
            " WHERE p.portal = ? AND r.id < ? ORDER BY r.id DESC LIMIT 1",
            (slug, self.id),
        ).fetchone()
        if last is None or not _PARTIAL.isdisjoint(json.loads(last[0])):
            return False
        # A page of a listing that failed hides the pages behind it; so does what an outage left in the queue.
        ended_well = json.loads(last[1]).get("reason") == "finished"
        return not self.resumed and ended_well and not json.loads(last[2]).get("failed-listings")

    def same_host(self, slug: str, url: str) -> bool:
        """Whether a URL is on one of a portal's hosts."""
        parts = urlsplit(url)
        key = host_key(parts.netloc, parts.scheme)
        return any(host_key(host.name) == key for host in self.portals[slug].hosts)

    def close(self) -> None:
        """Close the WARC and the archive, and let others have the portals."""
        self.writer.close()
        self.archive.close()
        self.locks.release()
        self._share.close()
