"""What a portal names its articles by beside links, each source to its full truth; edits and removals; `since`."""

from __future__ import annotations

import gzip
import json
import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.exit_codes import ExitCode
from tests.crawling import crawl
from tests.generated_site import article, headline

SITEMAP, ROBOTS, RSS, API, DATED = range(10), range(10, 15), range(15, 20), range(20, 45), range(100, 250)
_PER_PAGE = 10


class Portal:
    """A home page without a link to any article."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.revised: dict[int, int] = {}
        self.modified = "2024-01-01"
        self.removed: dict[int, str] = {}
        self.counts_pages = True
        self.shows_dated = False
        self.url = ""

    def answer(self, target: str) -> tuple[int, bytes, dict[str, str]]:
        self.asked[target] += 1
        parts = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/":
            return 200, self._home(), {}
        if parts.path == "/robots.txt":
            return (
                200,
                f"User-agent: *\nSitemap: {self.url}khac.xml\n".encode(),
                {"Content-Type": "text/plain"},
            )
        if parts.path == "/sitemap.xml":
            inner = f"<sitemap><loc>{self.url}s1.xml.gz</loc></sitemap>"
            return 200, f"<sitemapindex>{inner}</sitemapindex>".encode(), {}
        if parts.path == "/s1.xml.gz":
            return 200, gzip.compress(self._sitemap(SITEMAP).encode()), {"Content-Type": "application/x-gzip"}
        if parts.path == "/khac.xml":
            return 200, self._sitemap(ROBOTS).replace("</url>", "", 1)[:-12].encode(), {}
        if parts.path == "/rss/tin.rss":
            items = "".join(f"<item><link>{self._article(n)}</link></item>" for n in RSS)
            return 200, f"<rss><channel>{items}</channel></rss>".encode(), {}
        if parts.path == "/wp-json/wp/v2/posts":
            return self._posts(int(query.get("page", "1")))
        if parts.path == "/cu/":
            return 200, self._dated(int(query.get("page", "1"))), {}
        if parts.path.startswith("/tin/"):
            return self._text(int(parts.path.rpartition("-")[2].removesuffix(".html")))
        return 404, b"<html><body><p>404</p></body></html>", {}

    def _article(self, number: int) -> str:
        return f"{self.url}tin/bai-viet-{number}.html"

    def _home(self) -> bytes:
        head = (
            '<link rel="alternate" type="application/rss+xml" href="/rss/tin.rss">'
            '<link rel="https://api.w.org/" href="/wp-json/">'
        )
        menu = '<a href="/gioi-thieu">Giới thiệu</a><a href="/lien-he">Liên hệ</a><a href="/so-do">Sơ đồ</a>'
        dated = '<a href="/cu/">Tin đã đăng</a>' if self.shows_dated else ""
        return f"<html><head>{head}<title>Cổng</title></head><body>{menu}{dated}</body></html>".encode()

    def _sitemap(self, numbers: range) -> str:
        rows = "".join(
            f"<url><loc>{self._article(n)}</loc><lastmod>{self.modified if n == 3 else '2024-01-01'}</lastmod></url>"
            for n in numbers
        )
        return f"<urlset>{rows}</urlset>"

    def _posts(self, page: int) -> tuple[int, bytes, dict[str, str]]:
        shown = API[(page - 1) * _PER_PAGE : page * _PER_PAGE]
        if not shown:
            return 400, b'{"code": "rest_post_invalid_page_number"}', {"Content-Type": "application/json"}
        body = json.dumps([{"id": n, "link": self._article(n)} for n in shown]).encode()
        total = {"X-WP-TotalPages": "3"} if self.counts_pages else {}
        return 200, body, {"Content-Type": "application/json", **total}

    def _dated(self, page: int) -> bytes:
        shown = DATED[(page - 1) * 5 : page * 5]
        items = "".join(f'<li><a href="/tin/bai-viet-{n}.html">{headline(n)}</a></li>' for n in shown)
        return f'<html><body><ul>{items}</ul><a href="?page={page + 1}">Trang sau</a></body></html>'.encode()

    def _text(self, number: int) -> tuple[int, bytes, dict[str, str]]:
        how = self.removed.get(number)
        if how == "home":
            return 302, b"", {"Location": "/"}
        if how == "soft":
            return (
                200,
                "<html><head><title>404</title></head><body><h1>Không tìm thấy</h1></body></html>".encode(),
                {},
            )
        if how is not None:
            return int(how), b"<html><body>Gone</body></html>", {}
        text = article(number, self.revised.get(number, 0))
        if number in DATED:
            # Newest first, five days apart.
            at = 24 * 12 - 1 - (number - DATED.start)
            text = re.sub(r"Ngày đăng: \S+", f"Ngày đăng: {at % 24 + 1:02}/{at // 24 % 12 + 1:02}/2022", text)
        return 200, text.encode(), {}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    portal: Portal

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        status, body, headers = self.portal.answer(self.path)
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def portal() -> Iterator[Portal]:
    served = Portal()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"portal": served}))
    served.url = f"http://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield served
    server.shutdown()
    server.server_close()


def rows(archive: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(archive / "archive.db")) as db:
        return list(db.execute(sql))


def kept(archive: Path) -> set[int]:
    return {int(re.findall(r"\d+", url)[-1]) for (url,) in rows(archive, "SELECT url FROM articles")}


def test_every_source_is_read_to_its_end_and_counted(portal: Portal, tmp_path: Path) -> None:
    done = crawl("portal", "-a", f"url={portal.url}", archive=tmp_path)
    assert done.returncode == ExitCode.OK, done.stdout + done.stderr[-2000:]
    assert kept(tmp_path) == {*SITEMAP, *ROBOTS, *RSS, *API}
    (report,) = rows(tmp_path, "SELECT report FROM runs")[-1]
    assert {
        f"found/{kind}": n for kind, n in (("sitemap", 15), ("feed", 5), ("json", 25))
    }.items() <= _counts(json.loads(report)).items()
    before = portal.asked.copy()
    crawl("portal", "-a", f"url={portal.url}", archive=tmp_path)
    again = portal.asked - before
    assert not [target for target in again if target.startswith("/tin/")]
    assert again["/wp-json/wp/v2/posts?per_page=100"] == 1
    assert not [target for target in again if "page=2" in target]


def _counts(report: dict[str, Any]) -> dict[str, int]:
    found = {name: n for name, n in report.items() if isinstance(n, int)}
    for part in report.values():
        if isinstance(part, dict):
            found |= _counts(part)
        elif isinstance(part, list):
            for one in part:
                found |= _counts(one) if isinstance(one, dict) else {}
    return found


def test_an_api_without_a_count_is_asked_until_it_ends(portal: Portal, tmp_path: Path) -> None:
    portal.counts_pages = False
    done = crawl("portal", "-a", f"url={portal.url}", archive=tmp_path)
    assert done.returncode == ExitCode.OK, done.stdout
    assert set(API) <= kept(tmp_path)


def test_what_a_sitemap_says_has_changed_is_asked_for_again(portal: Portal, tmp_path: Path) -> None:
    crawl("portal", "-a", f"url={portal.url}", archive=tmp_path)
    portal.revised[3], portal.modified = 1, "2199-01-01"
    before = portal.asked.copy()
    done = crawl("portal", "-a", f"url={portal.url}", archive=tmp_path)
    assert "1 changed" in done.stdout
    assert [target for target in portal.asked - before if target.startswith("/tin/")] == [
        "/tin/bai-viet-3.html"
    ]


@pytest.mark.parametrize("how", ["home", "soft", "404", "410"])
def test_a_removal_of_any_kind_is_dated_and_the_text_stays(portal: Portal, tmp_path: Path, how: str) -> None:
    crawl("portal", "-a", f"url={portal.url}", archive=tmp_path)
    portal.removed[12] = how
    crawl("portal", "-a", f"url={portal.url}", "-a", "revisit=all", archive=tmp_path)
    gone = rows(tmp_path, "SELECT url, length(body) > 200 FROM articles WHERE gone_at IS NOT NULL")
    assert gone == [(f"{portal.url}tin/bai-viet-12.html", 1)]


def test_a_listing_is_left_where_it_is_older_than_since(portal: Portal, tmp_path: Path) -> None:
    portal.shows_dated = True
    done = crawl("portal", "-a", f"url={portal.url}", "-a", "since=2022-12-01", archive=tmp_path)
    assert done.returncode == ExitCode.OK, done.stdout
    assert {n for n in kept(tmp_path) if n in DATED} == set(range(100, 124))
    listings = [target for target in portal.asked if target.startswith("/cu/")]
    assert 5 <= len(listings) < 15
