"""One look at a portal: robots.txt, the home page, two sections, a few articles; each asked for once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response

from crawler.families import Family, Recognition, families, recognise
from crawler.parser import Page, Refusal, read_page
from crawler.politeness.robots_txt import RobotsTxt, read_robots
from crawler.portals import Portal
from crawler.portals.parked import not_the_portal
from crawler.portals_check.findings import Findings, Sample
from crawler.portals_check.guesses import Anchor, anchors, guess_articles, guess_sections
from crawler.portals_check.tls_state import tls_state
from crawler.visit.visitor import headers_of

_SECTIONS = 20
_LISTINGS = 2
_PAGES = 6
_WANTED = 3
_LONGEST_DELAY = 30.0
"""Seconds between two requests beyond which a Crawl-delay is not waited for: a look asks for ten things."""

Fetch = Callable[[Request], Awaitable[Response | str]]
"""Fetches a request; a string says in a few words why it failed."""


@dataclass(frozen=True, slots=True)
class Depth:
    """How much is asked of a portal."""

    articles: int = _WANTED
    """The look ends when so many were read; 0: the home page only."""


async def look(portal: Portal, agent: str, fetch: Fetch, depth: Depth = Depth()) -> Findings:
    """Look at a portal. At most ten requests, one after the other; never raises for what the portal does."""
    found = Findings(portal)
    home = portal.start_urls[0]
    parts = urlsplit(home)
    if parts.scheme == "https" and parts.hostname:
        state = await asyncio.to_thread(tls_state, parts.hostname, parts.port or 443)
        found = replace(found, tls=state)
    robots = await _robots(home, agent, fetch)
    if isinstance(robots, str):
        return replace(found, failure=robots)
    found = replace(found, robots=robots)
    if not robots.permits(home):
        return replace(found, failure="robots.txt does not permit it")
    begun = time.monotonic()
    answer = await fetch(Request(home, dont_filter=True))
    if isinstance(answer, str):
        return replace(found, failure=answer)
    found = replace(found, status=answer.status, seconds=time.monotonic() - begun)
    if answer.status >= 400:
        return replace(found, failure=f"status {answer.status}")
    visit = _Visit(portal, robots, fetch)
    page = visit.take(answer)
    found = replace(found, home=answer.url, title=_title(page))
    wrong = not_the_portal(found.title, page.tree.text)
    if wrong is not None:
        return replace(found, home="", failure=f"{wrong.why}: {', '.join(wrong.words)}")
    if portal.claim(answer.url) < 0:
        return replace(
            found, failure="it leads to another host: a move or a successor", recognition=visit.best
        )
    return await visit.go_on(found, page, depth)


async def _robots(home: str, agent: str, fetch: Fetch) -> RobotsTxt | str:
    answer = await fetch(Request(urljoin(home, "/robots.txt"), dont_filter=True))
    if isinstance(answer, str):
        return answer
    content_type = (answer.headers.get(b"Content-Type") or b"").decode("latin-1")
    return read_robots(answer.status, content_type, answer.body, agent)


class _Visit:
    """The pages of one look, and the best that was recognised on them."""

    def __init__(self, portal: Portal, robots: RobotsTxt, fetch: Fetch) -> None:
        self._portal = portal
        self._robots = robots
        self._fetch = fetch
        self.best: Recognition | None = None

    def take(self, response: Response) -> Page:
        """Parse a page and weigh its marks."""
        page = Page.parse(response.body, response.url, charset=getattr(response, "encoding", None))
        recognition = recognise(page, response.body, headers_of(response))
        if recognition and (self.best is None or recognition.score > self.best.score):
            self.best = recognition
        return page

    async def get(self, url: str) -> Response | str:
        """Fetch a page where robots.txt permits it."""
        if not self._robots.permits(url):
            return "robots.txt forbids it"
        await asyncio.sleep(min(self._robots.delay, _LONGEST_DELAY))
        answer = await self._fetch(Request(url, dont_filter=True))
        if isinstance(answer, Response) and answer.status >= 400:
            return f"status {answer.status}"
        return answer

    async def go_on(self, found: Findings, home: Page, depth: Depth) -> Findings:
        """Sections from the home page, articles from it and the first sections."""
        links = list(anchors(home, self._portal))
        sections = guess_sections(links, self._portal, self._family())[:_SECTIONS]
        found = replace(found, sections=tuple(sections), recognition=self.best)
        if not depth.articles:
            return found
        for section in sections[:_LISTINGS]:
            answer = await self.get(section.url)
            if isinstance(answer, Response):
                links += anchors(self.take(answer), self._portal)
        samples = await self._samples(links, {section.url for section in sections}, depth.articles)
        return replace(found, samples=samples, recognition=self.best)

    async def _samples(self, links: list[Anchor], sections: set[str], wanted: int) -> tuple[Sample, ...]:
        urls = dict.fromkeys(guess_articles(links, self._portal, self._family()))
        samples: list[Sample] = []
        for url in [url for url in urls if url not in sections][:_PAGES]:
            samples.append(await self._sample(url))
            if sum(sample.article is not None for sample in samples) == wanted:
                break
        return tuple(samples)

    async def _sample(self, url: str) -> Sample:
        answer = await self.get(url)
        if isinstance(answer, str):
            return Sample(url, None, answer)
        family = self._family()
        layout = self._portal.layout or (family.layout if family else None)
        said = read_page(self.take(answer), layout=layout, fetched_at=datetime.now(UTC))
        if isinstance(said, Refusal):
            return Sample(url, None, said.reason)
        return Sample(url, said)

    def _family(self) -> Family | None:
        if self.best is not None:
            return self.best.family
        return families().get(self._portal.family or "")


def _title(page: Page) -> str:
    title = page.tree.find("title")
    return " ".join((title.text if title is not None else "").split())
