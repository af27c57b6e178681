"""A WARC's bytes as records: gzip members followed one by one, so that a cut is seen wherever it falls."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import BinaryIO

_BLOCK = 1 << 16
_LONGEST_LINE = 1 << 16
_LARGEST = 1 << 31


class CutOff(Exception):
    """The file ends inside the record that starts at `offset`."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"cut inside the record at byte {offset}")
        self.offset = offset


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record's headers (names in lower case), its block, and its place in the file."""

    headers: dict[str, str]
    block: bytes
    offset: int
    length: int


class RecordStream:
    """Reads records from where the file stands; .warc and .warc.gz are told apart by the first bytes."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._start = file.tell()
        self._taken = 0
        self._raw = b""
        self._plain = bytearray()
        self._read = 0
        self._at_member_start = True
        self._member_start = self._start
        self.offset = self._start
        """Where the record that is being read starts."""
        self._fill_raw()
        self._gzip = self._raw[:2] == b"\x1f\x8b"
        self._unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16) if self._gzip else None

    def next_record(self) -> RawRecord | None:
        """The next whole record, None at the end.

        Raises CutOff, ValueError for what is no record, zlib.error for a broken member.
        """
        first = self._first_line()
        if first is None:
            return None
        if not first.startswith(b"WARC/"):
            raise ValueError(f"it begins with {bytes(first[:20])!r}")
        headers = self._headers()
        block = self._take(_length(headers))
        self._end_of_record()
        return RawRecord(headers, block, self.offset, self._place() - self.offset)

    def _first_line(self) -> bytes | None:
        while True:
            self.offset = self._place()
            line = self._line(at_start=True)
            if line is None:
                return None
            if line.strip():  # stray blank lines between records are common
                return line

    def _headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        name = ""
        while True:
            line = self._line()
            assert line is not None
            if not line.strip():
                return headers
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            if text[:1] in " \t" and name:
                headers[name] += " " + text.strip()
                continue
            name, _, value = text.partition(":")
            name = name.strip().lower()
            headers[name] = value.strip()

    def _end_of_record(self) -> None:
        """Two line ends close a record; in a gzip file also its member, if it is the member's last."""
        if self._take(4) != b"\r\n\r\n":
            raise ValueError("its length is wrong")
        if self._unpacker is not None:
            # The member's checksum comes after the last byte of text: unpack on until it was seen.
            while not self._plain_left() and not self._at_member_start:
                self._fill(or_cut=True)

    def _place(self) -> int:
        """The offset in the file of the next record; within a gzip member, the member's."""
        if self._unpacker is None:
            return self._start + self._taken - len(self._raw) - self._plain_left()
        if self._at_member_start and not self._plain_left():
            return self._start + self._taken - len(self._raw)
        return self._member_start

    def _plain_left(self) -> int:
        return len(self._plain) - self._read

    def _line(self, *, at_start: bool = False) -> bytes | None:
        searched = self._read
        while True:
            end = self._plain.find(b"\n", searched)
            if end >= 0:
                line = bytes(self._plain[self._read : end + 1])
                self._read = end + 1
                return line
            if self._plain_left() > _LONGEST_LINE:
                raise ValueError("its headers have no end")
            searched = len(self._plain)
            before = self._read
            if not self._fill(or_cut=not at_start or self._plain_left() > 0):
                return None
            searched -= before - self._read

    def _take(self, count: int) -> bytes:
        while self._plain_left() < count:
            self._fill(or_cut=True)
        data = bytes(memoryview(self._plain)[self._read : self._read + count])
        self._read += count
        return data

    def _fill(self, *, or_cut: bool) -> bool:
        """Unpack some more; False at the file's end, where CutOff is raised if more must come."""
        if not self._raw and not self._fill_raw():
            if or_cut or not self._at_member_start:
                raise CutOff(self.offset)
            return False
        if self._read > _BLOCK:
            del self._plain[: self._read]
            self._read = 0
        if self._unpacker is None:
            self._plain += self._raw
            self._raw = b""
            return True
        if self._at_member_start:
            self._member_start = self._start + self._taken - len(self._raw)
            self._unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
            self._at_member_start = False
        # Without a limit: 64 KB unpack to 66 MB at most, and a limit leaves output behind that eof hides.
        self._plain += self._unpacker.decompress(self._raw)
        self._raw = self._unpacker.unused_data
        self._at_member_start = self._unpacker.eof
        return True

    def _fill_raw(self) -> bool:
        self._raw = self._file.read(_BLOCK)
        self._taken += len(self._raw)
        return bool(self._raw)


def _length(headers: dict[str, str]) -> int:
    text = headers.get("content-length", "")
    if not text.isdigit():
        raise ValueError("it has no Content-Length")
    if int(text) > _LARGEST:
        raise ValueError(f"it claims {text} bytes")
    return int(text)
