"""`scrapy crawl portal`, in a process of its own, against a generated site: whole, again, changed, killed."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.warc.writer import SavedResponse, TruncatedWarc, iter_responses
from crawler.exit_codes import ExitCode
from tests.crawling import ROOT, command, crawl, environment
from tests.generated_site import GeneratedSite, headline

ARTICLES = 150


@pytest.fixture
def site() -> Iterator[GeneratedSite]:
    with GeneratedSite(ARTICLES) as served:
        yield served


def rows(archive: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(archive / "archive.db")) as db:
        return list(db.execute(sql))


def test_a_site_is_archived_whole_and_a_second_run_adds_nothing(site: GeneratedSite, tmp_path: Path) -> None:
    done = crawl("portal", "-a", f"url={site.url}", "-o", str(tmp_path / "out.jsonl"), archive=tmp_path)
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    assert f"{ARTICLES} new" in done.stdout
    kept = dict(rows(tmp_path, "SELECT url, headline FROM articles"))
    assert kept == {f"{site.url}tin/bai-viet-{n}.html": headline(n) for n in range(ARTICLES)}
    assert len((tmp_path / "out.jsonl").read_text("utf-8").splitlines()) == ARTICLES
    assert max(site.asked.values()) == 1
    asked = sum(site.asked.values())

    again = crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
    assert again.returncode == ExitCode.OK
    assert "0 new, 0 changed" in again.stdout
    assert "nothing new" in again.stdout
    assert sum(site.asked.values()) - asked < 20
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(ARTICLES,)]
    assert rows(tmp_path, "SELECT count(*) FROM frontier_queue") == [(0,)]


def test_edits_become_versions_and_removals_are_dated(site: GeneratedSite, tmp_path: Path) -> None:
    crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
    site.revised[7] = 1
    site.gone.add(11)
    again = crawl("portal", "-a", f"url={site.url}", "-a", "revisit=all", archive=tmp_path)
    assert "0 new, 1 changed" in again.stdout
    versions = rows(tmp_path, "SELECT version FROM articles WHERE url LIKE '%bai-viet-7.html'")
    assert versions == [(2,)]
    gone = rows(tmp_path, "SELECT url, length(body) > 200 FROM articles WHERE gone_at IS NOT NULL")
    assert gone == [(f"{site.url}tin/bai-viet-11.html", 1)]
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(ARTICLES,)]


def test_limit_and_dates_are_kept(site: GeneratedSite, tmp_path: Path) -> None:
    few = crawl("portal", "-a", f"url={site.url}", "-a", "limit=5", archive=tmp_path / "few")
    assert few.returncode == ExitCode.OK
    assert rows(tmp_path / "few", "SELECT count(*) FROM articles") == [(5,)]
    dated = crawl("portal", "-a", f"url={site.url}", "-a", "since=2023-06-01", "-a", "until=2023-06-30",
                  archive=tmp_path / "dated")  # fmt: skip
    assert dated.returncode == ExitCode.OK
    months = rows(tmp_path / "dated", "SELECT DISTINCT substr(published_at, 1, 7) FROM articles")
    assert months == [("2023-06",)]


def test_a_mistake_writes_nothing(tmp_path: Path) -> None:
    archive = tmp_path / "none"
    wrong = crawl("portal", "-a", "portal=khong-co-that", archive=archive)
    assert wrong.returncode == ExitCode.USAGE
    assert len(wrong.stderr.strip().splitlines()) == 1
    assert not archive.exists()


def test_a_dead_portal_is_a_network_failure(tmp_path: Path) -> None:
    dead = crawl("portal", "-a", "url=http://127.0.0.1:9/", "-s", "RETRY_TIMES=0", archive=tmp_path)
    assert dead.returncode == ExitCode.NETWORK
    assert ("connection-refused",) in rows(tmp_path, "SELECT reason FROM problems")


def test_a_second_run_on_the_same_portal_says_who_has_it(site: GeneratedSite, tmp_path: Path) -> None:
    first = subprocess.Popen(
        [*command("portal", "-a", f"url={site.url}", archive=tmp_path), "-s", "DOWNLOAD_DELAY=0.5"],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(lambda: bool(site.asked))
        second = crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
        assert second.returncode == ExitCode.ALREADY_RUNNING
        assert f"pid {first.pid}" in second.stderr
        first.send_signal(signal.SIGTERM)
        assert first.wait(timeout=20) == ExitCode.INTERRUPTED
    finally:
        first.kill()
        first.wait()


def test_kills_lose_nothing_and_double_nothing(site: GeneratedSite, tmp_path: Path) -> None:
    dice = random.Random(20260311)
    for _ in range(6):
        process = subprocess.Popen(
            command("portal", "-a", f"url={site.url}", archive=tmp_path),
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(0.7 + dice.random() * 0.8)
        process.kill()
        process.wait()
    done = crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    kept = [row[0] for row in rows(tmp_path, "SELECT url FROM articles")]
    assert sorted(kept) == sorted(f"{site.url}tin/bai-viet-{n}.html" for n in range(ARTICLES))
    assert rows(tmp_path, "SELECT count(*) FROM versions") == [(ARTICLES,)]
    assert rows(tmp_path, "PRAGMA integrity_check") == [("ok",)]
    found = {saved.url for file in (tmp_path / "warc").iterdir() for saved in _whole(file)}
    assert set(kept) <= found


def _whole(file: Path) -> Iterator[SavedResponse]:
    try:
        yield from iter_responses(file)
    except TruncatedWarc:
        return


def _wait_for(condition: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come about in time")
