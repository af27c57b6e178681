"""The files that articles offer: read in a child process, kept, searched, and shown under their article."""

from __future__ import annotations

import asyncio
import json
import os
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.cli import main
from archive.records import Document
from crawler.documents import reading
from crawler.documents.formats import format_of
from crawler.documents.reading import read_document
from crawler.exit_codes import ExitCode
from tests.crawling import crawl
from tests.faults.compare import damage, rows
from tests.faults.test_hostile_site import Site
from tests.generated_site import article as page_of
from tests.generated_site import headline
from tests.made_documents import encrypted, pdf, scan, word

PLAN = "Kế hoạch đào tạo kỹ năng số cho cán bộ xã\nThời gian: từ ngày 05/3/2026, tại hội trường Sở"
TABLE = (("Đơn vị", "Chỉ tiêu"), ("Xã Đông Sơn", "25"))
FILES = {
    "ke-hoach.pdf": pdf([PLAN, "Trang hai: kinh phí thực hiện từ nguồn ngân sách địa phương"]),
    "cong-van.docx": word(["Kính gửi: Ủy ban nhân dân các xã, phường", "Nội dung xin ý kiến"], TABLE),
    "ban-quet.pdf": scan(3),
    "khoa.pdf": encrypted([PLAN]),
    "hong.pdf": pdf([PLAN])[:300],
    "bang.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
}
OUTCOMES = {
    "ke-hoach.pdf": ("pdf", "text", 2),
    "cong-van.docx": ("docx", "text", None),
    "ban-quet.pdf": ("pdf", "scan", 3),
    "khoa.pdf": ("pdf", "encrypted", None),
    "hong.pdf": ("pdf", "unreadable", None),
    "bang.xls": ("xls", "not-read", None),
}


def read(body: bytes, name: str, seconds: float = 30) -> Document:
    return asyncio.run(read_document(body, f"http://example.vn/tep/{name}", seconds))


@pytest.mark.parametrize("name", FILES)
def test_each_kind_of_file_comes_to_its_outcome(name: str) -> None:
    found = read(FILES[name], name)
    assert (found.format, found.outcome, found.pages) == OUTCOMES[name]
    assert bool(found.text) == (found.outcome == "text")


def test_the_text_of_a_pdf_and_a_docx() -> None:
    assert read(FILES["ke-hoach.pdf"], "a.pdf").text.startswith(PLAN)
    text = read(FILES["cong-van.docx"], "a.docx").text
    assert text.split("\n\n") == ["Kính gửi: Ủy ban nhân dân các xã, phường", "Nội dung xin ý kiến",
                                  "Đơn vị | Chỉ tiêu", "Xã Đông Sơn | 25"]  # fmt: skip


def test_a_format_is_what_the_bytes_are() -> None:
    assert format_of(FILES["cong-van.docx"], "http://example.vn/tai.pdf") == "docx"
    assert format_of(b"<!DOCTYPE html><html>", "http://example.vn/a.pdf") == "html"
    assert format_of(FILES["bang.xls"], "http://example.vn/a.XLS") == "xls"


def test_a_file_that_takes_too_long_ends_its_process_and_nothing_else() -> None:
    found = read(FILES["ke-hoach.pdf"], "a.pdf", seconds=0.01)
    assert (found.outcome, found.text) == ("unreadable", "")


