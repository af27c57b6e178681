"""Explore: from what a page shows to the requests that follow from it, each address once a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive.queue import Queue, QueueRow
from archive.records import Article
from crawler.discovery.answers import Answer
from crawler.discovery.facets import Facets
from crawler.discovery.intake import Intake, Span
from crawler.discovery.listings import Listings, Sections, Surroundings
from crawler.discovery.pagers import Way, listing_of, next_pieces, next_targets, piece_after
from crawler.discovery.shapes import Shapes, shape_of
from crawler.discovery.sources import Entry, Source
from crawler.discovery.survey import Survey, survey
from crawler.discovery.targets import Target, Targets
from crawler.families import Family
from crawler.portals import Portal

if TYPE_CHECKING:
    from crawler.parser import Page

_MAX_DEPTH = 40
_WP_POSTS = "wp/v2/posts?per_page=100"


class Explorer:
    """What one crawl has seen of one portal. Its memory: an integer for each address."""

    def __init__(self, portal: Portal, queue: Queue, span: Span) -> None:
        self.portal = portal
        self._span = span
        self._family: Family | None = None
        self.counts: Counter[str] = Counter()
        self._intake = Intake(portal.slug, queue, span, self.counts)
        self._targets = Targets(portal, self.counts)
        self._listings = Listings(self.counts)
        self._around = Surroundings()
        self._shapes = Shapes()
        self._facets = Facets()
        self._sections = Sections()

    def shown(self) -> dict[str, int]:
        """For each listing that was read, by its section: links to articles, and those that the menu lacks."""
        return self._sections.shown(self._around.menu())

    def silent_sections(self) -> tuple[str, ...]:
        """The registry's sections whose listing was read and shows nothing of its own."""
        shown = self.shown()
        return tuple(s.name for s in self.portal.sections if shown.get(s.name) == 0)

    def use(self, family: Family | None) -> list[QueueRow]:
        """The portal's CMS is known: its addresses are told apart as it writes them; returns its feeds to ask for."""
        if family is None or family is self._family:
            return []
        self._family = family
        self._targets.use(family)
        self._intake.spelling = self._targets.spelling
        base = self._base()
        return self.sources((base + path for path in family.feeds), "feed") if base else []

    def _base(self) -> str | None:
        if not self.portal.start_urls:
            return None
        parts = urlsplit(self.portal.start_urls[0])
        return f"{parts.scheme}://{parts.netloc}"

    def resume(self, keys: Iterable[int]) -> None:
        """Take up what an earlier, unfinished run of this crawl had queued."""
        self._intake.resume(keys)

    def learn(self, pages: Iterable[tuple[str, str]]) -> None:
        """What pages of earlier runs turned out to be: their addresses and kinds."""
        for url, kind in pages:
            self._shapes.note(_shape(url), article=kind == "article", fruitful=kind == "listing")

    def seeds(self) -> list[QueueRow]:
        """Where a crawl of the portal begins: its start pages and sections, the usual sitemap and feeds."""
        rows = [self._intake.row(url, "home") for url in self.portal.start_urls]
        rows += [self._intake.row(s.url, "listing", section=s.name) for s in self.portal.sections]
        fresh = [row for row in rows if self._intake.new(row.key)]
        base = self._base()
        return fresh + (self.sources([f"{base}/sitemap.xml"], "sitemap") if base is not None else [])

    def revisits(self) -> list[QueueRow]:
        """The pages whose time for another visit has come, the longest overdue first."""
        return self._intake.revisits()

    def start_at(self, url: str) -> list[QueueRow]:
        """One address that was asked for: an article is read alone, anything else is where the crawl begins."""
        row = self._intake.row(url if "://" in url else f"https://{url}", "start")
        return [row] if self._intake.new(row.key) else []

    def sources(self, urls: Iterable[str], kind: str) -> list[QueueRow]:
        """Sitemaps or feeds that something named; those outside the portal and those known to be gone are left out."""
        rows = [self._intake.row(url, kind) for url in urls if self.inside(url)]
        return self._intake.due([row for row in rows if self._intake.new(row.key)])

    def documents(self, urls: Iterable[str]) -> list[QueueRow]:
        """The files that articles offer, where they are this portal's and not known."""
        rows = [self._intake.row(url, "attachment") for url in urls if self.inside(url)]
        return self._intake.due([row for row in rows if self._intake.new(row.key)])

    def inside(self, url: str) -> bool:
        """Whether an address is one of this portal's hosts."""
        return self._targets.inside(url)

    def wants(self, row: QueueRow) -> bool:
        """Whether a queued request is still worth making, with what the run has learnt since it was queued."""
        if row.kind in ("page", "article") and self._shapes.is_hopeless(_shape(row.url)):
            self.counts["left-out/barren"] += 1
            return False
        if row.group is not None and row.kind in ("listing", "more"):
            return not self._listings.is_past(listing_of(row.group) or "")
        return True

    def from_source(self, source: Source, row: QueueRow, following: str | None = None) -> list[QueueRow]:
        """What a sitemap, feed or JSON listing names: articles, or further sitemaps, and its own next page.

        `following`: where the server says that it goes on.
        """
        kind = "sitemap" if source.kind == "sitemap-index" else "article"
        found: dict[int, tuple[QueueRow, Entry]] = {}
        for entry in source.entries:
            if self._is_old(entry) or not self.inside(entry.url):
                continue
            if kind == "article" and self._targets.of(entry.url) is None:
                continue
            made = self._intake.row(entry.url, kind, depth=row.depth + 1)
            found.setdefault(made.key, (made, entry))
        self.counts[f"found/{source.kind}"] += len(found)
        fresh = [made for key, (made, _) in found.items() if self._intake.new(key)]
        modified = {key: entry.modified for key, (_, entry) in found.items() if entry.modified is not None}
        rows = self._intake.due(fresh, modified)
        onward = following or source.next_url
        if onward and found and (rows or not self._span.stops_at_known):
            rows += self.sources([onward], row.kind)
        return rows

    def _is_old(self, entry: Entry) -> bool:
        """Whether the source says that the page is older than what is asked for."""
        return (
            self._span.since is not None and entry.modified is not None and entry.modified < self._span.since
        )

    def survey(self, page: Page, *, with_scripts: bool, clicks: bool = True) -> Survey:
        """What the page shows; see `crawler.discovery.survey`."""
        return survey(page, self._targets, with_scripts=with_scripts, clicks=clicks)

    def is_sure(self, row: QueueRow) -> bool:
        """Whether the address is that of an article, by its look or by what pages like it were."""
        learnt = self._shapes.is_article(_shape(row.url))
        target = self._targets.of(row.url)
        return (target is not None and target.looks) if learnt is None else learnt

    def is_listing(self, found: Survey, row: QueueRow, article: Article) -> bool:
        """Whether a page that reads like an article is a listing of few items: by its address, its pager, because
        its headline is the link to the article, or because its text is made of links' texts."""
        if row.kind == "more" or row.method == "POST":
            return True
        if found.number is not None and (row.kind == "listing" or found.has_own_pager):
            return True
        if self.is_sure(row):
            return False
        return (
            found.links_as(article.headline)
            or found.stands_in(article.body)
            or (found.has_own_pager and any(target.looks for target, _ in found.plain.values()))
        )

    def follow(
        self, page: Page, found: Survey, row: QueueRow, *, is_article: bool, answer: Answer | None = None
    ) -> Followed:
        """What the page leads to: articles and listings not seen in this run, and the next page of a listing."""
        if row.depth >= _MAX_DEPTH:
            return Followed([], leads=False)
        keys = set(found.plain)
        if row.kind == "home":
            self._around.home(keys)
        else:
            self._around.note(keys)
        if row.kind == "listing" and row.section:
            articles = {key for key, (target, _) in found.plain.items() if self._is_article(target)}
            self._sections.read(row.section, keys, articles)
        rows = self._from_links(found, row, is_article)
        own = self._around.without(keys) if row.kind != "home" else keys
        leads = any(self._is_article(found.plain[key][0]) for key in own)
        fresh = sum(r.kind == "article" for r in rows)
        self.counts[f"found/{_source(row, is_article)}"] += fresh
        if row.method == "GET" and row.kind not in ("home", "more"):
            self._shapes.note(_shape(row.url), article=is_article, fruitful=fresh > 0)
        if fresh:
            self._facets.brought(row.url)
        for kind, url in found.sources:
            address = url.rstrip("/") + "/" + _WP_POSTS if kind == "api" else url
            rows += self.sources([address], "feed")
        if self._goes_on(found, row, own, fresh):
            shown = sum(self._is_article(found.plain[key][0]) for key in own) or len(own)
            way = Way(shown, answer.fields if answer else {})
            rows += self._onward(page, found, row, way, answer)
        return Followed(rows, leads)

    def dated(self, row: QueueRow, published: datetime | None) -> None:
        """An article was read: its day says how far back its listing has come."""
        if self._span.since is not None and published is not None and row.group is not None:
            self._listings.dated(row.group, before_since=published < self._span.since)

    def _from_links(self, found: Survey, row: QueueRow, is_article: bool) -> list[QueueRow]:
        fresh = []
        like = replace(
            row, kind="article", depth=_depth_below(row, is_article), method="GET", body=None, id=0,
            section=None if is_article else row.section,
            group=None if is_article else listing_of(row.group) or found.address,
        )  # fmt: skip
        page = replace(like, kind="page", section=row.section, group=None)
        for key, (target, text) in found.plain.items():
            if not self._intake.new(key):
                continue
            if self._is_article(target):
                fresh.append(self._intake.of_target(target, like))
            elif self._shapes.is_hopeless(target.shape):
                self.counts["left-out/barren"] += 1
            elif self._facets.is_over(target):
                self.counts["left-out/facets"] += 1
            else:
                named = not is_article and 2 < len(text) <= 80
                fresh.append(
                    self._intake.of_target(
                        target, replace(page, section=text) if named else page,
                        barren=self._shapes.is_barren(target.shape),
                    )
                )  # fmt: skip
        return self._intake.due(fresh)

    def _is_article(self, target: Target) -> bool:
        learnt = self._shapes.is_article(target.shape)
        return target.looks if learnt is None else learnt

    def _goes_on(self, found: Survey, row: QueueRow, own: set[int], fresh: int) -> bool:
        """Whether what follows in a listing is worth asking for."""
        listing = listing_of(row.group) or found.address
        if not self._listings.shows(listing, own, fresh, by_script=row.kind == "more"):
            return False
        if not own:
            # A listing whose first page is drawn by a script shows nothing of its own; a later page is its end.
            return row.group is None
        if self._span.stops_at_known and self._intake.is_known_ground(own):
            self.counts["paging/known"] += 1
            return False
        return True

    def _onward(
        self, page: Page, found: Survey, row: QueueRow, way: Way, answer: Answer | None
    ) -> list[QueueRow]:
        like = replace(row, kind="listing", method="GET", body=None, id=0)
        rows = [
            self._intake.of_target(target, replace(like, group=group))
            for target, group in next_targets(found, row)
        ]
        after = piece_after(row, answer, page.base_url) if answer is not None else None
        rows += [after] if after is not None else next_pieces(page, found, row, way)
        return [r for r in rows if self.inside(r.url) and self._intake.new(r.key)]


@dataclass(frozen=True, slots=True)
class Followed:
    """What follows from a page."""

    rows: list[QueueRow]
    leads: bool
    """Whether the page itself, and not what stands around it, links articles."""


def _shape(url: str) -> str:
    parts = urlsplit(url)
    return shape_of(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def _source(row: QueueRow, is_article: bool) -> str:
    if is_article:
        return "article"
    return "listing" if row.kind in ("listing", "more") else row.kind if row.kind == "home" else "page"


def _depth_below(row: QueueRow, is_article: bool) -> int:
    """Articles that lead from one to the next, ten thousand in a row, are no trap."""
    return min(row.depth + 1, _MAX_DEPTH // 2) if is_article else row.depth + 1
