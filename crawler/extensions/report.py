"""Report: what a run brought, on standard output and in the archive's `runs`."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured

from archive.errors import ArchiveError
from crawler.exit_codes import ExitCode
from crawler.outcome import grade

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

    from crawler.run import Run

logger = logging.getLogger(__name__)


class Report:
    """Ends the run's record, prints a short text fit for cron's mail, and closes the run."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

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
        counts = dict(run.ledger.counts)
        counts.update(spider.discovery_counts())  # type: ignore[attr-defined]  # spiders with a run have it
        code = grade(counts) if reason in ("finished", "limit") else ExitCode.INTERRUPTED
        run.exit_code = code
        try:
            with run.archive.transaction():
                run.archive.end_run(run.id, datetime.now(UTC), int(code), {"reason": reason, **counts})
        except ArchiveError as error:
            logger.error("%s", error)
        run.close()
        sys.stdout.write(summary(counts, reason, (datetime.now(UTC) - run.started_at).total_seconds()))


def summary(counts: dict[str, int], reason: str, seconds: float) -> str:
    """The short text: pages, articles by outcome, refusals by reason.

    >>> print(summary({"pages": 3, "articles/new": 2, "kind/listing": 1}, "finished", 1.5), end="")
    3 pages in 1.5 s (finished)
    articles: 2 new, 0 changed, 0 unchanged, 0 under another address
    no article: 1 listing
    """
    lines = [f"{counts.get('pages', 0)} pages in {seconds:.1f} s ({reason})"]
    article = {name: counts.get(f"articles/{name}", 0) for name in ("new", "changed", "unchanged", "alias")}
    lines.append(
        f"articles: {article['new']} new, {article['changed']} changed, {article['unchanged']} unchanged, "
        f"{article['alias']} under another address"
    )
    if counts.get("articles/gone"):
        lines.append(f"no longer on the portal, kept here: {counts['articles/gone']}")
    if counts.get("known"):
        lines.append(f"known and not due for a visit: {counts['known']}")
    if not article["new"] and not article["changed"]:
        lines.append("nothing new: the archive is as it was")
    kinds = _listed(counts, "kind/", leave_out=("article", "failed", "gone"))
    if kinds:
        lines.append(f"no article: {kinds}")
    refused = _listed(counts, "refused/")
    if refused:
        lines.append(f"refused: {refused}")
    return "\n".join(lines) + "\n"


def _listed(counts: dict[str, int], prefix: str, leave_out: tuple[str, ...] = ()) -> str:
    rows = [(n, k.removeprefix(prefix)) for k, n in counts.items() if k.startswith(prefix)]
    return ", ".join(f"{n} {k}" for n, k in sorted(rows, key=lambda r: (-r[0], r[1])) if k not in leave_out)
