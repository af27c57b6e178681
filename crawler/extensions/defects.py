"""Defects: a page on which our own code fails is an outcome with a name; without it the crawl would wait for ever."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured

from archive.records import Problem

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.run import Run
    from crawler.work import Work


class Defects:
    """Finishes the work of a response whose callback raised; Scrapy has logged the traceback by then."""

    def __init__(self, run: Run) -> None:
        self._run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Defects:
        """Raises NotConfigured for a spider that keeps no archive."""
        run: Run | None = getattr(crawler.spider, "run", None)
        if run is None:
            raise NotConfigured("this spider keeps no archive")
        defects = cls(run)
        crawler.signals.connect(defects.raised, signals.spider_error)
        return defects

    def raised(self, failure: Failure, response: Response) -> None:
        """The page was fetched and is in the WARC; `scrapy reread` can read it once the defect is mended."""
        work: Work | None = response.meta.get("work")
        if work is None:
            return
        said = f"{failure.type.__name__}: {failure.value}" if failure.type else str(failure.value)
        work.kind = "failed"
        work.article = None
        work.links.clear()
        work.problem = Problem(work.row.url, "internal", datetime.now(UTC), work.row.portal, said[:300])
        self._run.ledger.finish(work)
