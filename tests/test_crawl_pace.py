"""How fast a host is asked: it says that it is busy, its CMS has a guard, its hours are over."""

from __future__ import annotations

import itertools
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crawler.exit_codes import ExitCode
from crawler.politeness.pace import Bounds, Paces
from crawler.politeness.window import VIETNAM, Window
from tests.awkward_site import Answer, AwkwardSite, home
from tests.crawling import crawl
from tests.faults.compare import rows

BUSY = Answer("<html><body>Too many requests</body></html>", 429)
NUKEVIET = '<meta name="generator" content="NukeViet v4.5">'


def test_a_busy_host_is_left_alone_ever_longer_and_recovers(tmp_path: Path) -> None:
    asked_for = itertools.count(1)

    def pages(target: str) -> Answer | None:
        if target.startswith("/tin/") and next(asked_for) in (2, 3):
            return BUSY
        return home(articles=6) if target == "/" else None

    with AwkwardSite(pages) as site:
        done = crawl("portal", "-a", f"url={site.url}", "-s", "BACKOFF_START=0.5",
                     "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1", archive=tmp_path)  # fmt: skip
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(6,)]
    times = [asked.at for asked in site.asked]
    articles = [n for n, asked in enumerate(site.asked) if asked.target.startswith("/tin/")]
    assert len(articles) == 6 + 2
    first, second = (times[n + 1] - times[n] for n in articles[1:3])
    assert first > 0.45, "the whole host waits, not the one page"
    assert second > 0.95, "twice as long"


def test_no_more_at_once_than_was_asked_for(tmp_path: Path) -> None:
    busy = threading.Lock()
    together: list[str] = []

    def pages(target: str) -> Answer | None:
        if not busy.acquire(blocking=False):
            together.append(target)
            return None
        try:
            time.sleep(0.02)
        finally:
            busy.release()
        return home(articles=6) if target == "/" else None

    with AwkwardSite(pages) as site:
        done = crawl("portal", "-a", f"url={site.url}", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1",
                     archive=tmp_path)  # fmt: skip
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    assert len(site.asked) > 6
    assert together == []


def test_a_host_that_goes_on_refusing_is_left_for_the_next_run(tmp_path: Path) -> None:
    shut = True

    def pages(target: str) -> Answer | None:
        if target == "/":
            return home(articles=12)
        return BUSY if shut and target.startswith("/tin/") else None

    quick = ("-s", "BACKOFF_START=0.05", "-s", "BACKOFF_GIVE_UP=4", "-s", "RETRY_TIMES=1")
    with AwkwardSite(pages) as site:
        first = crawl("portal", "-a", f"url={site.url}", *quick, archive=tmp_path, timeout=60)
        asked = [target for target in site.targets if target.startswith("/tin/")]
        # Four are on their way at once; without giving up there would be twelve, each asked twice.
        assert 4 <= len(asked) <= 12, "in flight when it was given up"
        assert first.returncode == ExitCode.BLOCKED, first.stdout
        assert "(busy)" in first.stdout
        assert "requests are left to the next run" in first.stdout
        shut = False
        second = crawl("portal", "-a", f"url={site.url}", *quick, archive=tmp_path, timeout=60)
    assert second.returncode == ExitCode.OK, second.stdout
    kept = rows(tmp_path, "SELECT count(*) FROM articles")[0][0]
    failed = rows(tmp_path, "SELECT count(*) FROM problems WHERE reason = 'http-429'")[0][0]
    assert kept == 12 - failed, "what failed for good is due in half a day; the rest was fetched"
    assert kept >= 9


def test_a_cms_with_a_guard_is_asked_below_its_bound(tmp_path: Path) -> None:
    with AwkwardSite({"sct.example.vn/": home(articles=2, head=NUKEVIET)}) as site:
        done = crawl("portal", "-a", "url=http://sct.example.vn/", "-s", "CONTACT=test@example.org",
                     archive=tmp_path, env={"http_proxy": site.url}, timeout=60)  # fmt: skip
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    articles = [asked.at for asked in site.asked if "/tin/" in asked.target]
    assert len(articles) == 2
    assert articles[1] - articles[0] > 300 / 150


