"""Benchmark of re-reading: pages a second of `scrapy reread` beside those of the crawl that fetched them.

python -m tests.benchmarks.bench_reread [--site ../shared/site] [--articles 1500] [--jobs 2]
"""

from __future__ import annotations

import argparse
import contextlib
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from tests.crawling import ROOT, command, environment
from tests.faults.compare import rows


def main() -> None:
    """Crawl a site over loopback, then read its archive again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--site", type=Path, help="a folder with serve.py and a saved site; otherwise a generated one"
    )
    parser.add_argument("--articles", type=int, default=1500, help="of the generated site")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = Path(temporary) / "data"
        with _site(options) as url:
            _wait_for(url)
            crawled = _timed(command("portal", "-a", f"url={url}", archive=folder), (0, 3))
        pages = rows(folder, "SELECT count(*) FROM captures WHERE status = 200")[0][0]
        # The WARC's responses once more, without a network: the same single-process pipeline.
        files = ",".join(str(path) for path in (folder / "warc").glob("*.gz"))
        copied = _timed(command("warc", "-a", f"file={files}", archive=Path(temporary) / "copy"), (0, 3, 4))
        again = _timed(
            [
                sys.executable,
                "-m",
                "scrapy",
                "reread",
                "--jobs",
                str(options.jobs),
                "-s",
                f"ARCHIVE_DIR={folder}",
            ],
            (0,),
        )
    print(f"{'':<42}{'pages/s':>10}{'s':>9}{'CPU s':>9}{'ratio':>9}")
    for name, (seconds, cpu) in (
        (f"scrapy crawl portal, {pages} pages over loopback", crawled),
        ("scrapy crawl warc, the same pages", copied),
        (f"scrapy reread, {options.jobs} processes", again),
    ):
        rate = pages / seconds
        print(f"{name:<42}{rate:>10.0f}{seconds:>9.1f}{cpu:>9.1f}{rate / (pages / crawled[0]):>9.2f}")


@contextlib.contextmanager
def _site(options: argparse.Namespace) -> Iterator[str]:
    """The site's address; it is served by a process of its own, so that a crawl does not share its core."""
    if options.site is not None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        warc = next(options.site.glob("*.warc.gz"))
        arguments = [sys.executable, str(options.site / "serve.py"), str(warc), "--port", str(port)]
        url = f"http://127.0.0.1:{port}/"
    else:
        arguments = [sys.executable, "-m", "tests.generated_site", "--articles", str(options.articles)]
        url = ""
    process = subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        yield url or process.stdout.readline().strip()  # type: ignore[union-attr]  # a pipe was asked for
    finally:
        process.kill()
        process.wait()


def _wait_for(url: str) -> None:
    address = urlsplit(url)
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection((address.hostname, address.port), 1):
            return
        time.sleep(0.1)
    raise SystemExit(f"{url} does not answer")


def _timed(arguments: list[str], fine: tuple[int, ...]) -> tuple[float, float]:
    """Seconds of the clock, and of the processors."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    done = subprocess.run(
        arguments,
        cwd=ROOT,
        env=environment() | {"PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - begun
    if done.returncode not in fine:
        raise SystemExit(f"{arguments[3:6]} ended with {done.returncode}: {done.stderr[-1000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
