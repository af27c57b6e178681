"""The saved portal of ../shared/site, crawled from its home page: what is found, what is wrong, what it costs.

`python -m tests.benchmarks.bench_site [--site FOLDER] [--misses]`
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import urlopen

from archive.address import stored_url
from tests.crawling import ROOT, crawl

_SITE = ROOT.parent / "shared" / "site"
_PORT = 18231


@dataclass(frozen=True, slots=True)
class Truth:
    """The articles of the portal: for each path the one that it is, and the kind of each."""

    article_of: dict[str, str]
    kinds: dict[str, str]
    said: dict[str, tuple[str, str]]
    """Headline and day of each article."""

    @classmethod
    def read(cls, file: Path) -> Truth:
        """Of a truth.jsonl: doubles lead to the article that they double."""
        article_of: dict[str, str] = {}
        kinds: dict[str, str] = {}
        said: dict[str, tuple[str, str]] = {}
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            original = _path(row["dup_of"] or row["url"])
            article_of[_path(row["url"])] = original
            kinds.setdefault(original, row["kind"])
            said.setdefault(original, (row["headline"], str(row["published"])[:10]))
        return cls(article_of, kinds, said)


@dataclass(frozen=True, slots=True)
class Found:
    """What an archive holds of it."""

    articles: Counter[str]
    """Rows for each article of the truth."""
    strangers: tuple[str, ...]
    """Addresses of rows that are no article."""
    addresses: int
    """Addresses of articles of the truth that the archive has, doubles among them."""
    merged: tuple[tuple[str, ...], ...]
    """Articles of the truth that share a row."""


def compare(archive: Path, truth: Truth) -> Found:
    """Which rows of an archive are which article of the truth, by any of their addresses."""
    with closing(sqlite3.connect(archive / "archive.db")) as db:
        rows: dict[int, set[str]] = {}
        for number, address in db.execute("SELECT article_id, address FROM addresses"):
            rows.setdefault(number, set()).add(_path(f"http://{address}"))
    articles: Counter[str] = Counter()
    strangers, merged, met = [], [], 0
    for addresses in rows.values():
        known = {truth.article_of[a] for a in addresses if a in truth.article_of}
        articles.update(known)
        met += sum(a in truth.article_of for a in addresses)
        if len(known) > 1:
            merged.append(tuple(sorted(known)))
        if not known:
            strangers.append(min(addresses))
    return Found(articles, tuple(sorted(strangers)), met, tuple(merged))


def _path(url: str) -> str:
    parts = urlsplit(stored_url(url))  # the truth's addresses carry the way back, the archive's do not
    return unquote(parts.path) + (f"?{parts.query}" if parts.query else "")


def _run(log: Path, archive: Path) -> tuple[Counter[int], float, str]:
    before = len(log.read_text("utf-8").splitlines()) if log.exists() else 0
    begun = time.perf_counter()
    done = crawl("portal", "-a", f"url=http://127.0.0.1:{_PORT}/", archive=archive, timeout=1800)
    seconds = time.perf_counter() - begun
    if done.returncode not in (0, 3):
        sys.exit(f"the crawl ended with {done.returncode}: {done.stderr[-2000:]}")
    lines = log.read_text("utf-8").splitlines()[before:]
    return (
        Counter(json.loads(line)["status"] for line in lines),
        seconds,
        f"exit code {done.returncode}\n{done.stdout}",
    )


def _print(truth: Truth, found: Found, *, misses: bool) -> None:
    for kind in ("article", "notice"):
        wanted = [a for a, k in truth.kinds.items() if k == kind]
        got = sum(a in found.articles for a in wanted)
        print(f"{kind + 's found':<28}{got:>6} of {len(wanted)} ({100 * got / len(wanted):.1f} %)")
    got = sum(a in found.articles for a in truth.kinds)
    rows = sum(found.articles.values()) + len(found.strangers)
    left = sum(n - 1 for n in found.articles.values())
    print(
        f"{'found of all':<28}{got:>6} of {len(truth.kinds)} ({100 * got / len(truth.kinds):.1f} %; aim 98)"
    )
    share = 100 * len(found.strangers) / rows
    print(f"{'rows that are no article':<28}{len(found.strangers):>6} of {rows} ({share:.1f} %; aim 1)")
    doubles = len(truth.article_of) - len(truth.kinds)
    print(f"{'doubles met':<28}{found.addresses - got:>6} of {doubles}, each an address of its article but")
    print(f"{'doubles left apart':<28}{left:>6}")
    print(f"{'articles folded wrongly':<28}{sum(map(len, found.merged)) - len(found.merged):>6}, of which")
    same = sum(len(group) - len({truth.said[a] for a in group}) for group in found.merged)
    print(f"{'  one text posted twice':<28}{same:>6} (the same headline and text on one day under two ids)")
    if misses:
        for name in sorted(set(truth.kinds) - set(found.articles)):
            print(f"  missing {truth.kinds[name]} {name}")
        for group in found.merged:
            print(f"  one row {' '.join(group)}")
        for name in found.strangers:
            print(f"  no article {name}")


def main() -> None:
    """Serve the saved portal, crawl it twice, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=_SITE)
    parser.add_argument("--misses", action="store_true", help="list each address concerned")
    options = parser.parse_args()
    truth = Truth.read(options.site / "truth.jsonl")
    (saved,) = options.site.glob("*.warc.gz")
    with tempfile.TemporaryDirectory(prefix="tinso-site-") as folder:
        log, archive = Path(folder) / "asked.jsonl", Path(folder) / "archive"
        serve = [sys.executable, str(options.site / "serve.py"), str(saved), "--port", str(_PORT),
                 "--validators", "--log", str(log)]  # fmt: skip
        server = subprocess.Popen(serve, stderr=subprocess.DEVNULL)
        try:
            _wait()
            for name in ("first run", "second run"):
                asked, seconds, report = _run(log, archive)
                statuses = ", ".join(f"{n} x {status}" for status, n in sorted(asked.items()))
                print(f"{name:<28}{asked.total():>6} requests ({statuses}) in {seconds:.0f} s")
                print("  " + report.strip().replace("\n", "\n  "))
            _print(truth, compare(archive, truth), misses=options.misses)
        finally:
            server.terminate()
            server.wait()


def _wait() -> None:
    for _ in range(300):
        try:
            with urlopen(f"http://127.0.0.1:{_PORT}/robots.txt", timeout=2):
                return
        except OSError as error:
            if getattr(error, "code", None) == 404:
                return
            time.sleep(0.1)
    sys.exit("the saved portal is not served")


if __name__ == "__main__":
    main()
