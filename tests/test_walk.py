"""The whole way over loopback, once: a portal's address, the crawl, the archive, a search hit, and its proof."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from archive.sqlite import connected_for_reading
from crawler.exit_codes import ExitCode
from crawler.sample_portal.server import SamplePortals
from tests.crawling import ROOT, crawl, environment

PAGES = ROOT.parent / "shared" / "pages"
LAKES = "Kiểm tra 27 hồ chứa trước mùa lũ: năm hồ chỉ được tích nước hạn chế"


def tinso(*arguments: str, archive: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "archive.cli", "--archive", str(archive), *arguments],
        env=environment(),
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_from_an_address_to_a_search_hit_and_its_proof(tmp_path: Path) -> None:
    archive, out = tmp_path / "data", tmp_path / "out.jsonl"
    with SamplePortals(0) as portals:
        url = portals.urls["mau-nn"]
        done = crawl("portal", "-a", f"url={url}", "-o", str(out), archive=archive)
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    items = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert LAKES in {item["headline"] for item in items}

    hits = json.loads(tinso("search", "ho", "chua", "khe", "lanh", "--json", archive=archive).stdout)
    assert [hit["headline"] for hit in hits] == [LAKES]
    assert "Khe Lạnh" in hits[0]["snippet"].replace("[", "").replace("]", "")

    raw = tinso("show", hits[0]["url"], "--raw", archive=archive).stdout
    assert LAKES.encode() in raw
    assert b"Microsoft SharePoint" in raw
    cited = tinso("cite", hits[0]["url"], archive=archive)
    assert b"sha256:" in cited.stdout
    assert tinso("verify", archive=archive).returncode == 0


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="the sqlite3 shell is not installed")
def test_a_person_at_the_sqlite3_shell_finds_it(tmp_path: Path) -> None:
    with SamplePortals(0) as portals:
        crawl("portal", "-a", f"url={portals.urls['mau-vh']}", archive=tmp_path)
    sql = "SELECT headline FROM search WHERE q MATCH 'dua thuyen' ORDER BY score LIMIT 1"
    shell = subprocess.run(
        ["sqlite3", str(tmp_path / "archive.db"), sql], capture_output=True, text=True, timeout=30, check=True
    )
    assert shell.stdout.strip() == "Đội thuyền Vĩnh Trại lần thứ tư liên tiếp vô địch giải đua truyền thống"


@pytest.mark.skipif(not PAGES.is_dir(), reason="the saved real pages (../shared/pages) are not there")
def test_a_warc_of_real_pages_is_archived(tmp_path: Path) -> None:
    gold = [json.loads(path.read_text("utf-8")) for path in sorted((PAGES / "gold").glob("*.json"))]
    articles = {page["url"]: page for page in gold if page["kind"] == "article"}
    assert articles
    done = crawl("warc", "-a", f"file={PAGES / 'pages.warc.gz'}", archive=tmp_path)
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    with connected_for_reading(tmp_path / "archive.db") as db:
        kept = dict(
            db.execute("SELECT a.url, r.headline FROM addresses a JOIN articles r ON r.id = a.article_id")
        )
    assert sorted(set(articles) - set(kept)) == []
    others = {page["url"] for page in gold if page["kind"] != "article"}
    assert sorted(others & set(kept)) == []
    wrong = {
        url: kept[url] for url, page in articles.items() if _plain(kept[url]) != _plain(page["headline"])
    }
    assert wrong == {}

    again = crawl("warc", "-a", f"file={PAGES / 'pages.warc.gz'}", archive=tmp_path)
    assert "0 new, 0 changed" in again.stdout


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
