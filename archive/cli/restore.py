"""`tinso restore`: a backup brought back into a new folder, checked byte by byte and then as an archive."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from archive.checking.verify import verify
from archive.cli.session import Exit, failing_in_one_line, print_json, with_archive, with_json
from archive.cli.terminal import one_line, size
from archive.keeping.adoption import adopt_from
from archive.keeping.restore import restore as bring_back


@click.command(
    epilog="Exit codes: 0 restored and whole, 2 not understood, 3 the folder holds something or cannot be"
    " written, 4 damage found."
)
@click.argument("source", metavar="SRC", type=click.Path(path_type=Path))
@click.option(
    "--tombstones",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A newer copy (archive or backup): what was removed there since is taken out here too.",
)
@with_json
@with_archive
def restore(source: Path, tombstones: Path | None, as_json: bool, folder: Path) -> None:
    """Bring the backup in the folder SRC back into the archive's folder (--archive), which must be new or empty.

    Every file is checked by its digest while it is copied; then the whole is checked as `tinso verify` does.
    Nothing is ever overwritten. What was taken out by `tinso remove` after the backup comes back with it, unless
    --tombstones names a copy that knows of it.
    """
    with failing_in_one_line():
        restored = bring_back(source, folder)
        adopted = None if tombstones is None else adopt_from(tombstones, folder)
        findings = list(verify(folder))
    damaged = [finding for finding in findings if finding.is_damage]
    if as_json:
        report = {"whole": not damaged, **dataclasses.asdict(restored), "removals_adopted": adopted}
        print_json(report | {"findings": findings})
    else:
        for finding in damaged:
            click.echo(one_line(f"damage  {finding.kind}  {finding.where}: {finding.what}"), err=True)
        state = f"{len(damaged)} damaged" if damaged else "whole"
        click.echo(
            f"{folder} is as it was at {restored.made_at}: {restored.files} files,"
            f" {size(restored.bytes)}; {state}"
        )
        click.echo(
            "removals after that are not in it: --tombstones takes them from a newer copy"
            if adopted is None
            else f"{adopted} removals taken over from {tombstones}"
        )
    if damaged:
        raise click.exceptions.Exit(Exit.DAMAGE)
