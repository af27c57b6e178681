"""`tinso search`: find articles by any text, with or without diacritics."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import click

from archive.cli.session import Exit, opened, print_json, with_archive, with_json
from archive.cli.terminal import one_line, wrapped
from archive.records import Hit
from archive.search import Query, search_documents
from archive.search import search as search_archive


class Day(click.ParamType[str]):
    """A year, a month or a day: 2024, 2024-03, 2024-03-05."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text itself, if it is a date."""
        text = str(value)
        if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", text):
            self.fail(f"{text!r} is no date; write 2024, 2024-03 or 2024-03-05", param, ctx)
        return text


@click.command(epilog="Exit codes: 0 found, 1 nothing found, 2 not understood, 3 no usable archive.")
@click.argument("words", nargs=-1, required=True)
@click.option("--portal", metavar="SLUG", help="Only of this portal.")
@click.option("--province", metavar="NAME", help="Only of this province, as it was or as it is now.")
@click.option("--department", metavar="CODE", help="Only of this department (tttt, khcn, ...).")
@click.option(
    "--since", type=Day(), metavar="DATE", help="Published in or after: 2024, 2024-03 or 2024-03-05."
)
@click.option("--until", type=Day(), metavar="DATE", help="Published in or before.")
@click.option("--headline", "headline_only", is_flag=True, help="Only in headlines.")
@click.option("--order", type=click.Choice(["score", "date"]), default="score", show_default=True)
@click.option("--limit", "-n", type=click.IntRange(1), default=10, show_default=True, help="So many hits.")
@click.option("--fts", is_flag=True, help="WORDS are an FTS5 expression: nghề NOT (lúa OR ngô).")
@with_json
@with_archive
def search(words: tuple[str, ...], limit: int, as_json: bool, folder: Path, **filters: Any) -> None:
    """Find articles that hold all WORDS, best first.

    Files under articles are searched too, where a crawl fetched them (attachments=true). Diacritics may be left
    out; where they are typed, articles that spell the words so come first. "In
    quotes":
    words in a row. begin*: words that begin so. A document's number is found as it stands: 1191/QĐ-TTg.
    """
    # Words that the shell got in quotes beside others were meant as a phrase.
    quotable = len(words) > 1 and not filters["fts"]
    text = " ".join(f'"{word}"' if " " in word and quotable else word for word in words)
    query = Query(text, **filters)
    with opened(folder) as db:
        hits = search_archive(db, query, limit=limit)
        hits += search_documents(db, query, limit=max(limit - len(hits), 3))
    if as_json:
        print_json(hits)
    else:
        for hit in hits:
            click.echo(_shown(hit))
        if not hits:
            click.echo(f"nothing found for {one_line(text)}", err=True)
    if not hits:
        raise click.exceptions.Exit(Exit.NOTHING_FOUND)


def _shown(hit: Hit) -> str:
    when = (hit.published_at or "undated")[:10]
    columns = min(shutil.get_terminal_size().columns, 100)
    lines = [click.style(one_line(hit.headline), bold=True), f"  {when:<10}  {one_line(hit.portal)}"]
    snippet = one_line(hit.snippet)
    if snippet.replace("[", "").replace("]", "") != one_line(hit.headline):
        lines.append(wrapped(snippet, columns, "  "))
    lines.append(f"  {one_line(hit.url)}")
    if hit.document is not None:
        lines.append(f"  in the file {one_line(hit.document)}")
    return "\n".join(lines)
