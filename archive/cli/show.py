"""`tinso show`: an article, every version of it, or the page as it came."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from archive.cli.session import failing_in_one_line, opened, print_json, with_archive, with_json
from archive.cli.terminal import clean, one_line, wrapped
from archive.documents import Offered, offered
from archive.lookup import Found, captures, find, latest_capture, versions
from archive.records import Article, Version
from archive.store import WARC_FOLDER
from archive.warc.writer import read_payload


@click.command(
    epilog="Exit codes: 0 shown, 1 no such article, 2 not understood, 3 no usable archive, 4 damaged WARC."
)
@click.argument("url")
@click.option("--raw", is_flag=True, help="The newest capture's bytes, unpacked, to standard output.")
@click.option("--versions", "all_versions", is_flag=True, help="Every text that it had, and every capture.")
@click.option("--attachments", "texts_too", is_flag=True, help="The text of the files under it as well.")
@with_json
@with_archive
def show(url: str, raw: bool, all_versions: bool, texts_too: bool, as_json: bool, folder: Path) -> None:
    """Show the article seen under URL (https:// may be left out; any address of it will do)."""
    if raw:
        _raw(url, folder)
        return
    with opened(folder) as db:
        found = find(db, url)
        texts = versions(db, found) if all_versions else []
        proofs = captures(db, found) if all_versions else []
        files = offered(db, found.id)
    if as_json:
        extra = {"versions": texts, "captures": [{"version": n, "capture": c} for n, c in proofs]}
        print_json({"found": found, "files": files} | (extra if all_versions else {}))
    elif all_versions:
        for text in texts:
            click.echo(_version(text, found.version) + "\n")
        for number, capture in proofs:
            click.echo(
                f"captured {capture.fetched_at:%Y-%m-%d %H:%M:%S}Z  version {number or '?'}  {capture.status}"
                f"  {clean(capture.warc_file)} at byte {capture.warc_offset}"
            )
    else:
        click.echo(_article(found, files, whole=texts_too))


def _raw(url: str, folder: Path) -> None:
    if sys.stdout.isatty():
        # A page can carry escape sequences, and a PDF is no text at all.
        raise click.UsageError(
            "--raw writes bytes: send them to a file or a pipe (tinso show URL --raw > page.html)"
        )
    with opened(folder) as db:
        capture = latest_capture(db, url)
    with failing_in_one_line():
        sys.stdout.buffer.write(read_payload(folder / WARC_FOLDER, capture))


def _article(found: Found, files: list[Offered], *, whole: bool) -> str:
    item = found.article
    facts = [
        ("portal", " · ".join(part for part in (found.portal, item.section, found.province_now) if part)),
        ("published", _when(item)),
        ("byline", item.byline),
        ("seen", f"{found.first_seen_at} to {found.last_seen_at}, {found.captures} captures"),
        ("gone", found.gone_at),
        ("version", f"{found.version} of {found.versions}" if found.versions > 1 else None),
        *(("also at", address) for address in found.addresses[1:]),
    ]
    lines = [click.style(one_line(item.headline), bold=True), one_line(item.url)]
    lines += [f"  {name:<10}{one_line(value)}" for name, value in facts if value]
    attached = [line for file in files for line in _file(file, whole=whole)]
    return "\n".join([*lines, "", *_text(item), *attached])


def _version(version: Version, current: int) -> str:
    mark = ", the current one" if version.number == current else ""
    seen = f"{version.first_seen_at:%Y-%m-%d %H:%M}Z to {version.last_seen_at:%Y-%m-%d %H:%M}Z"
    head = click.style(f"version {version.number}{mark}: {seen}", bold=True)
    return "\n".join([head, one_line(version.article.headline), "", *_text(version.article)])


def _text(item: Article) -> list[str]:
    columns = min(shutil.get_terminal_size().columns, 100)
    lines = [wrapped(clean(part), columns) + "\n" for part in (item.lead or "").split("\n\n") if part]
    lines += [wrapped(clean(part), columns) + "\n" for part in item.body.split("\n\n") if part]
    lines += [f"[{one_line(caption)}]" for caption in item.captions]
    return lines


_OUTCOMES = {
    "scan": "a scan without text",
    "empty": "nothing in it",
    "encrypted": "encrypted",
    "unreadable": "unreadable",
    "not-read": "kept, its text is not read",
}


def _file(item: Offered, *, whole: bool) -> list[str]:
    lines = [f"attached: {one_line(item.title or '')}", f"  {one_line(item.url)}"]
    file = item.document
    if file is None:
        return [*lines, "  not fetched"]
    pages = f", {file.pages} pages" if file.pages else ""
    what = _OUTCOMES.get(file.outcome, f"{len(file.text):,} characters of text")
    lines.append(f"  {file.format}, {file.bytes:,} bytes{pages}: {what}")
    if whole and file.text:
        columns = min(shutil.get_terminal_size().columns, 100)
        lines += ["", *(wrapped(clean(line), columns, "    ") for line in file.text.splitlines() if line)]
    return [*lines, ""]


def _when(item: Article) -> str | None:
    if item.published_at is None:
        return None
    return f"{item.published_at:%Y-%m-%d}" + (
        "" if item.published_precision == "day" else f" {item.published_at:%H:%M}"
    )
