"""The account of runs in the database: each portal's share, and runs that were killed."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping
from typing import Any

from sqlite_utils import Database

from archive.rows import from_utc_text, json_text, utc_text
from archive.run_records import Harvest, OpenRun, PortalReport, Reading, SectionReport, Site, Traffic

KILLED = 137
"""The exit code of a run that ended without a word, as a shell tells it of SIGKILL."""
_COLUMNS = (
    "run_id", "portal", "exit_code", "requests", "pages", "bytes", "seconds", "new", "fresh", "changed", "unchanged",
    "alias", "gone", "known", "refused", "family", "family_evidence", "robots", "certificate_until", "successor",
    "body_p10", "body_p50", "body_p90", "sections", "rules", "lengths", "counts",
)  # fmt: skip
_RECORD = (
    f"INSERT INTO run_portals ({', '.join(_COLUMNS)}) VALUES ({', '.join(':' + name for name in _COLUMNS)})"
    " ON CONFLICT (run_id, portal) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[2:])
)


def record_portals(db: Database, run_id: int, reports: Iterable[PortalReport]) -> None:
    """Keep each portal's share of a run; once more replaces it. Inside a transaction."""
    db.conn.executemany(_RECORD, [_values(run_id, report) for report in reports])


def _values(run_id: int, report: PortalReport) -> dict[str, object]:
    traffic, harvest, site = report.traffic, report.harvest, report.site
    low, middle, high = report.reading.quantiles or (None, None, None)
    until = site.certificate_until
    return {
        "run_id": run_id,
        "portal": report.portal,
        "exit_code": report.exit_code,
        "requests": traffic.requests,
        "pages": traffic.pages,
        "bytes": traffic.bytes,
        "seconds": round(traffic.seconds, 1),
        "new": harvest.new,
        "fresh": harvest.fresh,
        "changed": harvest.changed,
        "unchanged": harvest.unchanged,
        "alias": harvest.alias,
        "gone": harvest.gone,
        "known": harvest.known,
        "refused": report.refused,
        "family": site.family,
        "family_evidence": site.family_evidence,
        "robots": site.robots,
        "certificate_until": utc_text(until) if until else None,
        "successor": site.successor,
        "body_p10": low,
        "body_p50": middle,
        "body_p90": high,
        "sections": json_text([section_values(section) for section in report.sections]),
        "rules": json_text({slot: dict(rules) for slot, rules in report.reading.rules.items()}),
        "lengths": json_text({str(bound): n for bound, n in sorted(report.reading.lengths.items())}),
        "counts": json_text(dict(sorted(report.counts.items()))),
    }


def section_values(section: SectionReport) -> dict[str, object]:
    """A section's share as it stands in JSON."""
    return {
        "section": section.section,
        "pages": section.pages,
        "shown": section.shown,
        "articles": section.articles,
        "new": section.new,
        "fresh": section.fresh,
    }


def portal_report(row: Mapping[str, Any]) -> PortalReport:
    """A row of `run_portals` as a record."""
    until = row["certificate_until"]
    quantiles = (row["body_p10"], row["body_p50"], row["body_p90"]) if row["body_p50"] is not None else None
    return PortalReport(
        row["portal"],
        row["exit_code"],
        Traffic(row["requests"], row["pages"], row["bytes"], row["seconds"]),
        Harvest(
            row["new"],
            row["fresh"],
            row["changed"],
            row["unchanged"],
            row["alias"],
            row["gone"],
            row["known"],
        ),
        Site(
            row["family"],
            row["family_evidence"],
            row["robots"],
            from_utc_text(until) if until else None,
            row["successor"],
        ),
        Reading(
            json.loads(row["rules"]),
            {int(bound): n for bound, n in json.loads(row["lengths"]).items()},
            quantiles,
        ),
        tuple(SectionReport(**section) for section in json.loads(row["sections"])),
        json.loads(row["counts"]),
    )


def open_runs(db: Database) -> list[OpenRun]:
    """The runs without an end, oldest first."""
    rows = db.execute(
        "SELECT id, started_at, portals, coalesce(host, ''), coalesce(pid, 0) FROM runs WHERE ended_at IS NULL"
        " ORDER BY id"
    ).fetchall()
    return [OpenRun(r[0], from_utc_text(r[1]), tuple(json.loads(r[2])), r[3], r[4]) for r in rows]


def is_dead(run: OpenRun) -> bool:
    """Whether the process of an open run is gone; False for another machine's, which cannot be known here."""
    if run.host != platform.node():
        return False
    try:
        os.kill(run.pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return run.pid == 0


def end_killed(db: Database, runs: Iterable[OpenRun]) -> None:
    """Note that runs were killed, at the time of their last capture. Inside a transaction."""
    for run in runs:
        # Backwards through the captures: a dead run's are among the last, and there is no index to pay for.
        last = db.execute(
            "SELECT fetched_at FROM captures WHERE run_id = ? ORDER BY id DESC LIMIT 1", (run.id,)
        ).fetchone()
        db.conn.execute(
            "UPDATE runs SET ended_at = ?, exit_code = ?, report = json_set(report, '$.reason', 'killed')"
            " WHERE id = ? AND ended_at IS NULL",
            (last[0] if last else utc_text(run.started_at), KILLED, run.id),
        )
