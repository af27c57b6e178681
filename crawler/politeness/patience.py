"""Patience: the pace of each host put into Scrapy's downloader, and a host that says it is busy left alone.

429 and 503 hold the whole host, for Retry-After or for a time that doubles; then it is asked more slowly, and
faster again with each answer.
"""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from scrapy import signals

from crawler.frontier import Frontier
from crawler.politeness.pace import Paces, pace_key

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

_BUSY = frozenset((429, 503))
_LEAST = 0.001
"""Seconds between two requests to a host. With none, Scrapy on asyncio counts a slot's requests only after all that
stand in its queue have been sent, whatever CONCURRENT_REQUESTS_PER_DOMAIN says."""


class Patience:
    """An extension that stands behind AutoThrottle: what it sets, a host's own wishes go before."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._throttled = crawler.settings.getbool("AUTOTHROTTLE_ENABLED")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Patience:
        """Connects to the downloader's signals; receivers are called in the order of EXTENSIONS."""
        patience = cls(crawler)
        crawler.signals.connect(patience.reached, signals.request_reached_downloader)
        crawler.signals.connect(patience.downloaded, signals.response_downloaded)
        return patience

    def reached(self, request: Request) -> None:
        """A request stands before its slot, which may be a new one: give it the host's pace."""
        paces, slot = self._paces(), self._slot(request)
        if paces is not None and slot is not None:
            self._set(slot, paces.delay(pace_key(request.url)))

    def downloaded(self, response: Response, request: Request) -> None:
        """Before the slot sends its next request: hold a busy host, let one that is well recover."""
        paces, slot = self._paces(), self._slot(request)
        if paces is None or slot is None:
            return
        host = pace_key(request.url)
        hold = 0.0
        if response.status in _BUSY:
            header = response.headers.get("Retry-After")
            asked = retry_after(header.decode("latin-1"), datetime.now(UTC)) if header is not None else None
            hold = paces.busy(host, asked)
            logger.info("%s answers %d: left alone for %g s", host, response.status, hold)
        else:
            paces.well(host)
        self._set(slot, paces.delay(host))
        if hold:
            # What already stands in the slot's queue waits as well.
            slot.lastseen = time.monotonic() + hold - slot.delay

    def _set(self, slot: Slot, wanted: float) -> None:
        base = slot.delay if self._throttled else self._crawler.settings.getfloat("DOWNLOAD_DELAY")
        slot.delay = max(base, wanted, _LEAST)
        if wanted:
            # A wish is a least: Scrapy's jitter would halve it now and then.
            slot.jitter = 0.0

    def _paces(self) -> Paces | None:
        engine = self._crawler.engine
        if engine is None or not isinstance(engine.scheduler, Frontier):
            return None
        return engine.scheduler.gate.paces

    def _slot(self, request: Request) -> Slot | None:
        assert self._crawler.engine is not None
        slots: dict[str, Slot] = self._crawler.engine.downloader.slots
        return slots.get(str(request.meta.get("download_slot")))


def retry_after(text: str, now: datetime) -> float | None:
    """The seconds that a Retry-After asks for, given as seconds or as a date; None for what is neither.

    >>> retry_after("30", datetime(2026, 1, 1, tzinfo=UTC))
    30.0
    >>> retry_after("Thu, 01 Jan 2026 00:01:00 GMT", datetime(2026, 1, 1, tzinfo=UTC))
    60.0
    """
    text = text.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())
