"""Links: what a parsed page points to, as it points to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.discovery.paging import PostBack, post_back

if TYPE_CHECKING:
    from crawler.parser import Page

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.I)
_MIRROR = re.compile(r"^/web/\d{4,14}(?:[a-z]{2}_)?/(https?:/{1,2}.+)$", re.I)
_SPACE = re.compile(r"[\t\r\n]+")
_TEXT_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Link:
    """One link: its absolute URL ("" for a post-back), its text, and whether the page says `rel=next`."""

    url: str
    text: str
    rel_next: bool = False
    post_back: PostBack | None = None


def links(page: Page) -> Iterator[Link]:
    """The page's links in its order: `<a>`, `<area>`, `<link rel=next>`, and the pages in `<option>`s and frames.

    `<base>` is honoured, an archive's `/web/2018.../http://host/` wrapper is taken off, fragments are dropped.
    """
    for element in page.tree.iter("a", "area", "link", "frame", "iframe"):
        tag = element.tag
        href = element.get("src") if tag in ("frame", "iframe") else element.get("href")
        rel_next = tag in ("a", "link") and (element.get("rel") or "").lower() == "next"
        if tag == "link" and not rel_next:
            continue
        back = _post_back_of(element, href)
        if back is not None:
            yield Link("", text_of(element), rel_next, back)
            continue
        if not href:
            continue
        url = absolute(page.base_url, href)
        if url is not None:
            yield Link(url, text_of(element), rel_next)


def absolute(base: str, href: str) -> str | None:
    """The http(s) URL that an attribute means on this page, without fragment; None for mailto:, javascript: etc.

    >>> absolute("http://a.vn/tin/", "bai-1.html#top")
    'http://a.vn/tin/bai-1.html'
    >>> absolute("http://a.vn/", "/web/20180401120000/http://b.vn/x")
    'http://b.vn/x'
    """
    href = _SPACE.sub("", href.strip())
    if not href or href[0] == "#":
        return None
    scheme = _SCHEME.match(href)
    if scheme and scheme[0].lower() not in ("http:", "https:"):
        return None
    try:
        url = urljoin(base, href.replace(" ", "%20"))
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    mirrored = _MIRROR.match(parts.path)
    if mirrored:
        inner = re.sub(r"^(https?):/+", r"\1://", mirrored[1])
        return absolute(base, inner + (f"?{parts.query}" if parts.query else ""))
    return url.partition("#")[0]


def text_of(element: HtmlElement) -> str:
    """A link's text with single spaces, at most 200 characters; its title or picture's alt where it has none."""
    text = " ".join("".join(element.itertext()).split())
    if not text:
        text = element.get("title") or next((i.get("alt") or "" for i in element.iter("img")), "")
    return text[:_TEXT_LIMIT]


def _post_back_of(element: HtmlElement, href: str | None) -> PostBack | None:
    if href and "__doPostBack" in href:
        return post_back(href)
    onclick = element.get("onclick")
    if onclick and "__doPostBack" in onclick:
        return post_back(onclick)
    return None
