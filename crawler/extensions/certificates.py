"""Certificates: until when each portal's is valid, for the run's report; `tinso health` warns before it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.run import Run


class Certificates:
    """Looks once at the certificate of each host that answers under https."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._seen: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Certificates:
        """Raises NotConfigured for a spider that keeps no archive."""
        if getattr(crawler.spider, "run", None) is None:
            raise NotConfigured("this spider keeps no archive")
        extension = cls(crawler)
        crawler.signals.connect(extension.received, signals.response_received)
        return extension

    def received(self, response: Response, request: Request) -> None:
        """Note the end of the certificate's validity; of a portal's several hosts the soonest."""
        parts = urlsplit(response.url)
        if parts.scheme != "https" or parts.netloc in self._seen:
            return
        shown = getattr(response, "certificate", None)
        if shown is None:
            # The connection was made for another request, and Scrapy keeps the certificate with that one.
            return
        self._seen.add(parts.netloc)
        run: Run = self._crawler.spider.run  # type: ignore[union-attr]  # from_crawler made sure of it
        slug = run.portal_of(response.url)
        if slug not in run.portals:
            return
        tally = run.ledger.tally.of(slug)
        until = shown.original.to_cryptography().not_valid_after_utc
        known = tally.site.certificate_until
        tally.told(certificate_until=until if known is None else min(known, until))
