"""Traps: a portal whose calendar, filters, sessions and relative links never end is crawled whole, and to an end."""

from __future__ import annotations

import random
import sqlite3
import threading
from collections import Counter
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from crawler.exit_codes import ExitCode
from tests.crawling import crawl
from tests.generated_site import article, headline

ARTICLES = 40
_MENU = (
    '<a href="/tin/">Tin tức</a><a href="/lich?thang=3&nam=2024">Lịch công tác</a><a href="/muc/">Mục lục</a>'
    '<a href="/tim?loai=1">Văn bản</a>'
)
asked: Counter[str] = Counter()


def answer(target: str) -> tuple[int, str]:
    """Status and HTML for a path and query."""
    parts = urlsplit(target)
    query = dict(parse_qsl(parts.query))
    asked[parts.path.split("/")[1]] += 1
    if parts.path == "/":
        return 200, "".join(f'<a href="/tin/bai-viet-{n}.html">{headline(n)}</a>' for n in range(5))
    if parts.path == "/tin/":
        # Without end, and every page has another old article in its sidebar.
        page = int(query.get("page", "1"))
        shown = list(range(ARTICLES))[(min(page, 4) - 1) * 10 : min(page, 4) * 10]
        items = "".join(f'<li><a href="/tin/bai-viet-{n}.html">{headline(n)}</a></li>' for n in shown)
        side = random.Random(page).randrange(ARTICLES)
        return (
            200,
            f'<ul>{items}</ul><a href="/tin/bai-viet-{side}.html">Tin cũ</a><a href="?page={page + 1}">Sau</a>',
        )
    if parts.path.startswith("/tin/bai-viet-"):
        return 200, article(int(parts.path.rpartition("-")[2].removesuffix(".html")))
    if parts.path == "/lich":
        month, year = int(query["thang"]), int(query["nam"])
        after = f"/lich?thang={month % 12 + 1}&nam={year + month // 12}"
        days = "".join(f'<a href="/lich?ngay={d}&thang={month}&nam={year}">{d}</a>' for d in range(1, 29))
        return 200, f'<h1>Lịch tháng {month}</h1>{days}<a href="{after}">Tháng sau</a>'
    if parts.path.startswith("/muc/"):
        # Relative links that grow; a session in each address.
        return 200, f'<h1>Mục</h1><a href="con/">Con</a><a href="?sid={len(parts.path):032x}">Lại</a>'
    if parts.path == "/tim":
        links = "".join(
            f'<a href="/tim?loai={n}&nam={m}&cq={k}">Lọc</a>'
            for n in range(6)
            for m in range(6)
            for k in range(6)
        )
        return 200, f"<h1>Văn bản</h1>{links}"
    return 404, "<p>404</p>"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        status, text = answer(self.path)
        if "<html" not in text:
            text = f"<html><head><title>Cổng thông tin</title></head><body>{_MENU}{text}</body></html>"
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def test_a_portal_of_traps_is_crawled_whole_and_to_an_end(tmp_path: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        done = crawl(
            "portal", "-a", f"url=http://127.0.0.1:{server.server_port}/", archive=tmp_path, timeout=120
        )
    finally:
        server.shutdown()
        server.server_close()
    assert done.returncode == ExitCode.OK, done.stdout + done.stderr[-2000:]
    with closing(sqlite3.connect(tmp_path / "archive.db")) as db:
        kept = {row[0].rpartition("-")[2] for row in db.execute("SELECT url FROM articles")}
    assert kept == {f"{n}.html" for n in range(ARTICLES)}
    assert asked["lich"] <= 250
    assert asked["muc"] <= 20
    assert asked["tim"] <= 130
    assert asked["tin"] <= ARTICLES + 100
