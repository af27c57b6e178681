"""Rhythm: how often a portal publishes, and whether its silence is longer than that allows.

Time is counted in the portal's own working time: a weekday weighs what it usually brings, a holiday and a night
on which the portal did not answer weigh nothing. In that time the gaps between articles are taken for
gamma-distributed, a regular portal's narrow, a moody one's wide; few gaps are taken for wider than they look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from archive.health.alarm import Alarm
from archive.health.calendar import Calendar
from archive.health.chance import gamma_tail, median
from archive.health.history import Night
from archive.health.thresholds import Thresholds

_DOUBT = 2.0
"""Gaps' worth of a portal that publishes at random (squared variation 1), added to what was seen."""
_WEEKDAY_DOUBT = 4.0
_MOST_GAPS = 60
_SHORTEST = 45
"""Days of history below which four articles in a row may be all of a month's."""
_FREQUENT = 4.0
"""A mean gap, in days, up to which a portal is taken for one that publishes on most days."""
_SECTION_CAUTION = 10
"""A portal has many sections: each may raise a false alarm so many times less often."""
_SECTION_GAPS = 12
_USUAL_NIGHTS = 14
_FEW, _SHARE = 10, 0.2
_FEWEST_NIGHTS, _FEWEST_LISTINGS = 3, 2


@dataclass(frozen=True, slots=True)
class Silence:
    """How long a publisher has been silent, and how likely that is."""

    last: date
    """The night of its last fresh article."""
    gaps: int
    usual: float
    """The mean gap, in days of its own working time."""
    longest: float
    now: float
    """The present gap, likewise."""
    chance: float
    allowed: float
    """The chance below which it is an alarm."""

    @property
    def is_too_long(self) -> bool:
        """Whether it is an alarm."""
        return self.chance < self.allowed


def silence(
    active: Mapping[date, bool], calendar: Calendar, thresholds: Thresholds, *, of_section: bool = False
) -> Silence | None:
    """The present silence of a publisher; None while its rhythm is not known.

    `active`: for each night on which it answered, oldest first, whether it brought a fresh article.
    """
    nights = list(active)
    events = [n for n, day in enumerate(nights) if active[day]]
    if len(events) <= (_SECTION_GAPS if of_section else thresholds.fewest_gaps):
        return None
    if (nights[-1] - nights[0]).days < _SHORTEST:
        return None
    rates = _weekdays(active, calendar)
    average = sum(rates) / len(rates)
    elapsed = _elapsed(nights, [rate / average for rate in rates], calendar)
    gaps = [elapsed[b] - elapsed[a] for a, b in pairwise(events)][-_MOST_GAPS:]
    present = elapsed[-1] - elapsed[events[-1]]
    # One long gap among many is an outage of the past, not the rhythm.
    known = sorted(gaps)[:-1] if len(gaps) >= 20 else gaps
    mean = sum(known) / len(known)
    if of_section:
        # Of a section only the last months are looked at: a burst in them must not pass for its rhythm.
        mean = max(mean, elapsed[events[-1]] / len(events))
    if mean <= 0:
        return None
    spread = sum((gap - mean) ** 2 for gap in known) / max(len(known) - 1, 1) / mean**2
    variation = (len(known) * spread + _DOUBT) / (len(known) + _DOUBT)
    shape = 1 / variation
    longest_mean = mean * (1 + 1.5 * (variation / len(known)) ** 0.5)
    chance = gamma_tail(shape, shape * present / longest_mean) if present > 0 else 1.0
    if mean < _FREQUENT:
        # Whoever publishes on most days skips one by chance: days are counted, and gamma's tail is too thin for that.
        chance = max(chance, _skipped(nights[events[-1]], nights[-1], rates, calendar))
    days = max((nights[events[-1]] - nights[events[-1 - len(gaps)]]).days / len(gaps), 1.0)
    allowed = thresholds.silence_per_year * days / 365 / (_SECTION_CAUTION if of_section else 1)
    return Silence(nights[events[-1]], len(gaps), mean, max(gaps), present, chance, allowed)


def _weekdays(active: Mapping[date, bool], calendar: Calendar) -> list[float]:
    """How likely each weekday is to bring something."""
    seen, hits = [0] * 7, [0] * 7
    for day, is_active in active.items():
        if not calendar.is_quiet(day):
            seen[day.weekday()] += 1
            hits[day.weekday()] += is_active
    mean = (sum(hits) + 0.5) / (sum(seen) + 1)
    return [(h + _WEEKDAY_DOUBT * mean) / (n + _WEEKDAY_DOUBT) for h, n in zip(hits, seen, strict=True)]


def _skipped(last: date, night: date, rates: Sequence[float], calendar: Calendar) -> float:
    """The chance that each day since the last article brought nothing by itself."""
    chance, day = 1.0, last
    while day < night:
        day += timedelta(days=1)
        if not calendar.is_quiet(day):
            chance *= 1 - min(rates[day.weekday()], 0.99)
    return chance