def test_outside_its_hours_nothing_is_asked_and_nothing_is_lost(tmp_path: Path) -> None:
    now = datetime.now(VIETNAM)
    span = f"{now + timedelta(hours=2):%H:%M}-{now + timedelta(hours=3):%H:%M}"
    with AwkwardSite({"/": home()}) as site:
        closed = crawl("portal", "-a", f"url={site.url}", "-s", f"CRAWL_WINDOW={span}", archive=tmp_path)
        assert site.targets == []
        assert closed.returncode == ExitCode.OK, closed.stderr[-2000:]
        assert "(window)" in closed.stdout
        assert f"{site.host}: left: outside its hours; 2 requests are left to the next run" in closed.stdout
        opened = crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
    assert opened.returncode == ExitCode.OK
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(3,)]


def test_a_run_ends_when_the_hours_do_and_the_next_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "portals"
    folder.mkdir()
    end = datetime.now(VIETNAM) + timedelta(seconds=6)
    with AwkwardSite({"/": home(articles=40)}) as site:
        table = f'[hours]\nname = "Sở Công Thương"\nurl = "{site.url}"\nwindow = "{{}}"\n'
        order = ("portal", "-a", "portal=hours", "-s", f"REGISTRY_DIRS={folder}", "-s", "DOWNLOAD_DELAY=0.25")
        begin = end - timedelta(hours=1)
        (folder / "thanh-hoa.toml").write_text(table.format(f"{begin:%H:%M}-{end:%H:%M:%S}"), "utf-8")
        first = crawl(*order, archive=tmp_path, timeout=60)
        assert first.returncode == ExitCode.OK, first.stderr[-2000:]
        assert "(window)" in first.stdout
        half = len(site.asked)
        assert 3 < half < 40
        assert max(asked.at for asked in site.asked) < time.monotonic()
        (folder / "thanh-hoa.toml").write_text(table.format("00:00-23:59:59"), "utf-8")
        second = crawl(*order, "-s", "DOWNLOAD_DELAY=0", archive=tmp_path, timeout=60)
    assert second.returncode == ExitCode.OK, second.stdout
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(40,)]
    assert sorted(site.targets).count("/tin/bai-viet-0.html") == 1
    assert len([t for t in site.targets if t.startswith("/tin/")]) == 40, "none twice"


@pytest.mark.parametrize(
    ("clock", "is_open"), [("21:59", False), ("22:00", True), ("05:59", True), ("06:00", False)]
)
def test_a_window_over_midnight(clock: str, is_open: bool) -> None:
    moment = datetime.fromisoformat(f"2026-11-25T{clock}:00+07:00")
    assert Window.parse("22:00-06:00").is_open(moment) is is_open


@pytest.mark.parametrize("text", ["22-6", "25:00-06:00", "22:00-22:00", "nights"])
def test_a_window_that_is_none_is_a_mistake(text: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"window|begins"):
        Window.parse(text)
    wrong = crawl(
        "portal", "-a", "url=http://127.0.0.1:9/", "-s", f"CRAWL_WINDOW={text}", archive=tmp_path / "a"
    )
    assert wrong.returncode == ExitCode.USAGE
    assert len(wrong.stderr.strip().splitlines()) == 1


def test_the_hold_doubles_is_bounded_and_a_named_time_goes_before() -> None:
    paces = Paces(Bounds(hold=30, first_hold=5, give_up=99), base_delay=1.0)
    assert [paces.busy("so.vn", None) for _ in range(4)] == [5, 10, 20, 30]
    assert paces.busy("so.vn", 7) == 7
    assert paces.is_held("so.vn")
    slow = paces.delay("so.vn")
    assert 8 < slow <= 60
    for _ in range(5):
        paces.well("so.vn")
    assert paces.delay("so.vn") == 0
    assert not paces.is_held("other.vn")
