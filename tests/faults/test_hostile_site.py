"""What a hostile site or a poisoned archive cannot make us do: reach others, read files, leak a secret."""

from __future__ import annotations

import gzip
import re
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

import pysqlite3 as sqlite3
import pytest
from click.testing import CliRunner, Result

from archive.cli import main
from archive.sqlite import DATABASE
from archive.store import Archive
from crawler.exit_codes import ExitCode
from tests.archive_samples import ORIGIN, article, capture
from tests.crawling import crawl
from tests.faults.compare import rows
from tests.generated_site import article as page_of
from tests.generated_site import headline

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer from the site's table; an absolute target is a proxy's."""
        target = re.sub(r"^http://[^/]+", "", self.path)
        self.server.site.asked.append(target)
        status, headers, body = self.server.site.answers.get(target, (404, {}, b"404"))
        self.send_response(status)
        for name, value in ({"Content-Type": "text/html; charset=utf-8"} | headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: Site


class Site:
    """A table of answers on loopback, and what was asked of it."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[str] = []
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.site = self

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/"

    def html(self, target: str, body: str, **headers: str) -> None:
        self.answers[target] = (200, {k.replace("_", "-"): v for k, v in headers.items()}, body.encode())

    def articles(self, count: int, **headers: str) -> None:
        links = "".join(f'<li><a href="/tin/bai-viet-{n}.html">{headline(n)}</a></li>' for n in range(count))
        self.html("/", f"<html><body><h1>Trang chủ</h1><ul>{links}</ul></body></html>", **headers)
        for n in range(count):
            self.html(f"/tin/bai-viet-{n}.html", page_of(n), **headers)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as served:
        served.articles(4)
        yield served


def bytes_of(folder: Path) -> bytes:
    """All that stands in an archive's files, unpacked."""
    found = b""
    for file in folder.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            found += gzip.decompress(data) if file.suffix == ".gz" else data
    return found


def test_nothing_leads_into_another_server_of_this_machine(site: Site, tmp_path: Path) -> None:
    with Site() as secret:
        inside = secret.url
        sitemap = f"<urlset><url><loc>{inside}from-sitemap</loc></url></urlset>"
        index = f"<sitemapindex><sitemap><loc>{inside}index.xml</loc></sitemap></sitemapindex>"
        site.answers["/robots.txt"] = (
            200, {"Content-Type": "text/plain"},
            f"User-agent: *\nSitemap: {inside}from-robots.xml\nSitemap: {site.url}own.xml\n".encode(),
        )  # fmt: skip
        site.answers["/sitemap.xml"] = (200, {"Content-Type": "text/xml"}, sitemap.encode())
        site.answers["/own.xml"] = (200, {"Content-Type": "text/xml"}, index.encode())
        site.answers["/moved"] = (302, {"Location": f"{inside}from-redirect"}, b"")
        home = site.answers["/"][2].decode().replace(
            "<ul>",
            f'<ul><li><a href="/moved">Chuyển</a></li><li><a href="{inside}from-link">Trong</a></li>'
            '<li><a href="/refresh">Chuyển tiếp</a></li><li><a href="http://[::1]:1/x">Sáu</a></li>'
            '<li><a href="http://2130706433/x">Số</a></li><li><a href="http://0x7f.1/x">Số</a></li>',
        )  # fmt: skip
        site.html("/", home)
        site.html(
            "/refresh",
            f'<html><head><meta http-equiv="refresh" content="0;url={inside}from-meta"></head></html>',
        )
        done = crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
        assert done.returncode in (ExitCode.OK, ExitCode.PARTLY_FAILED), done.stderr[-2000:]
        assert secret.asked == []
        assert "/moved" in site.asked
        assert "/own.xml" in site.asked
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(4,)]


@pytest.mark.parametrize("kind", ["sitemap", "feed"])
def test_entities_are_not_resolved(site: Site, tmp_path: Path, kind: str) -> None:
    planted = tmp_path / "secret.txt"
    planted.write_text("bi-mat-cua-may-chu")
    levels = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 10))
    outside = f'<!ENTITY e SYSTEM "{planted.as_uri()}">'
    head = f'<?xml version="1.0"?><!DOCTYPE x [{outside}<!ENTITY b0 "{"a" * 50}">{levels}]>'
    bodies = {
        "sitemap": f"{head}<urlset><url><loc>{site.url}tin/&e;&b9;</loc></url></urlset>",
        "feed": f"{head}<rss><channel><item><link>{site.url}tin/&e;&b9;</link></item></channel></rss>",
    }
    site.answers["/robots.txt"] = (200, {}, f"User-agent: *\nSitemap: {site.url}a.xml".encode())
    site.answers["/a.xml"] = (200, {"Content-Type": "text/xml"}, bodies[kind].encode())
    begun = time.monotonic()
    done = crawl("portal", "-a", f"url={site.url}", archive=tmp_path / "data")
    assert time.monotonic() - begun < 30
    assert "Traceback" not in done.stderr
    assert "/a.xml" in site.asked
    assert not [target for target in site.asked if "bi-mat" in target]
    assert rows(tmp_path / "data", "SELECT count(*) FROM articles") == [(4,)]


