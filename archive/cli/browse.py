"""`tinso browse`: the archive in a web browser, with Datasette."""

from __future__ import annotations

import os
from pathlib import Path

import click

from archive.browse import command, missing
from archive.cli.session import opened, with_archive
from archive.sqlite import DATABASE


@click.command(epilog="Exit codes: 2 not understood, or Datasette is not installed; 3 no usable archive.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Who may look: 0.0.0.0 is everybody.")
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True)
@with_archive
def browse(host: str, port: int, folder: Path) -> None:
    """Serve the archive to a web browser: searches, facets, SQL, JSON and CSV. Ends with Ctrl-C."""
    if (line := missing()) is not None:
        raise click.UsageError(line)
    with opened(folder):
        pass  # brought up to date, and refused in one line where it is no archive
    words = command(folder / DATABASE, host, port)
    os.execv(words[0], words)  # Datasette takes this process over
