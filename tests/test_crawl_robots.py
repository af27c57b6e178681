"""robots.txt in a crawl: its rules, its Crawl-delay, and what is done where there is none to read."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.exit_codes import ExitCode
from crawler.politeness.robots_txt import MOST_BYTES, read_robots
from tests.awkward_site import Answer, AwkwardSite, home
from tests.crawling import crawl
from tests.faults.compare import rows

CAPTCHA = "<html><title>Just a moment...</title><p>Verify that you are human</p></html>"


def text(body: str) -> Answer:
    return Answer(body, kind="text/plain")


def test_the_crawl_delay_is_kept_and_said(tmp_path: Path) -> None:
    robots = text("User-agent: *\nCrawl-delay: 0.6\nDisallow: /tin/bai-viet-2.html\n")
    with AwkwardSite({"/": home(), "/robots.txt": robots}) as site:
        done = crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    gaps = site.gaps()
    assert len(gaps) >= 4
    assert min(gaps[1:]) > 0.55, gaps
    assert f"{site.host}: crawl-delay: 0.6 s" in done.stdout
    assert "/tin/bai-viet-2.html" not in site.targets
    assert rows(tmp_path, "SELECT reason FROM problems WHERE url LIKE '%viet-2.html'") == [("robots",)]


def test_a_crawl_delay_is_bounded_and_that_is_said(tmp_path: Path) -> None:
    with AwkwardSite({"/": home(), "/robots.txt": text("User-agent: *\nCrawl-delay: 86400\n")}) as site:
        done = crawl(
            "portal", "-a", f"url={site.url}", "-s", "CRAWL_DELAY_MAX=0.3", archive=tmp_path, timeout=40
        )
    assert done.returncode == ExitCode.OK
    assert f"{site.host}: crawl-delay: 86400 s, 0.3 s kept (CRAWL_DELAY_MAX)" in done.stdout
    assert min(site.gaps()[1:]) > 0.25


@pytest.mark.parametrize(
    ("answer", "setting", "said"),
    [
        (Answer("<html><p>Trang không tồn tại</p></html>"), "ROBOTS_ON_UNREADABLE", "an HTML page"),
        (Answer(CAPTCHA), "ROBOTS_ON_UNREADABLE", "a CAPTCHA"),
        (Answer("busy", 503), "ROBOTS_ON_5XX", "status 503"),
        (Answer("no", 429), "ROBOTS_ON_5XX", "status 429"),
    ],
)
def test_what_cannot_be_read_permits_nothing_unless_told(
    answer: Answer, setting: str, said: str, tmp_path: Path
) -> None:
    quick = ("-s", "BACKOFF_START=0.1", "-s", "RETRY_TIMES=1")
    with AwkwardSite({"/": home(), "/robots.txt": answer}) as site:
        refused = crawl("portal", "-a", f"url={site.url}", *quick, archive=tmp_path)
        assert set(site.targets) == {"/robots.txt"}
        told = crawl("portal", "-a", f"url={site.url}", *quick, "-s", f"{setting}=allow", archive=tmp_path)
    assert refused.returncode == ExitCode.BLOCKED, refused.stderr[-2000:]
    assert f"{site.host}: robots: {said}: nothing is asked ({setting})" in refused.stdout
    ((reason, detail),) = rows(tmp_path, "SELECT DISTINCT reason, detail FROM problems WHERE run_id = 1")
    assert reason == "robots-unreadable"
    assert f"{setting}=allow" in detail
    assert told.returncode == ExitCode.OK, told.stdout
    assert "everything may be asked" in told.stdout
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(3,)]


def test_a_missing_robots_txt_can_be_made_to_forbid(tmp_path: Path) -> None:
    with AwkwardSite({"/": home()}) as site:
        done = crawl("portal", "-a", f"url={site.url}", "-s", "ROBOTS_ON_4XX=refuse", archive=tmp_path)
    assert done.returncode == ExitCode.BLOCKED
    assert set(site.targets) == {"/robots.txt"}


def test_a_policy_that_is_none_is_a_mistake(tmp_path: Path) -> None:
    wrong = crawl(
        "portal", "-a", "url=http://127.0.0.1:9/", "-s", "ROBOTS_ON_5XX=maybe", archive=tmp_path / "a"
    )
    assert wrong.returncode == ExitCode.USAGE
    assert wrong.stderr.strip().splitlines() == [
        "scrapy crawl: ROBOTS_ON_5XX=maybe is no policy: it is allow or refuse"
    ]


def test_rules_called_html_are_rules_and_a_huge_file_is_cut() -> None:
    lines = b"User-agent: *\nDisallow: /admin/\n"
    named = read_robots(200, "text/html; charset=utf-8", lines, "tinso")
    assert (named.state, named.allows("http://so.vn/admin/x")) == ("rules", False)
    late = lines + b"# " + b"x" * MOST_BYTES + b"\nDisallow: /tin/\n"
    assert read_robots(200, "text/plain", late, "tinso").allows("http://so.vn/tin/a")
    assert read_robots(200, "text/plain", lines.decode().encode("utf-16"), "tinso").why == "not a text"
    assert read_robots(200, "text/plain", b"", "tinso").allows("http://so.vn/")
