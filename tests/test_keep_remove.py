"""Removing for a lawful request: not a byte of the text is left, and nothing brings it back."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
import time
import zlib
from datetime import timedelta
from pathlib import Path

import pysqlite3
import pytest
from click.testing import CliRunner, Result

from archive.checking.repair import repair
from archive.checking.verify import verify
from archive.cli import main
from archive.keeping.exclusion import shared
from archive.keeping.removal import remove
from archive.records import Article, Attachment, Document
from archive.sqlite import DATABASE
from archive.store import WARC_FOLDER, Archive
from archive.warc.writer import WarcWriter
from tests.archive_samples import NOW, ORIGIN, article
from tests.crawling import ROOT
from tests.faults.compare import rows

HOST = "https://sotttt.saomai.gov.vn"
URL = f"{HOST}/tin/don-1"
SECRET = "Trịnh Thị Hoài Phương, số nhà 77 ngõ Vườn Chuối, mã đơn xuyentoabac"
FORMER = "Lê Đình Khánh Toàn đã rút đơn"
FILE = Attachment(f"{HOST}/tep/danh-sach.pdf", "Danh sách ký tên Quách Uyển")
SHARED = Attachment(f"{HOST}/tep/mau-don.pdf", "Mẫu đơn")
WORDS = ("Hoài Phương", "Vườn Chuối", "Khánh Toàn", "Quách Uyển", "CMND 012345678")
TERMS = {"hoai", "quach", "chuoi", "012345678"}
"""Words of it as the search index holds them."""
HTML = [("Content-Type", "text/html; charset=utf-8")]


def petition() -> Article:
    return article(URL, headline="Danh sách đơn kiến nghị", body=f"{SECRET}.\n\nĐã nhận đơn.", lead=None,
                   attachments=(FILE, SHARED), evidence=())  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A petition with two texts, an alias, its files, a record that was never committed; and other articles."""
    place = tmp_path_factory.mktemp("made")
    now = petition()
    former = dataclasses.replace(now, body=f"{FORMER}. " * 30)
    alias = dataclasses.replace(now, url=f"{HOST}/en/don-1")
    others = [
        article(f"{HOST}/tin/{number}", headline=f"Tin số {number}", body=f"Nội dung {number}. " * 40,
                attachments=(SHARED,) if number == 3 else ())
        for number in range(30)
    ]  # fmt: skip
    with Archive.open(place) as archive, WarcWriter(place / WARC_FOLDER, "sample") as writer:
        for minute, item in enumerate((former, *others[:15], now, alias, *others[15:])):
            body = f"<h1>{item.headline}</h1>{item.lead}{item.body}{item.attachments}".encode()
            at = NOW + timedelta(minutes=minute)
            with archive.transaction():
                archive.save(item, writer.write_response(item.url, 200, "OK", HTML, body, at), ORIGIN)
        for file in (FILE, SHARED):
            pdf = f"%PDF CMND 012345678 {file.title}".encode() if file is FILE else b"%PDF mau"
            kind = [("Content-Type", "application/pdf")]
            lies = writer.write_response(file.url, 200, "OK", kind, pdf, NOW)
            text = "Người ký: Quách Uyển, CMND 012345678" if file is FILE else "Kính gửi"
            with archive.transaction():
                document = Document(file.url, "pdf", len(pdf), "text", 1, text)
                archive.save_document(document, lies, portal=ORIGIN.portal)
        writer.write_response(URL, 200, "OK", HTML, f"chưa ghi {SECRET}".encode(), NOW + timedelta(days=1))
    cut = place / WARC_FOLDER / "cut" / "other.warc.gz.0"
    cut.parent.mkdir()
    packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {URL}\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{SECRET}"
    cut.write_bytes((packer.compress(head.encode()) + packer.flush())[:-9])
    return place


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "data"))


def tinso(folder: Path, *words: str | Path) -> Result:
    return CliRunner().invoke(main, ["--archive", str(folder), *map(str, words)])


def left(folder: Path) -> set[str]:
    """Which of the words that must be gone still stand in any file's bytes, packed or not, or in the index."""
    found: set[str] = set()
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            texts = [data, *members(data)]
            found |= {word for word in WORDS if any(word.encode() in text for text in texts)}
            # The index keeps what a word does not share with the one before it.
            found |= {"(index)"} if b"uyentoabac" in data else set()
    db = pysqlite3.connect(str(folder / DATABASE))
    db.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'articles_fts', 'row')")
    db.execute("CREATE VIRTUAL TABLE temp.file_words USING fts5vocab('main', 'documents_fts', 'row')")
    indexed = {row[0] for row in db.execute("SELECT term FROM words UNION SELECT term FROM file_words")}
    db.close()
    return found | (TERMS & indexed)


