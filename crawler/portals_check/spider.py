"""The spider behind `scrapy portals check`: fetches what the looks at portals ask for, and keeps nothing."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response
from scrapy.settings import BaseSettings, Settings

from crawler.discovery.addresses import is_private
from crawler.portals import Portal
from crawler.portals_check.findings import Findings
from crawler.portals_check.look import Depth, look
from crawler.wire.refresh import leads_on

_AT_ONCE = 8
"""Portals that are looked at side by side; each is asked for one thing at a time."""
_HOPS = 6
_REFRESH = 31.0
"""Seconds: a page that stays longer is meant to be read."""
_FAILURES: dict[type[Exception], str] = {
    CannotResolveHostError: "the name does not resolve",
    DownloadConnectionRefusedError: "connection refused",
    DownloadTimeoutError: "no answer in time",
    ResponseDataLossError: "the answer was cut short",
    DownloadCancelledError: "the answer is too large",
    DownloadFailedError: "the connection failed",
    UnsupportedURLSchemeError: "not http",
}


class CheckSpider(Spider):
    """Looks at portals and hands over the findings as they come."""

    name = "portals-check"

    def __init__(
        self, portals: Sequence[Portal], depth: Depth, on_found: Callable[[Findings], None], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self._portals, self._depth, self._on_found = portals, depth, on_found

    async def start(self) -> AsyncIterator[Any]:
        """Look at all of them; no request goes through the scheduler."""
        gate = asyncio.Semaphore(_AT_ONCE)
        agent = self.settings["USER_AGENT"]

        async def one(portal: Portal) -> None:
            async with gate:
                self._on_found(await look(portal, agent, self._fetch, self._depth))

        await asyncio.gather(*map(one, self._portals))
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    async def _fetch(self, request: Request) -> Response | str:
        start = urlsplit(request.url).hostname or ""
        been: list[str] = []
        assert self.crawler.engine is not None
        for _ in range(_HOPS):
            try:
                response = await self.crawler.engine.download_async(request)
            except tuple(_FAILURES) as error:
                return next(said for kind, said in _FAILURES.items() if isinstance(error, kind))
            url = _onward(response, been)
            if url is None:
                return response
            host = urlsplit(url).hostname or ""
            if is_private(host) and not is_private(start):
                return f"it redirects to the private address {host}"
            been.append(response.url)
            request = Request(url, dont_filter=True)
        return f"it redirects more than {_HOPS} times"


def _onward(response: Response, been: Sequence[str]) -> str | None:
    location = response.headers.get(b"Location")
    if 300 <= response.status < 400 and location is not None:
        return urljoin(response.url, location.decode("latin-1"))
    return leads_on(response, been, _REFRESH)


def run_looks(
    portals: Sequence[Portal], settings: BaseSettings, depth: Depth, on_found: Callable[[Findings], None]
) -> None:
    """Look at the portals with the project's manners (agent, delays); blocks until all are done."""
    contact = settings.get("CONTACT") or ""
    manners = {
        "USER_AGENT": f"{settings.get('USER_AGENT')} {contact}".strip(),
        "DOWNLOAD_DELAY": settings.getfloat("DOWNLOAD_DELAY"),
        "AUTOTHROTTLE_ENABLED": settings.getbool("AUTOTHROTTLE_ENABLED"),
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        # A look reads robots.txt first and says what it holds; it obeys it itself.
        "ROBOTSTXT_OBEY": False,
        # Hops are followed by the spider, which refuses to be led to private addresses.
        "REDIRECT_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "TWISTED_DNS_RESOLVER": settings.get("TWISTED_DNS_RESOLVER"),
        "PRIVATE_HOSTS": settings.getlist("PRIVATE_HOSTS"),
        "RETRY_TIMES": 1,
        "DOWNLOAD_TIMEOUT": 30,
        "DOWNLOAD_MAXSIZE": 10 * 1024 * 1024,
        "TELNETCONSOLE_ENABLED": False,
        "LOG_ENABLED": settings.getbool("LOG_ENABLED"),
        "LOG_LEVEL": settings.get("LOG_LEVEL"),
    }
    process = CrawlerProcess(Settings(manners))
    process.crawl(CheckSpider, portals=portals, depth=depth, on_found=on_found)
    process.start()


def is_loopback(host: str) -> bool:
    """Whether a host is this machine.

    >>> is_loopback("127.0.0.2"), is_loopback("localhost"), is_loopback("sct.hatinh.gov.vn")
    (True, True, False)
    """
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
