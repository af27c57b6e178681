"""`tinso health`: what of the crawls needs a person, worst first."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from archive.cli.session import Exit, failing_in_one_line, opened, print_json, with_archive, with_json
from archive.cli.terminal import one_line, wrapped
from archive.health.alarm import Alarm
from archive.health.history import History, load
from archive.health.judge import judge
from archive.health.thresholds import FILE, read_rules

_COLUMNS = 100


@click.command(
    epilog="Exit codes: 0 well (notes aside), 2 not understood, 3 no usable archive, 5 warnings, 6 alarms."
)
@click.option("--portal", metavar="SLUG", help="Only what concerns this portal.")
@click.option(
    "--quiet", is_flag=True, help="Print nothing while all is well: for cron, which mails what is printed."
)
@click.option(
    "--thresholds",
    "rules_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help=f"Thresholds and mutes; otherwise {FILE} in the archive's folder, if there is one.",
)
@with_json
@with_archive
def health(portal: str | None, quiet: bool, rules_file: Path | None, as_json: bool, folder: Path) -> None:
    """Tell what the history of runs shows to be wrong, worst first, with the evidence and the remedy.

    Portals and sections that used to bring articles and are silent, slots that are no longer filled, another
    CMS, growing refusals, certificates near their end, hosts that moved, a disk that fills, runs that were killed,
    failed, or did not happen.
    """
    now = datetime.now(UTC)
    with failing_in_one_line():
        rules = read_rules(rules_file or folder / FILE)
    with opened(folder) as db:
        history = load(db, now)
    alarms = judge(history, rules, now, _disk_free(folder))
    if portal is not None:
        alarms = [alarm for alarm in alarms if alarm.portal == portal]
    counts: Counter[str] = Counter(alarm.severity for alarm in alarms)
    if as_json:
        print_json({"at": now, "alarms": [_values(alarm) for alarm in alarms], "counts": dict(counts)})
    elif not quiet or counts["alarm"] or counts["warning"]:
        click.echo(_shown(alarms, counts, history))
    if counts["alarm"]:
        raise click.exceptions.Exit(Exit.ALARMS)
    if counts["warning"]:
        raise click.exceptions.Exit(Exit.WARNINGS)


def _shown(alarms: Sequence[Alarm], counts: Counter[str], history: History) -> str:
    lines = []
    for alarm in alarms:
        where = f"{alarm.portal}: " if alarm.portal else ""
        lines.append(one_line(f"{alarm.severity.upper()} {where}{alarm.kind}"))
        lines.append(wrapped(one_line(alarm.what), _COLUMNS, "  "))
        lines.append(wrapped(f"-> {alarm.remedy}", _COLUMNS, "  "))
    said = ", ".join(
        f"{counts[name]} {name}{'s' * (counts[name] != 1)}" for name in ("alarm", "warning", "note")
    )
    last = (
        f"the last began {history.runs[-1].started_at:%Y-%m-%d %H:%M} UTC" if history.runs else "none so far"
    )
    lines.append(f"{said}; {len(history.portals)} portals in {len(history.runs)} runs, {last}")
    return "\n".join(lines)


def _values(alarm: Alarm) -> dict[str, object]:
    return {
        "severity": alarm.severity,
        "kind": alarm.kind,
        "portal": alarm.portal,
        "part": alarm.part,
        "since": alarm.since,
        "what": alarm.what,
        "remedy": alarm.remedy,
    }


def _disk_free(folder: Path) -> int:
    stat = os.statvfs(folder)
    return stat.f_bavail * stat.f_frsize