def _elapsed(nights: Sequence[date], weights: Sequence[float], calendar: Calendar) -> list[float]:
    """The publisher's working time up to each night; days on which nobody looked count too, holidays do not."""
    total, elapsed = 0.0, []
    before = nights[0] - timedelta(days=1)
    for night in nights:
        day = before
        while day < night:
            day += timedelta(days=1)
            if not calendar.is_quiet(day):
                total += weights[day.weekday()]
        elapsed.append(total)
        before = night
    return elapsed


def portal_silence(
    portal: str, nights: Sequence[Night], calendar: Calendar, thresholds: Thresholds
) -> list[Alarm]:
    """What is wrong with how often a portal, and each of its sections, brings articles."""
    answered = [night for night in nights if night.answered]
    if not answered or not nights[-1].answered:
        return []
    nothing = _shows_nothing(portal, answered) or _no_listings(portal, answered)
    if nothing is not None:
        return [nothing]
    found = silence({night.day: night.fresh > 0 for night in answered}, calendar, thresholds)
    if found is not None and found.is_too_long:
        return [_alarm("alarm", "silent", portal, found)]
    return [*_section_shows_nothing(portal, answered), *_sections(portal, answered, calendar, thresholds)]


def _alarm(severity: str, kind: str, portal: str, found: Silence, part: str | None = None) -> Alarm:
    whose = f"section {part}: " if part else ""
    what = (
        f"{whose}no new article since {found.last:%Y-%m-%d}: {found.now:.0f} of its days; its last {found.gaps} gaps "
        f"were {found.usual:.1f} on average and {found.longest:.0f} at most (chance {found.chance:.0e})"
    )
    return Alarm(
        "alarm" if severity == "alarm" else "warning", kind, portal, what, found.last, part, found.now
    )


def _shows_nothing(portal: str, answered: Sequence[Night]) -> Alarm | None:
    last = answered[-1]
    empty = 0
    while empty < len(answered) and not answered[-1 - empty].met:
        empty += 1
    before = [night.met for night in answered[: len(answered) - empty][-_USUAL_NIGHTS:]]
    if empty and not before:
        what = f"answered {len(answered)} times, {last.pages} pages last night, and never showed an article"
        return Alarm("warning", "barren", portal, what, answered[0].day)
    if empty:
        since = answered[-empty].day
        what = f"answered with {last.pages} pages and no article, known or new; it used to show {median(before):.0f}"
        return Alarm("alarm", "shows-nothing", portal, what, since, weight=median(before))
    usual = [night.met for night in answered[-1 - _USUAL_NIGHTS : -1]]
    if len(usual) >= _USUAL_NIGHTS and min(usual) >= _FEW and last.met < _SHARE * min(usual):
        what = f"shows {last.met} articles; it used to show {median(usual):.0f}, never less than {min(usual)}"
        return Alarm("warning", "shows-nothing", portal, what, last.day, weight=median(usual))
    return None


def _no_listings(portal: str, answered: Sequence[Night]) -> Alarm | None:
    """Pages that listed articles list none any more, though articles are still known by other ways."""
    empty = next((n for n, night in enumerate(reversed(answered)) if night.listings), len(answered))
    before = [night.listings for night in answered[: len(answered) - empty][-_USUAL_NIGHTS:]]
    if not empty or len(before) < _FEWEST_NIGHTS or min(before) < _FEWEST_LISTINGS:
        return None
    what = f"none of its {answered[-1].pages} pages reads as a listing; there used to be {median(before):.0f}"
    return Alarm("alarm", "shows-nothing", portal, what, answered[-empty].day, weight=median(before))


def _section_shows_nothing(portal: str, answered: Sequence[Night]) -> list[Alarm]:
    """Sections whose listing was read last night and showed nothing, though it used to."""
    alarms = []
    for section, shown in answered[-1].shown.items():
        before = [
            night.shown[section] for night in answered[-1 - _USUAL_NIGHTS : -1] if section in night.shown
        ]
        if not shown and any(before):
            what = f"section {section}: its listing shows nothing; it used to show {median(before):.0f} links"
            alarms.append(Alarm("alarm", "section-shows-nothing", portal, what, answered[-1].day, section))
    return alarms


def _sections(
    portal: str, answered: Sequence[Night], calendar: Calendar, thresholds: Thresholds
) -> list[Alarm]:
    days: dict[str, set[date]] = {}
    detailed = [night for night in answered if (answered[-1].day - night.day).days <= 100]
    for night in detailed:
        for section, fresh in night.sections.items():
            if fresh and section:
                days.setdefault(section, set()).add(night.day)
    alarms = []
    for section, active in days.items():
        seen = {night.day: night.day in active for night in detailed}
        found = silence(seen, calendar, thresholds, of_section=True)
        if found is not None and found.is_too_long:
            alarms.append(_alarm("warning", "section-silent", portal, found, section))
    return alarms
