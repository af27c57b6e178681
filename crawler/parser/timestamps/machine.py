"""Timestamps that machines write into attributes: epoch milliseconds, 20200312T0912, NukeViet's slip."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from crawler.parser.timestamps.forms import VIETNAM, YEARS, offset_of

_EPOCH: Final = re.compile(r"(?:/Date\()?([1-9][0-9]{9}|[1-9][0-9]{12})(?:[+-][0-9]{4})?(?:\)/)?")
_COMPACT: Final = re.compile(
    r"(?:D:)?([0-9]{4})([0-9]{2})([0-9]{2})(?:[T ]?([0-9]{2})([0-9]{2})([0-9]{2})?(?:\.[0-9]{1,6})?"
    r"(Z|[+-][0-9]{2}[:']?[0-9]{2}'?)?)?",
)
# NukeViet's template prints the offset before the time: "2026-11-15+0711:26:48".
_NUKEVIET: Final = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T?([+-][0-9]{2}(?::?00)?)([0-9]{2}):([0-9]{2}):([0-9]{2})"
)


def _make(parts: tuple[str | None, ...], zone: str) -> datetime | None:
    numbers = [int(part or 0) for part in parts]
    if numbers[0] not in YEARS:
        return None
    try:
        year, month, day, hour, minute, second = numbers
        return datetime(
            year, month, day, hour, minute, second, tzinfo=offset_of(zone.lower()) or VIETNAM
        ).astimezone(VIETNAM)
    except (ValueError, OverflowError):
        return None


def read_slip(text: str) -> datetime | None:
    """The instant of NukeViet's "2026-11-15+0711:26:48", if that is the whole of `text`."""
    match = _NUKEVIET.fullmatch(text.strip()) if len(text) <= 80 else None
    if match is None:
        return None
    zone = match[4] + ("00" if len(match[4]) == 3 else "")
    return _make((*match.group(1, 2, 3), *match.group(5, 6, 7)), zone)


def read_machine(text: str) -> tuple[datetime, bool] | None:
    """The instant that the whole of `text` is, and whether it has a time of day; None if it is none."""
    text = text.strip()
    if not 8 <= len(text) <= 40:
        return None
    if slip := read_slip(text):
        return slip, True
    if match := _COMPACT.fullmatch(text):
        at = _make(match.group(1, 2, 3, 4, 5, 6), (match[7] or "").replace("'", ""))
        if at:
            return at, match[4] is not None
    if match := _EPOCH.fullmatch(text):
        seconds = int(match[1]) / (1000 if len(match[1]) == 13 else 1)
        at = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).astimezone(VIETNAM)
        return (at, True) if 2000 <= at.year <= YEARS[-1] else None
    return None
