"""The forms of a date and of a time of day: bounded patterns over folded text, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time, timedelta, timezone
from typing import Final

from crawler.parser.timestamps.words import (
    AFTERNOON,
    ENGLISH_MONTHS,
    MONTHS,
    MORNING,
    NIGHT,
    NOON,
    VIETNAMESE_MONTHS,
    WEEKDAYS,
)

YEARS: Final = range(1990, 2101)

_MONTH: Final = (
    r"(?:(?:thang|thg|th)\.? {0,3}(?P<m%d>1[0-2]|0?[1-9](?![0-9])|"
    + "|".join(VIETNAMESE_MONTHS)
    + r")|(?P<e%d>"
    + "|".join(ENGLISH_MONTHS)
    + r")\.?)(?![a-z])"
)

_VIETNAMESE: Final = re.compile(r"th(?:ang|g)?\.? {0,3}(?:[0-9]|" + "|".join(VIETNAMESE_MONTHS) + ")")
_ENGLISH: Final = sorted({name[:3] for name in ENGLISH_MONTHS})

# A pattern that begins with a digit is looked for digit by digit; one that begins by looking back, at each character.
_NUMERIC: Final = re.compile(
    r"(?P<d>[0-9](?<![0-9]{2})[0-9]?) {0,2}(?P<s>[/.-]) {0,2}(?P<m>[0-9]{1,2}) {0,2}(?P=s) {0,2}"
    r"(?P<y>[0-9]{4}|[0-9]{2})(?![0-9])"
)
_YEAR_FIRST: Final = re.compile(
    r"(?P<y>[0-9](?<![0-9]{2})[0-9]{3}) ?(?P<s>[/.-]) ?(?P<m>[0-9]{1,2}) ?(?P=s) ?(?P<d>[0-9]{1,2})(?![0-9])"
)
_DAY_MONTH: Final = re.compile(
    r"(?P<d>[0-9](?<![0-9]{2})[0-9]?)(?:st|nd|rd|th(?! ?[0-9]))?(?: {0,3}[,/.-]? {0,3}| of )"
    + _MONTH % (1, 1)
    + r" {0,3}[,/.-]? {0,3}(?:nam )? {0,3}(?P<y>[0-9]{4})(?![0-9])"
)
_MONTH_DAY: Final = re.compile(
    r"(?<![a-z])"
    + _MONTH % (1, 1)
    + r" {1,3}(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?(?: {0,3}, {0,3}| {1,3})(?:nam )?(?P<y>[0-9]{4})(?![0-9:])"
)
_JAVA: Final = re.compile(
    r"(?<![a-z])" + _MONTH % (1, 1) + r" {1,2}(?P<d>[0-9]{1,2}) (?P<t>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?) "
    r"(?P<z>[a-z]{3,4}|gmt[+-][0-9:]{4,5}) (?P<y>[0-9]{4})(?![0-9])"
)

_CLOCK: Final = re.compile(
    r"(?P<h>[0-9](?<![0-9:][0-9])[0-9]?)"
    r"(?: ?: ?(?P<m>[0-9]{2})(?: ?: ?(?P<s>[0-9]{2})(?:[.,][0-9]{1,9})?)?(?![0-9])"
    r"|(?: ?h|g| ?gio)(?![a-z])(?: ?:? ?(?P<m2>[0-9]{1,2})(?![0-9]|[/.-][0-9])(?: ?(?:phut|p(?![a-z])|'))?)?)"
    r"(?: ?(?P<p>am|pm|a\.m\.?|p\.m\.?|sa|ch|sang|chieu|toi|trua|dem|khuya)(?![a-z]))?"
    r"(?P<z> ?z(?![a-z])| ?\(?(?:gmt|utc) ?(?:[+-] ?[0-9]{1,2}(?::?[0-9]{2})?)?\)?"
    r"| ?[+-][0-9]{2}:?[0-9]{2}(?![0-9/])|\+[0-9]{2}(?![0-9/.:-]))?"
)
_OFFSET: Final = re.compile(r"([+-]) ?([0-9]{1,2}):?([0-9]{2})?")
_WEEKDAY: Final = "(?:" + "|".join(WEEKDAYS) + r")(?![a-z0-9])"
WEEKDAY: Final = re.compile(r"(?<![a-z0-9])" + _WEEKDAY)

JOIN: Final = re.compile(
    r"[\s,;|•·/()\[\]_~*.:>-]*+(?:(?:vao luc|vao|luc|hoi|at|on|gio dang|gio|ngay|thoi gian|time|la|"
    r"gmt ?\+ ?0?7(?::?00)?|t(?![a-z0-9])|" + _WEEKDAY + r")[\s,;|•·/()\[\]_~*.:>-]*+)*+"
)
"""What may stand between the parts of one timestamp, and between its label and it."""

VIETNAM: Final = timezone(timedelta(hours=7))


class Clock:
    """A time of day where it stands; `value` is None if impossible ("25:61"), `offset` if none is printed."""

    __slots__ = ("end", "flags", "meridiem", "offset", "start", "value")

    def __init__(
        self,
        start: int,
        end: int,
        value: time | None,
        offset: timezone | None = None,
        flags: tuple[str, ...] = (),
        meridiem: str = "",
    ) -> None:
        self.start = start
        self.end = end
        self.value = value
        self.offset = offset
        self.flags = flags
        self.meridiem = meridiem

    def moved(self, by: int) -> Clock:
        """The same so many characters on."""
        return Clock(self.start + by, self.end + by, self.value, self.offset, self.flags, self.meridiem)

    @property
    def is_twelve_am(self) -> bool:
        """ "12:00 AM": what a form prints that was given a day alone; nobody writes midnight so."""
        return self.value == time(0, 0) and self.meridiem in ("am", "a.m.", "a.m", "sa")


class Day:
    """A date where it stands; `value` is None if impossible ("16/72/2020")."""

    __slots__ = ("clock", "end", "month_first", "start", "value")

    def __init__(
        self,
        start: int,
        end: int,
        value: date | None,
        month_first: date | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.start = start
        self.end = end
        self.value = value
        self.month_first = month_first
        """What "3/25/2020" is if the month stands first; None where it cannot be that."""
        self.clock = clock
        """The time that stands inside the date (Java's `Mar 12 09:12:33 ICT 2020`)."""


def _date(year: int, month: int, day: int) -> date | None:
    if year not in YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(digits: str) -> int:
    """Two digits are 20yy; the web knows no article before 1990."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if year < 70 else 1900 + year


def offset_of(text: str) -> timezone | None:
    """The zone of "Z", "(GMT+7)", "+0700", "utc"; None where it is none or impossible."""
    if match := _OFFSET.search(text):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        if minutes > 14 * 60:
            return None
        return timezone(timedelta(minutes=minutes if match[1] == "+" else -minutes))
    text = text.strip(" ()")
    if text == "ict":
        return VIETNAM
    return timezone(timedelta(0)) if text in ("z", "gmt", "utc") else None


def _hour(hour: int, part: str) -> tuple[int, tuple[str, ...]]:
    if part in MORNING:
        if hour > 12:
            return hour, ("meridiem_mismatch",)
        return (0 if hour == 12 else hour), ()
    if part in AFTERNOON:
        return (hour + 12 if hour < 12 else hour), ()
    if part in NOON:
        return (hour + 12 if hour < 10 else hour), ()
    if part in NIGHT:
        return (hour + 12 if 6 <= hour < 12 else hour % 12 if hour == 12 else hour), ()
    return hour, ()


def _clock(match: re.Match[str]) -> Clock:
    part = match["p"] or ""
    hour, flags = _hour(int(match["h"]), part)
    minute, second = int(match["m"] or match["m2"] or 0), int(match["s"] or 0)
    value = time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None
    zone, end = match["z"] or "", match.end()
    if zone.lstrip().startswith("-") and not match["s"]:
        zone, end = "", match.start("z")  # "08:00-10:30" is a span of hours
    return Clock(match.start(), end, value, offset_of(zone), flags, part)


def clocks(folded: str) -> Iterator[Clock]:
    """Each time of day in folded text, in its order."""
    for match in _CLOCK.finditer(folded):
        start = match.start()
        if match["m"] is None and start > 1 and folded[start - 1] in ".,/" and folded[start - 2].isdigit():
            continue  # "1,5 giờ"
        yield _clock(match)


def _month(match: re.Match[str]) -> int:
    word = match["m1"] or match["e1"]
    return int(word) if word.isdigit() else MONTHS[word]


def _alone(folded: str, match: re.Match[str]) -> bool:
    """Whether a line is but a date and a time of day: "14.05.24 9h05'"; else "14.05.24" is a section's number."""
    rest = f"{folded[: match.start()]} {folded[match.end() :]}".strip(" \t\n|,;–-'()")
    return not rest or _CLOCK.fullmatch(rest) is not None


def _stands_free(folded: str, match: re.Match[str]) -> bool:
    """False inside a longer run of numbers: "12-15/03/2020", a telephone, a document's number."""
    start, end = match.span()
    if start >= 2 and folded[start - 1] in "/.-" and folded[start - 2].isdigit():
        window = folded[max(0, start - 9) : start - 1]
        if not any(clock.end == len(window) for clock in clocks(window)):
            return False
    tail = folded[end : end + 2]
    if len(tail) == 2 and tail[0] in "/.-":
        return not (tail[1].isdigit() and tail[0] != "-") and not (tail[0] == "/" and tail[1].isalpha())
    return True


def _names_month(folded: str) -> bool:
    """Whether a line has what every form with a month's name has; most lines with a date have not."""
    if any(name in folded for name in _ENGLISH):
        return True
    return "th" in folded and _VIETNAMESE.search(folded) is not None


def days(folded: str) -> list[Day]:
    """Each date in folded text, the impossible ones too, in its order, none overlapping another."""
    found: list[Day] = []
    for match in _NUMERIC.finditer(folded):
        day, month, year = int(match["d"]), int(match["m"]), _year(match["y"])
        if match["s"] == "." and len(match["y"]) == 2 and not _alone(folded, match):
            continue
        if _stands_free(folded, match):
            turned = _date(year, day, month) if month > 12 and match["s"] == "/" else None
            found.append(Day(*match.span(), _date(year, month, day), turned))
    for match in _YEAR_FIRST.finditer(folded):
        if _stands_free(folded, match):
            found.append(Day(*match.span(), _date(int(match["y"]), int(match["m"]), int(match["d"]))))
    for pattern in (_JAVA, _DAY_MONTH, _MONTH_DAY) if _names_month(folded) else ():
        for match in pattern.finditer(folded):
            inner = _CLOCK.match(match["t"]) if pattern is _JAVA else None
            clock = _clock(inner) if inner else None
            if clock is not None:
                clock = Clock(match.start(), match.end(), clock.value, offset_of(match["z"]))
            found.append(
                Day(*match.span(), _date(int(match["y"]), _month(match), int(match["d"])), clock=clock)
            )
    found.sort(key=lambda item: (item.start, -item.end))
    kept: list[Day] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept
