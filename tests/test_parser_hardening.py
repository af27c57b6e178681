"""Any bytes in: no exception, and time and memory that grow with the input, not with its square."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.records import Article
from crawler.parser import Page, Refusal, read_page
from crawler.parser.decode import decode
from tests.benchmarks import fuzz_pages

PROSE = ("<p>" + "Hội nghị đã bàn về công tác quy hoạch trong năm tới của tỉnh. " * 8 + "</p>").encode()
URL = "https://a.example.gov.vn/tin-tuc/hoi-nghi-quy-hoach-nam-toi-12.html"

TAGS = st.sampled_from(
    "<p> </p> <div> </div> <table> <tr> <td> </table> <b> <i> <a_href='/x'> </a> <br> <h1> </h1> <ul> <li> <img> "
    "<figure> <title> <meta> <script> </script> <!-- <form> <span> <figcaption>".replace("_", "\x00").split()
).map(lambda tag: tag.replace("\x00", " "))
WORDS = st.sampled_from(
    [
        "Ngày đăng: 12/03/2020 | 09:12",
        "Tác giả: Lê Hà",
        "Tin khác",
        "./.",
        "&amp;ldquo;",
        "(Ảnh: a)",
        "31/12/9999",
        "Nguồn:",
    ]
)


@given(st.binary(max_size=400), st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_bytes_and_any_address_are_read_or_refused(body: bytes, url: str) -> None:
    outcome = read_page(Page.parse(body, url))
    assert isinstance(outcome, Article | Refusal)


@given(st.lists(TAGS | WORDS | st.text(max_size=20), max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_markup_is_read_or_refused(pieces: list[str]) -> None:
    body = "".join(pieces).encode("utf-8", "surrogatepass") + PROSE
    outcome = read_page(Page.parse(body, URL))
    assert isinstance(outcome, Article | Refusal)


@given(st.lists(TAGS | st.binary(max_size=6) | st.just("Quyết định")), st.booleans())
@settings(max_examples=150, deadline=None)
def test_the_parser_reports_every_byte_that_is_not_utf8(pieces: list[str | bytes], cut: bool) -> None:
    body = b"".join(piece if isinstance(piece, bytes) else piece.encode() for piece in pieces)
    body = body[:-1] if cut else body
    decoded = decode(body)
    page = Page.parse(body, URL)
    assert (page.encoding, page.flags[: len(decoded.flags)]) == (decoded.encoding, decoded.flags)


MONSTERS = {
    "nested divs": b"<body>" + b"<div>" * 100_000 + PROSE,
    "nested inline": b"<body>" + b"<b><i>" * 60_000 + PROSE,
    "nested tables": b"<table><tr><td>a</td><td>b" * 20_000 + PROSE,
    "many tables": b"<table><tr><td>a</td><td>b</td></tr></table>" * 20_000 + PROSE,
    "100,000 attributes": b"<div " + b"".join(b'a%d="x" ' % n for n in range(100_000)) + b">" + PROSE,
    "50 MB of one attribute": b'<div class="' + b"tin-lien " * 5_500_000 + b'">' + PROSE,
    "many named blocks": b'<div class="news title related" id="x">a</div>' * 60_000 + PROSE,
    "links": b"<a href='/x'>abc def ghi jkl mno pqr</a><br>" * 60_000 + PROSE,
    "dates": b"<h1>" + b"12/03/2020 09:12 " * 100_000 + b"</h1>" + PROSE,
    "dashes": b"<title>" + b" - " * 200_000 + b"</title><h1>a b c</h1>" + PROSE,
    "brackets": b"<p>" + b"(" * 500_000 + PROSE,
    "entities": b"<p>" + b"&amp;amp;" * 200_000 + PROSE,
    "spaces": b"<p>" + b" " * 2_000_000 + PROSE,
    "open comments": b"<!--" * 200_000 + PROSE,
    "json": b'<script type="application/ld+json">' + b"[" * 100_000 + b"</script>" + PROSE,
    "one word": b"<p>" + b"a" * 3_000_000 + PROSE,
}


@pytest.mark.parametrize("name", sorted(MONSTERS))
def test_a_monstrous_page_takes_no_more_than_seconds(name: str) -> None:
    begun = time.thread_time()
    outcome = read_page(Page.parse(MONSTERS[name], URL))
    assert isinstance(outcome, Article | Refusal)
    assert time.thread_time() - begun < 4


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "windows-1258"])
def test_other_encodings_are_read(encoding: str) -> None:
    text = "<meta charset='windows-1258'><title>Thông báo</title><h1>Hôm nay công bố</h1>"
    if encoding == "windows-1258":
        text = "<meta charset='windows-1258'><title>ThÔng b</title><h1>HÔm nay cÔng</h1>"
    page = Page.parse(text.encode(encoding), URL)
    assert page.encoding == encoding.removesuffix("-sig")
    assert page.tree.select("h1")[0].text.startswith("H")


def test_utf8_declared_as_something_else_is_read_as_utf8() -> None:
    page = Page.parse("<meta charset='iso-8859-1'><h1>Quyết định</h1>".encode(), URL, charset="iso-8859-1")
    assert page.tree.select("h1")[0].text == "Quyết định"
    assert page.flags == ("charset_mislabelled",)


def test_mutated_pages_are_read_or_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["fuzz_pages", "--seconds", "2", "--seed", "7"])
    assert fuzz_pages.main() == 0
    assert " 0 failed" in capsys.readouterr().out


def test_a_page_that_fails_is_told_and_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def refuse(page: Page) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(fuzz_pages, "read_page", refuse)
    monkeypatch.setattr("sys.argv", ["fuzz_pages", "--seconds", "0.05", "--keep", str(tmp_path / "kept")])
    assert fuzz_pages.main() == 1
    assert "RecursionError: too deep" in capsys.readouterr().out
    assert list((tmp_path / "kept").glob("1-*.html"))
