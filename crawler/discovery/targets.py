"""Targets: what an address of a page is to the crawl of one portal: outside, a trap, or a page and of which make.

The same addresses come again on every page of a portal; each is looked at once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.queue import queue_key
from crawler.discovery.addresses import PLAIN, Spelling, canonical, host_of
from crawler.discovery.links import absolute
from crawler.discovery.paging import PageNumber, page_number
from crawler.discovery.shapes import shape_of
from crawler.discovery.traps import trap
from crawler.families import Family
from crawler.portals import Portal

_ARTICLE_PATH = re.compile(
    r"/-/(?:view_content|asset_publisher|details)/|/w/[^/]+$|[-_]\d{3,}(?:\.\w{3,5})?$|/\d{3,}/[^/]+$"
    r"|/[^/]*(?:[-_][^-_/]+){5,}(?:\.\w{3,5})?$|\w\d{4,}\.\w{3,5}$",
    re.I,
)
# An id, but not that of a section, a menu or a module.
_ARTICLE_QUERY = re.compile(
    r"(?:^|&)(?!(?:cat|chuyen_?muc|cm|section|menu|group|tab|parent|zone|topic|module|mod|m|portlet|site|lang|itemid"
    r"|p_p|nhom|loai|type|dm|danh_?muc)\w*=)\w*(?:id|news|item|tin|bai)\w*=\d+|/newsdetail",
    re.I,
)
_MOST = 60_000
"""Addresses kept in mind; when there are more, all are looked at anew."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address inside the portal that is worth a request."""

    url: str
    key: int
    """`queue_key` of its canonical address."""
    host: str
    shape: str
    looks: bool
    """Whether it looks like an article's, before any such page was read."""
    number: PageNumber | None
    """The page number that it carries, if it carries one."""


class Targets:
    """Judges addresses for one portal, and counts what it leaves out, each address once."""

    def __init__(self, portal: Portal, counts: Counter[str]) -> None:
        self._portal = portal
        self._counts = counts
        self._known: dict[str, Target | None] = {}
        self._written: dict[str, dict[str, Target | None]] = {}
        self._left_out: set[int] = set()
        self._article_url = any_of(portal.article_url)
        self._ignore_url = any_of(portal.ignore_url)
        self.spelling = PLAIN
        """Which parameters, and whether the case of letters, say nothing on this portal."""

    def use(self, family: Family) -> None:
        """The portal's CMS is known: its addresses are told apart as it writes them."""
        self._article_url = any_of((*self._portal.article_url, *family.article_url))
        self._ignore_url = any_of((*self._portal.ignore_url, *family.ignore_url))
        self.spelling = Spelling(any_of(family.noise_params), family.case_insensitive_paths)
        self._known.clear()
        self._written.clear()

    def inside(self, url: str) -> bool:
        """Whether an address is one of this portal's hosts."""
        try:
            return self._portal.claim(url) >= 0
        except ValueError:
            return False

    def reader(self, base: str) -> Callable[[str], Target | None]:
        """`of` for the links of one page as they are written, with a memory for those that mean the same on every
        page."""
        slash = base.find("/", 8)
        rooted = self._written.setdefault(base[:slash] if slash > 0 else base, {})
        relative: dict[str, Target | None] = {}

        def read(href: str) -> Target | None:
            """The target of a link of this page, as it is written; remembered, for links come again."""
            known = rooted if href[0] == "/" or href[:4] == "http" else relative
            try:
                return known[href]
            except KeyError:
                if len(known) >= _MOST:
                    known.clear()
                url = absolute(base, href)
                found = known[href] = self.of(url) if url is not None else None
                return found

        return read

    def of(self, url: str) -> Target | None:
        """The target of an absolute address; None where it is outside or not worth a request."""
        try:
            return self._known[url]
        except KeyError:
            pass
        if len(self._known) >= _MOST:
            self._known.clear()
        found = self._known[url] = self._judge(url)
        return found

    def _judge(self, url: str) -> Target | None:
        why = trap(url) if self.inside(url) else "outside"
        if why is None:
            parts = urlsplit(url)
            target = f"{parts.path}?{parts.query}" if parts.query else parts.path
            if self._ignore_url is None or not self._ignore_url.search(target):
                return self._target(url, parts.path, parts.query, target)
            why = "family"
        mark = hash(url)
        if mark not in self._left_out:
            self._left_out.add(mark)
            self._counts[f"left-out/{why}"] += 1
        return None

    def _target(self, url: str, path: str, query: str, target: str) -> Target:
        looks = bool(
            (self._article_url is not None and self._article_url.search(target))
            or _ARTICLE_PATH.search(path)
            or (query and _ARTICLE_QUERY.search(query))
        )
        address = canonical(url, self.spelling)
        return Target(url, queue_key(address), host_of(url), shape_of(target), looks, page_number(address))


def any_of(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern that finds what any of these finds; None for none."""
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(joined) if joined else None
