"""Report: grades a run, keeps its report (JSON and rows), and says in a few lines what it brought."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured

from archive.errors import ArchiveError
from archive.runs import record_portals
from crawler.exit_codes import ExitCode
from crawler.report.outcome import combined, ended, grade
from crawler.report.portal_report import RunReport, disk_free, text
from crawler.report.tally import PortalTally

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

    from crawler.run import Run

logger = logging.getLogger(__name__)


class Report:
    """Ends the run's record, writes its report, prints the short text as REPORT says, and closes the run."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._always = crawler.settings.get("REPORT") != "problems"

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Report:
        """Raises NotConfigured for a spider that keeps no archive."""
        if getattr(crawler.spider, "run", None) is None:
            raise NotConfigured("this spider keeps no archive")
        report = cls(crawler)
        crawler.signals.connect(report.closed, signals.spider_closed)
        return report

    def closed(self, spider: Spider, reason: str) -> None:
        """The frontier has written its account by now."""
        run: Run = spider.run  # type: ignore[attr-defined]  # from_crawler made sure of it
        spider.tell(run.ledger.tally)  # type: ignore[attr-defined]  # spiders with a run have it
        stats = self._crawler.stats
        has_defect = bool(stats is not None and stats.get_value("spider_exceptions/count"))
        report = made(run, reason, ended(reason, has_defect=has_defect))
        run.exit_code = report.exit_code
        try:
            with run.archive.transaction():
                record_portals(run.archive.db, run.id, report.portals)
                run.archive.end_run(run.id, report.ended_at, int(report.exit_code), report.summary())
            report.write(run.folder, run.name)
        except ArchiveError as error:
            logger.error("%s", error)
        run.close()
        if self._always or report.killed or needs_a_look(report):
            _say(text(report))


def needs_a_look(report: RunReport) -> bool:
    """Whether a run is worth a mail. A few failed pages are not: the next night tries them again, and `tinso health`
    tells when they grow."""
    routine = (ExitCode.OK, ExitCode.PARTLY_FAILED)
    return report.exit_code not in routine or any(p.exit_code not in routine for p in report.portals)


def made(run: Run, reason: str, by_end: ExitCode | None) -> RunReport:
    """The report of a run that has ended; `by_end` is the exit code that its end means whatever it brought."""
    tally = run.ledger.tally
    grades = {slug: grade(portal) for slug, portal in tally.portals.items()}
    if not run.portals:
        # A WARC's pages are what they are: one host of it without an article is no failure.
        grades = dict.fromkeys(grades, grade(_whole(list(tally.portals.values()))))
    return RunReport(
        run_id=run.id,
        command=run.command,
        arguments=run.arguments,
        started_at=run.started_at,
        ended_at=datetime.now(UTC),
        reason=reason,
        exit_code=by_end if by_end is not None else combined(list(grades.values())),
        counts=dict(tally.total()),
        portals=tuple(portal.report(slug, int(grades[slug])) for slug, portal in tally.portals.items()),
        disk_free=disk_free(run.folder),
        killed=tuple(run.killed),
        notes=tuple(run.notes),
    )


def _whole(tallies: list[PortalTally]) -> PortalTally:
    whole = PortalTally()
    for tally in tallies:
        whole.pages += tally.pages
        whole.articles.update(tally.articles)
        whole.counts.update(tally.counts)
        whole.discovered.update(tally.discovered)
    return whole


def _say(words: str) -> None:
    # Cron's locale may be ASCII; a letter that it cannot write must not cost the run its exit code.
    encoding = sys.stdout.encoding or "ascii"
    sys.stdout.write(words.encode(encoding, "backslashreplace").decode(encoding))
    sys.stdout.flush()