def test_a_docx_that_unpacks_to_gigabytes_is_not_unpacked(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.docx"
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(300):
            part.write(bytes(1 << 20))
    assert read(bomb.read_bytes(), "bomb.docx").outcome == "unreadable"


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of a portal whose articles offer the files, crawled with attachments=true."""
    folder = tmp_path_factory.mktemp("documents") / "data"
    with Site() as site:
        _serve(site)
        done = crawl("portal", "-a", f"url={site.url}", "-a", "attachments=true", archive=folder)
        assert done.returncode == ExitCode.OK, done.stderr[-2000:]
        asked = len(site.asked)
        again = crawl("portal", "-a", f"url={site.url}", "-a", "attachments=true", archive=folder)
        assert again.returncode == ExitCode.OK, again.stderr[-2000:]
        assert not [target for target in site.asked[asked:] if target.startswith("/tep/")]
    return folder


def _serve(site: Site) -> None:
    site.articles(len(FILES) + 1)
    for n, (name, body) in enumerate(FILES.items()):
        link = f'<p><a href="/tep/{name}">Tệp {name}</a></p>'
        site.html(f"/tin/bai-viet-{n}.html", page_of(n).replace("<p style", f"{link}<p style"))
        site.answers[f"/tep/{name}"] = (200, {"Content-Type": "application/octet-stream"}, body)
    bad = '<p><a href="/tep/dang-nhap.pdf">Tệp phải đăng nhập</a> <a href="/tep/mat.pdf">Tệp đã mất</a></p>'
    site.html(f"/tin/bai-viet-{len(FILES)}.html", page_of(len(FILES)).replace("<p style", f"{bad}<p style"))
    site.html("/tep/dang-nhap.pdf", "<!DOCTYPE html><html><body>Đăng nhập</body></html>")


def test_every_file_is_kept_with_its_outcome(crawled: Path) -> None:
    found = {row[0].rpartition("/")[2]: tuple(row[1:]) for row in rows(
        crawled, "SELECT url, format, outcome, pages FROM documents")}  # fmt: skip
    assert found == OUTCOMES
    captured = rows(crawled, "SELECT count(*) FROM captures WHERE url LIKE '%/tep/%' AND status = 200")
    assert captured == [(len(FILES) + 1,)]
    problems = {row[0].rpartition("/")[2]: row[1] for row in rows(
        crawled, "SELECT url, reason FROM problems WHERE url LIKE '%/tep/%'")}  # fmt: skip
    assert problems == {"dang-nhap.pdf": "not-a-document", "mat.pdf": "http-404"}
    assert damage(crawled) == []


def tinso(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--archive", str(folder), *words])


def test_a_search_finds_the_article_by_its_file(crawled: Path) -> None:
    result = tinso(crawled, "search", "ky nang so can bo xa thoi gian")
    assert result.exit_code == 0
    assert headline(0) in result.stdout
    assert "in the file" in result.stdout
    hit = json.loads(tinso(crawled, "search", "--json", "Thời gian kỹ năng số").stdout)[-1]
    assert hit["document"].endswith("/tep/ke-hoach.pdf")
    assert "[kỹ] [năng] [số]" in hit["snippet"] or "[kỹ năng số]" in hit["snippet"]
    one_line = (
        "SELECT title, headline FROM document_search WHERE q MATCH 'kinh gui uy ban' ORDER BY score LIMIT 10"
    )
    assert rows(crawled, one_line) == [("Tệp cong-van.docx", headline(1))]


def test_files_are_shown_under_their_article(crawled: Path) -> None:
    urls = [row[0] for row in rows(crawled, "SELECT url FROM articles ORDER BY url")]
    first = tinso(crawled, "show", urls[0]).stdout
    assert "pdf, " in first
    assert "2 pages" in first
    assert "Kế hoạch đào tạo" in tinso(crawled, "show", urls[0], "--attachments").stdout
    assert "a scan without text" in tinso(crawled, "show", urls[2]).stdout
    assert "not fetched" in tinso(crawled, "show", urls[6]).stdout
    assert json.loads(tinso(crawled, "show", urls[0], "--json").stdout)["files"][0]["document"]["pages"] == 2


def test_files_of_an_archive_made_without_them_are_fetched_later(tmp_path: Path) -> None:
    with Site() as site:
        _serve(site)
        crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
        assert not [target for target in site.asked if target.startswith("/tep/")]
        done = crawl("portal", "-a", f"url={site.url}", "-a", "attachments=true", archive=tmp_path)
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    assert rows(tmp_path, "SELECT count(*) FROM documents") == [(len(FILES),)]


def test_a_limit_counts_articles_and_keeps_their_files(tmp_path: Path) -> None:
    with Site() as site:
        _serve(site)
        options = ("-a", "attachments=true", "-a", "limit=2", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1")
        done = crawl("portal", "-a", f"url={site.url}", *options, archive=tmp_path)
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(2,)]
    offered = rows(tmp_path, "SELECT count(DISTINCT url) FROM article_documents WHERE url NOT LIKE '%mat%'")
    assert rows(tmp_path, "SELECT count(*) FROM documents") == offered
    assert rows(tmp_path, "SELECT count(*) FROM frontier_queue") == [(0,)]


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    line = reading.missing()
    assert line is not None
    assert "pip install 'tinso[attachments]'" in line
    assert "\n" not in line


def test_a_switch_is_true_or_false(tmp_path: Path) -> None:
    done = crawl("portal", "-a", "url=http://127.0.0.1:9/", "-a", "attachments=co", archive=tmp_path / "none")
    assert done.returncode == ExitCode.USAGE
    assert "attachments=co is neither true nor false" in done.stderr
    assert not os.path.exists(tmp_path / "none")
