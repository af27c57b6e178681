"""Tombstones in WARCs: the payload is gone, the file stays valid for every reader, nothing else moves."""

from __future__ import annotations

import gzip
import random
import subprocess
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from archive.errors import Damaged
from archive.records import Capture
from archive.warc.reader import iter_records, read_record
from archive.warc.redaction import is_redacted, redact
from archive.warc.writer import WarcWriter, read_payload
from tests.archive_samples import NOW

AT = "2026-11-25T09:00:00Z"
URL = "https://sotttt.saomai.gov.vn/tin/đơn-thư?số=7"


def bodies(seed: int) -> list[bytes]:
    """From nothing to what needs more than a gzip extra field could hold, packable and not."""
    noise = random.Random(seed)
    return [b"", b"x", b"<p>Tin</p>" * 9000, noise.randbytes(70_000), noise.randbytes(300_000), b"cuoi"]


@pytest.fixture
def captures(tmp_path: Path) -> list[Capture]:
    with WarcWriter(tmp_path, "sample") as writer:
        return [
            writer.write_response(f"{URL}&{number}", 200, "OK", [], body, NOW)
            for number, body in enumerate(bodies(1))
        ]


def warc(folder: Path) -> Path:
    return next(folder.glob("*.warc*"))


@pytest.mark.parametrize("victim", range(6))
def test_one_record_gives_way_and_every_reader_takes_the_file(
    captures: list[Capture], tmp_path: Path, victim: int
) -> None:
    before = warc(tmp_path).read_bytes()
    capture = captures[victim]
    assert redact(tmp_path, [capture], AT) == 1
    after = warc(tmp_path).read_bytes()
    start, end = capture.warc_offset, capture.warc_offset + capture.warc_length
    assert (after[:start], after[end:], len(after)) == (before[:start], before[end:], len(before))
    assert is_redacted(read_record(tmp_path, capture))
    assert read_record(tmp_path, capture).url == capture.url
    with pytest.raises(Damaged):
        read_payload(tmp_path, capture)
    for number, other in enumerate(captures):
        if number != victim:
            assert read_payload(tmp_path, other) == bodies(1)[number]
    assert len(list(iter_records(warc(tmp_path)))) == 7
    with warc(tmp_path).open("rb") as file:
        kinds = [record.rec_type for record in WarcioIterator(file) if record.content_stream().read() or True]
    assert kinds.count("metadata") == 1
    with warc(tmp_path).open("rb") as file:
        types = [record.record_type for record in ArchiveIterator(file, WarcRecordType.any_type)]
    assert types.count(WarcRecordType.metadata) == 1
    assert len(types) == 7
    assert subprocess.run(["gzip", "-t", warc(tmp_path)], check=False).returncode == 0
    assert redact(tmp_path, [capture], AT) == 0, "again: nothing left to do"


def test_a_tombstone_that_was_half_written_is_written_anew(captures: list[Capture], tmp_path: Path) -> None:
    whole, path = warc(tmp_path).read_bytes(), warc(tmp_path)
    capture = captures[3]
    redact(tmp_path, [capture], AT)
    done = path.read_bytes()
    for cut in (3, 40, 5000, capture.warc_length - 6):
        place = capture.warc_offset + cut
        path.write_bytes(done[:place] + whole[place:])
        assert redact(tmp_path, [capture], AT) == 1
        assert path.read_bytes() == done


def test_a_warc_that_is_not_packed(captures: list[Capture], tmp_path: Path) -> None:
    """Every length of payload, since the Content-Length's own digits take room."""
    plain = gzip.decompress(warc(tmp_path).read_bytes())
    path = tmp_path / "plain" / "sample.warc"
    path.parent.mkdir()
    path.write_bytes(plain)
    victim = list(iter_records(path))[3]
    for length in (*range(560, 600), *range(1300, 1400), 9_999, 10_000, 100_003):
        record = plain[victim.offset : victim.offset + victim.length]
        head, _, _ = record.partition(b"Content-Length:")
        rest = length - len(head) - len(b"Content-Length: \r\n\r\n") - 4
        count = next(n for n in range(rest, 0, -1) if n + len(str(n)) <= rest)
        filler = b" " * (rest - count - len(str(count)))
        item = (
            head
            + b"Content-Length: "
            + str(count).encode()
            + filler
            + b"\r\n\r\n"
            + b"x" * count
            + b"\r\n\r\n"
        )
        assert len(item) == length
        path.write_bytes(plain[: victim.offset] + item + plain[victim.offset + victim.length :])
        capture = Capture(
            victim.url, NOW, 200, "sha256:" + "0" * 64, path.name, victim.offset, length, removed=True
        )
        assert redact(path.parent, [capture], AT) == 1
        records = list(iter_records(path))
        assert (len(records), is_redacted(records[3])) == (7, True)


def test_what_is_no_record_of_its_own_is_left_alone(captures: list[Capture], tmp_path: Path) -> None:
    path = warc(tmp_path)
    one = gzip.compress(gzip.decompress(path.read_bytes()))
    path.write_bytes(one)
    place = Capture(URL, NOW, 200, "sha256:" + "0" * 64, path.name, 500, 800)
    with pytest.raises(Damaged, match="no record of its own"):
        redact(tmp_path, [place], AT)
    assert path.read_bytes() == one
