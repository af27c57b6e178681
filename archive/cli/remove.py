"""`tinso remove`: take a page out for a lawful request, and keep it out."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import click

from archive.cli.session import Exit, failing_in_one_line, opened, print_json, with_archive, with_json
from archive.cli.terminal import one_line, table
from archive.keeping.removal import Removed, finish_removals
from archive.keeping.removal import remove as take_out
from archive.keeping.removal_plan import Plan, plan_removal
from archive.keeping.tombstones import removals


@click.command(
    epilog="Exit codes: 0 removed, 1 the archive holds nothing under URL, or not confirmed, 2 not understood,"
    " 3 no usable archive, or a crawl is at work, 4 damage found."
)
@click.argument("url", required=False)
@click.option("--reason", metavar="TEXT", help="Who asked, on what ground; stays in the archive.")
@click.option("--yes", is_flag=True, help="Do not ask: needed where there is no terminal.")
@click.option("--copies", is_flag=True, help="Also the same text on other portals.")
@click.option("--in-advance", is_flag=True, help="Also an address that the archive does not hold (yet).")
@click.option("--list", "only_list", is_flag=True, help="Show what was removed, when and why.")
@click.option("--finish", "only_finish", is_flag=True, help="Finish removals that were interrupted.")
@with_json
@with_archive
def remove(url: str | None, reason: str | None, as_json: bool, folder: Path, **flags: bool) -> None:
    """Take what is archived under URL out of the archive, for a lawful request, and keep it out.

    The article goes with every version and address, the search index's words, its files' captures, and the bytes in the
    WARCs; digest, date and a tombstone stay, so that crawls, re-reading and merging pass it over. It cannot be undone.
    Pages that only mention it (a headline in a list) stay; so do backups: run `tinso backup` again.
    """
    if flags["only_list"]:
        _list(folder, as_json)
        return
    if flags["only_finish"]:
        with failing_in_one_line():
            done = finish_removals(folder)
        _say({"records": done}, f"{done} payloads taken out", as_json)
        return
    if url is None:
        raise click.UsageError("say which URL, or --list")
    if not (reason or "").strip():
        raise click.UsageError("say why: --reason 'yêu cầu của ông A, ngày 2026-11-24, theo ...'")
    if not flags["yes"]:
        _confirm(folder, url, copies=flags["copies"])
    with failing_in_one_line():
        removed = take_out(
            folder, url, str(reason).strip(), copies=flags["copies"], in_advance=flags["in_advance"]
        )
    _say(dataclasses.asdict(removed), _shown(removed, url), as_json)


def _confirm(folder: Path, url: str, *, copies: bool) -> None:
    with opened(folder) as db:
        plan = plan_removal(db, url, copies=copies)
    click.echo(_planned(plan), err=True)
    if not sys.stdin.isatty():
        raise click.UsageError("nothing was removed: --yes confirms it where there is no terminal")
    if not click.confirm("Remove this for ever?", err=True):
        raise click.exceptions.Exit(Exit.NOTHING_FOUND)


def _planned(plan: Plan) -> str:
    lines = [
        f"{len(plan.articles)} articles, {plan.versions} versions, {len(plan.captures)} captures would go:"
    ]
    lines += [f"  {one_line(headline)}" for headline in plan.articles.values()]
    lines += [f"  {one_line(address)}" for address in sorted(plan.addresses)]
    lines += [
        f"kept: {one_line(file)} (other articles offer it too)" for file in sorted(plan.shared_attachments)
    ]
    lines += [
        f"kept without --copies: the same text at {one_line(url)} ({one_line(portal)})"
        for portal, url in plan.copies
    ]
    return "\n".join(lines)


def _shown(removed: Removed, url: str) -> str:
    return (
        f"removed {one_line(url)}: {removed.articles} articles, {removed.versions} versions, {removed.addresses}"
        f" addresses, {removed.captures} captures; {removed.records} payloads taken out of the WARCs\n"
        "backups and exports that were made before still hold it"
    )


def _list(folder: Path, as_json: bool) -> None:
    with opened(folder) as db:
        found = removals(db)
    if as_json:
        print_json(found)
    elif found:
        click.echo(
            table([(r.removed_at[:10], one_line(r.url), one_line(r.reason)) for r in found], widest=90)
        )
    else:
        click.echo("nothing was removed")


def _say(data: dict[str, object], text: str, as_json: bool) -> None:
    if as_json:
        print_json(data)
    else:
        click.echo(text)
