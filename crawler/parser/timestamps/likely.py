"""Dates: what tells at little cost that a line may hold one."""

from __future__ import annotations

import re

LIKELY = re.compile(r"[\dtha](?:(?<=\d) ?[/.–-] ?\d|(?<=[12])[09]\d\d|(?<=t)rước|(?<=h)ôm |(?<=a)go)")
"""What every date has; cheap, for most lines have none, and a set of first letters is looked for fastest."""

CLOCK_ALONE = re.compile(
    r"(?i)\W{0,3}(?:lúc )?\d{1,2}\s?[:hg]\s?\d{2}(?:\s?(?:am|pm|sáng|chiều|tối|sa|ch|phút))?\W{0,3}"
)
"""A line that is but a time of day."""
