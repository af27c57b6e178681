"""The sample portals on sockets of 127.0.0.1, one port each."""

from __future__ import annotations

import errno
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.sample_portal.answer import Answer, Asked
from crawler.sample_portal.content import FIRST_PORT, NIGHTS, load_all
from crawler.sample_portal.site import Site

REGISTRY = Path(__file__).parent / "portals"
NIGHT_SWITCH = "/_night"
"""POST the number of a night: all portals turn to it. Nothing links here."""
_LONGEST_BODY = 1_000_000


class PortTaken(OSError):
    """A port that a portal needs is another program's; the message is one line with the remedy."""


class SamplePortals:
    """All sample portals, served while the context lasts."""

    def __init__(self, first_port: int = FIRST_PORT, night: int = 1) -> None:
        """`first_port` 0: any free ports. Raises PortTaken."""
        self.sites = {content.slug: Site(content) for content in load_all()}
        self._servers: list[_Server] = []
        for at, site in enumerate(self.sites.values()):
            try:
                server = _Server(("127.0.0.1", first_port + at if first_port else 0), _Handler)
            except OSError as error:
                self._close()
                if error.errno != errno.EADDRINUSE:
                    raise
                last = first_port + len(self.sites) - 1
                raise PortTaken(
                    f"port {first_port + at} is taken: set SAMPLE_PORT to the first of {len(self.sites)} free "
                    f"ports (now {first_port} to {last})"
                ) from error
            server.site, server.portals = site, self
            self._servers.append(server)
        self._threads = [
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
            for server in self._servers
        ]
        self.night = night

    @property
    def urls(self) -> dict[str, str]:
        """Where each portal begins, by slug."""
        return {
            slug: f"http://127.0.0.1:{server.server_port}/"
            for slug, server in zip(self.sites, self._servers, strict=True)
        }

    @property
    def night(self) -> int:
        """Which night it is, from 1 to 7."""
        return next(iter(self.sites.values())).night

    @night.setter
    def night(self, night: int) -> None:
        if not 1 <= night <= NIGHTS:
            raise ValueError(f"night {night}: there are nights 1 to {NIGHTS}")
        for site in self.sites.values():
            site.night = night

    def write_registry(self, folder: Path) -> Path:
        """The portals' rows with the ports that they have now, for REGISTRY_DIRS; returns the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for path in REGISTRY.glob("*.toml"):
            text = path.read_text("utf-8")
            for at, url in enumerate(self.urls.values()):
                text = text.replace(f"http://127.0.0.1:{FIRST_PORT + at}/", url.replace("127.0.0.1", "\0"))
            (folder / path.name).write_text(text.replace("\0", "127.0.0.1"), "utf-8")
        return folder

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.shutdown()
        self._close()

    def _close(self) -> None:
        for server in self._servers:
            server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: Site
    portals: SamplePortals

    def handle_error(self, request: object, client_address: object) -> None:
        """A crawl that was killed has hung up: no traceback."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # One packet an answer: a head and a body apart wait 40 ms for each other.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer a page of the site."""
        self._answer("GET", b"")

    def do_HEAD(self) -> None:
        """The same without the body."""
        self._answer("HEAD", b"")

    def do_POST(self) -> None:
        """Answer a form, or turn to another night."""
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > _LONGEST_BODY:
            self._send(Answer(b"the body is too long", "text/plain", 413), "POST")
            self.close_connection = True
            return
        body = self.rfile.read(int(length))
        if self.path != NIGHT_SWITCH:
            self._answer("POST", body)
            return
        try:
            self.server.portals.night = int(body)
        except ValueError as error:
            self._send(Answer(f"{error}\n".encode(), "text/plain", 400), "POST")
            return
        self._send(Answer(f"night {self.server.portals.night}\n".encode(), "text/plain"), "POST")

    def _answer(self, method: str, body: bytes) -> None:
        parts = urlsplit(self.path)
        asked = Asked(
            method="GET" if method == "HEAD" else method,
            path=unquote(parts.path),
            query=dict(reversed(parse_qsl(parts.query, keep_blank_values=True))),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
        )
        self._send(self.server.site.answer(asked, self.path), method)

    def _send(self, answer: Answer, method: str) -> None:
        self.send_response(answer.status)
        if answer.status != 304:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()
        if method != "HEAD" and answer.status != 304:
            self.wfile.write(answer.body)
