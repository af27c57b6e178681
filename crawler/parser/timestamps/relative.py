"""Times told from now: "3 giờ trước", "Hôm qua lúc 16:05". Now is a parameter; the clock is never read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from crawler.parser.timestamps.forms import JOIN, VIETNAM, Clock, clocks
from crawler.parser.timestamps.words import NUMBERS

_AGO: Final = re.compile(
    r"(?<![a-z0-9.,/])(?P<n>[0-9]{1,3}|" + "|".join(NUMBERS) + r") ?(?P<u>giay|phut|gio|tieng|ngay|"
    r"secs?|seconds?|mins?|minutes?|hours?|hrs?|days?)"
    r"(?:,? (?P<n2>[0-9]{1,2}) ?(?P<u2>phut|mins?|minutes?))? (?:truoc|ago)(?![a-z])"
)
_NOW: Final = re.compile(
    r"(?<![a-z])(?:vua (?:xong|dang|moi|cap nhat)|ngay bay gio|just now|moi dang)(?![a-z])"
)
_DAYS: Final = re.compile(r"(?<![a-z])(?P<w>hom nay|hom qua|hom kia|today|yesterday)(?![a-z])")
_BACK: Final = {"hom nay": 0, "today": 0, "hom qua": 1, "yesterday": 1, "hom kia": 2}
_REACH: Final = 30
_SECONDS: Final = {"s": 1, "g": 3600, "t": 3600, "h": 3600, "p": 60, "m": 60}


@dataclass(frozen=True, slots=True)
class Relative:
    """A time told from now, where it stands; `minute` is False where only the day is told."""

    start: int
    end: int
    at: datetime
    minute: bool


def _amount(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word]


def _seconds(unit: str) -> int:
    return 1 if unit == "giay" else _SECONDS[unit[0]]


def _ago(match: re.Match[str], now: datetime) -> Relative:
    if match["u"][0] in "nd":
        day = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=_amount(match["n"]))
        return Relative(*match.span(), day, minute=False)
    back = _amount(match["n"]) * _seconds(match["u"])
    if match["n2"]:
        back += int(match["n2"]) * 60
    return Relative(*match.span(), now - timedelta(seconds=back), minute=True)


def _clock_near(folded: str, start: int, end: int) -> Clock | None:
    """The time of day right after or right before folded[start:end]."""
    left = max(0, start - _REACH)
    for clock in clocks(folded[left : end + _REACH]):
        clock = clock.moved(left)
        if clock.end <= start:
            if JOIN.fullmatch(folded, clock.end, start):
                return clock
        elif clock.start >= end and JOIN.fullmatch(folded, end, clock.start):
            return clock
    return None


def relatives(folded: str, reference: datetime) -> list[Relative]:
    """Each relative time in folded text; `reference` is aware. Weeks, months and years name no day: none."""
    now = reference.astimezone(VIETNAM).replace(microsecond=0)
    found = [_ago(match, now) for match in _AGO.finditer(folded)]
    found += [Relative(*match.span(), now, minute=True) for match in _NOW.finditer(folded)]
    for match in _DAYS.finditer(folded):
        day = now.date() - timedelta(days=_BACK[match["w"]])
        clock = _clock_near(folded, *match.span())
        if clock is not None and clock.value is not None:
            at = datetime.combine(day, clock.value, VIETNAM)
            found.append(
                Relative(min(match.start(), clock.start), max(match.end(), clock.end), at, minute=True)
            )
        elif match["w"] not in ("hom nay", "today"):
            found.append(Relative(*match.span(), datetime.combine(day, time(), VIETNAM), minute=False))
    return sorted(found, key=lambda item: item.start)