def members(data: bytes) -> list[bytes]:
    """Each gzip member's text, wherever it begins, as far as it unpacks."""
    found, place = [], data.find(b"\x1f\x8b\x08")
    while place >= 0:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
        try:
            found.append(unpacker.decompress(data[place:]))
        except zlib.error:
            found.append(b"")
        place = data.find(b"\x1f\x8b\x08", place + 3)
    return found


def test_the_search_for_what_is_left_finds_everything_before(folder: Path) -> None:
    assert left(folder) == {*WORDS, *TERMS, "(index)"}


def test_nothing_of_it_is_left_and_everything_else_is(folder: Path) -> None:
    size = next((folder / WARC_FOLDER).glob("*.gz")).stat().st_size
    before = rows(folder, "SELECT url, body FROM articles WHERE url NOT LIKE '%don-1' ORDER BY url")
    result = tinso(folder, "remove", "sotttt.saomai.gov.vn/tin/don-1", "--reason", "đơn số 7", "--yes")
    assert result.exit_code == 0, result.output
    assert "1 articles, 2 versions" in result.output
    assert left(folder) == set()
    assert next((folder / WARC_FOLDER).glob("*.gz")).stat().st_size == size
    assert [finding for finding in verify(folder) if finding.is_damage] == []
    assert rows(folder, "SELECT url, body FROM articles ORDER BY url") == before
    kept = rows(
        folder, "SELECT url, digest <> '' FROM captures WHERE removal_id IS NOT NULL ORDER BY url, id"
    )
    assert [row[0] for row in kept] == [f"{HOST}/en/don-1", FILE.url, URL, URL, URL]
    assert rows(folder, "SELECT count(*) FROM captures WHERE url = ? AND removal_id IS NULL", SHARED.url) == [
        (1,)
    ], "a file that another article offers stays"


def test_what_is_shown_of_it_afterwards(folder: Path) -> None:
    remove(folder, URL, "đơn số 7")
    shown = tinso(folder, "show", f"{HOST}/en/don-1")
    assert shown.exit_code == 1
    assert "it was removed on" in shown.output
    assert "đơn số 7" in shown.output
    assert tinso(folder, "show", URL, "--raw").exit_code == 1
    assert tinso(folder, "search", "hoai phuong").exit_code == 1
    listed = json.loads(tinso(folder, "remove", "--list", "--json").stdout)
    assert [(item["url"], item["reason"]) for item in listed] == [(URL, "đơn số 7")]


def test_saving_it_again_keeps_nothing(folder: Path) -> None:
    """Under its address, under another one, and as the same bytes; the WARC is cleaned behind the writer."""
    remove(folder, URL, "đơn số 7")
    moved = dataclasses.replace(petition(), url=f"{HOST}/chuyen/don-1")
    body = f"<p>{SECRET}</p>".encode()
    with Archive.open(folder) as archive, WarcWriter(folder / WARC_FOLDER, "again") as writer:
        for item in (petition(), moved):
            place = writer.write_response(item.url, 200, "OK", HTML, body, NOW + timedelta(days=2))
            with archive.transaction():
                assert archive.save(item, place, ORIGIN) == "removed"
        place = writer.write_response(URL, 200, "OK", HTML, body, NOW + timedelta(days=3))
        with archive.transaction():
            archive.add_capture(place, portal=ORIGIN.portal)
        after = article(f"{HOST}/tin/99", headline="Tin sau", body="Vẫn ghi tiếp được. " * 30, attachments=())
        place = writer.write_response(after.url, 200, "OK", HTML, b"tin sau", NOW + timedelta(days=4))
        with archive.transaction():
            assert archive.save(after, place, ORIGIN) == "new"
    assert left(folder) == set()
    assert [finding for finding in verify(folder) if finding.is_damage] == []
    assert tinso(folder, "show", moved.url).exit_code == 1, "the address it moved to is known now"


def test_a_warc_brought_back_is_found_and_cleaned(folder: Path) -> None:
    path = next((folder / WARC_FOLDER).glob("*.gz"))
    whole = path.read_bytes()
    remove(folder, URL, "đơn số 7")
    path.write_bytes(whole)
    found = [finding for finding in verify(folder) if finding.is_damage]
    assert {finding.kind for finding in found} == {"removal"}
    assert len(found) == 5
    list(repair(folder))
    assert left(folder) == set()
    assert [finding for finding in verify(folder) if finding.is_damage] == []


def test_a_lost_capture_row_does_not_bring_it_back(folder: Path) -> None:
    path = next((folder / WARC_FOLDER).glob("*.gz"))
    whole = path.read_bytes()
    remove(folder, URL, "đơn số 7")
    path.write_bytes(whole)
    db = pysqlite3.connect(str(folder / DATABASE), isolation_level=None)
    db.execute("DELETE FROM captures WHERE removal_id IS NOT NULL")
    db.close()
    list(repair(folder))
    assert left(folder) == set()


