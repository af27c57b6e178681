"""Read a timestamp as a Vietnamese portal prints it: +07:00, to the minute or the day, or nothing."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Final

from archive.records import Precision
from crawler.parser.timestamps.forms import JOIN, VIETNAM, WEEKDAY, Clock, Day, clocks, days
from crawler.parser.timestamps.labels import Label, label_before
from crawler.parser.timestamps.machine import read_machine, read_slip
from crawler.parser.timestamps.relative import relatives
from crawler.parser.timestamps.rest import MAX_LENGTH as REST_LENGTH
from crawler.parser.timestamps.rest import read_rest
from crawler.parser.timestamps.words import WEEKDAYS, fold

MAX_LENGTH: Final = 20_000
"""What is read of a text, in characters."""

_REACH: Final = 120
"""How far apart the parts of one timestamp may stand, in characters."""

_NUMERIC: Final = re.compile(r"[0-9] ?[/.\-‐‑‒–—−／] ?[0-9]")
_NUMBERS: Final = re.compile(r"[0-9](?:[^\w:,]{1,5}[0-9]{1,2}){2}")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_MONTH: Final = re.compile(r"th(?:[aá]|g|[.\s\d])")
_ENGLISH: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_RELATIVE: Final = re.compile(r"(?i)trước|trước|hôm|hôm|vừa|vừa|ago\b|yesterday|today|just now|mới đăng")
_NO_CONTENT: Final = re.compile(
    r"(?<![a-z])(?:(?:so )?(?:luot|lan)(?: (?:xem|doc|truy cap))?|view ?count|views?|hits?|gmt|utc|ict|xem|"
    r"doc|luc|ngay|vao|hoi|at|on|indochina time|viet nam|vietnam)(?![a-z])"
)


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A moment: `at` is aware, +07:00; with precision "day" its time is 00:00.

    Flags: "weekday_mismatch" (the date is trusted), "meridiem_mismatch" ("14:00 AM"), "clock_impossible"
    ("25:61": the day is kept), "month_first" (en-US, only where nothing else is possible), "relative".
    """

    at: datetime
    precision: Precision
    flags: tuple[str, ...] = ()


class Found:
    """A timestamp within a text: text[start:end] without its label; `label_start` <= start is the label's."""

    __slots__ = ("end", "label", "label_start", "start", "timestamp")

    def __init__(
        self, timestamp: Timestamp, start: int, end: int, label: Label | None, label_start: int
    ) -> None:
        self.timestamp = timestamp
        self.start = start
        self.end = end
        self.label: Label | None = label
        self.label_start = label_start


def _joined(folded: str, left: int, right: int) -> bool:
    return 0 <= right - left <= _REACH and JOIN.fullmatch(folded, left, right) is not None


def _clock_of(
    folded: str, day: Day, following: Day | None, all_clocks: list[Clock], floor: int
) -> Clock | None:
    """The time of day that belongs to a date: inside it, after it, or before it."""
    if day.clock is not None:
        return day.clock
    place = bisect_left(all_clocks, day.start, key=lambda clock: clock.start)
    before = all_clocks[place - 1] if place else None
    if before and not (floor <= before.start and _joined(folded, before.end, day.start)):
        before = None
    place = bisect_left(all_clocks, day.end, lo=place, key=lambda clock: clock.start)
    after = all_clocks[place] if place < len(all_clocks) else None
    if (
        after is None
        or (following and after.start >= following.start)
        or not _joined(folded, day.end, after.start)
    ):
        return before
    if before and following and _joined(folded, after.end, following.start):
        return before  # "09:12 12/03/2020 10:00 13/03/2020": each time leads its date
    return after


def _weekday_flags(folded: str, start: int, day: date, floor: int) -> tuple[str, ...]:
    said = _weekday_before(folded, start, floor)
    return () if said is None or said == day.weekday() else ("weekday_mismatch",)


