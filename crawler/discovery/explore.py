"""Explore: from what a page shows to the requests that follow from it, each address once a run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from archive.queue import Known, Queue, QueueRow, queue_key
from crawler.discovery.addresses import canonical, host_of, trap
from crawler.discovery.links import Link, links
from crawler.discovery.paging import PageNumber, page_number, says_next
from crawler.discovery.postback import listing_of, post_back_rows
from crawler.discovery.revisit import is_due
from crawler.discovery.sources import Source
from crawler.families import Family
from crawler.parser import Page
from crawler.portals import Portal

PRIORITY = {
    "home": 100,
    "start": 100,
    "feed": 90,
    "sitemap": 80,
    "article": 60,
    "listing": 50,
    "revisit": 30,
    "page": 10,
}
"""Listings bring what is new; a plain page that nobody knows comes last."""

_ARTICLE_PATH = re.compile(
    r"/-/(?:view_content|asset_publisher|details)/|/w/[^/]+$|[-_]\d{3,}(?:\.\w{3,5})?$|/\d{3,}/[^/]+$"
    r"|/[^/]*(?:[-_][^-_/]+){5,}(?:\.\w{3,5})?$",
    re.I,
)
_ARTICLE_QUERY = re.compile(r"(?:^|&)(?:\w*(?:id|news|item|tin|bai)\w*)=\d+|/newsdetail", re.I)
MOST_REVISITS = 500
"""Due articles asked for in one run of a portal; the others wait for the next."""
_MAX_DEPTH = 40
_MANY = 500
"""Links of a listing that are counted."""
_MAX_PAGES_OF_A_LISTING = 5000


def _any_of(patterns: Iterable[str]) -> re.Pattern[str] | None:
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(joined) if joined else None


@dataclass(frozen=True, slots=True)
class Span:
    """What of the past a crawl wants to see again."""

    now: datetime
    revisit_all: bool = False
    walked: bool = True
    """The last run walked the whole portal: a pager may stop where it shows only what is known."""


class Explorer:
    """What one crawl has seen of one portal. Its memory: an integer for each address."""

    def __init__(self, portal: Portal, queue: Queue, span: Span) -> None:
        self._portal = portal
        self._queue = queue
        self._span = span
        self._seen: set[int] = set()
        self._left_out: set[int] = set()
        self._menu: frozenset[int] = frozenset()
        self._contents: dict[str, set[int]] = {}
        self._article_url = _any_of(portal.article_url)
        self._ignore_url = _any_of(portal.ignore_url)
        self._family: Family | None = None
        self.counts: Counter[str] = Counter()
        self._shown: dict[str, set[int]] = {}
        self._articles_shown: set[int] = set()

    def shown(self) -> dict[str, int]:
        """For each listing that was read, by its section: links to articles, and those that the menu lacks."""
        menu = self._menu - self._articles_shown
        return {section: len(keys - menu) for section, keys in self._shown.items()}

    def silent_sections(self) -> tuple[str, ...]:
        """The registry's sections whose listing was read and shows nothing of its own."""
        shown = self.shown()
        return tuple(s.name for s in self._portal.sections if shown.get(s.name) == 0)

    def use(self, family: Family | None) -> list[QueueRow]:
        """The portal's CMS is known: its addresses are told apart as it writes them; returns its feeds to ask for."""
        if family is None or family is self._family:
            return []
        self._family = family
        self._article_url = _any_of((*self._portal.article_url, *family.article_url))
        self._ignore_url = _any_of((*self._portal.ignore_url, *family.ignore_url))
        base = self._base()
        return self.sources((base + path for path in family.feeds), "feed") if base else []

    def _base(self) -> str | None:
        if not self._portal.start_urls:
            return None
        parts = urlsplit(self._portal.start_urls[0])
        return f"{parts.scheme}://{parts.netloc}"

    def resume(self, keys: Iterable[int]) -> None:
        """Take up what an earlier, unfinished run of this crawl had queued."""
        self._seen.update(keys)

    def seeds(self) -> list[QueueRow]:
        """Where a crawl of the portal begins: its start pages and sections, the usual sitemap and feeds."""
        rows = [self._row(url, "home") for url in self._portal.start_urls]
        rows += [self._row(s.url, "listing", section=s.name) for s in self._portal.sections]
        base = self._base()
        if base is not None:
            rows.append(self._row(f"{base}/sitemap.xml", "sitemap"))
        return [row for row in rows if self._new(row.key)]

    def revisits(self) -> list[QueueRow]:
        """The articles whose time for another visit has come, the longest overdue first."""
        if self._span.revisit_all:
            due = self._queue.due(self._portal.slug, datetime.max.replace(tzinfo=UTC), -1)
        else:
            due = self._queue.due(self._portal.slug, self._span.now, MOST_REVISITS)
        return [self._row(url, "revisit") for key, url in due if self._new(key)]

    def start_at(self, url: str) -> list[QueueRow]:
        """One address that was asked for: an article is read alone, anything else is where the crawl begins."""
        row = self._row(url if "://" in url else f"https://{url}", "start")
        return [row] if self._new(row.key) else []

    def sources(self, urls: Iterable[str], kind: str) -> list[QueueRow]:
        """Sitemaps or feeds that something named; those outside the portal are left out."""
        rows = [self._row(url, kind) for url in urls if self.inside(url)]
        return [row for row in rows if self._new(row.key)]

    def inside(self, url: str) -> bool:
        """Whether an address is one of this portal's hosts."""
        return self._portal.claim(url) >= 0

    def from_source(self, source: Source, row: QueueRow) -> list[QueueRow]:
        """What a sitemap, feed or JSON listing names: articles, or further sitemaps."""
        kind = "sitemap" if source.kind == "sitemap-index" else "article"
        found = []
        for entry in source.entries:
            if self.inside(entry.url) and (kind == "sitemap" or trap(entry.url) is None):
                found.append(self._row(entry.url, kind, depth=row.depth + 1))
        self.counts[source.kind] += len(found)
        fresh = [r for r in found if self._new(r.key)]
        return self._due(fresh)

    def from_page(self, page: Page, row: QueueRow, *, is_article: bool) -> list[QueueRow]:
        """What the page leads to: articles and listings not seen in this run, and the next page of a listing."""
        if row.depth >= _MAX_DEPTH:
            return []
        found = [link for link in links(page) if link.url or link.post_back]
        plain: list[QueueRow] = []
        pager: list[tuple[PageNumber, QueueRow, Link]] = []
        content: set[int] = set()
        for link in found:
            if link.post_back is not None:
                continue
            candidate = self._candidate(link, row, is_article)
            if candidate is None:
                continue
            number = page_number(canonical(link.url))
            if number is not None or link.rel_next or says_next(link.text):
                pager.append((number or PageNumber(row.group or row.url, 0), candidate, link))
                continue
            content.add(candidate.key)
            plain.append(candidate)
        if row.kind == "home":
            self._menu = frozenset(content)
        elif row.kind == "listing" and row.section:
            # The menu may not be known yet: what belongs to it is taken off at the end.
            own = self._shown.setdefault(row.section, set())
            own.update(r.key for r in plain if len(own) < _MANY)
            self._articles_shown.update(r.key for r in plain if r.kind == "article")
        fresh = [r for r in plain if self._new(r.key)]
        due = self._due(fresh)
        # An article's page may carry a pager too (a sidebar's list, a listing that reads like an article).
        if self._goes_on(row, content):
            due += self._next_pages(page, row, pager)
            due += self._post_backs(page, row, found)
        return due

    def _candidate(self, link: Link, row: QueueRow, is_article: bool) -> QueueRow | None:
        raw = hash(link.url)
        if raw in self._left_out:
            return None
        why = trap(link.url) if self.inside(link.url) else "outside"
        parts = urlsplit(link.url) if why != "malformed" else urlsplit("")
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        if why is None and self._ignore_url is not None and self._ignore_url.search(target):
            why = "family"
        if why is not None:
            self._left_out.add(raw)
            self.counts[f"left-out/{why}"] += 1
            return None
        looks = (
            (self._article_url is not None and self._article_url.search(target))
            or _ARTICLE_PATH.search(parts.path)
            or (parts.query and _ARTICLE_QUERY.search(parts.query))
        )
        kind = "article" if looks else "page"
        if kind == "article":
            section = None if is_article else row.section
        else:
            section = link.text if not is_article and 2 < len(link.text) <= 80 else row.section
        return self._row(link.url, kind, depth=row.depth + 1, section=section)

    def _goes_on(self, row: QueueRow, content: set[int]) -> bool:
        """Whether a listing is worth its next page: it shows something, and not the same as a page before."""
        listing = listing_of(row.group)
        if listing is None:
            return True
        own = content - self._menu
        if not own:
            return False
        shown = self._contents.setdefault(listing, set())
        mark = hash(frozenset(own))
        if mark in shown or len(shown) >= _MAX_PAGES_OF_A_LISTING:
            self.counts["paging/repeated"] += 1
            return False
        shown.add(mark)
        if self._span.revisit_all or not self._span.walked:
            return True
        return not self._known_ground(own)

    def _known_ground(self, keys: set[int]) -> bool:
        """Whether all that a listing shows was fetched in an earlier run."""
        known = self._queue.known(self._portal.slug, list(keys))
        return len(known) == len(keys) and all(k.fetched_at < self._span.now for k in known.values())

    def _next_pages(
        self, page: Page, row: QueueRow, pager: list[tuple[PageNumber, QueueRow, Link]]
    ) -> list[QueueRow]:
        """Of each pager on the page the next number, and what says that it is the next page."""
        here = page_number(canonical(page.url))
        best: dict[str, list[tuple[int, QueueRow]]] = {}
        wanted: list[QueueRow] = []
        for number, candidate, link in pager:
            if link.rel_next or says_next(link.text):
                wanted.append(self._paged(candidate, row, number.group))
            current = here.number if here is not None and here.group == number.group else None
            if number.number > (current if current is not None else 0):
                best.setdefault(number.group, []).append((number.number, candidate))
        for group, numbers in best.items():
            known = here is not None and here.group == group
            for _, candidate in sorted(numbers, key=lambda pair: pair[0])[: 1 if known else 2]:
                wanted.append(self._paged(candidate, row, group))
        return [r for r in wanted if self._new(r.key)]

    def _post_backs(self, page: Page, row: QueueRow, found: list[Link]) -> list[QueueRow]:
        rows = post_back_rows(page, row, [link for link in found if link.post_back is not None])
        return [r for r in rows if self._new(r.key)]

    def _paged(self, candidate: QueueRow, row: QueueRow, group: str) -> QueueRow:
        return self._row(
            candidate.url, "listing", depth=row.depth, section=row.section or candidate.section, group=group
        )

    def _row(
        self, url: str, kind: str, *, depth: int = 0, section: str | None = None, group: str | None = None
    ) -> QueueRow:
        return QueueRow(
            portal=self._portal.slug,
            key=queue_key(canonical(url)),
            url=url,
            host=host_of(url),
            kind=kind,
            priority=PRIORITY.get(kind, 0) - depth,
            depth=depth,
            section=section,
            group=group,
        )

    def _new(self, key: int) -> bool:
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def _due(self, rows: list[QueueRow]) -> list[QueueRow]:
        """Of these the ones never fetched, and those whose time has come again."""
        known: dict[int, Known] = self._queue.known(self._portal.slug, [r.key for r in rows]) if rows else {}
        due = []
        for row in rows:
            history = known.get(row.key)
            if history is None or is_due(history, self._span.now, revisit_all=self._span.revisit_all):
                due.append(row)
            else:
                self.counts["known"] += 1
        return due
