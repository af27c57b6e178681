"""`tinso cite`: the line that lets someone else check an article."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.session import opened, print_json, with_archive, with_json
from archive.cli.terminal import one_line
from archive.lookup import citation_line
from archive.lookup import cite as cite_article


@click.command(epilog="Exit codes: 0 cited, 1 no such article, 2 not understood, 3 no usable archive.")
@click.argument("url")
@with_json
@with_archive
def cite(url: str, as_json: bool, folder: Path) -> None:
    """Print the citation of the article seen under URL: what it said, where, when captured, where the bytes
    lie."""
    with opened(folder) as db:
        citation = cite_article(db, url)
    if as_json:
        print_json(citation)
    else:
        click.echo(one_line(citation_line(citation)))
