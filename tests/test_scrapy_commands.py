"""Scrapy's own commands do here what a Scrapy user expects of them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.sample_portal.server import SamplePortals
from tests.crawling import ROOT, environment

ARTICLE = "vi/news/di-san/tu-bo-dinh-kim-bong-302.html"


@pytest.fixture(scope="module")
def page() -> Iterator[str]:
    """The address of an article."""
    with SamplePortals(0) as portals:
        yield portals.urls["mau-vh"] + ARTICLE


def scrapy(*arguments: str, archive: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        cwd=ROOT,
        env=environment(TINSO_ARCHIVE=str(archive)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_list_and_settings(tmp_path: Path) -> None:
    archive = tmp_path / "data"
    assert scrapy("list", archive=archive).stdout.split() == ["portal", "warc"]
    assert scrapy("settings", "--get", "ARCHIVE_DIR", archive=archive).stdout.strip() == str(archive)
    assert not archive.exists()


def test_check_runs_the_contracts_on_the_sample(tmp_path: Path) -> None:
    done = scrapy("check", "-v", archive=tmp_path / "data")
    assert done.returncode == 0, done.stderr
    assert "@scrapes" in done.stderr
    assert "Ran 2 contracts" in done.stderr
    assert not (tmp_path / "data").exists()


def test_parse_prints_the_article_of_any_address_and_keeps_nothing(page: str, tmp_path: Path) -> None:
    done = scrapy("parse", page, "--nolog", "--nocolour", archive=tmp_path / "data")
    assert done.returncode == 0
    assert "'headline': 'Tu bổ đình Kim Bồng: giữ lại từng viên ngói còn dùng được'" in done.stdout
    assert "'byline': 'Nguyễn Khắc Vinh'" in done.stdout
    assert not (tmp_path / "data").exists()


def test_shell_and_fetch_give_the_page(page: str, tmp_path: Path) -> None:
    code = "response.css('h1::text').get()"
    said = scrapy("shell", page, "-c", code, "--nolog", archive=tmp_path / "data")
    assert said.stdout.strip() == "Tu bổ đình Kim Bồng: giữ lại từng viên ngói còn dùng được"
    fetched = scrapy("fetch", page, "--nolog", archive=tmp_path / "data")
    assert '<meta name="generator" content="NukeViet v4.5">' in fetched.stdout
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("command", ["fetch", "parse"])
def test_no_real_host_is_asked_without_a_contact(command: str, tmp_path: Path) -> None:
    done = scrapy(command, "http://sotttt.example.vn/tin/1", archive=tmp_path)
    assert "sotttt.example.vn is not asked: CONTACT is not set" in done.stderr
    assert "DNS lookup" not in done.stderr
    assert "Traceback" not in done.stderr
