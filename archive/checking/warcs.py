"""Verifying WARCs against the database: each capture's record is there, whole, and says what the row says."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from sqlite_utils import Database

from archive.captures import capture_of
from archive.errors import ArchiveError, TruncatedWarc
from archive.records import Capture
from archive.rows import utc_text
from archive.warc.payload import parse_http
from archive.warc.reader import WarcRecord, iter_records, read_record, record_moment
from archive.warc.redaction import is_redacted

WarcKind = Literal["warc-missing", "warc-cut", "warc-broken", "record", "unindexed", "removal"]


class WarcFinding(NamedTuple):
    """One thing that is wrong with a WARC; the fields are those of `verify.Finding`."""

    kind: WarcKind
    where: str
    what: str
    is_damage: bool = True


def check_warcs(db: Database, folder: Path) -> Iterator[WarcFinding]:
    """Read every WARC below `folder` (the archive's `warc/`) once, and look up every capture in it."""
    known = {row[0] for row in db.execute("SELECT DISTINCT warc_file FROM captures")}
    present = {path.name for path in folder.glob("*.warc*") if path.is_file()} if folder.is_dir() else set()
    for name in sorted(known | present):
        rows = db.query("SELECT * FROM captures WHERE warc_file = ?", (name,))
        captures = {row["warc_offset"]: capture_of(row) for row in rows}
        if name in present:
            yield from _check_file(folder, name, captures)
        else:
            yield WarcFinding("warc-missing", name, f"missing, with {len(captures)} captures")


def sound_records(db: Database, folder: Path, name: str) -> str | None:
    """None if every capture of one WARC reads as its row says, else the first thing that is wrong."""
    rows = db.query("SELECT * FROM captures WHERE warc_file = ?", (name,))
    captures = {row["warc_offset"]: capture_of(row) for row in rows}
    findings = _check_file(folder, name, captures)
    return next((f"{found.where}: {found.what}" for found in findings if found.is_damage), None)


def _check_file(folder: Path, name: str, captures: dict[int, Capture]) -> Iterator[WarcFinding]:
    rest = dict(captures)
    end = 0
    try:
        for record in _settled(folder / name):
            end = record.offset + record.length
            capture = rest.pop(record.offset, None)
            if capture is not None:
                yield from _check_record(record, capture)
            elif record.kind == "response":
                where = f"{name} at byte {record.offset}"
                yield WarcFinding("unindexed", where, f"{record.url} was never committed", is_damage=False)
    except TruncatedWarc as cut:
        lost = sum(offset >= cut.offset for offset in rest)
        what = f"cut there, with {lost} captures" if lost else "cut there; no capture was lost"
        yield WarcFinding("warc-cut", f"{name} at byte {cut.offset}", what)
        rest = {offset: capture for offset, capture in rest.items() if offset < cut.offset}
    except ArchiveError as broken:
        # Behind a broken record each capture is looked up where its row says that it lies.
        yield WarcFinding("warc-broken", f"{name} at byte {end}", str(broken))
    for offset in sorted(rest):
        yield from _look_up(folder, rest[offset])


def _settled(path: Path) -> Iterator[WarcRecord]:
    """The records of a file; one that a running crawl is about to finish is waited for."""
    seen = 0
    try:
        for record in iter_records(path):
            seen += 1
            yield record
    except TruncatedWarc:
        size = path.stat().st_size
        time.sleep(0.2)
        if path.stat().st_size == size:
            raise
        for number, record in enumerate(iter_records(path)):
            if number >= seen:
                yield record


def _look_up(folder: Path, capture: Capture) -> Iterator[WarcFinding]:
    try:
        yield from _check_record(read_record(folder, capture), capture)
    except ArchiveError as error:
        where = f"{capture.warc_file} at byte {capture.warc_offset}"
        yield WarcFinding("record", where, f"the capture of {capture.url} cannot be read: {error}")


def _check_record(record: WarcRecord, capture: Capture) -> Iterator[WarcFinding]:
    where = f"{capture.warc_file} at byte {capture.warc_offset}"
    if record.url != capture.url:
        yield WarcFinding("record", where, f"holds {record.url}, not {capture.url}")
        return
    if utc_text(record_moment(record)) != utc_text(capture.fetched_at):
        yield WarcFinding("record", where, f"the capture of {capture.url} is of another time")
    if record.length != capture.warc_length:
        yield WarcFinding("record", where, f"{record.length} bytes long, not {capture.warc_length}")
    if capture.removed:
        if not is_redacted(record):
            yield WarcFinding("removal", where, f"the payload of {capture.url}, which was removed, is there")
        return
    block = record.headers.get("warc-block-digest")
    if block is not None and not is_digest_of(block, record.block):
        yield WarcFinding("record", where, f"the bytes of {capture.url} are not those that were written")
        return
    if record.kind == "revisit":
        matches = record.headers.get("warc-payload-digest") == capture.digest
    else:
        message = parse_http(record.block)
        matches = message is not None and is_digest_of(capture.digest, message.body)
    if not matches:
        yield WarcFinding("record", where, f"the payload of {capture.url} has another digest than its row")


def is_digest_of(digest: str, data: bytes) -> bool:
    """Whether a digest as WARCs write them ("sha256:<hex>", "sha1:<BASE32>") is that of the data.

    >>> is_digest_of("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", b""), is_digest_of("sha1:no", b"")
    (True, False)
    """
    algorithm, _, value = digest.partition(":")
    if algorithm.lower() not in ("sha256", "sha1", "md5", "sha512"):
        return False
    raw = hashlib.new(algorithm.lower(), data).digest()
    return value.lower() == raw.hex() or value.rstrip("=").upper() == base64.b32encode(raw).decode().rstrip(
        "="
    )
