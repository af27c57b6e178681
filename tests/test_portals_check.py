"""`scrapy portals check` against portals on loopback, sound and awkward, as a user calls it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
_BODY = "".join(
    f"<p>Sở đã tổ chức hội nghị triển khai nhiệm vụ trọng tâm, đoạn {n}, với sự tham gia của các đơn vị"
    " trực thuộc và đại diện doanh nghiệp trên địa bàn tỉnh.</p>"
    for n in range(6)
)
_HEAD = '<title>Sở Công Thương</title><meta name="generator" content="NukeViet v4.5">'
_TITLES = (
    "Hội nghị tổng kết công tác năm",
    "Triển khai kế hoạch xúc tiến thương mại",
    "Tập huấn chuyển đổi số",
)


def _page(path: str) -> str:
    if path.startswith("/vi/news/tin-tuc/"):
        number = int(path.rpartition("-")[2].removesuffix(".html"))
        return (
            f'{_HEAD}<body><h1 itemprop="headline">{_TITLES[number % 3]} lần thứ {number}</h1>'
            f'<span class="h5">Thứ sáu - 10/05/2024 08:30</span><div id="news-bodyhtml">{_BODY}</div>'
        )
    links = "".join(
        f'<h3><a href="/vi/news/tin-tuc/bai-viet-{n}.html">{_TITLES[n % 3]} lần thứ {n}</a></h3>'
        for n in range(3, 8)
    )
    menu = '<nav><a href="/gioi-thieu/">Giới thiệu</a><a href="/vi/news/tin-tuc/">Tin tức - Sự kiện</a></nav>'
    return f"{_HEAD}<body>{menu}{links}</body></html>"


class _Portal(BaseHTTPRequestHandler):
    asked: list[str]
    robots: tuple[int, str, str] = (404, "text/html", "<h1>404</h1>")

    def do_GET(self) -> None:
        self.asked.append(self.path)
        status, kind, body = 200, "text/html; charset=utf-8", ""
        if self.path == "/robots.txt":
            status, kind, body = self.robots
        elif self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/")
            self.end_headers()
            return
        elif self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
            return
        elif self.path == "/taken":
            body = "<title>Nhà cái uy tín</title><p>Nổ hũ, xóc đĩa online, nạp rút nhanh</p>"
        elif self.path == "/broken":
            status = 503
        else:
            body = _page(self.path)
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def portal() -> Iterator[tuple[str, type[_Portal]]]:
    handler = type("Handler", (_Portal,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", handler
    finally:
        server.shutdown()
        server.server_close()


def _check(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy.cmdline", "portals", "check", *arguments]
    quick = ["-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0"]
    environment = {key: value for key, value in os.environ.items() if key != "TINSO_CONTACT"} | env
    return subprocess.run(
        [*command, *quick], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_sound_portal_is_described_and_its_toml_printed(portal: tuple[str, type[_Portal]]) -> None:
    address, handler = portal
    handler.robots = (
        200,
        "text/plain",
        "User-agent: *\nDisallow: /gioi-thieu/\nSitemap: http://x.vn/sitemap.xml",
    )
    done = _check(f"{address}/")
    assert (done.returncode, done.stderr) == (0, "")
    assert "not in the registry" in done.stdout
    assert "robots.txt  200; 1 sitemap: http://x.vn/sitemap.xml" in done.stdout
    assert "CMS         nukeviet (" in done.stdout
    assert 'generator "nukeviet" (5)' in done.stdout
    assert f"Tin tức - Sự kiện  {address}/vi/news/tin-tuc/" in done.stdout
    assert "3 of 3 pages that look like one were read" in done.stdout
    assert "Tập huấn chuyển đổi số lần thứ 5" in done.stdout
    assert 'name = "Sở Công Thương"' in done.stdout
    assert f'url = "{address}/"' in done.stdout
    assert 'family = "nukeviet"' in done.stdout
    assert "/gioi-thieu/" not in handler.asked, "robots.txt forbids it"
    assert len(handler.asked) <= 10
    assert handler.asked[0] == "/robots.txt"


@pytest.mark.parametrize(
    ("robots", "said"),
    [
        ((200, "text/plain", "User-agent: *\nDisallow: /"), "robots.txt does not permit it"),
        ((200, "text/html", "<html>Verify that you are human</html>"), "unreadable (a CAPTCHA)"),
        ((503, "text/plain", ""), "unreadable (status 503)"),
    ],
)
def test_what_robots_txt_does_not_permit_is_not_asked(
    portal: tuple[str, type[_Portal]], robots: tuple[int, str, str], said: str
) -> None:
    address, handler = portal
    handler.robots = robots
    done = _check(address)
    assert done.returncode == 5
    assert said in done.stdout
    assert set(handler.asked) == {"/robots.txt"}


def test_moves_loops_and_errors_are_said(portal: tuple[str, type[_Portal]]) -> None:
    address, _ = portal
    moved = _check(f"{address}/moved")
    assert f"moved to {address}/" in moved.stdout
    assert moved.returncode == 0
    loop = _check(f"{address}/loop")
    assert "it redirects more than 6 times" in loop.stdout
    assert loop.returncode == 6
    taken = _check(f"{address}/taken")
    assert "reachable   no: hijacked: nhà cái, nổ hũ" in taken.stdout
    assert taken.returncode == 4
    broken = _check(f"{address}/broken")
    assert "reachable   no: status 503" in broken.stdout
    assert broken.returncode == 6


def test_a_portal_that_is_not_there(portal: tuple[str, type[_Portal]]) -> None:
    done = _check("http://127.0.0.1:9/")
    assert "reachable   no: connection refused" in done.stdout
    assert 'status = "unreachable"' in done.stdout
    assert done.returncode == 6


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("thanhhoa-sttttt",), 'did you mean "thanhhoa-stttt"'),
        (("thanhhoa-stttt",), "CONTACT is not set"),
        (("--all",), "CONTACT is not set"),
        ((), "check what?"),
        (("a", "b"), "not"),
        (("thanhhoa-stttt", "--province", "Huế"), "leave out one"),
    ],
)
def test_a_mistake_asks_nobody_anything(arguments: tuple[str, ...], said: str) -> None:
    done = _check(*arguments)
    assert done.returncode == 2
    assert (done.stdout, done.stderr.count("\n")) == ("", 1)
    assert said in done.stderr


def test_many_are_looked_at_once_each_and_a_second_check_goes_on(
    portal: tuple[str, type[_Portal]], tmp_path: Path
) -> None:
    address, handler = portal
    folder = tmp_path / "portals"
    folder.mkdir()
    (folder / "thanh-hoa.toml").write_text(
        f'[a]\nname = "A"\nurl = "{address}/"\n\n[b]\nname = "B"\nurl = "http://127.0.0.1:9/"\n', "utf-8"
    )
    report = tmp_path / "health.jsonl"
    arguments = ("--all", "--report", str(report), "-s", f"REGISTRY_DIRS={folder}")
    first = _check(*arguments)
    assert first.returncode == 3
    assert "1 answered, 1 did not" in first.stdout
    lines = {line["slug"]: line for line in map(json.loads, report.read_text("utf-8").splitlines())}
    assert (lines["a"]["family"], lines["a"]["sections"], lines["a"]["failure"]) == ("nukeviet", 2, None)
    assert lines["b"]["failure"] == "connection refused"
    asked = len(handler.asked)
    second = _check(*arguments)
    assert "2 of 2 are in" in second.stdout
    assert len(handler.asked) == asked
    assert second.returncode == 0
