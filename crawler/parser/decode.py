"""Decode: which encoding a page's bytes are in, whatever its header and its meta claim."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from bs4.dammit import UnicodeDammit

_META = re.compile(rb"<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_PIECE = 16_384
_DETECTED = 200_000
"""How much of the bytes the detector is shown: its time grows with them."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The page as valid UTF-8, the encoding it came in, and what was odd."""

    utf8: bytes
    encoding: str
    flags: tuple[str, ...] = ()


_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def presumed(body: bytes, charset: str | None = None) -> Decoded | None:
    """A page's bytes taken for UTF-8, as nearly all are, without a look at each: libxml2 reports it if they are not.

    None where a byte-order mark or a zero byte calls for `decode`.
    """
    if b"\0" in body or any(body.startswith(mark) for mark, _ in _MARKS):
        return None
    return Decoded(body, "utf-8", _mislabelled(body, charset))


def decode(body: bytes, charset: str | None = None) -> Decoded:
    """A page's bytes as UTF-8. Never raises.

    A byte-order mark decides; then UTF-8, if the bytes are valid in it; then the header (`charset`), the page's
    own meta, wherever it stands; a detector last.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return _clean(body.decode(name, "replace"), name.removesuffix("-sig"), ())
    if not _is_valid(body):
        return _other(body, charset)
    flags = _mislabelled(body, charset)
    if b"\0" in body:  # the parser would stop there
        return _clean(body.decode("utf-8"), "utf-8", flags)
    return Decoded(body, "utf-8", flags)


def _mislabelled(body: bytes, charset: str | None) -> tuple[str, ...]:
    """What is odd about a page in UTF-8 of which the server says something else."""
    odd = charset is not None and not _is_utf8(charset) and not body.isascii()
    return ("charset_mislabelled",) if odd else ()


def _is_valid(body: bytes) -> bool:
    """Whether bytes are UTF-8; in pieces, for one string of a whole page costs three times as much."""
    view, at, length = memoryview(body), 0, len(body)
    try:
        while at < length:
            stop = at + _PIECE
            at += codecs.utf_8_decode(view[at:stop], "strict", stop >= length)[1]
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8(name: str) -> bool:
    return name.strip().lower().replace("_", "-") in ("utf-8", "utf8")


def _clean(text: str, encoding: str, flags: tuple[str, ...]) -> Decoded:
    if "\0" in text:
        text = _CONTROL.sub(" ", text)
    return Decoded(text.encode("utf-8", "replace"), encoding, flags)


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
