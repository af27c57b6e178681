"""Wording: a page's text made comparable, and mended where markup mangled it."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
"""Zero-width characters, controls, and what turns the reading order: none of them is text."""
_ENTITY: Final = re.compile(r"&(?:#x?[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}[0-9]?);")
_FOLD: Final = {ord("đ"): "d", ord("Đ"): "d"}
_WORD: Final = re.compile(r"\w+")
_PLAIN: Final = re.compile("[a-z0-9]+")


def mend(text: str) -> str:
    """NFC, no zero-width or control characters, no entity escaped twice, single spaces.

    >>> mend("Quy\u200bết  định &ldquo;số 5&rdquo;")
    'Quyết định “số 5”'
    """
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    plain = text.isprintable()  # nothing unseen, and no space but " "
    if not plain:
        text = _UNSEEN.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if plain and "  " not in text and text[:1] != " " != text[-1:]:
        return text
    return " ".join(text.split())


def single_spaced(text: str) -> str:
    """A text without spaces at its ends, and with one for each run of spaces and line ends within.

    >>> single_spaced("\\n  Thông\\xa0 báo ")
    'Thông báo'
    """
    text = text.strip()
    if "  " in text or "\n" in text or "\xa0" in text or "\t" in text or "\r" in text:
        return " ".join(text.split())
    return text  # as most text is set; what splits words besides is seldom, and `mend` takes it out


def words(text: str) -> str:
    """A text's words alone, in lower case, for comparing what two places of a page say.

    >>> words("“Kích” ứng dụng CNTT: Đã đến lúc")
    'kích ứng dụng cntt đã đến lúc'
    """
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", text))).casefold()


def slug(text: str) -> str:
    """Words without diacritics, joined by hyphens, as addresses spell a headline.

    >>> slug("Hà Nội đẩy mạnh đấu thầu")
    'ha-noi-day-manh-dau-thau'
    """
    return "-".join([spelt for word in text.split() if (spelt := slug_of(word))])


_SLUGS: Final[dict[str, str]] = {}
_MOST_SLUGS: Final = 8192


def slug_of(word: str) -> str:
    """The slug of what stands between two spaces; remembered, for the words of a language come again."""
    known = _SLUGS.get(word)
    if known is None:
        if len(_SLUGS) >= _MOST_SLUGS:
            _SLUGS.clear()
        known = _SLUGS[word] = _spelt(word)
    return known


def _spelt(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.translate(_FOLD)).encode("ascii", "ignore").decode("ascii")
    return "-".join(_PLAIN.findall(plain.lower()))
