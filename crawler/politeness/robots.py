"""Robots: robots.txt obeyed, its Crawl-delay kept, its Sitemap lines handed on, and a policy where there is none."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http.request import NO_CALLBACK
from twisted.python.failure import Failure

from crawler.frontier import Frontier
from crawler.politeness.pace import pace_key
from crawler.politeness.robots_txt import RobotsTxt, State, read_robots
from crawler.wire.failures import FETCH_ERRORS, reason_of
from crawler.wire.refused import Refused

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.run import Run

SETTINGS: dict[State, str] = {
    "none": "ROBOTS_ON_4XX",
    "server-error": "ROBOTS_ON_5XX",
    "unreadable": "ROBOTS_ON_UNREADABLE",
    "unreachable": "ROBOTS_ON_UNREACHABLE",
}
"""The setting for each state without rules: "allow" or "refuse"."""
_ASK_AGAIN: dict[State, float] = {"unreachable": 10.0, "server-error": 600.0}
"""Seconds after which a robots.txt that could not be had is asked for again."""
_DAY = 86_400.0


class RobotsMiddleware:
    """Asks each host for its robots.txt once before anything else, and refuses what that does not permit."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._policy = {state: crawler.settings.get(name) for state, name in SETTINGS.items()}
        self._agent: str | None = crawler.settings.get("ROBOTSTXT_USER_AGENT")
        self._asked: dict[str, tuple[asyncio.Task[RobotsTxt], float]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        """Raises NotConfigured where ROBOTSTXT_OBEY is off."""
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured("ROBOTSTXT_OBEY is off")
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises Refused."""
        if request.meta.get("dont_obey_robotstxt") or urlsplit(request.url).scheme not in ("http", "https"):
            return
        robots = await self._robots_of(request)
        if robots.state == "rules":
            if not robots.allows(request.url):
                raise Refused("robots", f"robots.txt forbids it: {request.url}")
        elif self._policy[robots.state] == "refuse":
            if robots.state == "unreachable":
                raise Refused(robots.why, f"robots.txt could not be had: {robots.detail}")
            setting = SETTINGS[robots.state]
            raise Refused(
                "robots-unreadable", f"robots.txt: {robots.why}; {setting}=allow would ask all the same"
            )

    async def _robots_of(self, request: Request) -> RobotsTxt:
        parts = urlsplit(request.url)
        task, until = self._asked.get(parts.netloc, (None, 0.0))
        if task is None or (task.done() and time.monotonic() > until):
            url = f"{parts.scheme}://{parts.netloc}/robots.txt"
            task = asyncio.ensure_future(self._fetch(url, self._agent_of(request)))
            self._asked[parts.netloc] = (task, time.monotonic() + _DAY)
        robots = await task
        if robots.state in _ASK_AGAIN and self._asked[parts.netloc][1] > time.monotonic() + _DAY / 2:
            self._asked[parts.netloc] = (task, time.monotonic() + _ASK_AGAIN[robots.state])
        return robots

    def _agent_of(self, request: Request) -> str:
        header = request.headers.get("User-Agent")
        default = str(self._crawler.settings.get("USER_AGENT"))
        return self._agent or (header.decode("latin-1") if header else default)

    async def _fetch(self, url: str, agent: str) -> RobotsTxt:
        request = Request(
            url, callback=NO_CALLBACK, priority=1000, dont_filter=True, meta={"dont_obey_robotstxt": True}
        )
        assert self._crawler.engine is not None
        try:
            response = await self._crawler.engine.download_async(request)
        except FETCH_ERRORS as error:
            failure = Failure(error)  # type: ignore[no-untyped-call]
            failure.request = request  # type: ignore[attr-defined]  # as Scrapy's own have it
            reason, detail = reason_of(failure)
            robots = RobotsTxt("unreachable", reason, detail=detail)
        else:
            kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
            robots = read_robots(response.status, kind, response.body, agent)
        self._tell(url, robots)
        return robots

    def _tell(self, url: str, robots: RobotsTxt) -> None:
        spider = self._crawler.spider
        run: Run | None = getattr(spider, "run", None)
        if run is not None:
            self._note(url, robots, run)
        engine = self._crawler.engine
        if robots.delay and engine is not None and isinstance(engine.scheduler, Frontier):
            kept = engine.scheduler.gate.paces.want(pace_key(url), "Crawl-delay", robots.delay)
            if run is not None:
                less = "" if kept == robots.delay else f", {kept:g} s kept (CRAWL_DELAY_MAX)"
                run.note(urlsplit(url).netloc, "crawl-delay", f"{robots.delay:g} s{less}")
        found = getattr(spider, "sitemaps_found", None)
        if found is not None and robots.sitemaps:
            found(url, tuple(urljoin(url, sitemap) for sitemap in robots.sitemaps))

    def _note(self, url: str, robots: RobotsTxt, run: Run) -> None:
        taken = "rules"
        if robots.state != "rules":
            policy = self._policy[robots.state]
            taken = f"{robots.state} ({robots.why}): {'refused' if policy == 'refuse' else 'allowed'}"
            done = "nothing is asked" if policy == "refuse" else "everything may be asked"
            usual = robots.state == "none" and policy == "allow"
            text = f"{robots.why}: {done} ({SETTINGS[robots.state]})"
            run.note(urlsplit(url).netloc, "robots", text, loud=not usual)
        slug = run.portal_of(url)
        if slug in run.portals:
            run.ledger.tally.of(slug).told(robots=taken)
