"""Page: bytes decoded once and parsed once; links and article are read from the same tree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin

from bs4.dammit import UnicodeDammit
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_EMPTY = "<html><head></head><body></body></html>"


@dataclass(frozen=True)
class Page:
    """A page's tree, its address, and what was odd about its bytes."""

    url: str
    tree: HtmlElement
    encoding: str
    flags: tuple[str, ...] = ()

    @classmethod
    def parse(cls, body: bytes, url: str, *, charset: str | None = None) -> Page:
        """Decode and parse any bytes; `charset` is what the server says. Never raises."""
        decoded, encoding, flags = decode(body, charset)
        text = _CONTROL.sub(" ", _XML_DECLARATION.sub("", decoded))
        try:
            tree = document_fromstring(text or _EMPTY, parser=HTMLParser(huge_tree=False))
        except (etree.ParserError, etree.XMLSyntaxError, ValueError):
            tree = document_fromstring(_EMPTY)
        return cls(url, tree, encoding, flags)

    @cached_property
    def base_url(self) -> str:
        """What relative links are relative to."""
        for base in self.tree.iter("base"):
            if base.get("href"):
                try:
                    return str(urljoin(self.url, base.get("href", "").strip()))
                except ValueError:
                    break
        return self.url


def decode(body: bytes, charset: str | None = None) -> tuple[str, str, tuple[str, ...]]:
    """The text, the encoding it was in, and flags.

    A byte-order mark decides; then UTF-8, if the bytes are valid in it; then the header, the page's own meta,
    wherever it stands; a detector last.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return body.decode(name, "replace"), name, ()
    found = _META.search(body)
    declared: str | None = found[1].decode("ascii", "replace").lower() if found else None
    said = charset or declared
    text: str
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        odd = said is not None and said.replace("_", "-") not in ("utf-8", "utf8") and not body.isascii()
        return text, "utf-8", ("charset_mislabelled",) if odd else ()
    for name in filter(None, (charset, declared)):
        if name not in ("utf-8", "utf8"):
            try:
                return body.decode(name), name, ()
            except (LookupError, UnicodeDecodeError):
                continue
    if said in ("utf-8", "utf8"):
        text = str(body, "utf-8", "replace")
        if text.count("\ufffd") * 100 < len(text):
            return text, "utf-8", ("broken_bytes",)
    guess = UnicodeDammit(body, is_html=True)
    if guess.unicode_markup is not None:
        return str(guess.unicode_markup), str(guess.original_encoding or "unknown"), ("charset_guessed",)
    return body.decode("cp1258", "replace"), "cp1258", ("charset_guessed",)
