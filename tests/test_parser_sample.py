"""`scrapy sample`: for one page, saved or fetched, what the rules said and which won."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.test_parser_manners import HEADLINE, MANNERS, URL

ROOT = Path(__file__).resolve().parents[1]
PATH = "/tin-tuc/hoi-nghi.html"


class _Portal(BaseHTTPRequestHandler):
    """One article, a page that robots.txt forbids, and a redirect."""

    def do_GET(self) -> None:
        answers: dict[str, tuple[int, str]] = {
            "/robots.txt": (200, "User-agent: *\nDisallow: /kin/\n"),
            PATH: (200, MANNERS["nukeviet"]),
            "/kin/bai.html": (200, MANNERS["nukeviet"]),
            "/cu.html": (302, ""),
        }
        status, text = answers.get(self.path, (404, "khong co"))
        self.send_response(status)
        self.send_header("Content-Type", "text/plain" if self.path == "/robots.txt" else "text/html")
        if status == 302:
            self.send_header("Location", PATH)
        body = text.encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def portal() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Portal)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(10)


def _sample(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", "sample", *arguments, "-s", "DOWNLOAD_DELAY=0"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_each_slot_its_candidates_and_its_rule_are_shown(tmp_path: Path) -> None:
    saved = tmp_path / "page.html"
    saved.write_text(MANNERS["nukeviet"], encoding="utf-8")
    done = _sample(str(saved), "--url", URL, "--family", "none")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith("encoding  utf-8")
    assert HEADLINE in next(line for line in lines if line.startswith("headline?"))
    for slot in ("body?", "headline?", "published_at?", "byline?"):
        assert any(line.startswith(slot) for line in lines), slot
    assert "2023-03-13T08:15:00+07:00" in next(line for line in lines if line.startswith("published_at "))


def test_an_address_is_fetched(portal: str) -> None:
    done = _sample(f"{portal}/cu.html")
    assert done.returncode == 0, done.stderr
    assert HEADLINE in next(line for line in done.stdout.splitlines() if line.startswith("headline  "))


def test_what_robots_forbids_is_not_fetched(portal: str) -> None:
    done = _sample(f"{portal}/kin/bai.html")
    assert done.returncode == 6
    assert done.stderr.strip() == f"sample: {portal}/kin/bai.html: robots.txt does not permit it"
    assert HEADLINE not in done.stdout


@pytest.mark.parametrize(
    ("argument", "code", "said"),
    [
        (
            "no-such-page.html",
            2,
            "sample: no such file, and no address that begins with http: no-such-page.html",
        ),
        ("http://sxd.example.gov.vn/", 2, "sample: CONTACT is not set"),
        ("http://127.0.0.1:1/bai.html", 6, "sample: http://127.0.0.1:1/bai.html: robots.txt: "),
    ],
)
def test_no_page_is_one_clear_line(argument: str, code: int, said: str) -> None:
    done = _sample(argument, "-s", "CONTACT=")
    assert done.returncode == code
    assert done.stderr.strip().startswith(said)
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_page_that_is_missing_is_told(portal: str) -> None:
    done = _sample(f"{portal}/khong-co.html")
    assert done.returncode == 6
    assert done.stderr.strip().endswith("the server answered 404")
