"""Guesses on a home page: which links are sections, which are articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from crawler.families import Family
from crawler.parser import Page
from crawler.parser.tree import ancestors_of
from crawler.portals import Portal, Section

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|jpe?g|png|gif|mp[34]|css|js|xml)$", re.I)
_NEWS = re.compile(r"tin|thông báo|sự kiện|hoạt động|chỉ đạo|chuyển đổi|cải cách|nghiên cứu|news", re.I)
_HOME = ("trang chủ", "home", "trang nhất")
_MENU = ("nav", "header")
_IN_MENU = re.compile(r"menu|nav", re.I)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link: its address without fragment, its text, whether it stands in a menu."""

    url: str
    text: str
    in_menu: bool


def anchors(page: Page, portal: Portal) -> Iterator[Anchor]:
    """The page's links within the portal, each address once; files left out."""
    seen = {page.url.partition("#")[0]}
    for element in page.tree.iter_elements("a"):
        href = (element.attr("href") or "").strip()
        if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
            continue
        try:
            url = urljoin(page.base_url, href).partition("#")[0]
            path = urlsplit(url).path
        except ValueError:
            continue
        if url in seen or portal.claim(url) < 0 or _FILE.search(path) or path in ("", "/"):
            continue
        seen.add(url)
        text = " ".join(element.text.split()) or (element.attr("title") or "").strip()
        in_menu = any(
            each.tag in _MENU or _IN_MENU.search(f"{each.attr('class') or ''} {each.attr('id') or ''}")
            for each in ancestors_of(element)
        )
        yield Anchor(url, text, in_menu)


def guess_sections(found: Iterable[Anchor], portal: Portal, family: Family | None) -> list[Section]:
    """The links that lead to listings: short texts in the menus, no articles; news before everything else."""
    short = [
        link
        for link in found
        if 3 <= len(link.text) <= 60
        and link.text.lower() not in _HOME
        and _kind(link.url, portal, family) in ("listing", "")
        and len(link.text.split()) <= 8
    ]
    menus = [link for link in short if link.in_menu] or short
    named = [Section(link.url, link.text) for link in menus]
    return sorted(named, key=lambda section: _NEWS.search(section.name) is None)


def guess_articles(found: Iterable[Anchor], portal: Portal, family: Family | None) -> list[str]:
    """The addresses that look like articles: by pattern, else by a link text as long as a headline."""
    links = list(found)
    by_address = [link.url for link in links if _kind(link.url, portal, family) == "article"]
    by_text = [
        link.url
        for link in links
        if len(link.text) >= 30 and not link.in_menu and _kind(link.url, portal, family) == ""
    ]
    return by_address + by_text


def _kind(url: str, portal: Portal, family: Family | None) -> str:
    parts = urlsplit(url)
    address = f"{parts.path}?{parts.query}" if parts.query else parts.path
    for kind in ("ignore", "article", "listing"):
        of_family = getattr(family, f"{kind}_url") if family else ()
        if any(re.search(pattern, address) for pattern in (*getattr(portal, f"{kind}_url"), *of_family)):
            return kind
    return ""
