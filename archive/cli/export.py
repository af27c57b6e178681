"""`tinso export`: articles as CSV or JSON lines."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import click

from archive.choice import Choice
from archive.cli.search import Day
from archive.cli.session import Exit, failing_in_one_line, opened, with_archive
from archive.export import chosen, write_csv, write_jsonl
from archive.sqlite import file_errors


@click.command(epilog="Exit codes: 0 written, 1 no such article, 2 not understood, 3 no usable archive.")
@click.option("--format", "form", type=click.Choice(["csv", "jsonl"]), default="csv", show_default=True)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Else stdout."
)
@click.option("--portal", metavar="SLUG", help="Only of this portal.")
@click.option("--province", metavar="NAME", help="Only of this province, as it was or as it is now.")
@click.option("--department", metavar="CODE", help="Only of this department (tttt, khcn, ...).")
@click.option(
    "--since", type=Day(), metavar="DATE", help="Published in or after: 2024, 2024-03 or 2024-03-05."
)
@click.option("--until", type=Day(), metavar="DATE", help="Published in or before.")
@click.option("--as-it-is", is_flag=True, help="CSV cells that begin with = + - @ without an apostrophe.")
@with_archive
def export(form: str, output: Path | None, as_it_is: bool, folder: Path, **choice: Any) -> None:
    """Write articles for a spreadsheet (CSV, UTF-8 with a mark that Excel needs) or a program (JSON lines)."""
    with opened(folder) as db, _stream(output, mark=form == "csv") as out:
        articles = chosen(db, Choice(**choice))
        count = write_csv(articles, out, as_it_is=as_it_is) if form == "csv" else write_jsonl(articles, out)
    click.echo(f"{count} articles{f' in {output}' if output else ''}", err=True)
    if not count:
        raise click.exceptions.Exit(Exit.NOTHING_FOUND)


@contextlib.contextmanager
def _stream(output: Path | None, *, mark: bool) -> Generator[io.TextIOWrapper]:
    encoding = "utf-8-sig" if mark else "utf-8"
    if output is None:
        out = io.TextIOWrapper(sys.stdout.buffer, encoding, newline="")
        try:
            yield out
        finally:
            out.flush()
            out.detach()
        return
    with failing_in_one_line(), file_errors(output), output.open("w", encoding=encoding, newline="") as out:
        yield out
