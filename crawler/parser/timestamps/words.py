"""The words of Vietnamese and English timestamps, as data, and the folding they are written in."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final


def _folding() -> dict[int, str | None]:
    """Each character to one plain lower-case character, or to nothing, so that offsets can be traced back."""
    table: dict[int, str | None] = {}
    for code in (*range(0x20, 0x250), *range(0x1E00, 0x2100), *range(0xFF01, 0xFF5F), 0x3000):
        char = chr(code)
        plain = unicodedata.normalize("NFKD", char)
        if unicodedata.category(char) == "Zs":
            table[code] = " "
        elif plain and plain[0].isascii() and all(unicodedata.combining(c) for c in plain[1:]):
            table[code] = plain[0].lower()
    for code in (*range(0x300, 0x370), 0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF):
        table[code] = None
    for code in (0x2028, 0x2029, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85):
        table[code] = " "
    table[ord("đ")] = table[ord("Đ")] = table[0xD0] = table[0xF0] = "d"
    for dash in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212":
        table[ord(dash)] = "-"
    for quote in "’‘′´`\u02bc":
        table[ord(quote)] = "'"
    return table


FOLDING: Final = _folding()


@lru_cache(maxsize=4)  # rule after rule asks for the line in hand
def fold(text: str) -> tuple[str, Sequence[int] | None]:
    """Plain lower-case letters, marks and zero-width characters gone, and each one's offset in `text`.

    The offsets are None where nothing was dropped (offset i is i).

    >>> fold("Thứ Tư,\\xa031/08")
    ('thu tu, 31/08', None)
    """
    folded = text.translate(FOLDING)
    if len(folded) == len(text):
        return folded, None
    return folded, [i for i, char in enumerate(text) if FOLDING.get(ord(char), char) is not None]


MONTHS: Final = {
    "muoi mot": 11,
    "muoi hai": 12,
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "tu": 4,
    "bon": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
    "january": 1,
    "february": 2,
    "march": 3,
    "april": 4,
    "june": 6,
    "july": 7,
    "august": 8,
    "september": 9,
    "october": 10,
    "november": 11,
    "december": 12,
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "may": 5,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sept": 9,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
"""Folded; "tháng Giêng" and "tháng Chạp" are missing on purpose: they belong to the lunar calendar."""

VIETNAMESE_MONTHS: Final = tuple(list(MONTHS)[:13])
ENGLISH_MONTHS: Final = tuple(list(MONTHS)[13:])

WEEKDAYS: Final = {
    "chu nhat": 6,
    "cn": 6,
    "thu hai": 0,
    "thu ba": 1,
    "thu tu": 2,
    "thu nam": 3,
    "thu sau": 4,
    "thu bay": 5,
    "thu 2": 0,
    "thu 3": 1,
    "thu 4": 2,
    "thu 5": 3,
    "thu 6": 4,
    "thu 7": 5,
    "t2": 0,
    "t3": 1,
    "t4": 2,
    "t5": 3,
    "t6": 4,
    "t7": 5,
    "monday": 0,
    "tuesday": 1,
    "wednesday": 2,
    "thursday": 3,
    "friday": 4,
    "saturday": 5,
    "sunday": 6,
    "mon": 0,
    "tue": 1,
    "wed": 2,
    "thu": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
"""Folded weekday to `datetime.weekday()`; the longer spellings stand first, for alternation."""

MORNING: Final = frozenset({"am", "a.m.", "a.m", "sa", "sang"})
NOON: Final = frozenset({"trua"})
AFTERNOON: Final = frozenset({"pm", "p.m.", "p.m", "ch", "chieu", "toi"})
NIGHT: Final = frozenset({"dem", "khuya"})

NUMBERS: Final = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
    "a": 1,
    "an": 1,
    "one": 1,
}
"""The numbers that are written as words before "giờ trước"."""