def _weekday_before(folded: str, start: int, floor: int) -> int | None:
    """The weekday (Monday 0) printed before the date at `start`; None where none is."""
    left = max(floor, start - _REACH)
    if start - left < 2:
        return None
    names = list(WEEKDAY.finditer(folded, left, start))
    if not names or not _weekday_joins(folded, names[-1].end(), start):
        return None
    return WEEKDAYS[names[-1][0]]


def _month_first(printed: str, day: date) -> date | None:
    """The day that "06/03/2022" is in the American order, where it can be one."""
    if day.day > 12 or _SLASHED.fullmatch(printed) is None:
        return None
    return date(day.year, day.day, day.month)


def _weekday_joins(folded: str, left: int, right: int) -> bool:
    if _joined(folded, left, right):
        return True
    for clock in clocks(folded[left:right]):
        if _joined(folded, left, left + clock.start) and _joined(folded, left + clock.end, right):
            return True
    return False


def _moment(day: Day, clock: Clock | None, day_only_midnight: bool) -> Timestamp | None:
    flags: tuple[str, ...] = ()
    value = day.value
    if value is None and day.month_first and clock is not None and clock.meridiem in ("am", "pm"):
        value, flags = day.month_first, ("month_first",)
    if value is None:
        return None
    midnight = datetime.combine(value, time(), VIETNAM)
    if clock is None:
        return Timestamp(midnight, "day", flags)
    flags += clock.flags
    if clock.value is None:
        return Timestamp(midnight, "day", (*flags, "clock_impossible"))
    if clock.is_twelve_am or (day_only_midnight and clock.value == time()):
        return Timestamp(midnight, "day", flags)
    at = datetime.combine(value, clock.value, clock.offset or VIETNAM).astimezone(VIETNAM)
    return Timestamp(at, "minute", flags)


def _fits(folded: str, day: Day, floor: int) -> bool:
    """Whether the weekday before "06/16/2014" is that of the American order: so prints Drupal, "T2, 06/16/2014"."""
    return (
        day.month_first is not None and _weekday_before(folded, day.start, floor) == day.month_first.weekday()
    )


def _absolute(folded: str, day_only_midnight: bool) -> list[Found]:
    found: list[Found] = []
    dates = days(folded)
    if not dates:
        return found
    all_clocks, floor = list(clocks(folded)), 0
    for index, day in enumerate(dates):
        following = dates[index + 1] if index + 1 < len(dates) else None
        clock = _clock_of(folded, day, following, all_clocks, floor)
        start = min(day.start, clock.start) if clock else day.start
        end = max(day.end, clock.end) if clock else day.end
        if day.value is None and day.month_first and _fits(folded, day, floor):
            stamp = _moment(Day(day.start, day.end, day.month_first), clock, day_only_midnight)
            stamp = replace(stamp, flags=(*stamp.flags, "month_first")) if stamp else None
        else:
            stamp = _moment(day, clock, day_only_midnight)
        if stamp is not None:
            printed = day.value or stamp.at.date()
            wrong = _weekday_flags(folded, day.start, printed, floor)
            other = _month_first(folded[day.start : day.end], printed) if wrong else None
            if other is not None and not _weekday_flags(folded, day.start, other, floor):
                at = stamp.at.replace(month=other.month, day=other.day)
                stamp = replace(stamp, at=at, flags=(*stamp.flags, "month_first"))
            elif wrong:
                stamp = replace(stamp, flags=stamp.flags + wrong)
            label, label_start = label_before(folded, start, floor)
            found.append(Found(stamp, start, end, label, label_start))
        floor = end
    return found


def _relative(folded: str, reference: datetime, taken: list[Found]) -> list[Found]:
    found: list[Found] = []
    for item in relatives(folded, reference):
        if any(other.label_start < item.end and item.start < other.end for other in taken):
            continue
        label, label_start = label_before(folded, item.start)
        stamp = Timestamp(item.at, "minute" if item.minute else "day", ("relative",))
        found.append(Found(stamp, item.start, item.end, label, label_start))
    return found


