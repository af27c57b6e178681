"""A nightly run over an archived portal: requests and seconds for 0, 10 and 100 new articles.

`python -m tests.benchmarks.bench_nightly [--articles 10000]`

What is due for a re-visit is asked for besides, at most MOST_REVISITS pages a run; the last lines show that alone,
with every due date moved into the past.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from crawler.discovery.intake import MOST_REVISITS
from tests.crawling import crawl
from tests.generated_site import GeneratedSite


def _night(site: GeneratedSite, archive: Path, label: str) -> None:
    before, unchanged = site.asked.copy(), site.unchanged.total()
    begun = time.perf_counter()
    done = crawl("portal", "-a", f"url={site.url}", archive=archive, timeout=3600)
    seconds = time.perf_counter() - begun
    if done.returncode:
        sys.exit(f"the crawl ended with {done.returncode}: {done.stderr[-2000:]}")
    asked = site.asked - before
    articles = sum(n for target, n in asked.items() if target.startswith("/tin/"))
    listings = asked.total() - articles
    with closing(sqlite3.connect(archive / "archive.db")) as db:
        (kept,) = db.execute("SELECT count(*) FROM articles").fetchone()
    print(f"{label:<28}{asked.total():>9}{articles:>10}{listings:>10}{site.unchanged.total() - unchanged:>8}"
          f"{seconds:>9.1f}{kept:>10}", flush=True)  # fmt: skip


def main() -> None:
    """Crawl a generated portal once, then night after night."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=10_000)
    options = parser.parse_args()
    print(f"{'':<28}{'requests':>9}{'articles':>10}{'listings':>10}{'304':>8}{'seconds':>9}{'archived':>10}")
    with (
        tempfile.TemporaryDirectory(prefix="tinso-nightly-") as folder,
        GeneratedSite(options.articles, validators=True) as site,
    ):
        archive = Path(folder)
        _night(site, archive, "first crawl")
        for new in (0, 10, 100):
            site.articles += new
            _night(site, archive, f"{new} new")
        with closing(sqlite3.connect(archive / "archive.db")) as db, db:
            db.execute("UPDATE pages SET due_at = '2000-01-01T00:00:00Z' WHERE due_at IS NOT NULL")
        site.revised[7] = 1
        _night(site, archive, f"0 new, all due ({MOST_REVISITS} a run)")


if __name__ == "__main__":
    main()
