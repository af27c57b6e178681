"""A disk that is full or read-only: one clear line, its exit code, an intact archive, and on it goes with room."""

from __future__ import annotations

import sqlite3
import subprocess
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from archive.sqlite import DATABASE
from crawler.exit_codes import ExitCode
from tests.crawling import ROOT, command, crawl, environment
from tests.faults.compare import damage, doubled, rows, unreadable
from tests.faults.conftest import Teller
from tests.faults.disks import resize, small_disk
from tests.generated_site import GeneratedSite

ARTICLES = 120


@pytest.mark.parametrize("kilobytes", [300, 700, 1100])
def test_a_full_disk_ends_the_run_and_room_lets_it_go_on(
    tmp_path: Path, kilobytes: int, tell: Teller
) -> None:
    """The sizes let the disk fill up at the schema, at the WARC and at a commit."""
    with small_disk(tmp_path / "disk", kilobytes) as disk, GeneratedSite(ARTICLES) as site:
        archive = disk / "data"
        full = crawl("portal", "-a", f"url={site.url}", archive=archive)
        assert full.returncode == ExitCode.DISK, full.stderr[-2000:]
        assert "no space left" in full.stderr
        assert "Traceback" not in full.stderr
        if (archive / DATABASE).exists() and kilobytes > 300:
            assert damage(archive) == []
        resize(disk, "size=64m")
        done = crawl("portal", "-a", f"url={site.url}", archive=archive)
        assert done.returncode == ExitCode.OK, done.stderr[-2000:]
        assert rows(archive, "SELECT count(*) FROM articles") == [(ARTICLES,)]
        assert (doubled(archive), unreadable(archive), damage(archive)) == (0, 0, [])
        where = {300: "the schema", 700: "the WARC", 1100: "a commit"}[kilobytes]
        outcome = "one line; with room it goes on"
        tell(
            f"the disk is full at {where}", outcome, archive=archive, articles=ARTICLES, code=full.returncode
        )


def test_a_read_only_folder_is_one_line(tmp_path: Path, tell: Teller) -> None:
    with small_disk(tmp_path / "disk", 4096) as disk:
        resize(disk, "ro")
        done = crawl("portal", "-a", "url=http://127.0.0.1:9/", archive=disk / "data")
        assert done.returncode == ExitCode.DISK
        assert "read-only" in done.stderr
        assert "Traceback" not in done.stderr
        tell("the folder is read-only", "one line", code=done.returncode)


def test_a_disk_that_turns_read_only_ends_the_run(tmp_path: Path, tell: Teller) -> None:
    with small_disk(tmp_path / "disk", 65536) as disk, GeneratedSite(ARTICLES) as site:
        crawl("portal", "-a", f"url={site.url}", "-a", "limit=5", archive=disk / "data")
        resize(disk, "ro")
        done = crawl("portal", "-a", f"url={site.url}", archive=disk / "data")
        assert done.returncode == ExitCode.DISK, done.stderr[-2000:]
        assert "Traceback" not in done.stderr
        resize(disk, "rw")
        assert damage(disk / "data") == []
        tell("the folder turns read-only", "one line, the archive is whole", code=done.returncode)


def test_a_crawl_waits_for_another_writer(tmp_path: Path, tell: Teller) -> None:
    with GeneratedSite(ARTICLES) as site:
        crawl("portal", "-a", f"url={site.url}", "-a", "limit=3", archive=tmp_path)
        with closing(
            sqlite3.connect(tmp_path / DATABASE, isolation_level=None, check_same_thread=False)
        ) as db:
            db.execute("BEGIN IMMEDIATE")
            release = threading.Timer(3, db.execute, ("ROLLBACK",))
            release.start()
            begun = time.monotonic()
            done = crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
            release.join()
    assert time.monotonic() - begun > 3
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(ARTICLES,)]
    outcome = "it waits, then goes on"
    tell(
        "another writer holds the database",
        outcome,
        archive=tmp_path,
        articles=ARTICLES,
        code=done.returncode,
    )


@pytest.mark.parametrize("signal", [2, 15])
def test_a_signal_stops_within_seconds_and_returns_the_leases(
    tmp_path: Path, signal: int, tell: Teller
) -> None:
    with GeneratedSite(ARTICLES) as site:
        process = subprocess.Popen(
            [*command("portal", "-a", f"url={site.url}", archive=tmp_path), "-s", "DOWNLOAD_DELAY=0.05"],
            cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        while sum(site.asked.values()) < 30:
            time.sleep(0.02)
        begun = time.monotonic()
        process.send_signal(signal)
        _, said = process.communicate(timeout=20)
        assert process.returncode == ExitCode.INTERRUPTED, said[-2000:]
        stopped = time.monotonic() - begun
        assert stopped < 5
        assert rows(tmp_path, "SELECT count(*) FROM frontier_queue WHERE state = 1") == [(0,)]
        asked = dict(site.asked)
        done = crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
        assert done.returncode == ExitCode.OK
        assert rows(tmp_path, "SELECT count(*) FROM articles") == [(ARTICLES,)]
        again = [url for url, times in asked.items() if site.asked[url] > times and url.startswith("/tin/")]
        assert len(again) <= 8, "what was fetched before the signal is not fetched again"
        outcome = f"stopped in {stopped:.1f} s, {len(again)} pages fetched again"
        tell(f"signal {signal}", outcome, archive=tmp_path, articles=ARTICLES, code=process.returncode)


@pytest.mark.parametrize("part", ["limit=3", "since=2023-06-01", "limit=60"])
def test_a_whole_crawl_after_a_partial_one_misses_nothing(tmp_path: Path, part: str, tell: Teller) -> None:
    with GeneratedSite(ARTICLES) as site:
        crawl("portal", "-a", f"url={site.url}", "-a", part, archive=tmp_path)
        done = crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(ARTICLES,)]
    tell(
        f"a crawl with {part}, then a whole one",
        "the whole one is whole",
        archive=tmp_path,
        articles=ARTICLES,
    )