def test_a_kill_in_the_middle_is_finished(folder: Path, tmp_path: Path) -> None:
    cut = 0
    for number, moment in enumerate((0, 0.005, 0.01, 0.02, 0.04, 0.08)):
        place = Path(shutil.copytree(folder, tmp_path / f"kill-{number}"))
        process = subprocess.Popen(
            [sys.executable, "-m", "archive.cli", "--archive", str(place), "remove", URL, "--reason", "x", "--yes"],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        while process.poll() is None and not (place / "locks").exists():
            time.sleep(0.001)
        time.sleep(moment)
        process.kill()
        if process.wait() == -9:
            buried = bool(rows(place, "SELECT 1 FROM captures WHERE removal_id IS NOT NULL"))
            again = (
                tinso(place, "remove", "--finish")
                if buried
                else tinso(place, "remove", URL, "--reason", "x", "--yes")
            )
            assert again.exit_code == 0, again.output
            cut += 1
        assert left(place) == set()
        assert [finding for finding in verify(place) if finding.is_damage] == []
    assert cut >= 2


def test_it_is_not_done_by_mistake(folder: Path) -> None:
    before = rows(folder, "SELECT count(*) FROM articles")
    asked = tinso(folder, "remove", URL, "--reason", "đơn số 7")
    assert asked.exit_code == 2
    assert "Danh sách đơn kiến nghị" in asked.output
    assert tinso(folder, "remove", URL, "--yes").exit_code == 2, "without a reason"
    assert tinso(folder, "remove", f"{HOST}/khong-co", "--reason", "x", "--yes").exit_code == 1
    handle = shared(folder)
    busy = tinso(folder, "remove", URL, "--reason", "x", "--yes")
    handle.close()
    assert (busy.exit_code, "a crawl is at work" in busy.output) == (3, True)
    assert rows(folder, "SELECT count(*) FROM articles") == before


def test_copies_on_other_portals_are_told_and_go_when_asked_for(folder: Path) -> None:
    url = "https://baosaomai.vn/don-1"
    with Archive.open(folder) as archive, WarcWriter(folder / WARC_FOLDER, "paper") as writer:
        item = dataclasses.replace(petition(), url=url)
        place = writer.write_response(url, 200, "OK", HTML, f"báo: {SECRET}".encode(), NOW)
        with archive.transaction():
            archive.save(item, place, dataclasses.replace(ORIGIN, portal="bao-sao-mai"))
    told = tinso(folder, "remove", URL, "--reason", "x")
    assert "the same text at https://baosaomai.vn/don-1" in told.output
    assert tinso(folder, "remove", URL, "--reason", "x", "--yes", "--copies").exit_code == 0
    assert left(folder) == set()


def test_a_restored_backup_takes_over_the_removals_made_since(folder: Path, tmp_path: Path) -> None:
    dest, old = tmp_path / "backup", tmp_path / "old"
    assert tinso(folder, "backup", dest).exit_code == 0
    shutil.copytree(dest, old)
    remove(folder, URL, "đơn số 7")
    told = tinso(tmp_path / "back", "restore", old)
    assert "removals after that are not in it" in told.output
    assert left(tmp_path / "back") == {*WORDS, *TERMS, "(index)"}
    done = tinso(tmp_path / "clean", "restore", old, "--tombstones", folder)
    assert (done.exit_code, "1 removals taken over" in done.output) == (0, True)
    shutil.rmtree(tmp_path / "clean" / WARC_FOLDER / "cut", ignore_errors=True)
    assert left(tmp_path / "clean") == set()
    assert tinso(folder, "backup", dest).exit_code == 0
    assert not {word for word in WORDS for path in dest.rglob("*") if path.is_file()
                for text in (path.read_bytes(), *members(path.read_bytes())) if word.encode() in text}  # fmt: skip


def test_a_page_that_is_not_there_yet_is_kept_from_coming(folder: Path) -> None:
    url = f"{HOST}/tin/sap-dang"
    assert tinso(folder, "remove", url, "--reason", "x", "--yes", "--in-advance").exit_code == 0
    item = article(url, headline="Sắp đăng", body="Chưa đăng. " * 40, attachments=())
    with Archive.open(folder) as archive, WarcWriter(folder / WARC_FOLDER, "later") as writer:
        place = writer.write_response(url, 200, "OK", HTML, b"chua dang", NOW)
        with archive.transaction():
            assert archive.save(item, place, ORIGIN) == "removed"
    assert rows(folder, "SELECT count(*) FROM articles WHERE url = ?", url) == [(0,)]
