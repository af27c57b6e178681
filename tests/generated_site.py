"""A site of any size on loopback: a home page, listings with `?page=`, articles of a few paragraphs."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import socket
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

PER_PAGE = 20
_TOPICS = (
    "chuyển đổi số trong cơ quan nhà nước", "phòng, chống thiên tai và tìm kiếm cứu nạn", "cải cách hành chính",
    "an toàn thông tin mạng", "đào tạo nghề cho lao động nông thôn", "vệ sinh an toàn thực phẩm",
    "xây dựng nông thôn mới", "quản lý đất đai",
)  # fmt: skip
_PLACES = ("Đông Sơn", "Hà Trung", "Quảng Lâm", "Tân Phú", "Bình Khê", "Vĩnh Hòa", "Lộc Ninh")


def headline(number: int) -> str:
    """The headline of the nth article."""
    topic, place = _TOPICS[number % len(_TOPICS)], _PLACES[number % len(_PLACES)]
    return f"Xã {place} triển khai kế hoạch số {number} về {topic}"


def article(number: int, revision: int = 0) -> str:
    """The HTML of the nth article; another revision differs in its last paragraph."""
    place, topic = _PLACES[number % len(_PLACES)], _TOPICS[number % len(_TOPICS)]
    day, month = number % 28 + 1, number % 12 + 1
    paragraphs = (
        f"Ngày {day:02}/{month:02}/2023, Ủy ban nhân dân xã {place} đã tổ chức hội nghị triển khai kế hoạch số "
        f"{number} về {topic} với sự tham dự của đại diện các ban, ngành, đoàn thể và trưởng các thôn trên địa bàn xã.",
        f"Tại hội nghị, lãnh đạo xã đã quán triệt các mục tiêu, nhiệm vụ trọng tâm của kế hoạch số {number}, trong đó "
        "nhấn mạnh vai trò của người đứng đầu và sự phối hợp chặt chẽ giữa các đơn vị trong quá trình thực hiện.",
        f"Các đại biểu đã thảo luận, đề xuất {number % 9 + 2} nhóm giải pháp phù hợp với tình hình thực tế của địa "
        "phương, bảo đảm tiến độ và chất lượng công việc được giao.",
        f"Kết luận hội nghị, đồng chí Chủ tịch xã yêu cầu các đơn vị báo cáo kết quả trước ngày {day:02} hằng tháng"
        f"{' (đã sửa lần ' + str(revision) + ')' if revision else ''}./.",
    )
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    return _page(
        headline(number),
        f'<div class="detail"><h1 class="title">{headline(number)}</h1>'
        f'<div class="date">Ngày đăng: {day:02}/{month:02}/2023 {number % 12 + 7:02}:{number % 60:02}</div>'
        f'<div class="content">{body}<p style="text-align:right"><strong>Nguyễn Văn Bình</strong></p></div></div>',
    )


def _page(title: str, main: str) -> str:
    menu = "".join(f'<li><a href="/muc/{i}">Chuyên mục {i}</a></li>' for i in range(3))
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f'<div id="banner">TRANG THÔNG TIN ĐIỆN TỬ</div><ul id="menu"><li><a href="/">Trang chủ</a></li>{menu}</ul>'
        f'{main}<div id="footer">Bản quyền thuộc về Ủy ban nhân dân. Lượt truy cập: 1.234.567</div></body></html>'
    )


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
        status, body = self.server.site.answer(self.path)
        data = body.encode()
        tag = f'"{hashlib.sha256(data).hexdigest()[:20]}"' if self.server.site.validators else None
        if tag is not None and self.headers.get("If-None-Match") == tag:
            self.server.site.unchanged[self.path] += 1
            status, data = 304, b""
        self.send_response(status)
        if tag is not None and status in (200, 304):
            self.send_header("ETag", tag)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: GeneratedSite

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Keep the connection in mind, for `hang_up`."""
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget a connection that has ended."""
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Drop all connections."""
        for wire in list(self._open):
            with contextlib.suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """A crawl that was killed has hung up: no traceback."""


class GeneratedSite:
    """The site, served while the context lasts. `gone` and `revised` change what it answers.

    With `validators` it sends ETags and says 304; `unchanged` counts these.
    """

    def __init__(self, articles: int, port: int = 0, *, validators: bool = False) -> None:
        self.articles = articles
        self.validators = validators
        self.asked: Counter[str] = Counter()
        self.unchanged: Counter[str] = Counter()
        self.gone: set[int] = set()
        self.revised: dict[int, int] = {}
        self.broken: set[str] = set()
        """Targets that are answered with 500."""
        self._serve(port)

    def _serve(self, port: int) -> None:
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.site = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def die(self) -> None:
        """Close the port and drop every connection."""
        self._server.shutdown()
        self._server.server_close()
        self.drop_connections()

    def drop_connections(self) -> None:
        """Hang up on everybody, as a network does that is gone for a while."""
        self._server.hang_up()

    def come_back(self) -> None:
        """Serve again on the same port."""
        self._serve(self._server.server_port)
        self._thread.start()

    @property
    def url(self) -> str:
        """Its home page."""
        return f"http://127.0.0.1:{self._server.server_port}/"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, target: str) -> tuple[int, str]:
        """Status and HTML for a path and query."""
        self.asked[target] += 1
        if target in self.broken:
            return 500, _page("Lỗi", "<p>500</p>")
        parts = urlsplit(target)
        if parts.path == "/":
            return 200, _page("Trang chủ", self._listing("/muc/0", self._of_section(0)[:5], 1, last=1))
        if parts.path.startswith("/muc/"):
            section = int(parts.path.rpartition("/")[2])
            page = int(parse_qs(parts.query).get("page", ["1"])[0])
            numbers = self._of_section(section)
            last = -(-len(numbers) // PER_PAGE)
            shown = numbers[(page - 1) * PER_PAGE : page * PER_PAGE]
            return 200, _page(f"Chuyên mục {section}", self._listing(parts.path, shown, page, last))
        if parts.path.startswith("/tin/"):
            number = int(parts.path.rpartition("-")[2].removesuffix(".html"))
            if number < self.articles and number not in self.gone:
                return 200, article(number, self.revised.get(number, 0))
        return 404, _page("Không tìm thấy", "<p>404</p>")

    def _of_section(self, section: int) -> list[int]:
        return [n for n in range(self.articles - 1, -1, -1) if n % 3 == section and n not in self.gone]

    def _listing(self, path: str, numbers: list[int], page: int, last: int) -> str:
        items = "".join(
            f'<li class="item"><h3><a href="/tin/bai-viet-{n}.html">{headline(n)}</a></h3></li>'
            for n in numbers
        )
        nearby = range(max(1, page - 2), min(last, page + 2) + 1)
        pager = "".join(f'<a href="{path}?page={n}">{n}</a> ' for n in nearby if n != page)
        return f'<ul class="list">{items}</ul><div class="pager">{pager}</div>'


def main() -> None:
    """`python -m tests.generated_site --articles N --port P` serves until it is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    with GeneratedSite(options.articles, options.port) as site:
        print(site.url, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
