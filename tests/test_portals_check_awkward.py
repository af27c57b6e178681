"""`scrapy portals check` against what goes wrong with real portals, and against whole ones."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from crawler.exit_codes import ExitCode
from crawler.sample_portal.server import SamplePortals
from tests.awkward_site import Answer, AwkwardSite, home, redirect
from tests.certificates import Authority, self_signed, server_context
from tests.crawling import ROOT
from tests.test_portals_check import _check

REAL = ("-s", "CONTACT=test@example.org")
SAVED = ROOT.parent / "shared" / "site"


def test_a_home_page_that_reloads_itself_is_looked_at_and_a_refresh_followed() -> None:
    reloads = home(head='<meta http-equiv="refresh" content="20;url=/">', articles=5)
    with AwkwardSite({"/": reloads}) as site:
        done = _check(site.url)
        assert site.targets.count("/") == 1
    assert done.returncode == ExitCode.OK, done.stdout + done.stderr
    moved = Answer('<meta http-equiv="refresh" content="0;url=/vi/">')
    with AwkwardSite({"/": moved, "/vi/": home(articles=5)}) as site:
        done = _check(site.url)
    assert f"moved to {site.url}vi/" in done.stdout
    assert "3 of 3 pages that look like one were read" in done.stdout


@pytest.mark.parametrize("manner", ["302", "meta"])
def test_a_look_is_not_led_into_a_private_network(manner: str) -> None:
    with AwkwardSite({"/": Answer("secret")}) as inner:
        aim = f"http://2130706433:{inner.host.rpartition(':')[2]}/"
        leads = (
            redirect(aim, 302)
            if manner == "302"
            else Answer(f'<meta http-equiv="refresh" content="0;url={aim}">')
        )
        with AwkwardSite({"sct.example.vn/": leads}) as site:
            done = _check("http://sct.example.vn/", *REAL, http_proxy=site.url, no_proxy="127.0.0.1")
    assert inner.asked == []
    assert "it redirects to the private address 2130706433" in done.stdout
    assert done.returncode == ExitCode.NETWORK


def test_a_move_to_another_host_is_said() -> None:
    pages = {"stttt.example.vn/": redirect("http://skhcn.example.vn/"), "skhcn.example.vn/": home()}
    with AwkwardSite(pages) as site:
        done = _check("http://stttt.example.vn/", *REAL, http_proxy=site.url)
    assert "moved to http://skhcn.example.vn/; it leads to another host: a move or a successor" in done.stdout


def test_a_wrong_certificate_is_named_with_its_switch(tmp_path: Path) -> None:
    with AwkwardSite({"/": home(articles=5)}, context=server_context(self_signed(tmp_path))) as site:
        done = _check(site.url)
    assert "needs any_certificate: self" in done.stdout, done.stdout
    assert "tls = { any_certificate = true }" in done.stdout
    assert done.returncode == ExitCode.OK
    authority = Authority.make(tmp_path)
    with AwkwardSite({"/": home(articles=5)}, context=server_context(authority.issue(tmp_path))) as site:
        done = _check(site.url, SSL_CERT_FILE=str(authority.file))
    assert "TLS         TLSv1.3, sound" in done.stdout, done.stdout


def test_a_crawl_delay_is_kept_between_the_requests_of_a_look() -> None:
    robots = Answer("User-agent: *\nCrawl-delay: 0.4\n", kind="text/plain")
    with AwkwardSite({"/": home(articles=5), "/robots.txt": robots}) as site:
        done = _check(site.url)
    assert "Crawl-delay 0.4 s" in done.stdout
    assert min(site.gaps()[1:]) > 0.35


def test_many_portals_at_once_are_asked_one_thing_each_and_a_dead_one_does_not_stop_them(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "portals"
    folder.mkdir()
    pages = {f"p{n}.example.vn/": home() for n in range(20)}
    table = '[p{0}]\nname = "Sở {0}"\nurl = "http://p{0}.example.vn/"\n\n'
    (folder / "thanh-hoa.toml").write_text("".join(table.format(n) for n in range(22)), "utf-8")
    report = tmp_path / "health.jsonl"
    arguments = ("--all", "--report", str(report), "-s", f"REGISTRY_DIRS={folder}", *REAL)
    with AwkwardSite(pages) as site:
        done = _check(*arguments, http_proxy=site.url)
        assert sorted(site.targets) == sorted(
            [f"p{n}.example.vn/{path}" for n in range(22) for path in ("", "robots.txt")]
        )
        lines = report.read_text("utf-8").splitlines()
        report.write_text("\n".join(lines[:9]) + "\n", "utf-8")
        before = len(site.asked)
        again = _check(*arguments, http_proxy=site.url)
        assert len(site.asked) - before == 2 * 13, "the nine that the report has are left out"
    assert done.returncode == ExitCode.PARTLY_FAILED
    assert "20 answered, 2 did not" in done.stdout
    assert "9 of 22 are in" in again.stdout
    assert len(report.read_text("utf-8").splitlines()) == 22


@pytest.fixture
def saved_portal() -> Iterator[str]:
    """The saved portal of ../shared/site, served as its README says."""
    files = list(SAVED.glob("*.warc.gz"))
    if not files:
        pytest.skip("../shared/site is not there")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    line = [sys.executable, str(SAVED / "serve.py"), str(files[0]), "--port", str(port)]
    server = subprocess.Popen(line, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                with urlopen(f"http://127.0.0.1:{port}/", timeout=2):
                    break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait()


def test_the_saved_portal_is_described(saved_portal: str) -> None:
    done = _check(saved_portal)
    assert done.returncode == ExitCode.OK, done.stdout + done.stderr
    assert "CMS         liferay (" in done.stdout
    assert "3 of 3 pages that look like one were read" in done.stdout
    assert 'family = "liferay"' in done.stdout


def test_each_sample_portal_is_described() -> None:
    with SamplePortals(0) as portals:
        looks = {slug: _check(url) for slug, url in portals.urls.items()}
    wrong = {
        slug: done.stdout
        for slug, done in looks.items()
        if done.returncode != ExitCode.OK or "3 of " not in done.stdout or "TLS" in done.stdout
    }
    assert not wrong
