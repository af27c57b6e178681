"""Mending an archive from what it holds itself: the search index, lost rows, and captures out of the
WARCs."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from archive.address import address_key
from archive.documents import reindex_documents
from archive.errors import ArchiveError, Damaged, Locked, TruncatedWarc
from archive.keeping.exclusion import alone
from archive.keeping.removal import finish
from archive.records import Capture
from archive.rows import READ_COLUMNS
from archive.schema.m001_archive import INDEXED
from archive.sqlite import file_errors
from archive.store import WARC_FOLDER, Archive
from archive.warc.payload import TLS_HEADER, parse_http
from archive.warc.reader import WarcRecord, iter_records, record_moment
from archive.warc.writer import payload_digest

CUT_FOLDER = "cut"
"""Below `warc/`: the broken ends that were taken off, each named by its file and byte."""

# What it says, and the statements that mend it; those that count give the rows that they changed.
_ROWS: tuple[tuple[str, str], ...] = (
    (
        "captures parted from articles that are not there",
        "UPDATE captures SET article_id = NULL, version = NULL"
        " WHERE article_id IS NOT NULL AND article_id NOT IN (SELECT id FROM articles)",
    ),
    (
        "captures parted from runs that are not there",
        "UPDATE captures SET run_id = NULL WHERE run_id IS NOT NULL AND run_id NOT IN (SELECT id FROM runs)",
    ),
    (
        "addresses of no article removed",
        "DELETE FROM addresses WHERE article_id NOT IN (SELECT id FROM articles)",
    ),
    (
        "versions of no article removed (their pages are in the WARCs)",
        "DELETE FROM versions WHERE article_id NOT IN (SELECT id FROM articles)",
    ),
    (
        "lost versions brought back from their articles",
        "INSERT INTO versions"
        f" (article_id, number, first_seen_at, last_seen_at, text_digest, {', '.join(READ_COLUMNS)})"
        f" SELECT id, version, first_seen_at, last_seen_at, text_digest, {', '.join(READ_COLUMNS)}"
        " FROM articles AS a"
        " WHERE NOT EXISTS (SELECT 1 FROM versions AS v WHERE v.article_id = a.id AND v.number = a.version)"
        " ON CONFLICT DO NOTHING",
    ),
    (
        "captures parted from versions that are not there",
        "UPDATE captures SET version = NULL WHERE version IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM versions AS v"
        " WHERE v.article_id = captures.article_id AND v.number = captures.version)",
    ),
)


def repair(folder: Path) -> Iterator[str]:
    """Mend what can be mended; yields a line for each thing done. What is left, `verify` tells.

    Nothing that could still be read is thrown away: a WARC's broken end is kept in `warc/cut/`. Raises
    Locked while a run works on the archive, Damaged if the database itself cannot be read.
    """
    with alone(folder, "a repair"), Archive.open(folder, create=False) as archive:
        _refuse_beside_a_run(archive)
        yield from _mend_rows(archive)
        yield from _mend_addresses(archive)
        yield from _mend_warcs(archive)
        with archive.transaction():
            reindex(archive.db)
            reindex_documents(archive.db)
        yield "search index built anew from the articles"
        if archive.db.execute("SELECT 1 FROM removals LIMIT 1").fetchone():
            yield f"{finish(archive)} payloads of removed pages taken out"


def reindex(db: Database) -> None:
    """Build the search index from the articles. Inside a transaction.

    Not FTS5's own 'rebuild': it would index the original text twice and the đ unfolded.
    """
    db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')")
    db.execute(
        f"INSERT INTO articles_fts (rowid, {', '.join(INDEXED)})"
        f" SELECT id, {', '.join(INDEXED)} FROM articles_indexed"
    )


def _refuse_beside_a_run(archive: Archive) -> None:
    rows = archive.db.execute(
        "SELECT id, pid FROM runs WHERE ended_at IS NULL AND host = ? AND pid <> ?",
        (platform.node(), os.getpid()),
    )
    for run_id, pid in rows.fetchall():
        if Path(f"/proc/{pid}").exists():
            raise Locked(f"{archive.folder}: run {run_id} (pid {pid}) is at work; repair when it has ended")


def _mend_rows(archive: Archive) -> Iterator[str]:
    with archive.transaction():
        done = [(what, archive.db.execute(sql).rowcount) for what, sql in _ROWS]
    yield from (f"{count} {what}" for what, count in done if count > 0)


def _mend_addresses(archive: Archive) -> Iterator[str]:
    with archive.transaction():
        rows = archive.db.execute(
            "SELECT id, url, first_seen_at, last_seen_at FROM articles"
            " WHERE id NOT IN (SELECT article_id FROM addresses)"
        ).fetchall()
        for article_id, url, first, last in rows:
            archive.db.execute(
                "INSERT INTO addresses (address, url, article_id, first_seen_at, last_seen_at)"
                " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (address_key(url), url, article_id, first, last),
            )
    if rows:
        yield f"{len(rows)} addresses brought back from their articles"


def _mend_warcs(archive: Archive) -> Iterator[str]:
    folder = archive.folder / WARC_FOLDER
    for path in sorted(folder.glob("*.warc*")):
        known = {
            row[0]
            for row in archive.db.execute(
                "SELECT warc_offset FROM captures WHERE warc_file = ?", (path.name,)
            )
        }
        found, cut_at = _unindexed(path, known)
        with archive.transaction():
            for capture in found:
                archive.add_capture(capture, portal=_portal_of(archive.db, capture.url))
        if found:
            yield f"{len(found)} captures brought back from {path.name}; `scrapy reread` reads them"
        if cut_at is not None:
            yield _take_off(path, cut_at)


def _unindexed(path: Path, known: set[int]) -> tuple[list[Capture], int | None]:
    """The responses of a file that no row knows, and where the file is cut, if it is."""
    found: list[Capture] = []
    try:
        for record in iter_records(path):
            if record.kind == "response" and record.offset not in known:
                capture = _capture(record, path.name)
                if capture is not None:
                    found.append(capture)
    except TruncatedWarc as cut:
        return found, cut.offset
    except Damaged:
        pass  # what lies behind the broken place is not reached; verify says so
    return found, None


def _capture(record: WarcRecord, name: str) -> Capture | None:
    message = parse_http(record.block)
    if message is None:
        return None
    try:
        moment = record_moment(record)
    except ArchiveError:
        return None
    digest = record.headers.get("warc-payload-digest") or payload_digest(message.body)
    place = (name, record.offset, record.length)
    kind, tls = message.header("content-type"), message.header(TLS_HEADER.lower())
    return Capture(record.url, moment, message.status, digest, *place, content_type=kind, tls=tls)


def _portal_of(db: Database, url: str) -> str:
    """The portal of other pages of this host, or the host."""
    host = address_key(url).partition("/")[0]
    row = db.execute(
        "SELECT a.portal FROM addresses AS d JOIN articles AS a ON a.id = d.article_id"
        " WHERE d.address >= ? AND d.address < ? LIMIT 1",
        (f"{host}/", f"{host}0"),
    ).fetchone()
    return str(row[0]) if row else host


def _take_off(path: Path, offset: int) -> str:
    """End the file with its last whole record, so that every reader of WARCs takes it."""
    kept = path.parent / CUT_FOLDER / f"{path.name}.{offset}"
    with file_errors(path):
        kept.parent.mkdir(exist_ok=True)
        with path.open("r+b") as file:
            file.seek(offset)
            kept.write_bytes(file.read())
            file.truncate(offset)
            os.fsync(file.fileno())
    return f"{path.name} ends with its last whole record now; the broken end is {CUT_FOLDER}/{kept.name}"
