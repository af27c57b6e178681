"""A spider with a defect: `scrapy crawl portal -s SPIDER_MODULES=tests.faulty_spiders` fails on one page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scrapy import Request
from scrapy.http import Response

from archive.records import Article
from spiders.portal import PortalSpider


class FaultySpider(PortalSpider):
    """As the portal spider, but it cannot read the article number 3."""

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Article | Request]:
        """Raises ZeroDivisionError on one page."""
        if response.url.endswith("-3.html"):
            raise ZeroDivisionError("a defect of ours")
        yield from super().parse(response, **kwargs)
