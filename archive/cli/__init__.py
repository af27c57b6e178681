"""`tinso`: search, show, count, cite, export, verify and keep what was archived."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.backup import backup
from archive.cli.browse import browse
from archive.cli.cite import cite
from archive.cli.export import export
from archive.cli.health import health
from archive.cli.merge import merge
from archive.cli.remove import remove
from archive.cli.restore import restore
from archive.cli.search import search
from archive.cli.show import show
from archive.cli.stats import stats
from archive.cli.verify import verify

EPILOG = """\b
Exit codes:
  0  done
  1  nothing found: no hit, no such article
  2  the command was not understood
  3  the archive cannot be used: missing, locked, not writable, of a newer tinso
  4  damage found
  5  `tinso health`: warnings
  6  `tinso health`: alarms
"""


@click.group(
    epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="tinso")
@click.option(
    "--archive",
    "folder",
    type=click.Path(path_type=Path),
    envvar="TINSO_ARCHIVE",
    default=Path("data"),
    metavar="DIR",
    help="Where the archive lies; also from TINSO_ARCHIVE. Otherwise ./data.",
)
@click.pass_context
def main(context: click.Context, folder: Path) -> None:
    """Search, show, cite and check an archive of Vietnamese departments' news.

    \b
      tinso search dao tao            finds "Đào tạo" too
      tinso show URL                  the article; --raw gives the page as it came
      tinso stats                     what there is
    """
    context.obj = folder


COMMANDS: tuple[click.Command, ...] = (
    search,
    show,
    stats,
    cite,
    export,
    browse,
    verify,
    health,
    backup,
    restore,
    remove,
    merge,
)
for command in COMMANDS:
    main.add_command(command)
