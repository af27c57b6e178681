"""Progress: a line that moves on a terminal, plain log lines elsewhere."""

from __future__ import annotations

import logging
import sys
import time
from typing import TYPE_CHECKING

from rich.console import Console
from rich.live import Live
from rich.text import Text
from scrapy import signals
from scrapy.exceptions import NotConfigured
from twisted.internet import task

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

    from crawler.run import Run

logger = logging.getLogger(__name__)

_TERMINAL_SECONDS = 0.5
_LOG_SECONDS = 60.0


class Progress:
    """Says how far a crawl is: pages, articles, refused, pages a minute."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._console = Console(stderr=True)
        self._live: Live | None = None
        self._loop = task.LoopingCall(self._tick)
        self._started = time.monotonic()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Progress:
        """Raises NotConfigured for a spider that keeps no archive."""
        if getattr(crawler.spider, "run", None) is None:
            raise NotConfigured("this spider keeps no archive")
        progress = cls(crawler)
        crawler.signals.connect(progress.opened, signals.spider_opened)
        crawler.signals.connect(progress.closed, signals.spider_closed)
        return progress

    def opened(self, spider: Spider) -> None:
        """Begin: a moving line if stderr is a terminal."""
        self._started = time.monotonic()
        if sys.stderr.isatty():
            self._live = Live(Text(""), console=self._console, transient=True, auto_refresh=False)
            self._live.start()
        self._loop.start(_TERMINAL_SECONDS if self._live else _LOG_SECONDS, now=False)

    def closed(self, spider: Spider) -> None:
        """End: leave the terminal as it was."""
        if self._loop.running:
            self._loop.stop()
        if self._live is not None:
            self._live.stop()

    def _tick(self) -> None:
        run: Run = self._crawler.spider.run  # type: ignore[union-attr]  # from_crawler made sure of it
        line = progress_line(run.ledger.tally.total(), time.monotonic() - self._started)
        if self._live is not None:
            self._live.update(Text(line), refresh=True)
        else:
            logger.info(line)


def progress_line(counts: dict[str, int], seconds: float) -> str:
    """One line: pages, articles, refused, pages a minute.

    >>> progress_line({"pages": 30, "articles/new": 12, "refused/http-404": 2}, 60.0)
    '30 pages, 12 articles (12 new), 2 refused, 30 pages/min'
    """
    articles = sum(n for name, n in counts.items() if name.startswith("articles/"))
    refused = sum(n for name, n in counts.items() if name.startswith("refused/"))
    pages = counts.get("pages", 0)
    rate = pages * 60 / seconds if seconds > 0 else 0
    return (
        f"{pages} pages, {articles} articles ({counts.get('articles/new', 0)} new), {refused} refused, "
        f"{rate:.0f} pages/min"
    )
