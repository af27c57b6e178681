"""History: the runs of the past as health looks at them: night by night, portal by portal."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

from sqlite_utils import Database

from archive.rows import from_utc_text, utc_text
from archive.run_records import OpenRun, PortalReport, Site
from archive.runs import KILLED, is_dead, portal_report

VIETNAM = timezone(timedelta(hours=7))
HISTORY_DAYS = 400
"""How far back health looks: a year's rhythm, and a little."""
DETAIL_DAYS = 100
"""How far back readings and sections are looked at; further back only how often a portal published."""
_FEW_COLUMNS = """SELECT run_id, portal, exit_code, requests, pages, bytes, seconds, new, fresh, changed, unchanged,
    alias, gone, known, refused, family, family_evidence, robots, certificate_until, successor, body_p10, body_p50,
    body_p90, '[]' AS sections, '{}' AS rules, '{}' AS lengths, '{}' AS counts FROM run_portals"""
_PARTS = ("limit", "since", "until", "url")
"""A crawl of a part says nothing of a portal's rhythm."""
NETWORK, BLOCKED = 6, 5
_SERVER_FAILS = "server-error"
_ENDED_BY_ITSELF = ("finished", "killed")


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run of a crawl."""

    id: int
    started_at: datetime
    portals: tuple[str, ...]
    arguments: str
    """JSON: runs of the same arguments are the same job."""
    ended_at: datetime | None = None
    exit_code: int | None = None
    """None: it is at work."""
    reason: str = ""
    disk_free: int | None = None
    pid: int = 0


@dataclass(frozen=True, slots=True)
class Night:
    """What the runs of one day brought of one portal."""

    day: date
    """Local."""
    answered: bool
    """Whether it answered, and was not blocked."""
    exit_code: int | None
    pages: int
    met: int
    """Articles that it showed, read or known."""
    fresh: int
    slots: Mapping[str, tuple[int, int]]
    """Slot -> filled, of."""
    rules: Mapping[str, Counter[str]]
    lengths: Counter[int]
    refused: Counter[str]
    site: Site
    sections: Mapping[str, int]
    """Section -> fresh articles."""
    shown: Mapping[str, int]
    """Section -> links on its listing, of listings that were read."""
    headless: int = 0
    """Pages that are an article but for their headline."""
    listings: int = 0
    """Pages that read as a listing."""
    dated: tuple[int, int] = (0, 0)
    """Of the articles that were read again and show a date: those not dated on that very day, of how many."""


@dataclass(frozen=True, slots=True)
class History:
    """All that is known of the past."""

    runs: tuple[RunRow, ...] = ()
    """Oldest first."""
    portals: Mapping[str, tuple[Night, ...]] = field(default_factory=dict)
    """By slug; oldest night first."""


def night(day: date, report: PortalReport) -> Night:
    """A run's share of a portal as a night."""
    rules = {slot: Counter(dict(hits)) for slot, hits in report.reading.rules.items()}
    refused = Counter(
        {k.removeprefix("refused/"): n for k, n in report.counts.items() if k.startswith("refused/")}
    )
    again = report.counts.get("dated-again", 0)
    code = report.exit_code
    if code == BLOCKED and (report.site.robots or "").startswith(_SERVER_FAILS):
        # Nothing was forbidden: its server failed.
        code = NETWORK
    return Night(
        day=day,
        answered=report.traffic.pages > 0 and code not in (NETWORK, BLOCKED),
        exit_code=code,
        pages=report.traffic.pages,
        met=_met(report),
        fresh=report.harvest.fresh,
        slots={slot: (sum(hits.values()) - hits[""], sum(hits.values())) for slot, hits in rules.items()},
        rules=rules,
        lengths=Counter(dict(report.reading.lengths)),
        refused=refused,
        site=report.site,
        sections={s.section: s.fresh for s in report.sections if s.articles},
        shown=_shown(report),
        headless=report.counts.get("kind/no-headline", 0),
        listings=report.counts.get("kind/listing", 0),
        dated=(again - report.counts.get("dated-today", 0), again),
    )


def _met(report: PortalReport) -> int:
    asked, shown = report.counts.get("revisited", 0), report.counts.get("met-again", 0)
    return max(0, report.harvest.read - asked) + shown + report.harvest.known


