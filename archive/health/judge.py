"""Judge: from the history to what needs a person, worst first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from archive.health.alarm import Alarm, worst_first
from archive.health.calendar import Calendar, calendar
from archive.health.history import NETWORK, VIETNAM, History, Night
from archive.health.machine import machine_alarms
from archive.health.readings import reading_alarms
from archive.health.rhythm import portal_silence
from archive.health.signs import sign_alarms
from archive.health.thresholds import Rules

_FEWEST_PORTALS, _NEARLY_ALL = 3, 0.8


def judge(history: History, rules: Rules, now: datetime, disk_free: int | None = None) -> list[Alarm]:
    """What is wrong at `now` (aware), worst first; what is muted is left out. `disk_free` in bytes, if known."""
    days = calendar()
    today = now.astimezone(VIETNAM).date()
    alarms = machine_alarms(history, rules.thresholds, now, disk_free)
    current = {
        portal: nights
        for portal, nights in history.portals.items()
        if (today - nights[-1].day).days <= rules.thresholds.forget_days
    }
    alarms += _network(current)
    for portal, nights in current.items():
        alarms += portal_alarms(portal, nights, rules, now, days)
    if any(alarm.kind == "network" for alarm in alarms):
        alarms = [alarm for alarm in alarms if alarm.kind != "unreachable"]
    if not days.covers(today + timedelta(days=180)):
        alarms.append(Alarm("note", "calendar", None, f"Tết is known until {days.valid[1]} only"))
    return worst_first(a for a in alarms if not any(mute.covers(a, today) for mute in rules.mutes))


def portal_alarms(
    portal: str, nights: Sequence[Night], rules: Rules, now: datetime, days: Calendar
) -> list[Alarm]:
    """What is wrong with one portal, by its nights, oldest first."""
    return [
        *sign_alarms(portal, nights, rules.thresholds, now),
        *portal_silence(portal, nights, days, rules.thresholds),
        *reading_alarms(portal, nights, rules.thresholds),
    ]


def _network(current: dict[str, tuple[Night, ...]]) -> list[Alarm]:
    """Nearly every portal was away on the last night: that is not theirs."""
    last = max((nights[-1].day for nights in current.values()), default=None)
    asked = [nights[-1] for nights in current.values() if nights[-1].day == last]
    away = sum(night.exit_code == NETWORK for night in asked)
    if last is None or len(asked) < _FEWEST_PORTALS or away < _NEARLY_ALL * len(asked):
        return []
    what = f"{away} of {len(asked)} portals did not answer on {last:%Y-%m-%d}"
    return [Alarm("alarm", "network", None, what, last, weight=away)]
