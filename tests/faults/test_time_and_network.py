"""What a small server goes through: a portal that dies, DNS that fails, a clock that steps, a night asleep."""

from __future__ import annotations

import glob
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.exit_codes import ExitCode
from tests.crawling import ROOT, command, crawl, environment
from tests.faults.compare import damage, doubled, rows, unreadable
from tests.faults.conftest import Teller
from tests.generated_site import GeneratedSite

ARTICLES = 120
SLOW = ("-s", "DOWNLOAD_DELAY=0.02", "-s", "RETRY_TIMES=1")


@pytest.fixture
def site() -> Iterator[GeneratedSite]:
    with GeneratedSite(ARTICLES) as served:
        yield served


def begin(url: str, archive: Path, *more: str, env: dict[str, str] | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*command("portal", "-a", f"url={url}", archive=archive), *SLOW, *more],
        cwd=ROOT, env=environment() | (env or {}), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def wait_for_pages(site: GeneratedSite, count: int) -> None:
    end = time.monotonic() + 30
    while sum(site.asked.values()) < count:
        assert time.monotonic() < end, "the crawl does not get on"
        time.sleep(0.02)


def is_whole(archive: Path) -> None:
    assert rows(archive, "SELECT count(*) FROM articles") == [(ARTICLES,)]
    assert (doubled(archive), unreadable(archive), damage(archive)) == (0, 0, [])


def test_a_portal_that_dies_for_a_while_is_waited_for(
    site: GeneratedSite, tmp_path: Path, tell: Teller
) -> None:
    process = begin(site.url, tmp_path, "-s", "OUTAGE_WAIT=1")
    wait_for_pages(site, 40)
    site.die()
    time.sleep(1.5)
    site.come_back()
    _, said = process.communicate(timeout=60)
    assert process.returncode == ExitCode.PARTLY_FAILED, said[-2000:]
    assert "does not answer: left alone" in said
    is_whole(tmp_path)
    tell(
        "a portal dies for a while",
        "waited for",
        archive=tmp_path,
        articles=ARTICLES,
        code=process.returncode,
    )


def test_a_portal_that_stays_dead_is_left_to_the_next_run(
    site: GeneratedSite, tmp_path: Path, tell: Teller
) -> None:
    process = begin(site.url, tmp_path, "-s", "OUTAGE_WAIT=0.5", "-s", "OUTAGE_PATIENCE=1")
    wait_for_pages(site, 40)
    site.die()
    _, said = process.communicate(timeout=60)
    assert process.returncode == ExitCode.PARTLY_FAILED, said[-2000:]
    assert "left to the next run" in said
    left = rows(tmp_path, "SELECT count(*) FROM frontier_queue WHERE state = 0")[0][0]
    kept = rows(tmp_path, "SELECT count(*) FROM articles")[0][0]
    assert left > 0, "what it had queued is still to be fetched"
    assert 0 < kept < ARTICLES
    site.come_back()
    done = crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    is_whole(tmp_path)
    outcome = f"{left} requests stayed queued, the next run fetched them"
    tell("a portal dies in the middle", outcome, archive=tmp_path, articles=ARTICLES, code=process.returncode)


def test_a_listing_that_failed_hides_no_article_from_the_next_run(tmp_path: Path, tell: Teller) -> None:
    with GeneratedSite(300) as site:
        site.broken.add("/muc/1?page=4")
        done = crawl("portal", "-a", f"url={site.url}", "-s", "RETRY_TIMES=0", archive=tmp_path)
        assert done.returncode == ExitCode.PARTLY_FAILED, done.stderr[-2000:]
        assert rows(tmp_path, "SELECT count(*) FROM articles") == [(260,)]
        site.broken.clear()
        done = crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(300,)]
    outcome = "the next run walks all listings"
    tell("one page of a listing fails", outcome, archive=tmp_path, articles=300, code=3)


