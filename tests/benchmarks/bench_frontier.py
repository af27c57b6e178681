"""The frontier: a million queued addresses, resident memory and the cost of a request, beside Scrapy's own queue.

`python -m tests.benchmarks.bench_frontier --urls 1000000`
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from queuelib import PriorityQueue
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.squeues import PickleFifoDiskQueue
from scrapy.utils.request import fingerprint

from archive.queue import Queue, QueueRow, queue_key
from archive.store import Archive

_BATCH, _LEASE = 2000, 25
_HOSTS = 20


def _rows(count: int) -> Iterator[list[QueueRow]]:
    for start in range(0, count, _BATCH):
        yield [
            QueueRow("bench", queue_key(url := f"http://h{n % _HOSTS}.example.vn/tin/bai-viet-{n}.html"), url,
                     f"h{n % _HOSTS}.example.vn", "article", n % 3)
            for n in range(start, min(start + _BATCH, count))
        ]  # fmt: skip


def ours(count: int, folder: Path, taken: int) -> tuple[float, float]:
    """Microseconds to queue a request, and to lease and acknowledge one of `count` queued."""
    with Archive.open(folder) as archive:
        queue = Queue(archive.db, ["bench"])
        begun = time.perf_counter()
        for rows in _rows(count):
            with archive.transaction():
                queue.add(rows)
        queued = time.perf_counter() - begun
        begun = time.perf_counter()
        for turn in range(taken // _LEASE):
            with archive.transaction():
                leased = queue.lease(f"h{turn % _HOSTS}.example.vn", _LEASE)
                queue.acknowledge(row.id for row in leased)
        return queued / count * 1e6, (time.perf_counter() - begun) / taken * 1e6


def scrapys(count: int, folder: Path, taken: int) -> tuple[float, float]:
    """The same of Scrapy's pickle queue on disk with its fingerprints, as JOBDIR uses them."""
    crawler = Crawler(Spider)
    crawler.spider = Spider("bench")
    queue = PriorityQueue(
        lambda priority: PickleFifoDiskQueue(  # type: ignore[call-arg]  # made at run time, without a signature
            crawler, str(folder / f"queue{priority}")
        )
    )
    seen: set[bytes] = set()
    begun = time.perf_counter()
    for rows in _rows(count):
        for row in rows:
            request = Request(row.url, priority=row.priority)
            seen.add(fingerprint(request))
            queue.push(request, -row.priority)
    queued = time.perf_counter() - begun
    begun = time.perf_counter()
    for _ in range(taken):
        queue.pop()
    return queued / count * 1e6, (time.perf_counter() - begun) / taken * 1e6


def main() -> None:
    """Print both, one line each; ours first, so that its peak is its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--urls", type=int, default=1_000_000)
    parser.add_argument("--taken", type=int, default=20_000)
    parser.add_argument("--only", choices=("ours", "scrapy"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tinso-frontier-") as folder:
        for name, measure in (("ours", ours), ("scrapy", scrapys)):
            if options.only in (None, name):
                place = Path(folder) / name
                place.mkdir()
                put, take = measure(options.urls, place, options.taken)
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                print(f"{name}: {options.urls} queued, {put:.1f} us a request queued, {take:.1f} us taken and "
                      f"acknowledged, peak {peak:.0f} MB so far")  # fmt: skip


if __name__ == "__main__":
    main()
