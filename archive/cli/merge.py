"""`tinso merge`: archives of several machines or people brought into one."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import click

from archive.cli.session import failing_in_one_line, print_json, with_archive, with_json
from archive.cli.terminal import one_line, size
from archive.keeping.merge import MergeReport
from archive.keeping.merge import merge as bring_in

_SHOWN = 20


@click.command(
    epilog="Exit codes: 0 merged, 2 not understood, 3 no usable archive, no room, or a crawl is at work,"
    " 4 damage found."
)
@click.argument("others", metavar="OTHER...", nargs=-1, required=True, type=click.Path(path_type=Path))
@with_json
@with_archive
def merge(others: tuple[Path, ...], as_json: bool, folder: Path) -> None:
    """Bring other archives into this one (--archive): each OTHER is a folder, its archive.db, or a backup.

    Every capture and every text that an article had is kept, the WARCs are copied beside ours. OTHER is only read.
    Merging twice changes nothing; a merge that was killed is finished by the same command. What was removed
    (`tinso remove`) in any of them is removed here. Conflicts are told: one address at one moment with two contents,
    or filed under two portals; then this archive's portal stands, and both contents are kept.
    """
    reports = []
    with failing_in_one_line():
        for other in others:
            report = bring_in(folder, other)
            reports.append(report)
            if not as_json:
                click.echo(_shown(report))
    if as_json:
        print_json([_plain(report) for report in reports])


def _plain(report: MergeReport) -> dict[str, Any]:
    return dataclasses.asdict(report) | {"articles": dict(report.articles)}


def _shown(report: MergeReport) -> str:
    counts = ", ".join(f"{number} {name}" for name, number in sorted(report.articles.items())) or "none"
    warcs = report.warcs
    lines = [
        f"{report.source}: {report.captures} captures brought, {report.known} known; articles: {counts}",
        f"  {report.runs} runs; WARCs: {warcs.copied} copied, {warcs.grown} continued, {warcs.known} known,"
        f" {size(warcs.bytes_written)} written",
    ]
    lines += [f"  {one_line(name)} is {one_line(new)} here" for name, new in warcs.renamed.items()]
    lines += [f"  missing there: {one_line(name)}" for name in warcs.missing]
    if report.removals:
        lines.append(f"  {report.removals} removals taken over: what they cover was taken out here too")
    for conflict in report.conflicts[:_SHOWN]:
        lines.append(
            one_line(
                f"  conflict  {conflict.kind}  {conflict.url}: here {conflict.ours}, there {conflict.theirs}"
            )
        )
    if len(report.conflicts) > _SHOWN:
        lines.append(f"  {len(report.conflicts) - _SHOWN} more conflicts (--json lists all)")
    return "\n".join(lines)
