"""`tinso stats`: what the archive holds."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.session import opened, print_json, with_archive, with_json
from archive.cli.terminal import one_line, size, table
from archive.statistics import Statistics, statistics
from archive.store import WARC_FOLDER


@click.command(epilog="Exit codes: 0 counted, 2 not understood, 3 no usable archive.")
@click.option("--portal", metavar="SLUG", help="Only of this portal.")
@with_json
@with_archive
def stats(portal: str | None, as_json: bool, folder: Path) -> None:
    """Count articles by portal and section, captures, and what was refused and why."""
    with opened(folder) as db:
        counted = statistics(db, folder / WARC_FOLDER, portal)
    if as_json:
        print_json(counted)
    else:
        click.echo(_shown(counted))


def _shown(counted: Statistics) -> str:
    parts = [_totals(counted)]
    if counted.portals:
        parts.append(_portals(counted))
    if counted.problems:
        rows = [
            ("refused or failed", "pages"),
            *((one_line(p.reason), str(p.pages)) for p in counted.problems),
        ]
        parts.append(table(rows, numbers=frozenset({1})))
    return "\n\n".join(parts)


def _totals(counted: Statistics) -> str:
    rows = [
        ("articles", f"{counted.articles}", _span(counted.first_published, counted.last_published)),
        ("  undated", f"{counted.undated}", ""),
        ("  without a byline", f"{counted.without_byline}", ""),
        ("  without a body", f"{counted.without_body}", "notices that are only a headline and files"),
        ("  gone", f"{counted.gone}", "no longer on their portal"),
        ("versions", f"{counted.versions}", "distinct texts"),
        ("addresses", f"{counted.addresses}", "under which the articles were seen"),
        ("captures", f"{counted.captures}", f"{size(counted.captured_bytes)} packed"),
        ("WARC files", f"{counted.warc_files}", size(counted.warc_bytes)),
        ("runs", f"{counted.runs}", f"the last began {counted.last_run_at}" if counted.last_run_at else ""),
    ]
    return table(rows, numbers=frozenset({1}))


def _portals(counted: Statistics) -> str:
    rows = [("portal and section", "articles", "published")]
    for portal in counted.portals:
        rows.append(
            (
                one_line(portal.portal),
                f"{portal.articles}",
                _span(portal.first_published, portal.last_published),
            )
        )
        rows += [
            (
                f"  {one_line(s.section or '(no section)')}",
                f"{s.articles}",
                _span(s.first_published, s.last_published),
            )
            for s in portal.sections
        ]
    return table(rows, numbers=frozenset({1}))


def _span(first: str | None, last: str | None) -> str:
    if first is None or last is None:
        return "undated"
    return first if first == last else f"{first} to {last}"
