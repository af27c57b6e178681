"""Page: bytes decoded once and parsed once; links and article are read from the same tree."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.etree import _Element as Element

from crawler.parser.decode import decode, presumed

MAX_BYTES = 64_000_000
"""What is read of a page; of a longer one, its beginning."""

_MARKUP = re.compile(rb"<[a-zA-Z!]")


class _Parser(threading.local):
    """lxml's parser, one for each thread: what it reports is of the page before."""

    def __init__(self) -> None:
        self.html = etree.HTMLParser(
            encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False
        )

    def tree(self, utf8: bytes) -> tuple[Element | None, bool]:
        """The tree of bytes in UTF-8, None if nothing stands in them, and whether they are valid."""
        try:
            tree = etree.fromstring(_without_huge_tags(utf8), self.html)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError):
            return None, False
        return tree, all(entry.type != _INVALID for entry in self.html.error_log)


_INVALID = etree.ErrorTypes.ERR_INVALID_ENCODING
_PARSER = _Parser()
_LONG = 200_000
_HUGE_TAG = re.compile(rb"<[a-zA-Z][^<>]{20000,}>?")
_HALF = 10_000
"""Half a huge tag's least length: one of the page's pieces of this length lies wholly in it."""
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]+)?(?=/|$)")
_WHOLE = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]+)?/[^\s;?#\x00-\x1f\x7f]*(?:\?[^\s#\x00-\x1f\x7f]+)?")
_ROOTED = re.compile(r"/(?!/)[^\s;?#\x00-\x1f\x7f]*(?:\?[^\s#\x00-\x1f\x7f]+)?")
"""Addresses that `urljoin` would give back as they are, or behind the origin: nearly all, at a tenth of its cost."""
_EMPTY = b"<html><head></head><body></body></html>"


def _without_huge_tags(utf8: bytes) -> bytes:
    """The page without tags of thousands of attributes: the parser's time grows with their square."""
    if len(utf8) > _LONG and _has_huge_tag(utf8) and utf8.count(b"=") > 8 * utf8.count(b"<"):
        return _HUGE_TAG.sub(b"<div>", utf8)
    return utf8


def _has_huge_tag(utf8: bytes) -> bool:
    """Whether somewhere neither "<" nor ">" follows a "<" for long; counting either would cost more."""
    before = False
    for at in range(0, len(utf8), _HALF):
        here = utf8.find(b"<", at, at + _HALF) >= 0
        if before and not here:
            tag = utf8.rfind(b"<", at - _HALF, at)
            if utf8.find(b">", tag, tag + 2 * _HALF) < 0:
                return True
        before = here
    return False


@dataclass(frozen=True)
class Page:
    """A page's tree, its address, and what was odd about its bytes."""

    url: str
    tree: Element
    encoding: str
    flags: tuple[str, ...] = ()
    unclean: bool = False
    """Whether text in NFD stands in it, whose words must be composed to be known."""

    spelt: bool = True
    """Whether Vietnamese letters of Unicode stand in it; without any, it may be typed for TCVN3 or VNI fonts."""

    @classmethod
    def parse(cls, body: bytes, url: str, *, charset: str | None = None) -> Page:
        """Decode and parse any bytes; `charset` is what the server says. Never raises."""
        flags: tuple[str, ...] = ()
        if len(body) > MAX_BYTES:
            body, flags = body[:MAX_BYTES], ("too_large",)
        decoded = presumed(body, charset)
        tree, valid = _PARSER.tree(decoded.utf8) if decoded else (None, False)
        if decoded is None or not valid:
            decoded = decode(body, charset)
            tree, _ = _PARSER.tree(decoded.utf8)
        if tree is None:
            tree = etree.fromstring(_EMPTY, _PARSER.html)
        if not flags and _MARKUP.search(decoded.utf8, 0, 20_000) is None:
            flags = ("no_markup",)
        unclean = b"\xcc" in decoded.utf8  # the first byte of every combining mark
        spelt = b"\xe1\xba" in decoded.utf8 or b"\xe1\xbb" in decoded.utf8
        return cls(url, tree, decoded.encoding, (*decoded.flags, *flags), unclean, spelt)

    @cached_property
    def base_url(self) -> str:
        """What relative links are relative to."""
        for base in self.tree.iter("base"):
            href = base.get("href")
            if href:
                return self._joined(self.url, href)
        return self.url

    @cached_property
    def _origin(self) -> str:
        """What an address that begins with a slash is joined to; "" where that takes `urljoin`."""
        found = _ORIGIN.match(self.base_url)
        return found[0] if found else ""

    def join(self, href: str) -> str:
        """A link of this page as an absolute address; unreadable ones stay as they are."""
        if _WHOLE.fullmatch(href):
            return href
        if self._origin and _ROOTED.fullmatch(href) and "/." not in href:
            return self._origin + href
        return self._joined(self.base_url, href)

    @cached_property
    def _last(self) -> str:
        """What stands behind the last slash of its address."""
        return self.url.rpartition("/")[2]

    def leads_here(self, href: str) -> bool:
        """Whether a link of this page leads to the page itself, whatever its fragment."""
        own = self._last
        there = (href.partition("#")[0] if "#" in href else href).strip().rstrip("?")
        if there and not (there.endswith(own) if own else there[-1] in "/."):
            return False  # at a tenth of the cost of joining it
        return self.join(href).split("#")[0] == self.url

    @cached_property
    def path(self) -> str:
        """The path of its address; "" where the address is unreadable."""
        try:
            return urlsplit(self.url).path
        except ValueError:
            return ""

    @cached_property
    def query(self) -> str:
        """The query of its address."""
        try:
            return urlsplit(self.url).query
        except ValueError:
            return ""

    @staticmethod
    def _joined(base: str, href: str) -> str:
        try:
            return urljoin(base, href.strip())
        except ValueError:
            return href.strip()
