"""A portal whose pages misbehave: below the bytes of HTTP, so that each fault is a real one."""

from __future__ import annotations

import contextlib
import functools
import gzip
import socket
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import Self

from tests.generated_site import article, headline

GOOD = 6
"""Articles in order, between the faulty ones."""
_PATIENCE = 40.0
"""Seconds that a hanging answer is held; every crawl must have given up long before."""


def _page(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    lines = (f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", *headers)
    size = len(body) if length is None else length
    return "\r\n".join((*lines, f"Content-Length: {size}", "", "")).encode() + body


_ARTICLE = article(900).encode()
_NOT_FOUND = (
    "<html><head><title>Cổng thông tin</title></head><body><h1>Không tìm thấy trang</h1>"
    "<p>404 - Trang bạn yêu cầu không tồn tại hoặc đã bị xóa.</p></body></html>"
).encode()


def _hang(site: FaultySite, wire: socket.socket) -> None:
    site.closing.wait(_PATIENCE)


def _drop(site: FaultySite, wire: socket.socket) -> None:
    wire.sendall(_page(_ARTICLE)[:-600])


def _long_length(site: FaultySite, wire: socket.socket) -> None:
    wire.sendall(_page(_ARTICLE, "Connection: close", length=len(_ARTICLE) + 5000))


def _broken_chunks(site: FaultySite, wire: socket.socket) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    wire.sendall(head + b"100\r\n" + _ARTICLE[:256] + b"\r\nzzzz\r\n" + _ARTICLE[256:] + b"\r\n0\r\n\r\n")


def _broken_gzip(site: FaultySite, wire: socket.socket) -> None:
    packed = gzip.compress(_ARTICLE)
    wire.sendall(_page(packed[:12] + b"\xff" * (len(packed) - 12), "Content-Encoding: gzip"))


@functools.cache
def _bomb_bytes() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(1 << 20)
    return b"".join(packer.compress(zeros) for _ in range(600)) + packer.flush()


def _bomb(site: FaultySite, wire: socket.socket) -> None:
    wire.sendall(_page(_bomb_bytes(), "Content-Encoding: gzip"))


def _endless_headers(site: FaultySite, wire: socket.socket) -> None:
    wire.sendall(b"HTTP/1.1 200 OK\r\n")
    line = b"X-More: " + b"a" * 8000 + b"\r\n"
    for _ in range(4000):
        if site.closing.is_set():
            return
        wire.sendall(line)
        site.sent["endless-headers"] += len(line)


def _endless_body(site: FaultySite, wire: socket.socket) -> None:
    wire.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")
    part = b"<p>" + b"a" * 65536
    for _ in range(32768):
        if site.closing.is_set():
            return
        wire.sendall(part)
        site.sent["endless-body"] += len(part)


def _drip(site: FaultySite, wire: socket.socket) -> None:
    wire.sendall(_page(b"", length=100_000))
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and not site.closing.wait(0.1):
        wire.sendall(b"a")


def _busy(status: str, wait: str) -> Callable[[FaultySite, socket.socket], None]:
    def answer(site: FaultySite, wire: socket.socket) -> None:
        wire.sendall(_page(b"<html><body>busy</body></html>", f"Retry-After: {wait}", status=status))

    return answer


def _always(answer: bytes) -> Callable[[FaultySite, socket.socket], None]:
    return lambda site, wire: wire.sendall(answer)


def _redirect(target: str) -> bytes:
    return _page(b"", f"Location: {target}", status="302 Found")


FAULTS: dict[str, tuple[Callable[[FaultySite, socket.socket], None], tuple[str, ...]]] = {
    "hang": (_hang, ("timeout",)),
    "drop": (_drop, ("cut-short",)),
    "long-length": (_long_length, ("cut-short",)),
    "broken-chunks": (_broken_chunks, ("cut-short", "connection-failed")),
    "broken-gzip": (_broken_gzip, ("broken-encoding",)),
    "bomb": (_bomb, ("too-large",)),
    "endless-headers": (_endless_headers, ("too-large", "connection-failed", "cut-short")),
    "endless-body": (_endless_body, ("too-large",)),
    "big-length": (_always(_page(b"", length=2 << 30)), ("too-large",)),
    "drip": (_drip, ("timeout",)),
    "too-many": (_busy("429 Too Many Requests", "1"), ("http-429",)),
    "unavailable": (_busy("503 Service Unavailable", "86400"), ("http-503",)),
    "not-found": (_always(_page(_NOT_FOUND)), ("soft-404",)),
    "garbage": (_always(_page(bytes(range(256)) * 40)), ("not-html", "empty")),
    "no-http": (_always(b"\x00\xff\x13 hello\r\n\r\n"), ("connection-failed", "cut-short")),
    "empty": (_always(_page(b"")), ("empty",)),
    "redirects": (_always(_redirect("/tin/redirects.html")), ("redirects",)),
    "to-private": (_always(_redirect("http://10.1.2.3/secret")), ("private-address",)),
    "to-metadata": (_always(_redirect("http://169.254.169.254/latest/")), ("private-address",)),
    "to-file": (_always(_redirect("file:///etc/passwd")), ("http-302", "not-http")),
    "home": (lambda site, wire: wire.sendall(_page(site.home())), ("soft-404",)),
}
"""Each fault by its address (`/tin/<name>.html`), and the reasons in `problems` with which it may end."""


class FaultySite:
    """The portal, on loopback, while the context lasts. `wrong` leaves only these faults on its home page."""

    def __init__(self, wrong: tuple[str, ...] = tuple(FAULTS)) -> None:
        self.wrong = wrong
        self.closing = threading.Event()
        self.asked: Counter[str] = Counter()
        self.times: dict[str, list[float]] = {}
        self.sent: Counter[str] = Counter()
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._port = self._socket.getsockname()[1]

    @property
    def url(self) -> str:
        """Its home page."""
        return f"http://127.0.0.1:{self._port}/"

    def __enter__(self) -> Self:
        _bomb_bytes()  # packing it takes longer than the crawl waits
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                wire, _ = self._socket.accept()
                threading.Thread(target=self._talk, args=(wire,), daemon=True).start()

    def _talk(self, wire: socket.socket) -> None:
        with contextlib.suppress(OSError), wire, wire.makefile("rb") as lines:
            target = lines.readline().split(b" ")[1].decode()
            while lines.readline().strip():
                pass
            self.asked[target] += 1
            self.times.setdefault(target, []).append(time.monotonic())
            name = target.removeprefix("/tin/").removesuffix(".html")
            if name in FAULTS:
                FAULTS[name][0](self, wire)
            else:
                wire.sendall(self._ordinary(target, name))

    def _ordinary(self, target: str, name: str) -> bytes:
        if target == "/":
            return _page(self.home(), "Connection: close")
        if name.startswith("bai-viet-"):
            return _page(article(int(name.removeprefix("bai-viet-"))).encode(), "Connection: close")
        return _page(b"<html><body>404</body></html>", "Connection: close", status="404 Not Found")

    def home(self) -> bytes:
        """The home page's HTML."""
        links = [(f"/tin/bai-viet-{n}.html", headline(n)) for n in range(GOOD)]
        links += [(f"/tin/{name}.html", f"Xã Tân Phú tổ chức hội nghị {name}") for name in self.wrong]
        items = "".join(f'<li class="item"><h3><a href="{url}">{text}</a></h3></li>' for url, text in links)
        return f'<html><body><h1>Trang chủ</h1><ul class="list">{items}</ul></body></html>'.encode()
