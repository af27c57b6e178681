"""`scrapy crawl portal`: live portals, chosen from the registry or by address."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from archive.errors import ArchiveError
from archive.queue import QueueRow
from archive.records import Article, Problem
from archive.revisits import published_at
from crawler.discovery.addresses import is_private
from crawler.discovery.explore import Explorer, Span
from crawler.discovery.sources import read_source
from crawler.failures import kind_of, reason_of
from crawler.frontier import Frontier
from crawler.ledger import Work
from crawler.manners import check_manners
from crawler.order import Order, read_order
from crawler.outages import NO_ANSWER
from crawler.pace import pace_key, spacing
from crawler.parser import Page, read_page
from crawler.recognition import Recognised
from crawler.refused import REMOVED
from crawler.run import Run
from crawler.soft404 import HomePages
from crawler.tally import Tally

SOURCES = frozenset(("sitemap", "feed"))
LEADS_ON = 4
"""Links from which a page without text is no empty page, but a listing or menu."""
# Refusals that are no page of another kind, but a page that failed.
NO_PAGE = frozenset(("soft-404", "empty", "not-html", "too-large"))


class PortalSpider(Spider):
    """Crawls whole portals into the archive.

    Arguments (`-a name=value`): `portal` (slugs, parted by commas), `province`, `department`, or `url`;
    `since` and `until` (days, of publication), `limit` (articles), `revisit=all`.
    """

    name = "portal"

    def __init__(self, *args: Any, order: Order | None = None, **kwargs: Any) -> None:
        super().__init__(*args)
        self.order = order
        self.run: Run | None = None
        self._kept = 0
        self._soft404 = HomePages()
        self._explorers: dict[str, Explorer] = {}
        self._recognised: dict[str, Recognised] = {}

    @classmethod
    def check_arguments(cls, arguments: dict[str, str], settings: BaseSettings) -> None:
        """Raises BadOrder, in one line, before anything is opened."""
        check_manners(settings)
        read_order(arguments, settings.getlist("REGISTRY_DIRS"), settings.get("CONTACT"))

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> PortalSpider:
        """Read the arguments; without any (`scrapy check`, `scrapy parse`) the spider keeps no archive.

        Raises BadOrder, and what `Run` raises.
        """
        settings = crawler.settings
        order = (
            read_order(kwargs, settings.getlist("REGISTRY_DIRS"), settings.get("CONTACT")) if kwargs else None
        )
        spider = cls(*args, order=order)
        spider._set_crawler(crawler)
        if settings.get("CONTACT"):
            settings.set("USER_AGENT", f"{settings['USER_AGENT']} +{settings['CONTACT']}", "spider")
        if order is not None:
            portals = {p.slug: p for p in order.portals}
            spider.run = Run(Path(settings["ARCHIVE_DIR"]), cls.name, portals, kwargs)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Queue where each portal begins; the frontier hands out what is queued."""
        if self.run is None or self.order is None:
            self.logger.error("nothing to crawl: give -a portal=, -a province=, -a department= or -a url=")
            return
        seen = list(self.run.queue.seen_keys()) if self.run.resumed else []
        for portal in self.order.portals:
            span = Span(self.run.started_at, self.order.revisit_all, self.run.was_walked(portal.slug))
            explorer = Explorer(portal, self.run.queue, span)
            explorer.resume(seen)
            self._explorers[portal.slug] = explorer
            self._recognised[portal.slug] = Recognised(portal)
            inside = self.order.url if self._inside_url else None
            self.run.ledger.seed(
                explorer.start_at(inside) if inside else [*explorer.seeds(), *explorer.revisits()]
            )
        return
        yield

    def request_for(self, row: QueueRow) -> Request:
        """The request of a leased row; it carries its `Work`."""
        assert self.run is not None
        portal = self.run.portals[row.portal]
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if row.method == "POST" else {}
        known = self.run.queue.known(row.portal, [row.key]).get(row.key) if row.method == "GET" else None
        work = Work(row, portal.origin(row.section))
        if known is not None and known.kind == "article":
            work.etag, work.last_modified = known.etag, known.last_modified
            if known.etag:
                headers["If-None-Match"] = known.etag
            if known.last_modified:
                headers["If-Modified-Since"] = known.last_modified
        return Request(
            row.url,
            callback=self.parse,
            errback=self.failed,
            method=row.method,
            body=row.body or b"",
            headers=headers,
            dont_filter=True,
            meta={"work": work},
        )

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Article]:
        """Read a page: an article, or what to follow, or a refusal with a reason.

        @url http://127.0.0.1/
        """
        work: Work | None = response.meta.get("work")
        if work is None or self.run is None:
            article = _read_alone(response)
            if article is not None:
                yield article
            return
        if self._frontier is not None:
            self._frontier.answered(work)
        if response.status == 304:
            self._unchanged(work)
        elif response.status != 200:
            self._refuse(
                work, f"http-{response.status}", kind="gone" if response.status in (404, 410) else "failed"
            )
        elif work.row.kind in SOURCES:
            self._read_source(response, work)
        else:
            article = self._read_page(response, work)
            if article is not None and self._within_limit():
                work.page_url = article.url
                yield article
                return
            if article is not None:
                work.kind = "over-limit"
        self.run.ledger.finish(work)

    def _read_page(self, response: Response, work: Work) -> Article | None:
        assert self.run is not None
        assert self.order is not None
        recognised = self._recognised[work.row.portal]
        page = Page.parse(response.body, response.url, charset=_charset(response))
        recognised.look(page, response.body)
        self._keep_pace(recognised, response.url)
        explorer = self._explorers[work.row.portal]
        work.links += explorer.use(recognised.family)
        result = read_page(page, layout=recognised.layout, fetched_at=work.captures[-1].fetched_at)
        is_article = isinstance(result, Article)
        if not (is_article and work.row.kind == "start"):
            work.links += explorer.from_page(page, work.row, is_article=is_article)
        if not isinstance(result, Article):
            work.kind = result.reason
            if work.row.kind != "start" and self._soft404.is_home(page, work.row):
                self._refuse(work, "soft-404", kind="soft-404", detail="the home page under another address")
                work.links.clear()
            elif result.reason == "empty" and sum(1 for _ in page.tree.iter("a")) >= LEADS_ON:
                work.kind = "menu-page"
            elif result.reason in NO_PAGE:
                reason = result.reason if response.body else "empty"
                self._refuse(work, reason, kind=reason, detail=result.detail)
            return None
        work.kind = "article"
        if not self.order.wants(result.published_at):
            self._refuse(work, "outside-dates", kind="outside-dates")
            work.published_at = result.published_at
            return None
        return result

    def _keep_pace(self, recognised: Recognised, url: str) -> None:
        """A CMS whose guard shuts out who asks too fast is asked more slowly; on loopback there is none to fear."""
        family, engine = recognised.family, self.crawler.engine
        if (
            family is None
            or not family.most_requests
            or engine is None
            or is_private(urlsplit(url).hostname or "")
        ):
            return
        if isinstance(engine.scheduler, Frontier):
            engine.scheduler.gate.paces.want(
                pace_key(url), f"family {family.name}", spacing(family.most_requests)
            )

    def _within_limit(self) -> bool:
        assert self.order is not None
        if self.order.limit is None:
            return True
        self._kept += 1
        if self._kept == self.order.limit and self._frontier is not None:
            self._frontier.stop("limit")
        return self._kept <= self.order.limit

    @property
    def _frontier(self) -> Frontier | None:
        scheduler = self.crawler.engine.scheduler if self.crawler.engine is not None else None
        return scheduler if isinstance(scheduler, Frontier) else None

    def _read_source(self, response: Response, work: Work) -> None:
        source = read_source(response.body)
        work.kind = work.row.kind
        work.links += self._explorers[work.row.portal].from_source(source, work.row)

    def _unchanged(self, work: Work) -> None:
        assert self.run is not None
        work.kind = "article"
        work.unchanged = True
        work.published_at = published_at(self.run.archive.db, work.row.url)

    def _refuse(self, work: Work, reason: str, *, kind: str, detail: str | None = None) -> None:
        work.kind = kind
        work.problem = Problem(work.row.url, reason, datetime.now(UTC), work.row.portal, detail)

    def failed(self, failure: Failure) -> None:
        """A request that brought no response: an outcome with a name."""
        work: Work | None = failure.request.meta.get("work")  # type: ignore[attr-defined]  # Scrapy sets it
        if work is None or self.run is None:
            return
        if isinstance(failure.value, ArchiveError):
            self.run.fail(failure.value)
            return
        reason, detail = reason_of(failure)
        if reason == REMOVED:
            work.kind = REMOVED
            self.run.ledger.finish(work)
            return
        self._refuse(work, reason, kind=kind_of(reason), detail=detail)
        self.run.ledger.finish(work)
        frontier = self._frontier
        if frontier is not None:
            if reason in NO_ANSWER:
                frontier.no_answer(work)
            elif work.kind != "refused":
                frontier.answered(work)

    def sitemaps_found(self, url: str, sitemaps: tuple[str, ...]) -> None:
        """The sitemaps that a host's robots.txt names."""
        if self.run is None:
            return
        explorer = self._explorers.get(self.run.portal_of(url))
        if explorer is not None and sitemaps and not self._inside_url:
            self.run.ledger.seed(explorer.sources(sitemaps, "sitemap"))

    @property
    def _inside_url(self) -> bool:
        """Whether the crawl was given an address inside a site, rather than a site."""
        return (
            self.order is not None
            and self.order.url is not None
            and urlsplit(self.order.url).path not in ("", "/")
        )

    def tell(self, tally: Tally) -> None:
        """Put to the run's tally what only the spider knows: what each source brought, each portal's family, and
        sections of the registry that show nothing."""
        for slug, explorer in self._explorers.items():
            portal = tally.of(slug)
            portal.discovered.update(explorer.counts)
            recognised = self._recognised[slug]
            portal.told(family=recognised.name, family_evidence=recognised.evidence)
            for section, shown in explorer.shown().items():
                portal.section(section).shown += shown
            portal.silent_sections = explorer.silent_sections()


def _charset(response: Response) -> str | None:
    """What the server says of the encoding; the parser weighs it against the bytes."""
    header = response.headers.get("Content-Type")
    if not header:
        return None
    _, found, rest = header.decode("latin-1").lower().partition("charset=")
    return rest.strip(" \"';") or None if found else None


def _read_alone(response: Response) -> Article | None:
    result = read_page(Page.parse(response.body, response.url, charset=_charset(response)))
    return result if isinstance(result, Article) else None
