"""Boundary: no request leaves the portal it was made for, and none goes to a private address.

A portal's pages, redirects, feeds and sitemaps may name any address; what is outside is refused here, with a
reason, whoever asked for it.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.discovery.addresses import is_private
from crawler.politeness.pace import pace_key
from crawler.wire.refused import REMOVED, Refused

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

    from crawler.run import Run
    from crawler.work import Work

logger = logging.getLogger(__name__)


class BoundaryMiddleware:
    """Refuses a queued request's redirect that leaves its portal's hosts."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BoundaryMiddleware:
        """The middleware of one crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises Refused; requests without a work (robots.txt, a researcher's own) pass
        unless they ask for a private address that is no portal's."""
        # One slot for a host with and without "www."; a redirect would keep the slot that it came from.
        request.meta["download_slot"] = pace_key(request.url)
        run: Run | None = getattr(self._crawler.spider, "run", None)
        work: Work | None = request.meta.get("work")
        host = urlsplit(request.url).hostname or ""
        if run is None:
            self._need_contact(host)
            return
        if work is None:
            # robots.txt: it may redirect anywhere, but not into a network that only we can reach.
            if is_private(host) and not any(run.same_host(slug, request.url) for slug in run.portals):
                raise Refused("private-address", request.url)
            return
        if not run.same_host(work.row.portal, request.url):
            raise Refused("private-address" if is_private(host) else "outside-portal", request.url)
        if run.archive.tombstones.of_page(request.url) is not None:
            raise Refused(REMOVED, request.url)

    def _need_contact(self, host: str) -> None:
        """`scrapy shell`, `fetch` and `parse` ask no real host without a contact either."""
        if is_private(host) or self._crawler.settings.get("CONTACT"):
            return
        said = "CONTACT is not set, and nobody could reach you: add -s CONTACT=you@example.org (or set TINSO_CONTACT)"
        logger.error("%s is not asked: %s", host, said)
        raise Refused("no-contact", said)
