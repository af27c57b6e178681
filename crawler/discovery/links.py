"""Links: what a parsed page points to, as it points to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from crawler.discovery.paging import PostBack, post_back

if TYPE_CHECKING:
    from crawler.parser import Page
    from crawler.parser.tree import Element

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.I)
_MIRROR = re.compile(r"^/web/\d{4,14}(?:[a-z]{2}_)?/(https?:/{1,2}.+)$", re.I)
_MIRRORED_PATH = re.compile(r"^/web/\d{8,14}(?:[a-z]{2}_)?/(/.*)$", re.I)
"""The same where a copy of the site has taken its own host's name out."""
_SPACE = re.compile(r"[\t\r\n]+")
_TEXT_LIMIT = 200
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_API = "https://api.w.org/"
_CALLED = "[onclick], [data-href], [data-link], [ng-click]"
# What a script does to leave the page: location.href = '...', window.open('...'), location.assign('...').
_GOES = re.compile(
    r"(?:location(?:\.href)?\s*=|location\.(?:assign|replace)\(|window\.open\(|window\.navigate\()\s*"
    r"(?:'|\"|&#39;|&quot;)([^'\"<>]+?)(?:'|\"|&#39;|&quot;)"
)
_CALL = re.compile(r"(?:^|[;\s:])([A-Za-z_$][\w$.]*)\(([^()]{0,200})\)")
_NEXT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:next|nextpage|next-page|page-next|pagination-next|trang-sau|older)(?:$|[\s_-])", re.I
)
_ADDRESSED = ("a", "area", "link", "frame", "iframe", "option")
_NO_ADDRESS = ("javascript:", "#")
_CLICKS = (b"nclick", b"nClick", b"NCLICK", b"data-href", b"data-link", b"ng-click")

Resolve = Callable[[str], str | None]
"""Makes an attribute's address absolute; None for what is none."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link: where it leads and what it says."""

    url: str
    """Absolute, without fragment; "" for a post-back or a script's call."""
    text: str
    rel_next: bool = False
    """Whether the page says that it is the next one: `rel=next`, or a class that means it."""
    post_back: PostBack | None = None
    call: tuple[str, str] | None = None
    """The function that a `javascript:` link or an onclick calls, and its arguments as they are written."""
    source: str = ""
    """"feed" or "api" where the page's head names one."""


def links(page: Page, resolve: Resolve | None = None, *, clicks: bool = True) -> Iterator[Link]:
    """The page's links: `<a>`, then `other_links`.

    `<base>` is honoured, an archive's `/web/2018.../http://host/` wrapper is taken off, fragments are dropped.
    """
    resolve = resolve or partial(absolute, page.base_url)
    for element, href in anchors(page):
        url = resolve(href)
        if url is not None:
            yield Link(url, text_of(element), is_next(element))
    yield from other_links(page, resolve, clicks=clicks)


def anchors(page: Page) -> Iterator[tuple[Element, str]]:
    """The `<a>` elements that lead to an address, with it as it is written."""
    for element in page.tree.iter_elements("a"):
        href = element.attr("href")
        if href and href[0] != "#" and (href[0] not in "jJ" or href[:11].lower() != "javascript:"):
            yield element, href


def other_links(page: Page, resolve: Resolve, *, clicks: bool = True) -> Iterator[Link]:
    """Areas, frames, `<option>`s, the head's links, `javascript:` addresses, and what a click opens.

    `resolve`: what makes an address absolute. `clicks`: whether anything can be clicked on that is no link
    (`may_click`).
    """
    for element in page.tree.iter_elements(_ADDRESSED):
        tag = element.tag
        if tag == "a":
            href = element.attr("href")
            if href and href[0] in "jJ" and (found := _scripted(element, resolve, href)) is not None:
                yield found
        elif tag == "link":
            if (found := _of_head(element, resolve)) is not None:
                yield found
        elif (found := _of_attribute(element, resolve)) is not None:
            yield found
    for element in page.tree.select(_CALLED) if clicks else ():
        found = _opened(element, resolve)
        if found is not None:
            yield found


def may_click(body: bytes) -> bool:
    """Whether a page's bytes hold an attribute that makes something else than `<a>` a link."""
    return any(mark in body for mark in _CLICKS)


