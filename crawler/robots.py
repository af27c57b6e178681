"""Robots: robots.txt obeyed, its Sitemap lines handed to discovery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware

from crawler.discovery.sources import robots_sitemaps

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's, and what it leaves lying: the sitemaps that a robots.txt names."""

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        found = getattr(self.crawler.spider, "sitemaps_found", None)
        if found is not None and response.status == 200:
            found(request.url, robots_sitemaps(response.body))
        await super()._parse_robots(response, netloc, request)
