"""`tinso verify`: is the archive whole, and what of it can be mended?"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from archive.checking.repair import repair
from archive.checking.verify import MENDABLE, Finding
from archive.checking.verify import verify as verify_archive
from archive.cli.session import Exit, failing_in_one_line, print_json, with_archive, with_json
from archive.cli.terminal import one_line

_SHOWN = 20
"""Lines of one kind; the rest is counted."""


@click.command(epilog="Exit codes: 0 whole, 2 not understood, 3 no usable archive, 4 damage found.")
@click.option("--repair", "mend", is_flag=True, help="First mend what the archive itself can mend.")
@with_json
@with_archive
def verify(mend: bool, as_json: bool, folder: Path) -> None:
    """Check the database, the search index against the articles, and every capture against its WARC.

    Reads everything and writes nothing; a crawl may be running. With --repair the search index is built
    anew, rows
    that lost their other half are mended, captures come back from the WARCs, and a WARC's broken end is put
    aside; then all is checked, and what could not be mended is shown.
    """
    with failing_in_one_line():
        mended = list(repair(folder)) if mend else []
        findings = list(verify_archive(folder))
    if as_json:
        whole = not any(finding.is_damage for finding in findings)
        print_json({"whole": whole, "mended": mended, "findings": findings})
    else:
        for line in mended:
            click.echo(one_line(f"mended  {line}"))
        _show(findings, mended)
    if any(finding.is_damage for finding in findings):
        raise click.exceptions.Exit(Exit.DAMAGE)


def _show(findings: list[Finding], mended: list[str]) -> None:
    counts: Counter[str] = Counter()
    for finding in findings:
        counts[finding.kind] += 1
        if counts[finding.kind] <= _SHOWN:
            mark = "damage" if finding.is_damage else "note"
            click.echo(one_line(f"{mark}  {finding.kind}  {finding.where}: {finding.what}"))
    for kind, count in counts.items():
        if count > _SHOWN:
            click.echo(f"        {kind}: {count - _SHOWN} more")
    damage = sum(finding.is_damage for finding in findings)
    if damage:
        click.echo(
            f"{damage} damaged", err=True
        )  # where cron throws the rest away, this still becomes a mail
    else:
        click.echo("whole: database, search index, and every capture in its WARC")
    if not mended and any(finding.kind in MENDABLE for finding in findings):
        click.echo("`tinso verify --repair` mends some of it")
