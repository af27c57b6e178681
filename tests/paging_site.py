"""Listings that go on in every manner that portals have, on loopback: one listing for each manner."""

from __future__ import annotations

import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs, urlsplit

from tests.generated_site import article
from tests.paging_manners import PER_LISTING, Manners


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer a page of the site."""
        status, text = self.server.site.answer(self.path, "")
        self._send(status, text)

    def do_POST(self) -> None:
        """Answer a form or a script."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        status, text = self.server.site.answer(self.path, body)
        self._send(status, text)

    def _send(self, status: int, text: str) -> None:
        data = text.encode()
        kind = "application/json" if text[:1] == "{" else "text/html; charset=utf-8"
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: PagingSite


class PagingSite:
    """The site, served while the context lasts. `only`: the manners that its home page leads to."""

    def __init__(self, only: tuple[str, ...] = ()) -> None:
        self.manners = Manners()
        self.only = only or tuple(self.manners.names)
        self.asked: Counter[str] = Counter()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.site = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """Its home page."""
        return f"http://127.0.0.1:{self._server.server_port}/"

    def numbers(self, manner: str) -> set[int]:
        """The articles of a manner's listing."""
        first = self.manners.names.index(manner) * PER_LISTING
        return set(range(first, first + PER_LISTING))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, target: str, body: str) -> tuple[int, str]:
        """Status and text for a path and query."""
        parts = urlsplit(target)
        first, _, rest = parts.path.lstrip("/").partition("/")
        self.asked[first] += 1
        menu = "".join(f'<li><a href="/{name}/">Mục {name}</a></li>' for name in self.only)
        if not first:
            return 200, _page("Trang chủ", f"<ul id='menu'>{menu}</ul>")
        if first == "tin":
            return 200, article(int(rest.rpartition("-")[2].removesuffix(".html")))
        if first == "DesktopModule":
            first, rest = "vnpt", parts.path
        if first not in self.manners.names:
            return 404, _page("Không tìm thấy", "<p>404</p>")
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        text = self.manners.answer(first, rest, query, body)
        plain = (
            text[:1] in "{[" or "|" in text[:8] or rest.rpartition("/")[2] in ("them", "ds", "LoadArticle")
        )
        return 200, text if plain else _page(f"Mục {first}", f"<ul id='menu'>{menu}</ul>{text}")


def _page(title: str, main: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f'<div id="banner">TRANG THÔNG TIN ĐIỆN TỬ</div>{main}<div id="footer">Ủy ban nhân dân</div></body></html>'
    )
