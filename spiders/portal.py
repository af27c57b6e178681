"""`scrapy crawl portal`: live portals, chosen from the registry or by address."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from archive.documents import unfetched
from archive.errors import ArchiveError
from archive.queue import QueueRow
from archive.records import Article
from crawler.discovery.explore import Explorer
from crawler.discovery.intake import Span
from crawler.discovery.updatepanel import ASYNC
from crawler.frontier import Frontier
from crawler.order import BadOrder, Order, read_order
from crawler.parser import Page, read_page
from crawler.politeness.manners import check_manners
from crawler.politeness.outages import NO_ANSWER
from crawler.report.tally import Tally
from crawler.run import Run
from crawler.visit.front_page import FRONT, FrontPages
from crawler.visit.visitor import Visitor, charset_of
from crawler.wire import rendering
from crawler.wire.failures import kind_of, reason_of, without_tls
from crawler.wire.refused import REMOVED
from crawler.work import Work

_LEARN_FROM = 3000
"""Pages of earlier runs whose addresses tell what an article's looks like."""


class PortalSpider(Spider):
    """Crawls whole portals into the archive.

    Arguments (`-a name=value`): `portal` (slugs, parted by commas), `province`, `department`, or `url`;
    `since` and `until` (days, of publication), `limit` (articles), `revisit=all`, `attachments=true`, `render=true`.
    """

    name = "portal"
    _front: FrontPages

    def __init__(self, *args: Any, order: Order | None = None, **kwargs: Any) -> None:
        super().__init__(*args)
        self.order = order
        self.run: Run | None = None
        self._kept = 0
        self._visitors: dict[str, Visitor] = {}

    @classmethod
    def check_arguments(cls, arguments: dict[str, str], settings: BaseSettings) -> None:
        """Raises BadOrder, in one line, before anything is opened."""
        check_manners(settings)
        order = read_order(arguments, settings.getlist("REGISTRY_DIRS"), settings.get("CONTACT"))
        if any(map(order.renders, order.portals)) and (line := rendering.missing(settings)) is not None:
            raise BadOrder(line)

    @classmethod
    def handles_request(cls, request: Request) -> bool:
        """Any page may be a portal's: `scrapy parse URL` and `scrapy shell URL` need no --spider."""
        return True

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
            if any(map(order.renders, order.portals)):
                settings.setdict(rendering.settings_for(spider.run, settings), "spider")
            spider._front = FrontPages(spider.run, settings.getlist("REGISTRY_DIRS"))
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Queue where each portal begins; the frontier hands out what is queued."""
        if self.run is None or self.order is None:
            self.logger.error("nothing to crawl: give -a portal=, -a province=, -a department= or -a url=")
            return
        seen = list(self.run.queue.seen_keys()) if self.run.resumed else []
        for portal in self.order.portals:
            walked = self.run.was_walked(portal.slug)
            span = Span(self.run.started_at, self.order.revisit_all, walked, self.order.since)
            explorer = Explorer(portal, self.run.queue, span)
            explorer.resume(seen)
            explorer.learn(self.run.queue.kinds(portal.slug, _LEARN_FROM))
            self._visitors[portal.slug] = Visitor(self.run, self.order, explorer, self._front)
            inside = self.order.url if self._inside_url else None
            self.run.ledger.seed(
                explorer.start_at(inside) if inside else [*explorer.seeds(), *explorer.revisits()]
            )
            if self.order.attachments and not inside:
                self.run.ledger.seed(explorer.documents(unfetched(self.run.archive.db, portal.slug)))
        return
        yield

    def request_for(self, row: QueueRow) -> Request:
        """The request of a leased row; it carries its `Work`."""
        assert self.run is not None
        portal = self.run.portals[row.portal]
        headers = _headers(row)
        known = self.run.queue.known(row.portal, [row.key]).get(row.key) if row.method == "GET" else None
        work = Work(row, portal.origin(row.section))
        if known is not None:
            work.known_as = known.kind
            conditions = self._visitors[row.portal].conditions(known)
            if conditions:
                work.etag, work.last_modified = known.etag, known.last_modified
                headers.update(conditions)
        meta: dict[str, Any] = {"work": work}
        if self._renders(work):
            meta |= rendering.meta_of(row, any_certificate=portal.tls.any_certificate)
        return Request(
            row.url,
            callback=self.parse_document if row.kind == "attachment" else self.parse,
            errback=self.failed,
            method=row.method,
            body=row.body or b"",
            headers=headers,
            dont_filter=True,
            meta=meta,
        )

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Article | Request]:
        """Read a page: an article, or what to follow, or a refusal with a reason.

        @url http://127.0.0.1:18403/vi/news/di-san/tu-bo-dinh-kim-bong-302.html
        @returns items 1 1
        @scrapes headline published_at byline body
        """
        work: Work | None = response.meta.get("work")
        if work is None or self.run is None:
            article = _read_alone(response)
            if article is not None:
                yield article
            return
        if self._frontier is not None:
            self._frontier.answered(work)
        visitor = self._visitors[work.row.portal]
        article = visitor.read(response, work)
        if self._frontier is not None:
            self._frontier.gate.mind(visitor.recognised.family, response.url)
            if work.row.kind in FRONT and work.row.portal in self._front.lost:
                self._frontier.drop(work.row.portal)
        if article is not None and self._within_limit():
            work.page_url = article.url
            work.links += visitor.documents(article)
            yield article
            return
        if article is not None:
            work.kind = "over-limit"
        elif self._renders(work) and rendering.deserves(response, work.row.kind):
            work.problem = None
            lax = self.run.portals[work.row.portal].tls.any_certificate
            assert response.request is not None
            yield response.request.replace(meta=response.meta | rendering.rendered(any_certificate=lax))
            return
        self.run.ledger.finish(work)

    def _renders(self, work: Work) -> bool:
        assert self.run is not None
        return self.order is not None and self.order.renders(self.run.portals[work.row.portal])

    async def parse_document(self, response: Response) -> None:
        """Read a file that an article offers."""
        work: Work = response.meta["work"]
        assert self.run is not None
        if self._frontier is not None:
            self._frontier.answered(work)
        seconds = self.crawler.settings.getfloat("DOCUMENT_SECONDS")
        await self._visitors[work.row.portal].read_document(response, work, seconds)
        self.run.ledger.finish(work)

    def _within_limit(self) -> bool:
        assert self.order is not None
        if self.order.limit is None:
            return True
        self._kept += 1
        if self._kept == self.order.limit and self._frontier is not None:
            if self.order.attachments:
                self._frontier.only("attachment")
            else:
                self._frontier.stop("limit")
        return self._kept <= self.order.limit

    @property
    def _frontier(self) -> Frontier | None:
        scheduler = self.crawler.engine.scheduler if self.crawler.engine is not None else None
        return scheduler if isinstance(scheduler, Frontier) else None

    def wants(self, row: QueueRow) -> bool:
        """Whether a leased request is still worth making."""
        return row.portal not in self._visitors or self._visitors[row.portal].explorer.wants(row)

    def failed(self, failure: Failure) -> Iterator[Request]:
        """A request that brought no response: asked for once more without TLS, or an outcome with a name."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        work: Work | None = request.meta.get("work")
        if work is None or self.run is None:
            return
        if isinstance(failure.value, ArchiveError):
            self.run.fail(failure.value)
            return
        reason, detail = reason_of(failure)
        if (plain := without_tls(request, reason, self.run.portals[work.row.portal])) is not None:
            yield plain
            return
        if reason == REMOVED:
            work.kind = REMOVED
            self.run.ledger.finish(work)
            return
        work.refuse(reason, kind_of(reason), datetime.now(UTC), detail)
        if reason == "outside-portal":
            self._front.led_away(work.row, detail)
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
        visitor = self._visitors.get(self.run.portal_of(url))
        if visitor is not None and sitemaps and not self._inside_url:
            named = (urljoin(url, sitemap) for sitemap in sitemaps)
            self.run.ledger.seed(visitor.explorer.sources(named, "sitemap"))

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
        for slug, visitor in self._visitors.items():
            portal, explorer = tally.of(slug), visitor.explorer
            portal.discovered.update(explorer.counts)
            portal.told(family=visitor.recognised.name, family_evidence=visitor.recognised.evidence)
            if self.run is not None and visitor.recognised.doubt:
                self.run.note(slug, "cms", visitor.recognised.doubt)
            for section, shown in explorer.shown().items():
                portal.section(section).shown += shown
            portal.silent_sections = explorer.silent_sections()


def _headers(row: QueueRow) -> dict[str, str]:
    """What a script's request carries beside a page's."""
    headers = {}
    if row.method == "POST":
        is_json = (row.body or b"")[:1] == b"{"
        headers["Content-Type"] = "application/json" if is_json else "application/x-www-form-urlencoded"
        if f"{ASYNC}=".encode() in (row.body or b""):
            headers |= {"X-MicrosoftAjax": "Delta=true", "X-Requested-With": "XMLHttpRequest"}
    if row.kind == "more":
        headers["X-Requested-With"] = "XMLHttpRequest"
    return headers


def _read_alone(response: Response) -> Article | None:
    result = read_page(Page.parse(response.body, response.url, charset=charset_of(response)))
    return result if isinstance(result, Article) else None
