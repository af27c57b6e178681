"""Benchmark of the archive: saves a second, bytes an article, search latency, as ratios to plain SQLite.

python -m tests.benchmarks.bench_archive [--articles 100000] [--folder DIR]
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from archive.records import Article, Capture, Evidence
from archive.search import Query, search
from archive.sqlite import DATABASE
from archive.store import Archive, reading
from tests.archive_samples import HANOI, NOW, ORIGIN

_BATCH = 50
_ONSETS = "b c ch d đ g gi h kh l m n ng nh ph qu s t th tr v x"
_RIMES = "a ạ á ai ăn ang anh ao ât âu e ê em ên i iên inh o ô ông ơi ơn u ưng ươi ưu y yên uyết ương"
_COMMON = "đào tạo chuyển đổi số sở thông tin và truyền thông của các tỉnh cho công tác về năm"


def main() -> None:
    """Fill an archive and ask it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = options.folder or Path(temporary)
        rows = _fill(folder, options.articles)
        rows += _ask(folder)
    for name, value, ratio in rows:
        print(f"{name:<58}{value:>14}{ratio:>12}")


def _fill(folder: Path, count: int) -> list[tuple[str, str, str]]:
    with Archive.open(folder) as archive:
        new = _timed_saves(archive, _articles(count, seed=1), first_offset=0)
        again = _timed_saves(archive, _articles(min(count, 5000), seed=1), first_offset=10**9)
        changed = _timed_saves(
            archive, _articles(min(count, 5000), seed=1, edited=True), first_offset=2 * 10**9
        )
    plain = _plain_inserts(folder / "plain.db", count)
    size = (folder / DATABASE).stat().st_size
    plain_size = (folder / "plain.db").stat().st_size
    return [
        ("", "value", "ratio"),
        ("plain INSERT of the text, rows a second", f"{plain:,.0f}", "1.00"),
        ("save, new articles a second", f"{new:,.0f}", f"{new / plain:.2f}"),
        ("save, unchanged articles a second", f"{again:,.0f}", f"{again / plain:.2f}"),
        ("save, changed articles a second", f"{changed:,.0f}", f"{changed / plain:.2f}"),
        ("plain table, bytes an article", f"{plain_size / count:,.0f}", "1.00"),
        ("archive.db, bytes an article", f"{size / count:,.0f}", f"{size / plain_size:.2f}"),
    ]


def _timed_saves(archive: Archive, articles: Iterator[Article], first_offset: int) -> float:
    offset, seconds, saved = first_offset, 0.0, 0
    while batch := list(islice(articles, _BATCH)):
        begun = time.perf_counter()
        with archive.transaction():
            for item in batch:
                offset += 1
                capture = Capture(
                    item.url, NOW, 200, "sha256:" + "0" * 64, "bench.warc.gz", offset, 1, "text/html"
                )
                archive.save(item, capture, ORIGIN)
        seconds += time.perf_counter() - begun
        saved += len(batch)
    return saved / seconds


def _plain_inserts(path: Path, count: int) -> float:
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(
        "CREATE TABLE plain (id INTEGER PRIMARY KEY, url TEXT UNIQUE, headline TEXT, body TEXT)"
    )
    articles, seconds = _articles(count, seed=1), 0.0
    while batch := [(item.url, item.headline, item.body) for item in islice(articles, _BATCH)]:
        begun = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO plain (url, headline, body) VALUES (?, ?, ?)", batch)
        connection.execute("COMMIT")
        seconds += time.perf_counter() - begun
    connection.close()
    return count / seconds


def _ask(folder: Path) -> list[tuple[str, str, str]]:
    plain = sqlite3.connect(folder / "plain.db")
    scan = _milliseconds(
        lambda: plain.execute("SELECT url FROM plain WHERE body LIKE '%đào tạo nghề%' LIMIT 10").fetchall(), 3
    )
    stock = sqlite3.connect(folder / DATABASE)
    one_liner = "SELECT headline, snippet FROM search WHERE q MATCH ? ORDER BY score LIMIT 10"
    rows = [("LIKE over the plain table", f"{scan:,.1f} ms", "1.00")]
    for words in ("đào tạo", "dao tao", "xuyết khương", "1191/QĐ-TTg"):
        typed = f'"{words}"' if "/" in words else words

        def in_sql(typed: str = typed) -> object:
            return stock.execute(one_liner, (typed,)).fetchall()

        took = _milliseconds(in_sql, 5)
        hits = stock.execute("SELECT count(*) FROM search WHERE q MATCH ?", (typed,)).fetchone()[0]
        rows.append((f"view search, {words} ({hits:,} articles)", f"{took:,.1f} ms", f"{took / scan:.2f}"))
    with reading(folder) as db:
        for words in ("đào tạo", "dao tao", "xuyết khương", "1191/QĐ-TTg"):

            def in_tinso(words: str = words) -> object:
                return search(db, Query(words))

            took = _milliseconds(in_tinso, 5)
            rows.append((f"tinso search {words}", f"{took:,.1f} ms", f"{took / scan:.2f}"))
    return rows


def _milliseconds(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return 1000 * statistics.median(taken)


def _articles(count: int, *, seed: int, edited: bool = False) -> Iterator[Article]:
    """Made-up articles with a natural spread of words: a few in every one, most in few; some 3 KB each."""
    generator = random.Random(seed)
    syllables = _COMMON.split() + [onset + rime for onset in _ONSETS.split() for rime in _RIMES.split()]
    weights = [1 / (rank + 4) for rank in range(len(syllables))]
    for number in range(count):
        words = generator.choices(syllables, weights, k=550)
        body = "\n\n".join(
            " ".join(words[place : place + 90]).capitalize() + "." for place in range(40, 550, 90)
        )
        if number % 97 == 0:
            body += " Theo Quyết định 1191/QĐ-TTg."
        yield Article(
            url=f"https://sotttt.saomai.gov.vn/tin/{number}",
            headline=" ".join(words[:14]).capitalize(),
            lead=" ".join(words[14:40]).capitalize(),
            body=body + (" Đính chính." if edited else ""),
            published_at=datetime(2018, 1, 1, tzinfo=HANOI) + timedelta(hours=number % 60_000),
            published_precision="minute",
            byline="Nguyễn Hiền",
            authors=("Nguyễn Hiền",),
            evidence=tuple(Evidence(slot, f"layout:div.{slot}", "x" * 60) for slot in "abcdef"),
        )


if __name__ == "__main__":
    main()
