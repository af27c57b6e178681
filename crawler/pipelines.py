"""Pipelines: Article -> Archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import signals

from archive.records import Article

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.run import Run


class ArchivePipeline:
    """Hands each article to the ledger, which saves it with its capture and acknowledges its request."""

    def __init__(self, run: Run | None) -> None:
        self._run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchivePipeline:
        """A pipeline for the spider's run; without one (`scrapy parse`) items pass through untouched."""
        pipeline = cls(getattr(crawler.spider, "run", None))
        crawler.signals.connect(pipeline.dropped, signals.item_dropped)
        crawler.signals.connect(pipeline.dropped, signals.item_error)
        return pipeline

    def process_item(self, item: object) -> object:
        """Put the article to its work; other items pass."""
        if self._run is not None and isinstance(item, Article):
            work = self._run.ledger.work_of(item.url)
            if work is not None:
                work.article = item
                self._run.ledger.finish(work)
        return item

    def dropped(self, item: object) -> None:
        """An item that another pipeline dropped is not saved, but its request is done."""
        if self._run is not None and isinstance(item, Article):
            work = self._run.ledger.work_of(item.url)
            if work is not None:
                self._run.ledger.finish(work)
