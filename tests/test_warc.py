"""WARCs: what we write everyone reads, what we read is whole, and a cut is never missed."""

from __future__ import annotations

import gzip
import random
import subprocess
import sys
import zlib
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from archive.errors import Damaged, TruncatedWarc
from archive.records import Capture
from archive.warc.writer import SavedResponse, WarcWriter, iter_responses, payload_digest, read_payload

AT = datetime(2026, 11, 24, 14, 24, 50, 123456, tzinfo=UTC)
PAGES = [
    (f"https://sotttt.saomai.gov.vn/tin/{number}", f"<p>Tin số {number}</p>".encode() * (number * 40 + 1))
    for number in range(8)
]
HTML = [("Content-Type", "text/html; charset=utf-8")]


def write(folder: Path, pages: list[tuple[str, bytes]] = PAGES) -> list[Capture]:
    with WarcWriter(folder, "sample") as writer:
        return [writer.write_response(url, 200, "OK", HTML, body, AT) for url, body in pages]


def whole(path: Path) -> list[SavedResponse]:
    """The responses before a cut; fails if the cut goes unseen."""
    found: list[SavedResponse] = []
    with pytest.raises(TruncatedWarc):
        found.extend(iter(_collect(path, found)))
    return found


def _collect(path: Path, found: list[SavedResponse]) -> list[SavedResponse]:
    for response in iter_responses(path):
        found.append(response)
    return []


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    captures = write(tmp_path)
    path = tmp_path / captures[0].warc_file
    read = list(iter_responses(path))
    assert [(item.url, item.body) for item in read] == PAGES
    assert [(item.offset, item.length) for item in read] == [(c.warc_offset, c.warc_length) for c in captures]
    assert all(item.fetched_at == AT and item.status == 200 for item in read)
    assert captures[-1].warc_offset + captures[-1].warc_length == path.stat().st_size
    for capture, (_, body) in zip(captures, PAGES, strict=True):
        assert read_payload(tmp_path, capture) == body
        assert capture.digest == payload_digest(body)
        assert capture.content_type == "text/html; charset=utf-8"


def test_warcio_check_and_fastwarc_accept_the_file(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "sample") as writer:
        first = writer.write_response(PAGES[0][0], 200, "OK", HTML, PAGES[0][1], AT)
        writer.write_response("https://a.vn/", 404, "Not Found", [("X", "Tiếng Việt"), ("Y", "é")], b"", AT)
        writer.write_revisit(first, 304, "Not Modified", [("ETag", '"1"')], AT)
    path = tmp_path / first.warc_file
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stdout.count("digest pass")) == (0, 3), checked.stdout
    for reading_http in (True, False):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, parse_http=reading_http):
                response = record.record_type == WarcRecordType.response
                assert not (response and reading_http) or record.verify_payload_digest()
                assert reading_http or record.verify_block_digest()
    with path.open("rb") as stream:
        record = next(r for r in WarcioIterator(stream) if r.rec_type == "response")
        assert record.http_headers.get_header("Content-Type") == "text/html; charset=utf-8"
        assert record.rec_headers.protocol == "WARC/1.1"


def test_every_one_of_100_random_cuts_is_found(tmp_path: Path) -> None:
    captures = write(tmp_path)
    data = (tmp_path / captures[0].warc_file).read_bytes()
    ends = {0, captures[0].warc_offset} | {c.warc_offset + c.warc_length for c in captures}
    generator = random.Random(7)
    for place in generator.sample([n for n in range(1, len(data)) if n not in ends], 100):
        cut = tmp_path / "cut.warc.gz"
        cut.write_bytes(data[:place])
        before = [c for c in captures if c.warc_offset + c.warc_length <= place]
        assert [item.url for item in whole(cut)] == [c.url for c in before], place


def test_a_cut_at_any_byte_of_a_plain_warc_is_found(tmp_path: Path) -> None:
    captures = write(tmp_path, PAGES[:3])
    members = gzip.decompress((tmp_path / captures[0].warc_file).read_bytes())
    cut = tmp_path / "cut.warc"
    cut.write_bytes(members)
    assert [item.body for item in iter_responses(cut)] == [body for _, body in PAGES[:3]]
    starts = [place for place in range(len(members)) if members.startswith(b"WARC/1.1", place)]
    for place in range(1, len(members)):
        if place not in starts:
            cut.write_bytes(members[:place])
            assert len(whole(cut)) == max(sum(start < place for start in starts) - 2, 0)


