"""Dates: what tells at little cost that a line may hold one."""

from __future__ import annotations

import re
from typing import Final

NUMBERS: Final = re.compile(r"[0-9](?: ?[/.–-] ?[0-9]|(?<=[12])[09][0-9][0-9])")
"""Two numbers as in a date, or a year."""


def is_likely(text: str) -> bool:
    """Whether a line has what every date has; cheap, for most lines have none.

    >>> is_likely("Đăng ngày 12/3"), is_likely("3 giờ trước"), is_likely("Số 15")
    (True, True, False)
    """
    return NUMBERS.search(text) is not None or "trước" in text or "hôm " in text or "ago" in text


CLOCK_ALONE: Final = re.compile(
    r"(?i)\W{0,3}(?:lúc )?\d{1,2}\s?[:hg]\s?\d{2}(?:\s?(?:am|pm|sáng|chiều|tối|sa|ch|phút))?\W{0,3}"
)
"""A line that is but a time of day."""