def test_dns_that_fails_for_a_while_costs_nothing(
    site: GeneratedSite, tmp_path: Path, hosts: tuple[Path, list[str]], tell: Teller
) -> None:
    names, before = hosts
    known = "127.0.0.1 localhost portal.test\n"
    url = site.url.replace("127.0.0.1", "portal.test")
    archive = tmp_path / "data"
    options = ("-s", "PRIVATE_HOSTS=portal.test", "-s", "CONTACT=test@example.org", "-s", "DNSCACHE_ENABLED=0",
               "-s", "OUTAGE_WAIT=1", *SLOW)  # fmt: skip
    line = [*before, *command("portal", "-a", f"url={url}", archive=archive), *options]
    dark = subprocess.run(
        line, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False, timeout=60
    )
    assert dark.returncode == ExitCode.NETWORK, dark.stderr[-2000:]
    assert ("dns",) in rows(archive, "SELECT DISTINCT reason FROM problems")
    names.write_text(known)
    process = subprocess.Popen(
        line, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    wait_for_pages(site, 40)
    names.write_text("127.0.0.1 localhost\n")
    site.drop_connections()
    time.sleep(2)
    names.write_text(known)
    _, said = process.communicate(timeout=90)
    assert process.returncode in (ExitCode.OK, ExitCode.PARTLY_FAILED), said[-2000:]
    is_whole(archive)
    tell("DNS fails for a while", "waited for", archive=archive, articles=ARTICLES, code=process.returncode)


@pytest.fixture
def clock(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A file that says what time it is, and the environment of a process that believes it."""
    found = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")
    if not found:
        pytest.skip("libfaketime is not installed")
    said = tmp_path / "clock"
    said.write_text("+0s")
    return said, {
        "LD_PRELOAD": found[0], "FAKETIME_TIMESTAMP_FILE": str(said), "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }  # fmt: skip


def test_a_clock_that_steps_back_and_forth(
    site: GeneratedSite, tmp_path: Path, clock: tuple[Path, dict[str, str]], tell: Teller
) -> None:
    said, env = clock
    archive = tmp_path / "data"
    process = begin(site.url, archive, env=env)
    for pages, step in ((20, "+3d"), (40, "-400d"), (60, "+0s"), (80, "+90d")):
        wait_for_pages(site, pages)
        said.write_text(step)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == ExitCode.OK, errors[-2000:]
    is_whole(archive)
    years = rows(archive, "SELECT count(DISTINCT substr(fetched_at, 1, 7)) FROM captures")
    assert years[0][0] > 1, "the clock did step"
    said.write_text("-2d")
    again = subprocess.run(
        command("portal", "-a", f"url={site.url}", archive=archive), cwd=ROOT, env=environment() | env,
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert again.returncode == ExitCode.OK, again.stderr[-2000:]
    is_whole(archive)
    outcome = "fetched_at says what the clock said"
    tell("the clock steps back and forth", outcome, archive=archive, articles=ARTICLES, code=0)


def test_a_machine_asleep_for_a_day(
    site: GeneratedSite, tmp_path: Path, clock: tuple[Path, dict[str, str]], tell: Teller
) -> None:
    said, env = clock
    archive = tmp_path / "data"
    process = begin(site.url, archive, env=env)
    wait_for_pages(site, 40)
    process.send_signal(signal.SIGSTOP)
    said.write_text("+1d")
    site.drop_connections()
    time.sleep(0.5)
    process.send_signal(signal.SIGCONT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode in (ExitCode.OK, ExitCode.PARTLY_FAILED), errors[-2000:]
    is_whole(archive)
    newest = rows(archive, "SELECT max(fetched_at) FROM captures")[0][0]
    assert datetime.fromisoformat(newest) > datetime.now(UTC) + timedelta(hours=20), "it did sleep"
    outcome = "it goes on when it wakes"
    tell("the machine sleeps for a day", outcome, archive=archive, articles=ARTICLES, code=process.returncode)
