"""Log lines: an article's line names it, it does not print its text."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy import logformatter
from scrapy.logformatter import LogFormatterResult

from archive.cli.terminal import one_line
from archive.records import Article

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.http import Response
    from twisted.python.failure import Failure


class LogFormatter(logformatter.LogFormatter):
    """Scrapy's own, but for items."""

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        """One debug line: date and headline."""
        if isinstance(item, Article):
            day = item.published_at.date().isoformat() if item.published_at else "undated"
            return LogFormatterResult(
                level=logging.DEBUG,
                msg="Article %(day)s %(headline)s <%(url)s>",
                args={"day": day, "headline": one_line(item.headline), "url": item.url},
            )
        return super().scraped(item, response, spider)