def test_a_whole_file_in_one_member_is_read(tmp_path: Path) -> None:
    captures = write(tmp_path)
    plain = gzip.decompress((tmp_path / captures[0].warc_file).read_bytes())
    packed = tmp_path / "one.warc.gz"
    packed.write_bytes(gzip.compress(plain, mtime=0))
    assert [(item.url, item.body) for item in iter_responses(packed)] == PAGES


@pytest.mark.parametrize(
    ("packing", "packed"),
    [
        ("gzip", gzip.compress(b"Xin chao", mtime=0)),
        ("deflate", zlib.compress(b"Xin chao")),
        ("deflate", zlib.compress(b"Xin chao")[2:-4]),
        ("br", brotli.compress(b"Xin chao")),
        ("gzip", b"Xin chao"),
        ("identity", b"Xin chao"),
    ],
)
def test_payloads_are_unpacked(tmp_path: Path, packing: str, packed: bytes) -> None:
    with WarcWriter(tmp_path, "sample") as writer:
        headers = [("Content-Encoding", packing), ("Transfer-Encoding", "chunked"), ("Content-Length", "999")]
        capture = writer.write_response("https://a.vn/", 200, "OK", headers, packed, AT)
    assert read_payload(tmp_path, capture) == b"Xin chao"
    assert capture.digest == payload_digest(packed)
    (response,) = iter_responses(tmp_path / capture.warc_file)
    assert response.body == b"Xin chao"


def test_chunked_bodies_of_other_writers_are_joined(tmp_path: Path) -> None:
    http = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nXin \r\n4;x=y\r\nchao\r\n0\r\n\r\n"
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <http://a.vn/>\r\n"
    head += "WARC-Date: 2020-01-02T03:04:05Z\r\n"
    path = tmp_path / "other.warc"
    path.write_bytes(f"{head}Content-Length: {len(http)}\r\n\r\n".encode() + http + b"\r\n\r\n")
    (response,) = iter_responses(path)
    assert (response.url, response.body) == ("http://a.vn/", b"Xin chao")
    assert response.fetched_at == datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_two_writers_of_one_name_never_share_a_file(tmp_path: Path) -> None:
    names = {write(tmp_path, PAGES[:1])[0].warc_file for _ in range(5)}
    assert len(names) == 5


def test_no_file_without_a_record(tmp_path: Path) -> None:
    with WarcWriter(tmp_path / "warc", "sample") as writer:
        writer.sync()
    assert not (tmp_path / "warc").exists()


def test_a_header_cannot_forge_another(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "sample") as writer:
        capture = writer.write_response(
            "https://a.vn/", 200, "OK\r\nX-Forged: 1", [("A", "b\r\nX-Forged: 1\r\n\r\n")], b"body", AT
        )
    (response,) = iter_responses(tmp_path / capture.warc_file)
    assert response.body == b"body"
    assert all(name != "X-Forged" for name, _ in response.headers)


def test_bytes_that_are_no_warc(tmp_path: Path) -> None:
    path = tmp_path / "page.warc"
    path.write_bytes(b"<html>\n" * 1000)
    with pytest.raises(Damaged, match=r"page\.warc: no WARC record at byte 0"):
        list(iter_responses(path))


def test_a_place_outside_the_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="no name of a WARC"):
        read_payload(tmp_path, Capture("u", AT, 200, "", "../../etc/passwd", 0, 1))


def test_a_full_disk_leaves_whole_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import archive.warc.writer as module
    from archive.errors import DiskFull

    with WarcWriter(tmp_path, "sample") as writer:
        first = writer.write_response(*_args(0))
        real = module.WarcWriter._write_all

        def half(self: WarcWriter, member: bytes) -> None:
            real(self, member[: len(member) // 2])
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(module.WarcWriter, "_write_all", half)
        with pytest.raises(DiskFull):
            writer.write_response(*_args(1))
        monkeypatch.setattr(module.WarcWriter, "_write_all", real)
        second = writer.write_response(*_args(2))
    assert [item.url for item in iter_responses(tmp_path / first.warc_file)] == [PAGES[0][0], PAGES[2][0]]
    assert read_payload(tmp_path, second) == PAGES[2][1]


def _args(number: int) -> tuple[str, int, str, list[tuple[str, str]], bytes, datetime]:
    return PAGES[number][0], 200, "OK", HTML, PAGES[number][1], AT
