"""The whole pipeline beside Scrapy's own: pages per second of the crawling process's CPU, and its memory.

`python -m tests.benchmarks.bench_pipeline [--pages 2000] [--only tinso|minimal|crawlspider]`

All crawl the same site on loopback, served by another process: pages of about 90 KB with 80 links. "minimal" fetches,
walks the links with a set of its own and drops the page; "crawlspider" is Scrapy's CrawlSpider, which follows and
keeps nothing; "tinso" reads, archives (WARC, SQLite, search index) and schedules as every night.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.crawling import FAST, ROOT, environment
from tests.generated_site import article

_LINKS, _BYTES = 80, 90_000
_MENU = "".join(f'<li class="item-{i}"><a href="/muc-{i}.html">Chuyên mục số {i}</a></li>' for i in range(20))
_SCRIPT = "".join(f"function f{i}(a, b) {{ var c = a + {i}; return b ? c * 2 : document.getElementById('x{i}'); }}\n"
                  for i in range(260))  # fmt: skip
_STYLE = "".join(
    f".lop-{i} > .con-{i} a:hover {{ color: #{i:06x}; margin: {i}px auto; }}\n" for i in range(320)
)
PEERS = {
    "minimal": "tests.benchmarks.peer_spiders.Minimal",
    "crawlspider": "tests.benchmarks.peer_spiders.Follower",
}


def page(number: int, pages: int) -> bytes:
    """The nth page: an article among what a portal puts around it."""
    text = article(number)
    near = "".join(
        f'<div class="tin"><div class="anh"><span class="ngay">{i:02}/03/2023</span></div><h3 class="tieu-de">'
        f'<a class="lien-ket" title="Bài viết số {n}" href="/tin/bai-viet-so-{n}.html">Bài viết số {n} của chuyên '
        f'mục</a></h3><p class="tom-tat">Tóm tắt ngắn của bài viết số {n} trên cổng.</p></div>'
        for i in range(_LINKS - 21)
        if (n := (number + i + 1) % pages) >= 0
    )
    head = f"<style>{_STYLE}</style><script>{_SCRIPT}</script></head>"
    foot = f'<div class="cot-phai">{near}</div><ul class="menu">{_MENU}</ul></body>'
    made = text.replace("</head>", head, 1).replace("</body>", foot, 1)
    fill = "<!-- " + "khung giao diện " * 4000
    return (made.replace("</html>", fill[: max(0, _BYTES - len(made.encode()))] + " --></html>", 1)).encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    pages = 0

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """An article, or a home page that leads to the first one."""
        name = self.path.rpartition("-")[2].removesuffix(".html")
        known = self.path == "/" or (self.path.startswith("/tin/") and name.isdecimal())
        body = page(int(name) if name.isdecimal() else 0, self.pages) if known else b"<p>404</p>"
        self.send_response(200 if known else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@dataclass(frozen=True, slots=True)
class Measured:
    """One crawl."""

    pages: int
    cpu: float
    """Seconds of the crawling process, its start included."""
    memory: float
    """Its largest resident size, MB."""

    @property
    def rate(self) -> float:
        """Pages per second of CPU."""
        return self.pages / self.cpu


def measure(name: str, url: str, folder: Path) -> Measured:
    """Crawl the site once, in a process of its own."""
    common = [*FAST, "-s", "LOG_LEVEL=ERROR"]
    if name == "tinso":
        command = ["crawl", "portal", "-a", f"url={url}", "-s", f"ARCHIVE_DIR={folder}", *common]
    else:
        command = ["peer", PEERS[name], url, str(folder / "count")]
    program = (
        [sys.executable, "-m", "scrapy"]
        if name == "tinso"
        else [sys.executable, "-m", "tests.benchmarks.peer_spiders"]
    )
    process = subprocess.Popen(
        [*program, *(command if name == "tinso" else command[1:])],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        sys.exit(f"{name} ended with {process.returncode}")
    if name == "tinso":
        with closing(sqlite3.connect(folder / "archive.db")) as db:
            pages = db.execute("SELECT count(*) FROM captures WHERE status = 200").fetchone()[0]
    else:
        pages = int((folder / "count").read_text())
    return Measured(pages, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def main() -> None:
    """Print one line each, and the ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument(
        "--rounds", type=int, default=1, help="the best of so many counts: a busy machine's remedy"
    )
    parser.add_argument("--only", choices=("tinso", *PEERS))
    parser.add_argument("--serve", type=int, metavar="PAGES", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        _serve(options.serve)
        return
    serve = [sys.executable, "-m", "tests.benchmarks.bench_pipeline", "--serve", str(options.pages)]
    server = subprocess.Popen(serve, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    found: dict[str, Measured] = {}
    try:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        for name in ("minimal", "crawlspider", "tinso") * options.rounds:
            if options.only in (None, name):
                with tempfile.TemporaryDirectory(prefix="tinso-pipeline-") as folder:
                    one = measure(name, url, Path(folder))
                found[name] = max(one, found.get(name, one), key=lambda m: m.rate)
                print(f"{name:<12}{one.pages:>6} pages {one.cpu:>7.1f} s CPU {one.rate:>7.1f} pages/s "
                      f"{one.memory:>6.0f} MB", flush=True)  # fmt: skip
    finally:
        server.terminate()
        server.wait()
    if len(found) == 3:
        ours = found["tinso"]
        print(f"of minimal: {100 * ours.rate / found['minimal'].rate:.0f} % (aim 60); "
              f"of crawlspider: {ours.rate / found['crawlspider'].rate:.2f} x (aim 1.5)")  # fmt: skip


def _serve(pages: int) -> None:
    _Handler.pages = pages
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    print(f"http://127.0.0.1:{server.server_port}/", flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    threading.Event().wait()


if __name__ == "__main__":
    main()
