"""Page: bytes decoded once and parsed once; links and article are read from the same tree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin

from lxml import etree
from lxml.etree import _Element as Element

from crawler.parser.decode import decode

MAX_BYTES = 64_000_000
"""What is read of a page; of a longer one, its beginning."""

_MARKUP = re.compile(rb"<[a-zA-Z!]")
_PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
_EMPTY = b"<html><head></head><body></body></html>"


@dataclass(frozen=True)
class Page:
    """A page's tree, its address, and what was odd about its bytes."""

    url: str
    tree: Element
    encoding: str
    flags: tuple[str, ...] = ()
    unclean: bool = False
    """Whether combining marks or zero-width characters stand in it, so that words must be mended to be known."""

    @classmethod
    def parse(cls, body: bytes, url: str, *, charset: str | None = None) -> Page:
        """Decode and parse any bytes; `charset` is what the server says. Never raises."""
        flags: tuple[str, ...] = ()
        if len(body) > MAX_BYTES:
            body, flags = body[:MAX_BYTES], ("too_large",)
        elif _MARKUP.search(body, 0, 20_000) is None:
            flags = ("no_markup",)
        decoded = decode(body, charset)
        tree = None
        try:
            tree = etree.fromstring(decoded.utf8, _PARSER)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError):
            tree = None
        if tree is None:
            tree = etree.fromstring(_EMPTY, _PARSER)
        unclean = (
            b"\xcc" in decoded.utf8 or b"\xe2\x80\x8b" in decoded.utf8 or b"\xef\xbb\xbf" in decoded.utf8
        )
        return cls(url, tree, decoded.encoding, (*decoded.flags, *flags), unclean)

    @cached_property
    def base_url(self) -> str:
        """What relative links are relative to."""
        for base in self.tree.iter("base"):
            href = base.get("href")
            if href:
                return self._joined(self.url, href)
        return self.url

    def join(self, href: str) -> str:
        """A link of this page as an absolute address; unreadable ones stay as they are."""
        return self._joined(self.base_url, href)

    @staticmethod
    def _joined(base: str, href: str) -> str:
        try:
            return urljoin(base, href.strip())
        except ValueError:
            return href.strip()