def _shown(report: PortalReport) -> dict[str, int]:
    shown = {s.section: s.shown for s in report.sections if s.shown}
    shown |= {k.partition("/")[2]: 0 for k in report.counts if k.startswith("silent-section/")}
    return shown


def merged(one: Night, other: Night) -> Night:
    """Two runs of one day; of what a portal showed of itself the later counts."""
    return Night(
        day=other.day,
        answered=one.answered or other.answered,
        exit_code=other.exit_code,
        pages=one.pages + other.pages,
        met=max(one.met, other.met),
        fresh=one.fresh + other.fresh,
        slots={
            slot: (
                one.slots.get(slot, (0, 0))[0] + other.slots.get(slot, (0, 0))[0],
                one.slots.get(slot, (0, 0))[1] + other.slots.get(slot, (0, 0))[1],
            )
            for slot in {**one.slots, **other.slots}
        },
        rules={
            slot: one.rules.get(slot, Counter()) + other.rules.get(slot, Counter())
            for slot in {**one.rules, **other.rules}
        },
        lengths=one.lengths + other.lengths,
        refused=one.refused + other.refused,
        site=other.site,
        sections=Counter(one.sections) + Counter(other.sections),
        shown={**one.shown, **other.shown},
        headless=one.headless + other.headless,
        listings=max(one.listings, other.listings),
        dated=(one.dated[0] + other.dated[0], one.dated[1] + other.dated[1]),
    )


def by_night(shares: Iterable[tuple[date, PortalReport]]) -> dict[str, tuple[Night, ...]]:
    """Shares of runs, oldest first, as nights by portal."""
    portals: dict[str, list[Night]] = {}
    for day, report in shares:
        nights, this = portals.setdefault(report.portal, []), night(day, report)
        if nights and nights[-1].day == day:
            nights[-1] = merged(nights[-1], this)
        else:
            nights.append(this)
    return {portal: tuple(nights) for portal, nights in portals.items()}


def load(db: Database, now: datetime) -> History:
    """The history that an archive holds, up to `now` (aware)."""
    since = utc_text(now - timedelta(days=HISTORY_DAYS))
    runs, whole = [], set()
    for row in db.query(
        "SELECT * FROM runs WHERE started_at >= ? AND command = 'crawl portal' ORDER BY id", [since]
    ):
        run = _run(row)
        runs.append(run)
        if run.reason in _ENDED_BY_ITSELF and not any(name in json.loads(run.arguments) for name in _PARTS):
            whole.add(run.id)
    days = {run.id: run.started_at.astimezone(VIETNAM).date() for run in runs}
    recent = now.astimezone(VIETNAM).date() - timedelta(days=DETAIL_DAYS)
    split = next((run.id for run in runs if days[run.id] >= recent), runs[-1].id + 1 if runs else 0)
    if "run_portals" not in db.table_names():
        # An archive of an older tinso: the next crawl adds the table.
        return History(tuple(runs))
    rows = [
        *db.query(f"{_FEW_COLUMNS} WHERE run_id < ? ORDER BY run_id", [split]),
        *db.query("SELECT * FROM run_portals WHERE run_id >= ? ORDER BY run_id", [split]),
    ]
    shares = ((days[row["run_id"]], portal_report(row)) for row in rows if row["run_id"] in whole)
    return History(tuple(runs), by_night(shares))


def _run(row: Mapping[str, object]) -> RunRow:
    report = json.loads(str(row["report"]))
    started = from_utc_text(str(row["started_at"]))
    portals = tuple(json.loads(str(row["portals"])))
    pid = int(str(row["pid"] or 0))
    code = None if row["exit_code"] is None else int(str(row["exit_code"]))
    reason = str(report.get("reason", ""))
    if row["ended_at"] is None and is_dead(
        OpenRun(int(str(row["id"])), started, portals, str(row["host"]), pid)
    ):
        code, reason = KILLED, "killed"
    return RunRow(
        id=int(str(row["id"])),
        started_at=started,
        portals=portals,
        arguments=str(row["arguments"]),
        ended_at=from_utc_text(str(row["ended_at"])) if row["ended_at"] else None,
        exit_code=code,
        reason=reason,
        disk_free=report.get("disk_free"),
        pid=pid,
    )
