"""What the pipeline is measured against: two plain Scrapy spiders that keep nothing.

`python -m tests.benchmarks.peer_spiders CLASS URL FILE` crawls and writes the number of pages to FILE.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import HtmlResponse, Response
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule
from scrapy.utils.misc import load_object

_SETTINGS = {
    "LOG_LEVEL": "ERROR",
    "ROBOTSTXT_OBEY": True,
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
    "TELNETCONSOLE_ENABLED": False,
}


class Minimal(Spider):
    """Fetches, walks the links with a set of its own, drops the page."""

    name = "minimal"
    handle_httpstatus_list = (404,)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages = 0
        self._seen: set[str] = set(self.start_urls)
        self._host = urlsplit(self.start_urls[0]).netloc

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Request]:
        """Every link that is new, inside the host."""
        if not isinstance(response, HtmlResponse) or response.status != 200:
            return
        self.pages += 1
        for element in response.selector.root.iter("a"):
            href = element.get("href")
            if not href:
                continue
            url = urljoin(response.url, href)
            if url not in self._seen and urlsplit(url).netloc == self._host:
                self._seen.add(url)
                yield Request(url, dont_filter=True)


class Follower(CrawlSpider):
    """Scrapy's own: a link extractor and a rule that follows."""

    name = "follower"
    rules = (Rule(LinkExtractor(), callback="count", follow=True),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages = 1
        self.allowed_domains = [urlsplit(self.start_urls[0]).hostname or ""]

    def count(self, response: Response) -> None:
        """The page is dropped."""
        self.pages += 1


def main() -> None:
    """Crawl with the class named on the command line."""
    name, url, file = sys.argv[1:]
    process = CrawlerProcess(_SETTINGS)
    crawler = process.create_crawler(load_object(name))
    process.crawl(crawler, start_urls=[url])
    process.start()
    spider: Any = crawler.spider
    Path(file).write_text(str(spider.pages))


if __name__ == "__main__":
    main()