def _is_datelike(text: str) -> bool:
    """Whether three numbers stand in a text as in a date, or a year and a month's name; cheap, for most have none."""
    if _NUMBERS.search(text) is not None:
        return True
    if _YEAR.search(text) is None:
        return False
    spelt = text.lower()
    return _MONTH.search(spelt) is not None or any(name in spelt for name in _ENGLISH)


def find_timestamps(
    text: str, *, reference: datetime | None = None, day_only_midnight: bool = False
) -> tuple[Found, ...]:
    """Every timestamp in `text`, in its order, with what its label says it is.

    `reference` (aware) is the time of fetching; without it "3 giờ trước" is not read. `day_only_midnight`:
    00:00 means that only the day is known ("12:00 AM" always does). The impossible is left out, never
    mended. Linear in the length of the text.
    """
    text = text[:MAX_LENGTH]
    if (slip := read_slip(text)) is not None:
        return (Found(Timestamp(slip, "minute"), 0, len(text), None, 0),)
    datelike = _is_datelike(text)
    relative = reference is not None and is_relative(text)
    if not datelike and not relative:
        return ()
    folded, offsets = fold(text)
    found = _absolute(folded, day_only_midnight) if datelike else []
    if relative and reference is not None:
        found = sorted([*found, *_relative(folded, reference, found)], key=lambda item: item.start)
    if offsets is None:
        return tuple(found)
    return tuple(
        Found(f.timestamp, offsets[f.start], offsets[f.end - 1] + 1, f.label, offsets[f.label_start])
        for f in found
    )


def is_relative(text: str) -> bool:
    """Whether a text may say a moment by its distance from now: "3 giờ trước"."""
    return _RELATIVE.search(text) is not None


def letters_around(text: str, found: tuple[Found, ...]) -> int:
    """How many letters of `text` are no timestamp, label, weekday or view counter: 0 for a date line.

    `found`: all that `find_timestamps` gives for `text`.
    """
    rest: list[str] = []
    last = 0
    for item in found:
        rest.append(text[last : item.label_start])
        last = item.end
    rest.append(text[last:])
    folded, _ = fold(" | ".join(rest))
    folded = _NO_CONTENT.sub(" ", WEEKDAY.sub(" ", folded))
    return sum(map(str.isalpha, folded))


def _hidden(text: str) -> Timestamp | None:
    """What dateparser makes of a text without any form of ours; never of an impossible date."""
    rest = None if len(text) > REST_LENGTH or _NUMERIC.search(text) else read_rest(text)
    return Timestamp(rest[0], "minute" if rest[1] else "day") if rest else None


_SLASHED: Final = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}")
_RANK: dict[Label | None, int] = {"published": 0, None: 1, "modified": 2, "issued": 3, "clock": 4}


def read_timestamp(
    text: str, *, reference: datetime | None = None, day_only_midnight: bool = False
) -> Timestamp | None:
    """The timestamp that `text` shows; of several, the one labelled as publication, else the first.

    None where there is none, where it is impossible, or where it is the page head's clock ("Hôm nay, ...").

    >>> read_timestamp("Thứ tư, 31/08/2022 06:20").at.isoformat()
    '2022-08-31T06:20:00+07:00'
    >>> read_timestamp("Ngày 16/72/2020") is None
    True
    """
    if (machine := read_machine(text)) is not None:
        at, minute = machine
        if minute and day_only_midnight and at.time() == time():
            minute = False
        return Timestamp(at, "minute" if minute else "day")
    found = find_timestamps(text, reference=reference, day_only_midnight=day_only_midnight)
    if not found:
        return _hidden(text)
    best = min(found, key=lambda item: _RANK[item.label])
    return None if best.label == "clock" else best.timestamp