def absolute(base: str, href: str) -> str | None:
    """The http(s) URL that an attribute means on this page, without fragment; None for mailto:, javascript: etc.

    >>> absolute("http://a.vn/tin/", "bai-1.html#top")
    'http://a.vn/tin/bai-1.html'
    >>> absolute("http://a.vn/", "/web/20180401120000/http://b.vn/x")
    'http://b.vn/x'
    >>> absolute("http://a.vn/", "tin\\\\bai-2.html?a=1&amp;b=2")
    'http://a.vn/tin/bai-2.html?a=1&b=2'
    """
    href = href.strip()
    if "\n" in href or "\t" in href or "\r" in href:
        href = _SPACE.sub("", href)
    if not href or href[0] == "#":
        return None
    scheme = _SCHEME.match(href)
    if scheme and scheme[0].lower() not in ("http:", "https:"):
        return None
    if "\\" in href:
        # As browsers do: in a path it is a slash.
        path, mark, query = href.partition("?")
        href = path.replace("\\", "/") + mark + query
    try:
        url = urljoin(base, href.replace(" ", "%20").replace("&amp;", "&"))
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    mirrored = _MIRROR.match(parts.path) if parts.path.startswith("/web/") else None
    if mirrored:
        inner = re.sub(r"^(https?):/+", r"\1://", mirrored[1])
        return absolute(base, inner + (f"?{parts.query}" if parts.query else ""))
    if parts.path.startswith("/web/") and (mirrored := _MIRRORED_PATH.match(parts.path)):
        return absolute(base, mirrored[1] + (f"?{parts.query}" if parts.query else ""))
    return url.partition("#")[0]


def text_of(element: Element) -> str:
    """A link's text with single spaces, at most 200 characters; its title or picture's alt where it has none."""
    text = " ".join(element.text.split())
    if not text:
        text = element.attr("title") or element.attr("aria-label") or ""
        if not text:
            text = next((i.attr("alt") or "" for i in element.iter_elements("img")), "")
    return text[:_TEXT_LIMIT]


def is_next(element: Element) -> bool:
    """Whether an element says that it leads to the next page: `rel=next`, or a class that means it."""
    rel = element.attr("rel")
    if rel and "next" in rel.lower().split():
        return True
    named = element.attr("class")
    return named is not None and "e" in named and _NEXT_CLASS.search(named) is not None


def _of_head(element: Element, base: Resolve) -> Link | None:
    rel, href = (element.attr("rel") or "").lower().split(), element.attr("href")
    if not href:
        return None
    kind = (element.attr("type") or "").lower()
    source = "feed" if "alternate" in rel and kind in _FEED_TYPES else "api" if _API in rel else ""
    if "next" not in rel and not source:
        return None
    url = base(href)
    return Link(url, "", "next" in rel, source=source) if url else None


def _of_attribute(element: Element, base: Resolve) -> Link | None:
    """An area, a frame, an option whose value is an address."""
    if element.tag == "option":
        href = element.attr("value") or ""
        if not href.startswith(("/", "http:", "https:", "?")) and ".aspx?" not in href:
            return None
    else:
        href = element.attr("href" if element.tag == "area" else "src") or ""
    url = base(href)
    return Link(url, text_of(element)) if url else None


def _scripted(element: Element, base: Resolve, href: str) -> Link | None:
    """An `<a>` whose address is a script's."""
    if href[:11].lower() != "javascript:" or element.attr("onclick"):
        return None  # its onclick, if any, is looked at with the others
    return _from_script(href.partition(":")[2], element, base)


def _opened(element: Element, base: Resolve) -> Link | None:
    """An element that a click on it makes a link."""
    href = element.attr("href") or ""
    if href and not href.lower().startswith(_NO_ADDRESS):
        return None
    address = element.attr("data-href") or element.attr("data-link")
    if address:
        url = base(address)
        return Link(url, text_of(element), is_next(element)) if url else None
    script = element.attr("onclick") or element.attr("ng-click") or ""
    found = _from_script(script, element, base)
    if found is None and href[:11].lower() == "javascript:":
        return _from_script(href[11:], element, base)
    return found


def _from_script(script: str, element: Element, base: Resolve) -> Link | None:
    if "__doPostBack" in script or "PostBackOptions" in script:
        back = post_back(script)
        return Link("", text_of(element), is_next(element), back) if back else None
    goes = _GOES.search(script)
    if goes:
        url = base(goes[1])
        return Link(url, text_of(element), is_next(element)) if url else None
    call = _CALL.search(script)
    if call and not call[1].startswith(("void", "alert", "return", "confirm")):
        return Link("", text_of(element), is_next(element), call=(call[1], call[2].strip()))
    return None