def test_a_proxys_password_and_cookies_stand_nowhere(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.articles(4, Set_Cookie="ASP.NET_SessionId=phien-bi-mat; path=/; HttpOnly")
    monkeypatch.setattr(
        "tests.crawling.environment", _with_proxy(site.url.replace("http://", "http://toi:mat-khau-proxy@"))
    )
    done = crawl(
        "portal", "-a", "url=http://sotttt.example.vn/", "-s", "CONTACT=a@example.org", "-s", "LOG_LEVEL=DEBUG",
        archive=tmp_path,
    )  # fmt: skip
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(4,)]
    kept = bytes_of(tmp_path)
    for secret in ("mat-khau-proxy", "phien-bi-mat"):
        assert secret.encode() not in kept, f"{secret} in the archive"
        assert secret not in done.stdout + done.stderr, f"{secret} in the log"
    assert b"ASP.NET_SessionId" in kept, "that a cookie was set is part of the answer"


def _with_proxy(proxy: str) -> object:
    from tests.crawling import environment

    made = environment() | {"http_proxy": proxy, "no_proxy": ""}
    return lambda: made


def test_an_address_with_a_password_is_refused(tmp_path: Path) -> None:
    done = crawl("portal", "-a", "url=http://toi:mat-khau@127.0.0.1:9/", archive=tmp_path / "data")
    assert done.returncode == ExitCode.USAGE
    assert len(done.stderr.strip().splitlines()) == 1
    assert "mat-khau" not in done.stderr
    assert not (tmp_path / "data").exists()


def test_a_headline_cannot_steer_the_log_or_the_report(site: Site, tmp_path: Path) -> None:
    nasty = "Đấu giá &#27;[2J&#155;31m &#8238;đất&#8294; tại xã Tân Phú"
    page = page_of(0).replace(headline(0), nasty)
    site.html("/tin/bai-viet-0.html", page)
    listed = site.answers["/"][2].decode().replace(headline(0), nasty)
    site.html("/", listed)
    done = crawl("portal", "-a", f"url={site.url}", "-s", "LOG_LEVEL=DEBUG", archive=tmp_path)
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    for line in (done.stdout + done.stderr).splitlines():
        assert not CONTROL.search(line), ascii(line)


def tinso(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--archive", str(folder), *words])


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    with Archive.open(tmp_path) as opened, opened.transaction():
        opened.save(article(), capture(), ORIGIN)
    return tmp_path


INJECTIONS = (
    "'; DROP TABLE articles; --", '" OR 1=1 --', "đào tạo\x00'", "') UNION SELECT sql FROM sqlite_master --",
    "headline_d : *", "NEAR(a b, 99999999)", "a AND", "^", "{headline_d} : x", "-", '"', "%%%s{}",
)  # fmt: skip


@pytest.mark.parametrize("text", INJECTIONS)
def test_no_search_text_is_sql_or_an_expression(archive: Path, text: str) -> None:
    before = rows(archive, "SELECT count(*) FROM sqlite_master")
    for words in (["search", "--", text], ["search", "--portal", text, "dao"], ["search", "--province", text, "dao"],
                  ["show", "--", text], ["cite", "--", text], ["export", "--department", text]):  # fmt: skip
        result = tinso(archive, *words)
        assert result.exit_code in (0, 1, 2), result.output
        assert "no such table" not in result.output
        assert "syntax" not in result.output
    assert rows(archive, "SELECT count(*) FROM sqlite_master") == before
    assert rows(archive, "SELECT count(*) FROM articles") == [(1,)]


POISON = {
    "a view that loads a library": ("DROP VIEW search", "CREATE VIEW search AS SELECT load_extension('/tmp/x') AS q"),
    "a table that is a view": (
        "PRAGMA foreign_keys = OFF", "ALTER TABLE articles RENAME TO hidden",
        "CREATE VIEW articles AS SELECT *, fts3_tokenizer('simple') AS t, load_extension('/tmp/x') AS y FROM hidden",
    ),
    "a trigger that writes": (
        "CREATE TRIGGER poison AFTER UPDATE ON articles BEGIN DELETE FROM captures; END",
    ),
    "a place outside": ("UPDATE captures SET warc_file = '../../../../etc/passwd', warc_offset = 0",),
    "a text that is none": ("UPDATE articles SET headline = CAST(x'ff1b5b324aff' AS TEXT)",),
}  # fmt: skip


@pytest.mark.parametrize("what", POISON)
def test_a_poisoned_archive_harms_nobody(archive: Path, what: str) -> None:
    with closing(sqlite3.connect(str(archive / DATABASE), isolation_level=None)) as db:
        for statement in POISON[what]:
            db.execute(statement)
        captures = db.execute("SELECT count(*) FROM captures").fetchone()
    url = article().url
    for words in (["search", "dao tao"], ["show", url], ["show", url, "--raw"], ["show", url, "--versions"], ["stats"],
                  ["cite", url], ["export"], ["verify"]):  # fmt: skip
        result = tinso(archive, *words)
        assert result.exception is None or isinstance(result.exception, SystemExit), (words, result.exception)
        assert "root:" not in result.output
        assert "\x1b[2J" not in result.output or words == ["export"]
    assert rows(archive, "SELECT count(*) FROM captures") == [captures]
