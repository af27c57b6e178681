"""A portal of a test's own making: each address answers what the test says, and every request is noted.

It answers as a forward proxy too: asked for "http://host/path" it looks for "host/path", so that a test has as
many hosts as it wants on one loopback port.
"""

from __future__ import annotations

import itertools
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from tests.generated_site import article, headline


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answers."""

    body: str | bytes = ""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    kind: str = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: when (monotonic), for what, with which headers."""

    at: float
    target: str
    headers: Mapping[str, str]


Answers = Callable[[str], Answer | None]


def redirect(target: str, status: int = 301) -> Answer:
    """An answer that leads elsewhere."""
    return Answer("", status, (("Location", target),))


def home(*links: str, articles: int = 3, head: str = "", title: str = "Sở Công Thương") -> Answer:
    """A home page with links to the first articles ("/tin/bai-viet-0.html") and to others."""
    urls = [(f"/tin/bai-viet-{n}.html", headline(n)) for n in range(articles)]
    urls += [(link, f"Chuyên mục tin tức số {n}") for n, link in enumerate(links)]
    items = "".join(f'<li class="item"><h3><a href="{url}">{text}</a></h3></li>' for url, text in urls)
    return Answer(
        f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>"
        f'<ul class="list">{items}</ul></body></html>'
    )


class AwkwardSite:
    """The server, while the context lasts. `pages` are looked at first, then the articles, then 404."""

    def __init__(
        self, pages: Mapping[str, Answer] | Answers, *, context: ssl.SSLContext | None = None, port: int = 0
    ) -> None:
        self.asked: list[Asked] = []
        self._answer = pages if callable(pages) else pages.get
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.site = self
        self._scheme = "http"
        if context is not None:
            self._scheme = "https"
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def host(self) -> str:
        """Its address and port."""
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def url(self) -> str:
        """Its home page."""
        return f"{self._scheme}://{self.host}/"

    @property
    def targets(self) -> list[str]:
        """What was asked for, in order."""
        return [asked.target for asked in self.asked]

    def gaps(self, *, without: tuple[str, ...] = ()) -> list[float]:
        """The seconds between each request and the one before."""
        times = [asked.at for asked in self.asked if asked.target not in without]
        return [later - earlier for earlier, later in itertools.pairwise(times)]

    def answer(self, target: str) -> Answer:
        """What an address answers: the test's pages, else an article, else 404."""
        found = self._answer(target)
        if found is not None:
            return found
        path = urlsplit(target).path if target.startswith("/") else f"/{target.partition('/')[2]}"
        if path.startswith("/tin/bai-viet-"):
            return Answer(article(int(path.rpartition("-")[2].removesuffix(".html"))))
        return Answer("<html><body>404</body></html>", 404)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer, and note that it was asked."""
        target = self.path.removeprefix("http://")
        self.server.site.asked.append(Asked(time.monotonic(), target, dict(self.headers.items())))
        answer = self.server.site.answer(target)
        data = answer.body if isinstance(answer.body, bytes) else answer.body.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: AwkwardSite

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up or broke off a handshake: no traceback."""
