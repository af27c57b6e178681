"""Patience: a server that says when to come back (429 or 503 with Retry-After) is left alone until then."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.retry import RetryMiddleware

from crawler.discovery.addresses import host_of
from crawler.frontier import Frontier

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response

_BUSY = frozenset((429, 503))


class PatienceMiddleware(RetryMiddleware):
    """Scrapy's retries; the host is held back for Retry-After, at most RETRY_AFTER_MAX seconds."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Hold the host, then retry or pass on as Scrapy does."""
        header = response.headers.get("Retry-After") if response.status in _BUSY else None
        engine = self.crawler.engine
        if header is not None and engine is not None and isinstance(engine.scheduler, Frontier):
            asked = retry_after(header.decode("latin-1"), datetime.now(UTC))
            engine.scheduler.hold(
                host_of(request.url), min(asked, self.crawler.settings.getfloat("RETRY_AFTER_MAX"))
            )
        return super().process_response(request, response)


def retry_after(text: str, now: datetime) -> float:
    """The seconds that a Retry-After asks for, given as seconds or as a date; 0 for what is neither.

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
        return 0.0
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())
