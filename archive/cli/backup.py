"""`tinso backup`: a copy of the whole archive elsewhere, of what changed alone; `--verify` checks it."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

import click

from archive.cli.session import Exit, failing_in_one_line, print_json, with_archive, with_json
from archive.cli.terminal import one_line, size
from archive.keeping.backup import BackupReport
from archive.keeping.backup import backup as back_up
from archive.keeping.manifest import check_backup, read_manifest


@click.command(
    epilog="Exit codes: 0 done, 2 not understood, 3 no usable archive, or DEST full or not writable,"
    " 4 damage found."
)
@click.argument("dest", type=click.Path(path_type=Path))
@click.option("--verify", "only_verify", is_flag=True, help="Only check every file in DEST by its digest.")
@click.option("--full", is_flag=True, help="Copy every byte anew, also what DEST has already.")
@with_json
@with_archive
def backup(dest: Path, only_verify: bool, full: bool, as_json: bool, folder: Path) -> None:
    """Copy the archive into the folder DEST, as it is at this moment; a crawl may be running.

    The next backup into the same DEST copies only what is new: WARCs grow, they do not change. If it is
    killed or the disk fills up, the backup that was there before is whole. A WARC that the archive has lost
    since stays in DEST (exit code 4 says so). `tinso restore DEST` brings it back.
    """
    if only_verify:
        _verify(dest, as_json)
        return
    begun = time.monotonic()
    with failing_in_one_line():
        report = back_up(folder, dest, full=full)
    seconds = round(time.monotonic() - begun, 2)
    if as_json:
        print_json({"dest": str(dest), "seconds": seconds, **dataclasses.asdict(report)})
    else:
        for line in report.damage:
            # Where cron throws the rest away, this still becomes a mail.
            click.echo(f"damage  {one_line(line)}", err=True)
        click.echo(_shown(report, folder, dest, seconds))
    if report.damage:
        raise click.exceptions.Exit(Exit.DAMAGE)


def _shown(report: BackupReport, folder: Path, dest: Path, seconds: float) -> str:
    return (
        f"{folder} as of {report.made_at} is in {dest}: {report.files} files, {size(report.bytes)}\n"
        f"{report.copied} copied, {report.grown} continued, {report.unchanged} as before, {report.deleted} deleted;"
        f" {size(report.bytes_written)} written in {seconds} s"
    )


def _verify(dest: Path, as_json: bool) -> None:
    with failing_in_one_line():
        manifest = read_manifest(dest)
        wrong = list(check_backup(dest))
    if as_json:
        print_json(
            {"whole": not wrong, "made_at": manifest.made_at, "damage": wrong, "files": manifest.files}
        )
    else:
        for line in wrong:
            click.echo(f"damage  {one_line(line)}", err=True)
        count = f"{len(manifest.files)} files, {size(manifest.size)}, as of {manifest.made_at}"
        remedy = "; `tinso backup --full` copies all anew"
        click.echo(f"{len(wrong)} damaged of {count}{remedy}" if wrong else f"whole: {count}")
    if wrong:
        raise click.exceptions.Exit(Exit.DAMAGE)
