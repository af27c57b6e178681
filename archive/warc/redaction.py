"""Taking a payload out of a WARC: its record gives way to one of the same length that says so.

The length stays, so every other record lies where it lay, and no offset in any database or index changes. In a
.warc.gz the new member is filled up with a gzip comment (RFC 1952: any length, skipped by every reader).
"""

from __future__ import annotations

import os
import uuid
import zlib
from collections.abc import Iterable
from pathlib import Path

from archive.errors import Damaged
from archive.records import Capture
from archive.sqlite import file_errors
from archive.warc.reader import WarcRecord, warc_path

_GZIP = b"\x1f\x8b"
_FIELDS = "application/warc-fields"
_REMOVED = "removed: "


def is_redacted(record: WarcRecord) -> bool:
    """Whether the record stands in the place of one that was removed."""
    return record.kind == "metadata" and record.block.startswith(_REMOVED.encode())


def redact(folder: Path, captures: Iterable[Capture], removed_at: str) -> int:
    """Put tombstones in the place of these records below `folder` (the archive's `warc/`); returns how many.

    May be repeated after a kill: what it writes depends on the capture alone, not on what lies there. A WARC that
    is not there is passed over. Raises Damaged where the place is not that of one whole record.
    """
    done = 0
    for capture in captures:
        path = warc_path(folder, capture.warc_file)
        if path.is_file():
            with file_errors(path):
                done += _overwrite(path, capture, removed_at)
    return done


def _overwrite(path: Path, capture: Capture, removed_at: str) -> bool:
    start, length = capture.warc_offset, capture.warc_length
    with path.open("r+b", buffering=0) as file:
        file.seek(start)
        there = file.read(length)
        if start + len(there) < start + length:
            return False  # cut before its end: nothing to read there, and verify says so
        mark = _GZIP if there[:2] == _GZIP else b"WARC/"
        behind = file.read(len(mark))
        if not there.startswith(mark) or (behind and behind != mark):
            raise Damaged(
                f"{path}: no record of its own at byte {start}; its payload cannot be taken out there"
            )
        record = _record(capture, removed_at, length, packed=mark == _GZIP)
        if record is None:
            raise Damaged(f"{path}: the record at byte {start} is too short to be replaced by a tombstone")
        if record == there:
            return False
        file.seek(start)
        file.write(record)
        os.fsync(file.fileno())
    return True


def _record(capture: Capture, removed_at: str, length: int, *, packed: bool) -> bytes | None:
    """The tombstone of exactly `length` bytes: with the digest of what lay there, if there is room for it."""
    for block in (f"{_REMOVED}{removed_at}\r\npayload: {capture.digest}\r\n", f"{_REMOVED}{removed_at}\r\n"):
        record = _packed(capture, block, length) if packed else _plain(capture, block, length)
        if record is not None:
            return record
    return None


def _packed(capture: Capture, block: str, length: int) -> bytes | None:
    plain = _bytes(capture, block)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = packer.compress(plain) + packer.flush()
    end = zlib.crc32(plain).to_bytes(4, "little") + len(plain).to_bytes(4, "little")
    room = length - 10 - len(body) - len(end)
    if room < 0:
        return None
    # Flag 16: a comment follows, up to a zero byte. Time 0, no extra flags, system unknown.
    head = _GZIP + b"\x08" + (b"\x10" if room else b"\x00") + bytes(5) + b"\xff"
    return head + (b" " * (room - 1) + b"\0" if room else b"") + body + end


def _plain(capture: Capture, block: str, length: int) -> bytes | None:
    room = length - len(_bytes(capture, block))
    # The Content-Length grows with the blanks: what its digits take is made up for behind a header.
    for blanks in range(room, max(room - 12, -1), -1):
        rest = length - len(_bytes(capture, block + " " * blanks))
        if rest >= 0:
            return _bytes(capture, block + " " * blanks, filler=" " * rest)
    return None


def _bytes(capture: Capture, block: str, filler: str = "") -> bytes:
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{capture.url}#{capture.digest}#{capture.warc_offset}")
    head = (
        f"WARC/1.1\r\nWARC-Type: metadata{filler}\r\nWARC-Record-ID: <urn:uuid:{name}>\r\n"
        f"WARC-Target-URI: {capture.url}\r\nWARC-Date: {capture.fetched_at:%Y-%m-%dT%H:%M:%SZ}\r\n"
        f"Content-Type: {_FIELDS}\r\nContent-Length: {len(block.encode())}\r\n\r\n"
    )
    return f"{head}{block}\r\n\r\n".encode()
