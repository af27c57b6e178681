"""The pages of each family in tests/pages, served on loopback as the small site that they are."""

from __future__ import annotations

import json
import threading
from collections import Counter
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page of tests/pages with what is written beside it."""

    name: str
    """"drupal/hoc-bac"."""
    expected: dict[str, Any]
    html: bytes

    @property
    def origin(self) -> str:
        """Scheme and host, "https://a.gov.vn"."""
        parts = urlsplit(self.expected["url"])
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def target(self) -> str:
        """Path and query."""
        return str(self.expected["url"]).removeprefix(self.origin) or "/"


def own_pages(family: str) -> list[OwnPage]:
    """All pages of a family."""
    paths = sorted((PAGES / family).glob("*.html"))
    return [
        OwnPage(f"{family}/{path.stem}", json.loads(path.with_suffix(".json").read_text("utf-8")), path.read_bytes())
        for path in paths
    ]  # fmt: skip


def site_pages(family: str) -> list[OwnPage]:
    """The pages of one host that has a home page, a listing and two articles or more; [] where there is none."""
    pages = own_pages(family)
    for origin in sorted({page.origin for page in pages if page.expected["kind"] == "home"}):
        found = [page for page in pages if page.origin == origin]
        kinds = Counter(page.expected["kind"] for page in found)
        if kinds["listing"] and kinds["article"] >= 2:
            return found
    return []


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # One packet an answer: a head and a body apart wait 40 ms for each other.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer a page of the site; what it only links to is not there."""
        self._answer(self.server.pages.get(self.path))

    def do_POST(self) -> None:
        """A listing's further pages are posted for: there are none."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._answer(None)

    def _answer(self, html: bytes | None) -> None:
        data = html if html is not None else b"<title>404</title>"
        self.send_response(200 if html is not None else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    pages: dict[str, bytes]


class FamilySite:
    """A family's site, served while the context lasts; links to its own host lead to loopback."""

    def __init__(self, family: str) -> None:
        self.pages = site_pages(family)
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        self._server.pages = {page.target: self._mapped(page) for page in self.pages}
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def _mapped(self, page: OwnPage) -> bytes:
        return page.html.replace(page.origin.encode(), self.origin.encode())

    @property
    def home(self) -> str:
        """The address of its home page."""
        return next(self.origin + page.target for page in self.pages if page.expected["kind"] == "home")

    @property
    def articles(self) -> dict[str, OwnPage]:
        """Its articles by their address on loopback."""
        return {self.origin + page.target: page for page in self.pages if page.expected["kind"] == "article"}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
