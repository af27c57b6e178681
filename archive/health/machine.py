"""Machine: whether the runs happen at all, end well, and have a disk to write to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from archive.health.alarm import Alarm
from archive.health.chance import median
from archive.health.history import VIETNAM, History, Night, RunRow
from archive.health.thresholds import Thresholds
from archive.runs import KILLED

_FEWEST_RUNS = 5
"""Nights from which a portal is taken to be crawled regularly."""
_TREND_DAYS, _BURST_DAYS = 28, 3
_MANY = 0.5
_FAILURES = {1: "a defect", 2: "a wrong argument or setting", 7: "the archive could not be written"}


def machine_alarms(
    history: History, thresholds: Thresholds, now: datetime, disk_free: int | None
) -> list[Alarm]:
    """What is wrong with cron, the runs and the disk. `disk_free`: bytes now, if known."""
    return [
        *_not_run(history.portals, history.runs, thresholds, now),
        *_ends(history.runs, thresholds, now),
        *_disk(history.runs, thresholds, now, disk_free),
    ]


def _not_run(
    portals: Mapping[str, Sequence[Night]], runs: Sequence[RunRow], thresholds: Thresholds, now: datetime
) -> list[Alarm]:
    today = now.astimezone(VIETNAM).date()
    started = {portal: run.started_at for run in runs for portal in run.portals}
    late: list[tuple[str, date, float]] = []
    regular = 0
    for portal, nights in portals.items():
        days = [night.day for night in nights if (today - night.day).days <= thresholds.forget_days]
        if len(days) < _FEWEST_RUNS:
            continue
        regular += 1
        every = median([(b - a).days for a, b in pairwise(days)])
        age = now - started.get(portal, now)
        if age > timedelta(days=every * thresholds.late_factor):
            late.append((portal, days[-1], every))
    if not late:
        return []
    since = min(day for _, day, _ in late)
    if len(late) > 1 and len(late) >= regular * _MANY:
        what = f"{len(late)} of {regular} portals that are crawled regularly were not crawled since {since:%Y-%m-%d}"
        return [Alarm("alarm", "not-run", None, what, since, weight=len(late))]
    return [
        Alarm(
            "alarm",
            "not-run",
            portal,
            f"was not crawled since {day:%Y-%m-%d}; it used to be every {every:.0f} days",
            day,
        )
        for portal, day, every in late
    ]


def _ends(runs: Sequence[RunRow], thresholds: Thresholds, now: datetime) -> list[Alarm]:
    """Of each job the last run: killed, failed, or still at work after much too long."""
    last = {
        run.arguments: run for run in runs if now - run.started_at < timedelta(days=thresholds.forget_days)
    }
    alarms = []
    for run in last.values():
        portal = run.portals[0] if len(run.portals) == 1 else None
        day = run.started_at.astimezone(VIETNAM).date()
        if run.exit_code == KILLED:
            recent = [r for r in runs if r.arguments == run.arguments][-7:]
            times = sum(r.exit_code == KILLED for r in recent)
            what = f"the run of {run.started_at:%Y-%m-%d %H:%M} UTC was killed ({times} of the last {len(recent)})"
            alarms.append(Alarm("alarm" if times > 2 else "warning", "killed", portal, what, day))
        elif run.exit_code in _FAILURES:
            why = f"{run.exit_code}: {_FAILURES[run.exit_code]}"
            what = f"the run of {run.started_at:%Y-%m-%d %H:%M} UTC ended with {why}"
            alarms.append(Alarm("alarm", "failing", portal, what, day))
        elif run.exit_code is None and now - run.started_at > timedelta(hours=thresholds.stuck_hours):
            hours = (now - run.started_at).total_seconds() / 3600
            what = f"the run of {run.started_at:%Y-%m-%d %H:%M} UTC (pid {run.pid}) is at work for {hours:.0f} hours"
            alarms.append(Alarm("warning", "stuck", portal, what, day))
    return alarms


def _disk(
    runs: Sequence[RunRow], thresholds: Thresholds, now: datetime, disk_free: int | None
) -> list[Alarm]:
    by_day: dict[date, int] = {}
    for run in runs:
        if run.disk_free is not None and now - run.started_at < timedelta(days=_TREND_DAYS + 1):
            by_day[run.started_at.astimezone(VIETNAM).date()] = run.disk_free
    free = disk_free if disk_free is not None else (list(by_day.values())[-1] if by_day else None)
    if free is None:
        return []
    days = _days_left(by_day, free)
    if days is not None and days < thresholds.disk_days:
        what = f"{free / 1e9:.1f} GB are free, at the pace of the last weeks for {days:.0f} days"
        return [Alarm("alarm" if days < 7 else "warning", "disk", None, what, weight=-days)]
    if free < thresholds.disk_bytes:
        what = f"{free / 1e9:.2f} GB are free, less than {thresholds.disk_bytes / 1e9:.1f}"
        return [Alarm("alarm", "disk", None, what)]
    return []


def _days_left(by_day: Mapping[date, int], free: int) -> float | None:
    """Days for which the disk lasts: at the median pace of four weeks, or of the last nights if that is faster."""
    days = list(by_day)
    paces = [(by_day[a] - by_day[b]) / (b - a).days for a, b in pairwise(days) if b > a]
    if len(paces) < _BURST_DAYS:
        return None
    pace = max(median(paces), min(paces[-_BURST_DAYS:]))
    return free / pace if pace > 0 else None
