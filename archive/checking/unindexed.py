"""Records that no row of `captures` names: a killed crawl leaves some, and a removed page may be among them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.address import address_key
from archive.errors import ArchiveError
from archive.records import Capture
from archive.store import WARC_FOLDER, Archive
from archive.warc.payload import parse_http
from archive.warc.reader import WarcRecord, read_record, record_moment
from archive.warc.writer import payload_digest


@dataclass(frozen=True, slots=True)
class _Place:
    warc_file: str
    warc_offset: int


def bury_unindexed(archive: Archive) -> None:
    """Have a row for each such record that a removal covers, so that its payload goes too. In a transaction."""
    folder = archive.folder / WARC_FOLDER
    sql = "SELECT warc_offset, warc_length FROM captures WHERE warc_file = ? ORDER BY warc_offset"
    for path in sorted(folder.glob("*.warc*")):
        for record in _between(path, archive.db.execute(sql, (path.name,)).fetchall()):
            if record.kind in ("response", "revisit"):
                capture = _capture(record, path.name)
                if archive.tombstones.of_page(capture.url, capture.digest) is not None:
                    archive.add_capture(capture, portal=address_key(capture.url).partition("/")[0])


def _between(path: Path, named: Iterable[tuple[int, int]]) -> Iterator[WarcRecord]:
    """The records in the stretches of a file that no row names; what is cut or broken ends its stretch."""
    for start, end in _stretches(named, path.stat().st_size):
        with contextlib.suppress(ArchiveError):
            while start < end:
                record = read_record(path.parent, _Place(path.name, start))
                yield record
                start = record.offset + max(record.length, 1)


def _stretches(named: Iterable[tuple[int, int]], size: int) -> Iterator[tuple[int, int]]:
    end = 0
    for offset, length in named:
        if offset > end:
            yield end, offset
        end = max(end, offset + length)
    if end < size:
        yield end, size


def _capture(record: WarcRecord, name: str) -> Capture:
    message = parse_http(record.block)
    digest = record.headers.get("warc-payload-digest") or payload_digest(message.body if message else b"")
    status = message.status if message else 0
    return Capture(record.url, record_moment(record), status, digest, name, record.offset, record.length)
