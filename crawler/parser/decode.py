"""Decode: which encoding a page's bytes are in, whatever its header and its meta claim."""

from __future__ import annotations

import re
from typing import Final

from bs4.dammit import UnicodeDammit

_META: Final = re.compile(rb"<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})", re.I)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DETECTED: Final = 200_000
"""How much of the bytes the detector is shown: its time grows with them."""


class Decoded:
    """The page's text, the encoding it came in, and what was odd."""

    __slots__ = ("encoding", "flags", "text")

    def __init__(self, text: str, encoding: str, flags: tuple[str, ...] = ()) -> None:
        self.text = text
        self.encoding = encoding
        self.flags = flags


_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(body: bytes, charset: str | None = None) -> Decoded:
    """A page's bytes as text. Never raises.

    A byte-order mark decides; then UTF-8, if the bytes are valid in it; then the header (`charset`), the page's
    own meta, wherever it stands; a detector last.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return _clean(body.decode(name, "replace"), name.removesuffix("-sig"), ())
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _other(body, charset)
    flags = _mislabelled(body, charset)
    return _clean(text, "utf-8", flags) if b"\0" in body else Decoded(text, "utf-8", flags)


def _mislabelled(body: bytes, charset: str | None) -> tuple[str, ...]:
    """What is odd about a page in UTF-8 of which the server says something else."""
    odd = charset is not None and not _is_utf8(charset) and not body.isascii()
    return ("charset_mislabelled",) if odd else ()


def _is_utf8(name: str) -> bool:
    return name.strip().lower().replace("_", "-") in ("utf-8", "utf8")


def _clean(text: str, encoding: str, flags: tuple[str, ...]) -> Decoded:
    if "\0" in text:
        text = _CONTROL.sub(" ", text)
    return Decoded(text, encoding, flags)


def _other(body: bytes, charset: str | None) -> Decoded:
    """Bytes that are not valid UTF-8."""
    found = _META.search(body)
    declared = found[1].decode("ascii", "replace").lower() if found else None
    said = [name for name in (charset, declared) if name]
    for name in said:
        if not _is_utf8(name):
            try:
                return _clean(body.decode(name), name.lower(), ())
            except (LookupError, ValueError):  # an unknown name, or one that is no text encoding ("hex")
                continue
    text = body.decode("utf-8", "replace")
    if text.count("\ufffd") * 100 < len(text) or any(_is_utf8(name) for name in said):
        return _clean(text, "utf-8", ("broken_bytes",))
    guess = UnicodeDammit(body[:_DETECTED], is_html=True)
    if guess.unicode_markup is not None and guess.original_encoding:
        name = str(guess.original_encoding)
        return _clean(body.decode(name, "replace"), name, ("charset_guessed",))
    return _clean(body.decode("cp1258", "replace"), "cp1258", ("charset_guessed",))
