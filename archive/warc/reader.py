"""Reading WARCs: every whole record of any file, and never a cut one in silence.

warcio and fastwarc both take a file that was cut for one that ended; this reader follows the gzip members
and the records' lengths itself, and knows.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from archive.errors import ArchiveError, Damaged, TruncatedWarc
from archive.sqlite import file_errors
from archive.warc.payload import HttpMessage, decoded_body, parse_http
from archive.warc.stream import CutOff, RecordStream


@dataclass(frozen=True, slots=True)
class SavedResponse:
    """A response as a WARC holds it."""

    url: str
    fetched_at: datetime
    """UTC, aware."""
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    """Unchunked, and unpacked from gzip, deflate, brotli or zstd."""
    content_type: str | None
    offset: int
    """Of the record (of its gzip member), in bytes of the file."""
    length: int
    """In bytes of the file."""


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """A record of any type: its headers (names in lower case) and its block."""

    headers: dict[str, str]
    block: bytes
    offset: int
    length: int

    @property
    def kind(self) -> str:
        """ "response", "warcinfo", "revisit", ..."""
        return self.headers.get("warc-type", "").lower()

    @property
    def url(self) -> str:
        """The target, without the angle brackets that some writers put around it."""
        return self.headers.get("warc-target-uri", "").strip("<>")


class Placed(Protocol):
    """Anything that says where a record lies: a Capture, a Citation."""

    @property
    def warc_file(self) -> str: ...
    @property
    def warc_offset(self) -> int: ...


def iter_records(path: Path) -> Iterator[WarcRecord]:
    """Every whole record of a .warc or .warc.gz, then TruncatedWarc if the file is cut.

    Raises Damaged where bytes in the middle are no WARC: what follows there cannot be found.
    """
    with file_errors(path), open(path, "rb") as file:
        yield from _records(file, path)


def iter_responses(path: Path) -> Iterator[SavedResponse]:
    """Every whole HTTP response of a WARC (revisits have no payload and are left out), then as
    `iter_records`."""
    for record in iter_records(path):
        if record.kind == "response" and record.url.lower().startswith(("http://", "https://")):
            message = parse_http(record.block)
            if message is not None:
                yield _saved(record, message)


def read_record(folder: Path, place: Placed) -> WarcRecord:
    """The one record that lies at a place below `folder` (the archive's `warc/`).

    Raises Damaged if there is none, TruncatedWarc if it is cut.
    """
    path = warc_path(folder, place.warc_file)
    if not path.is_file():
        raise Damaged(f"{path}: the WARC is missing; bring it back from a backup")
    with file_errors(path), open(path, "rb") as file:
        if place.warc_offset >= path.stat().st_size:
            raise TruncatedWarc(str(path), place.warc_offset)
        file.seek(place.warc_offset)
        for record in _records(file, path):
            return record
    raise Damaged(f"{path}: no record at byte {place.warc_offset}")


def read_payload(folder: Path, place: Placed) -> bytes:
    """The bytes that the server sent, content-decoded. `folder` is the archive's `warc/`. Errors as
    `read_record`."""
    record = read_record(folder, place)
    message = parse_http(record.block)
    if record.kind != "response" or message is None:
        raise Damaged(f"{warc_path(folder, place.warc_file)}: no response at byte {place.warc_offset}")
    return decoded_body(message)


def warc_path(folder: Path, name: str) -> Path:
    """Where a WARC lies; a name that would leave the folder raises Damaged."""
    if not name or name != Path(name).name or name in (".", ".."):
        raise Damaged(f"{name!r} is no name of a WARC; the database was tampered with")
    return folder / name


def _records(file: BinaryIO, path: Path) -> Iterator[WarcRecord]:
    stream = RecordStream(file)
    try:
        while True:
            raw = stream.next_record()
            if raw is None:
                return
            yield WarcRecord(raw.headers, raw.block, raw.offset, raw.length)
    except CutOff as cut:
        raise TruncatedWarc(str(path), cut.offset) from cut
    except (ValueError, zlib.error) as error:
        raise Damaged(f"{path}: no WARC record at byte {stream.offset} ({error})") from error


def _saved(record: WarcRecord, message: HttpMessage) -> SavedResponse:
    try:
        body = decoded_body(message)
    except ArchiveError:
        body = message.body  # what does not unpack is given as it came: the parser will say what it is
    return SavedResponse(
        url=record.url,
        fetched_at=record_moment(record),
        status=message.status,
        headers=message.headers,
        body=body,
        content_type=message.header("content-type"),
        offset=record.offset,
        length=record.length,
    )


def record_moment(record: WarcRecord) -> datetime:
    """When the record was captured: UTC, aware. Raises Damaged if it does not say."""
    text = record.headers.get("warc-date", "")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Damaged(f"the record at byte {record.offset} has no date ({text!r})") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
