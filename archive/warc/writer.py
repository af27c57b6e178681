"""Writing WARC 1.1: one gzip member a record, each written whole, in a file that no other process has."""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter
from zlib_ng import zlib_ng

from archive.errors import TruncatedWarc
from archive.records import Capture
from archive.sqlite import file_errors
from archive.warc.reader import SavedResponse, iter_responses, read_payload

__all__ = ["SavedResponse", "TruncatedWarc", "WarcWriter", "iter_responses", "payload_digest", "read_payload"]

_LEVEL = 5
"""zlib-ng's: half the time of zlib's 6 for 1 % more bytes; warcio's own, zlib's 9, takes three times as long."""
_MOST_BYTES = 1 << 30
"""A file that has grown past this is closed and the next begun, as the WARC guidelines advise."""
_NOT_OURS = {"transfer-encoding", "content-length"}
"""Headers that no longer describe the body: it is stored unchunked, at its true length."""


def payload_digest(body: bytes) -> str:
    """Of a payload, as it stands in the WARC header and in `captures.digest`.

    >>> payload_digest(b"")
    'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    """
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


class WarcWriter:
    """Appends records to a file of its own below `folder`; the file is made at the first record.

    `name` says what the file is ("sotttt-hanoi-20261124T142450Z"); a random part keeps two processes, or two
    machines whose archives are merged later, from ever having the same file.
    """

    def __init__(self, folder: Path, name: str, *, software: str = "tinso") -> None:
        self._folder = folder
        self._name = f"{name}-{secrets.token_hex(4)}"
        self._software = software
        self._count = 0
        self._file: io.FileIO | None = None
        self._file_name = ""
        self._size = 0
        self._synced = True

    def write_response(
        self,
        url: str,
        status: int,
        reason: str,
        headers: Sequence[tuple[str, str]],
        body: bytes,
        fetched_at: datetime,
    ) -> Capture:
        """Append a response; when this returns, the kernel has it, and a kill cannot lose it.

        `body` is as it came (still gzipped if `headers` say so), but unchunked; `fetched_at` is aware. Raises
        DiskFull or NotWritable; the file then ends with the record before.
        """
        digest = payload_digest(body)
        block = _http_head(status, reason, headers, len(body)) + body
        place = self._append(_record("response", url, fetched_at, digest, block))
        return self._capture(url, fetched_at, status, digest, place, headers)

    def write_revisit(
        self,
        earlier: Capture,
        status: int,
        reason: str,
        headers: Sequence[tuple[str, str]],
        fetched_at: datetime,
    ) -> Capture:
        """Append that `earlier.url` gave the same payload again (or 304): headers only, the payload is
        `earlier`'s."""
        block = _http_head(status, reason, headers, None)
        record = _record("revisit", earlier.url, fetched_at, earlier.digest, block)
        record.rec_headers.add_header(
            "WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
        )
        record.rec_headers.add_header("WARC-Refers-To-Target-URI", earlier.url)
        record.rec_headers.add_header("WARC-Refers-To-Date", _warc_date(earlier.fetched_at))
        place = self._append(record)
        return self._capture(earlier.url, fetched_at, status, earlier.digest, place, headers)

    def sync(self) -> None:
        """Have the disk hold all that was written; called before the database commits what points here."""
        if self._file is not None and not self._synced:
            with file_errors(self._folder / self._file_name):
                os.fsync(self._file.fileno())
            self._synced = True

    def close(self) -> None:
        """Sync and close; the next record begins another file."""
        if self._file is not None:
            self.sync()
            self._file.close()
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _capture(
        self,
        url: str,
        fetched_at: datetime,
        status: int,
        digest: str,
        place: tuple[int, int],
        headers: Sequence[tuple[str, str]],
    ) -> Capture:
        kind = next((value for name, value in headers if name.lower() == "content-type"), None)
        return Capture(
            url, fetched_at.astimezone(UTC), status, digest, self._file_name, *place, content_type=kind
        )

    def _append(self, record: ArcWarcRecord) -> tuple[int, int]:
        if self._file is None or self._size > _MOST_BYTES:
            self._begin_file()
        return self._write_member(record)

    def _begin_file(self) -> None:
        self.close()
        name = f"{self._name}-{self._count:05d}.warc.gz"
        with file_errors(self._folder / name):
            self._folder.mkdir(parents=True, exist_ok=True)
            # "x": never a file that is there already, whoever made it.
            self._file = open(self._folder / name, "xb", buffering=0)  # noqa: SIM115 (closed by close())
            _sync_folder(self._folder)
        self._count += 1
        self._file_name, self._size = name, 0
        info = {
            "software": self._software,
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        }
        self._write_member(_warcio(io.BytesIO()).create_warcinfo_record(name, info))

    def _write_member(self, record: ArcWarcRecord) -> tuple[int, int]:
        assert self._file is not None
        plain = io.BytesIO()
        _warcio(plain).write_record(record)
        packer = zlib_ng.compressobj(_LEVEL, zlib_ng.DEFLATED, zlib_ng.MAX_WBITS + 16)
        member = packer.compress(plain.getbuffer()) + packer.flush()
        offset = self._size
        self._synced = False
        with file_errors(self._folder / self._file_name):
            try:
                self._write_all(member)
            except OSError:
                # Half a record would hide every later one from readers.
                self._file.truncate(offset)
                self._file.seek(offset)
                raise
        self._size += len(member)
        return offset, len(member)

    def _write_all(self, member: bytes) -> None:
        assert self._file is not None
        rest = memoryview(member)
        while rest:
            rest = rest[self._file.write(rest) :]


def _warcio(out: io.BytesIO) -> WARCWriter:
    return WARCWriter(out, gzip=False, warc_version="WARC/1.1")


def _warc_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _record(kind: str, url: str, at: datetime, payload: str, block: bytes) -> ArcWarcRecord:
    # Built here, not by create_warc_record: that one would percent-encode the headers that are not ASCII.
    headers = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", f"<urn:uuid:{uuid.uuid4()}>"),
        ("WARC-Target-URI", url),
        ("WARC-Date", _warc_date(at)),
        ("WARC-Payload-Digest", payload),
        ("WARC-Block-Digest", payload_digest(block)),
    ]
    rec_headers = StatusAndHeaders("", headers, protocol="WARC/1.1")
    content_type = "application/http; msgtype=response"
    # "response" also for a revisit: of what it takes for a revisit, warcio drops the block.
    return ArcWarcRecord("warc", "response", rec_headers, io.BytesIO(block), None, content_type, len(block))


def _http_head(status: int, reason: str, headers: Sequence[tuple[str, str]], length: int | None) -> bytes:
    lines = [f"HTTP/1.1 {status:03d} {_one_line(reason)}"]
    for name, value in headers:
        prefix = "X-Archive-Orig-" if name.lower() in _NOT_OURS and length is not None else ""
        lines.append(f"{prefix}{_one_line(name)}: {_one_line(value)}")
    if length is not None:
        lines.append(f"Content-Length: {length}")
    text = "\r\n".join(lines) + "\r\n\r\n"
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def _one_line(text: str) -> str:
    """A header's text cannot end the header: a server's line breaks would forge others."""
    return text.replace("\r", " ").replace("\n", " ").replace("\0", " ")


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
