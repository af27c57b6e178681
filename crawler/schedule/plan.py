"""Plan: when each portal is crawled, so that no server has two of its portals asked at once.

Deterministic: the same portals and window give the same plan. The portals of one server stand as far apart as the
window allows; where a crawl takes longer than that, the server's lock makes the next one wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

import tldextract

from crawler.politeness.window import Window
from crawler.portals import Portal, host_key

EVERY = ("day", "workday", "week", "month")
DAY = 24 * 60
NOON = time(12)
"""A night's list begins in the evening."""
_GOLDEN = 0.6180339887
"""Multiples of it, less their whole part, never come close to each other: clusters start apart."""
_MONTH_DAYS = 27
"""Nights of a month that have a next morning in each month."""

# The list that comes with the package: nothing is fetched, nothing is kept in HOME.
_SUFFIXES = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


@dataclass(frozen=True, slots=True)
class Job:
    """One portal's crawl: a clock time, and on which days."""

    slug: str
    cluster: str
    """What its server is called: the registrable part of its host, "thanhhoa.gov.vn"."""
    at: time
    """The machine's clock."""
    days: tuple[int, ...] = ()
    """Of the week (0 Monday) or of the month (1 to 28) on which it starts; () each day."""
    night: int = 0
    """Of the week or month: its turn, which begins in the evening; `days` may be the morning after."""
    note: str = ""
    """What a reader of the plan should know."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All jobs, by server and time."""

    jobs: tuple[Job, ...]
    every: str

    def by_cluster(self) -> dict[tuple[str, int], list[Job]]:
        """The jobs of each server and night, as they follow each other from the evening on."""
        found: dict[tuple[str, int], list[Job]] = {}
        for job in sorted(self.jobs, key=lambda job: (job.at < NOON, job.at)):
            found.setdefault((job.cluster, job.night), []).append(job)
        return found


def cluster_of(portal: Portal) -> str:
    """The server that a portal is taken to stand on: hosts below one registrable domain share it.

    An address without a name stands for itself.
    """
    name = host_key(portal.hosts[0].name)
    bare = name.rpartition(":")[0] if ":" in name and name.rpartition(":")[2].isdigit() else name
    return _SUFFIXES(bare).top_domain_under_public_suffix or bare


def plan(portals: Iterable[Portal], window: Window, every: str = "day") -> Plan:
    """When to crawl each portal. `every`: one of EVERY."""
    clusters: dict[str, list[Portal]] = {}
    for portal in sorted(portals, key=lambda p: p.slug):
        clusters.setdefault(cluster_of(portal), []).append(portal)
    ordered = sorted(clusters.items(), key=lambda item: (-len(item[1]), item[0]))
    jobs: list[Job] = []
    for place, (cluster, members) in enumerate(ordered):
        nights = {"week": 7, "month": _MONTH_DAYS}.get(every, 1)
        rows = -(-len(members) // nights)
        for at, portal in enumerate(members):
            night = (at + place) % nights
            share = (at // nights + place * _GOLDEN % 1) / rows
            jobs.append(_job(portal, cluster, window, share, (every, night)))
    return Plan(tuple(sorted(jobs, key=lambda job: (job.cluster, job.slug))), every)


def _job(portal: Portal, cluster: str, window: Window, share: float, turn: tuple[str, int]) -> Job:
    own = portal.window
    open_at = _minutes(window) if own is None else _both(window, own)
    note = ""
    if own is not None and not open_at:
        open_at, note = _minutes(own), f"only from {own}, by the registry"
    minute = open_at[int(share * len(open_at))]
    at = time(minute // 60, minute % 60)
    begin = window.begin.hour * 60 + window.begin.minute
    days = _days(*turn, is_next_morning=minute < begin)
    return Job(portal.slug, cluster, at, days, turn[1], note)


def _days(every: str, night: int, *, is_next_morning: bool) -> tuple[int, ...]:
    """The days of a night's job: past midnight it is the next one's."""
    later = int(is_next_morning)
    if every == "workday":
        return tuple(day + later for day in range(5))
    if every == "week":
        return ((night + later) % 7,)
    if every == "month":
        return (night + 1 + later,)
    return ()


def _minutes(window: Window) -> list[int]:
    begin = window.begin.hour * 60 + window.begin.minute
    end = window.end.hour * 60 + window.end.minute
    return [minute % DAY for minute in range(begin, end if end > begin else end + DAY)]


def _both(window: Window, own: Window) -> list[int]:
    allowed = set(_minutes(own))
    return [minute for minute in _minutes(window) if minute in allowed]


def clashes(jobs: Sequence[Job]) -> list[tuple[Job, Job]]:
    """Pairs of one server that start in the same minute of a day: none, unless the window is shorter than the list."""
    first: dict[tuple[str, time, int], Job] = {}
    found = []
    for job in jobs:
        for day in job.days or (-1,):
            other = first.setdefault((job.cluster, job.at, day), job)
            if other is not job:
                found.append((other, job))
    return found
