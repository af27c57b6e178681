"""Sampling: one page fetched politely for a person to look at, past the frontier and the archive."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from scrapy.settings import BaseSettings, Settings
from twisted.python.failure import Failure

from crawler.discovery.addresses import is_private
from crawler.exit_codes import ExitCode
from crawler.politeness.robots_txt import read_robots
from crawler.wire.failures import FETCH_ERRORS, reason_of

_HOPS = 6


class NotFetched(Exception):
    """There is no page to look at; the message says why and what to do."""

    def __init__(self, message: str, exit_code: ExitCode = ExitCode.USAGE) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def fetch_page(url: str, settings: BaseSettings) -> tuple[str, bytes, datetime]:
    """The page's last address, its bytes and when it was fetched (UTC); blocks until it is there.

    Raises NotFetched: CONTACT is not set for another machine's page, robots.txt forbids it, the host does not answer
    or answers with an error.
    """
    contact = settings.get("CONTACT") or ""
    if not contact and not is_private(urlsplit(url).hostname or ""):
        raise NotFetched(
            "CONTACT is not set: a portal's administrator must be able to reach you; "
            "add -s CONTACT=you@example.org (or set TINSO_CONTACT)"
        )
    agent = f"{settings.get('USER_AGENT')} {'+' + contact if contact else ''}".strip()
    got: list[Response | str] = []
    process = CrawlerProcess(
        Settings(
            {
                "USER_AGENT": agent,
                "DOWNLOAD_DELAY": settings.getfloat("DOWNLOAD_DELAY"),
                "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
                "ROBOTSTXT_OBEY": False,  # the spider asks for it itself, and takes a page of HTML for none
                "REDIRECT_ENABLED": False,  # hops are followed by the spider, which asks robots.txt for each host
                "RETRY_TIMES": 1,
                "DOWNLOAD_TIMEOUT": 30,
                "DOWNLOAD_MAXSIZE": settings.getint("DOWNLOAD_MAXSIZE"),
                "TWISTED_DNS_RESOLVER": settings.get("TWISTED_DNS_RESOLVER"),
                "PRIVATE_HOSTS": settings.getlist("PRIVATE_HOSTS"),
                "TELNETCONSOLE_ENABLED": False,
                "LOG_ENABLED": settings.getbool("LOG_ENABLED"),
            }
        )
    )
    process.crawl(SampleSpider, url=url, agent=agent, got=got)
    process.start()
    if not got:
        raise NotFetched(f"{url}: interrupted", ExitCode.INTERRUPTED)
    if isinstance(got[0], str):
        raise NotFetched(f"{url}: {got[0]}", ExitCode.NETWORK)
    return got[0].url, got[0].body, datetime.now(UTC)


class SampleSpider(Spider):
    """Fetches robots.txt, then one page."""

    name = "sample"

    def __init__(self, url: str, agent: str, got: list[Response | str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._url, self._agent, self._got = url, agent, got

    async def start(self) -> AsyncIterator[Any]:
        """Fetch it; no request goes through the scheduler."""
        self._got.append(await self._page())
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    async def _page(self) -> Response | str:
        """The page, or why there is none."""
        url = self._url
        private = is_private(urlsplit(url).hostname or "")
        for _ in range(_HOPS):
            host = urlsplit(url).hostname or ""
            if is_private(host) and not private:
                return f"it redirects to the private address {host}"
            forbidden = await self._forbidden(url)
            if forbidden:
                return forbidden
            answer = await self._ask(url)
            if isinstance(answer, str):
                return answer
            location = answer.headers.get(b"Location")
            if not 300 <= answer.status < 400 or location is None:
                return answer if answer.status == 200 else f"the server answered {answer.status}"
            url = urljoin(answer.url, location.decode("latin-1"))
        return f"it redirects more than {_HOPS} times"

    async def _forbidden(self, url: str) -> str:
        """Why robots.txt does not permit the page; "" where it does."""
        answer = await self._ask(urljoin(url, "/robots.txt"))
        if isinstance(answer, str):
            return f"robots.txt: {answer}"
        kind = (answer.headers.get(b"Content-Type") or b"").decode("latin-1")
        robots = read_robots(answer.status, kind, answer.body, self._agent)
        if robots.state == "none" or (robots.state == "rules" and robots.allows(url)):
            return ""
        return "robots.txt does not permit it" if robots.state == "rules" else f"robots.txt is {robots.why}"

    async def _ask(self, url: str) -> Response | str:
        assert self.crawler.engine is not None
        try:
            return await self.crawler.engine.download_async(Request(url, dont_filter=True))
        except FETCH_ERRORS as error:
            return ": ".join(filter(None, reason_of(Failure(error))))  # type: ignore[no-untyped-call] # Twisted is untyped
