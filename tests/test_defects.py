"""A defect of ours on one page: the crawl goes on, says so, and its exit code tells."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from crawler.exit_codes import ExitCode
from tests.crawling import crawl
from tests.generated_site import GeneratedSite


def test_a_page_that_we_cannot_read_does_not_hold_the_crawl_up(tmp_path: Path) -> None:
    with GeneratedSite(8) as site:
        done = crawl(
            "portal", "-a", f"url={site.url}", "-s", "SPIDER_MODULES=tests.faulty_spiders",
            archive=tmp_path, timeout=60,
        )  # fmt: skip
    assert done.returncode == ExitCode.INTERNAL
    assert "Traceback" in done.stderr
    with closing(sqlite3.connect(tmp_path / "archive.db")) as db:
        assert db.execute("SELECT count(*) FROM articles").fetchone() == (7,)
        problems = db.execute("SELECT url, reason, detail FROM problems WHERE reason = 'internal'").fetchall()
    assert problems == [(f"{site.url}tin/bai-viet-3.html", "internal", "ZeroDivisionError: a defect of ours")]
