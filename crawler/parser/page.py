"""Page: bytes decoded once and parsed once; links and article are read from the same tree."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin

from crawler.parser.decode import decode
from crawler.parser.tree import Element, tree_of

MAX_BYTES: Final = 64_000_000
"""What is read of a page; of a longer one, its beginning."""

_MARKUP: Final = re.compile(r"<[a-zA-Z!]")


_ORIGIN: Final = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]+)?(?=/|$)")
_PARTS: Final = re.compile(r"(?:https?:)?(?://[^/?#]*)?(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?", re.I)
"""An address in its parts (RFC 3986, appendix B); for these two, at a tenth of what `urlsplit` costs."""
_WHOLE: Final = re.compile(
    r"https?://[a-z0-9.-]+(?::[0-9]+)?/[^\s;?#\x00-\x1f\x7f]*(?:\?[^\s#\x00-\x1f\x7f]+)?"
)
_ROOTED: Final = re.compile(r"/(?!/)[^\s;?#\x00-\x1f\x7f]*(?:\?[^\s#\x00-\x1f\x7f]+)?")
_UPWARDS: Final = re.compile(
    r"(?:\.\./)+((?!\.)[^/\s;?#\x00-\x1f\x7f][^\s;?#\x00-\x1f\x7f]*(?:\?[^\s#\x00-\x1f\x7f]+)?)"
)
"""Addresses that `urljoin` would give back as they are, behind the origin or behind a folder: nearly all, at a tenth
of its cost."""


class Page:
    """A page's tree, its address, and what was odd about its bytes."""

    __slots__ = (
        "_base",
        "_last",
        "_origin",
        "encoding",
        "flags",
        "path",
        "query",
        "spelt",
        "tree",
        "unclean",
        "url",
    )

    def __init__(
        self,
        url: str,
        tree: Element,
        encoding: str,
        flags: tuple[str, ...] = (),
        unclean: bool = False,
        spelt: bool = True,
    ) -> None:
        self.url = url
        self.tree = tree
        self.encoding = encoding
        self.flags = flags
        self.unclean = unclean
        """Whether text in NFD stands in it, whose words must be composed to be known."""
        self.spelt = spelt
        """Whether Vietnamese letters of Unicode stand in it; without any, it may be typed for TCVN3 or VNI fonts."""
        # What is found once is kept in slots: a `cached_property` that is compiled is made anew each time.
        self._base: str | None = None
        self._origin: str | None = None
        self._last = url.rpartition("/")[2]
        found = _PARTS.match(url)
        self.path: str = found["path"] if found else ""
        """The path of its address; "" where the address is unreadable."""
        self.query: str = (found["query"] or "") if found else ""
        """The query of its address."""

    @classmethod
    def parse(cls, body: bytes, url: str, *, charset: str | None = None) -> Page:
        """Decode and parse any bytes; `charset` is what the server says. Never raises."""
        flags: tuple[str, ...] = ()
        if len(body) > MAX_BYTES:
            body, flags = body[:MAX_BYTES], ("too_large",)
        decoded = decode(body, charset)
        tree = tree_of(decoded.text)
        if not flags and _MARKUP.search(decoded.text, 0, 20_000) is None:
            flags = ("no_markup",)
        utf8 = body if decoded.encoding == "utf-8" else decoded.text.encode("utf-8", "replace")
        unclean = b"\xcc" in utf8  # the first byte of every combining mark
        spelt = b"\xe1\xba" in utf8 or b"\xe1\xbb" in utf8
        return cls(url, tree, decoded.encoding, (*decoded.flags, *flags), unclean, spelt)

    @property
    def base_url(self) -> str:
        """What relative links are relative to."""
        if self._base is None:
            head = self.tree.find("head")  # the standard has one there or none
            base = head.find("base") if head is not None else None
            href = base.attr("href") if base is not None else None
            self._base = self._joined(self.url, href) if href else self.url
        return self._base

    def _rooted(self) -> str:
        """What an address that begins with a slash is joined to; "" where that takes `urljoin`."""
        if self._origin is None:
            found = _ORIGIN.match(self.base_url)
            self._origin = found[0] if found else ""
        return self._origin

    def join(self, href: str) -> str:
        """A link of this page as an absolute address; unreadable ones stay as they are."""
        if _WHOLE.fullmatch(href):
            return href
        if href[:1] == "/" and "/." not in href and (origin := self._rooted()) and _ROOTED.fullmatch(href):
            return origin + href
        if href[:3] == "../" and (found := _UPWARDS.fullmatch(href)) and (origin := self._rooted()):
            rest = found[1]
            if "/." not in rest and "//" not in rest:
                return origin + self._above((len(href) - len(rest)) // 3) + rest
        return self._joined(self.base_url, href)

    def _above(self, steps: int) -> str:
        """The folder so many steps above this page's; the site's own where they lead farther."""
        path = self.base_url[len(self._rooted()) :].partition("#")[0].partition("?")[0]
        folders = [folder for folder in path.split("/")[1:-1] if folder]
        kept = folders[: max(0, len(folders) - steps)]
        return "/".join(("", *kept, ""))

    def leads_here(self, href: str) -> bool:
        """Whether a link of this page leads to the page itself, whatever its fragment."""
        own = self._last
        if href[:1] == "#":
            return self.base_url.split("#")[0] == self.url
        there = (href.partition("#")[0] if "#" in href else href).strip().rstrip("?")
        if there and not (there.endswith(own) if own else there[-1] in "/."):
            return False  # at a tenth of the cost of joining it
        return self.join(href).split("#")[0] == self.url

    @staticmethod
    def _joined(base: str, href: str) -> str:
        try:
            return urljoin(base, href.strip())
        except ValueError:
            return href.strip()
