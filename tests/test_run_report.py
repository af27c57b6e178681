"""What a run leaves behind: its report, its rows, its exit code, its text for cron; and what a killed run leaves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archive.cli import main
from archive.queue import QueueRow
from archive.records import Origin
from archive.runs import KILLED
from crawler.exit_codes import ExitCode
from crawler.portals import Host, Portal
from crawler.run import Run
from crawler.work import Work
from tests.awkward_site import AwkwardSite, home, redirect
from tests.certificates import Authority, server_context
from tests.crawling import ROOT, command, crawl, environment
from tests.faults.compare import rows
from tests.generated_site import GeneratedSite

ARTICLES = 30


def registry(folder: Path, *sites: str, section: str | None = None) -> tuple[str, ...]:
    """Settings for a registry of the sites' own; the first may have a section."""
    tables = [
        f'[cong-{n}]\nname = "Cổng thông tin {n}"\nurl = "{url}"\nlevel = "organization"\n'
        + (f'sections = [{{ url = "{url}{section}", name = "Tin Đào tạo" }}]\n' if section and not n else "")
        for n, url in enumerate(sites)
    ]
    folder.mkdir()
    (folder / "thanh-hoa.toml").write_text("\n".join(tables), "utf-8")
    return ("-s", f"REGISTRY_DIRS={folder}")


def report(archive: Path) -> dict[str, Any]:
    """The newest report."""
    found: dict[str, Any] = json.loads(max((archive / "runs").glob("*.json")).read_text("utf-8"))
    return found


def test_report_rows_and_text_tell_the_same(tmp_path: Path) -> None:
    with GeneratedSite(ARTICLES) as site:
        done = crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
        asked = sum(site.asked.values())
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    told = report(tmp_path)
    (portal,) = told["portals"]
    assert (told["exit"], told["exit_code"], told["reason"]) == ("ok", 0, "finished")
    assert portal["traffic"]["requests"] == asked
    assert portal["harvest"]["new"] == ARTICLES
    assert portal["harvest"]["fresh"] == 0, "articles of 2023 are a backlog"
    assert {slot: sum(hits.values()) for slot, hits in portal["reading"]["rules"].items()} == dict.fromkeys(
        ("headline", "published_at", "byline", "lead", "body"), ARTICLES
    )
    assert portal["reading"]["rules"]["lead"] == {"": ARTICLES}, "these pages set no lead apart"
    assert sum(portal["reading"]["lengths"].values()) == ARTICLES
    assert portal["traffic"]["bytes"] == sum(f.stat().st_size for f in (tmp_path / "warc").iterdir()) - _info(
        tmp_path
    )
    kept = rows(tmp_path, "SELECT new, pages, requests, refused, exit_code FROM run_portals")
    assert kept == [(ARTICLES, portal["traffic"]["pages"], asked, 2 if asked > 36 else 1, 0)]
    assert rows(tmp_path, "SELECT sum(hits) FROM run_rules WHERE slot = 'byline'") == [(ARTICLES,)]
    assert rows(tmp_path, "SELECT sum(articles) FROM run_sections") == [(ARTICLES,)]
    assert f"articles: {ARTICLES} new" in done.stdout


def _info(archive: Path) -> int:
    """The bytes of the WARC's own records, which are no capture."""
    file = next((archive / "warc").iterdir())
    return int(rows(archive, "SELECT min(warc_offset) FROM captures")[0][0]) if file else 0


def test_an_unknown_report_is_a_mistake(tmp_path: Path) -> None:
    done = crawl("portal", "-a", "portal=mau-ct", "-s", "REPORT=problem", archive=tmp_path / "a")
    assert done.returncode == ExitCode.USAGE
    assert "REPORT=problem is unknown: there are always, problems" in done.stderr
    assert not (tmp_path / "a").exists()


def test_the_account_is_written_while_a_run_lasts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill takes a minute of the counts, not all of them."""
    monkeypatch.setattr("crawler.ledger.RECORD_SECONDS", 0.0)
    run = Run(
        tmp_path,
        "portal",
        {"lock": Portal("lock", "Sở", ("http://127.0.0.1:9/",), (Host("127.0.0.1:9"),))},
        {},
    )
    for number in range(2):
        row = QueueRow("lock", number, f"http://127.0.0.1:9/{number}", "127.0.0.1:9", "page")
        with run.archive.transaction():
            run.queue.add([row])
        work = Work(row, Origin("lock"), kind="failed")
        run.ledger.start(work)
        run.ledger.finish(work)
        run.ledger.flush()
    assert rows(tmp_path, "SELECT portal, pages, exit_code FROM run_portals") == [("lock", 1, None)]
    run.close()


def test_one_silent_portal_among_good_ones_shows(tmp_path: Path) -> None:
    with GeneratedSite(6) as good, GeneratedSite(0) as empty, GeneratedSite(5) as other:
        settings = registry(tmp_path / "registry", good.url, empty.url, other.url)
        slugs = "portal=cong-0,cong-1,cong-2"
        done = crawl("portal", "-a", slugs, *settings, "-s", "REPORT=problems", archive=tmp_path / "a")
        assert done.returncode == ExitCode.SILENT, done.stderr[-2000:]
        assert done.stdout.splitlines()[0] == "silent: 1 of 3 portals need a look"
        assert done.stdout.splitlines()[1].startswith("  cong-1: silent: ")
        codes = rows(tmp_path / "a", "SELECT portal, exit_code FROM run_portals ORDER BY portal")
        assert codes == [("cong-0", 0), ("cong-1", 4), ("cong-2", 0)]

        unattended = ("-s", "REPORT=problems", "-s", "LOG_LEVEL=WARNING")
        quiet = crawl("portal", "-a", "portal=cong-0,cong-2", *settings, *unattended, archive=tmp_path / "a")
        assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", ""), "a quiet night is not silence"


def test_a_dead_portal_among_good_ones_is_a_part(tmp_path: Path) -> None:
    with GeneratedSite(6) as good:
        settings = registry(tmp_path / "registry", good.url, "http://127.0.0.1:9/")
        done = crawl("portal", "-a", "portal=cong-0,cong-1", *settings, "-s", "RETRY_TIMES=0", archive=tmp_path / "a",
                     timeout=60)  # fmt: skip
    assert done.returncode == ExitCode.PARTLY_FAILED
    assert "cong-1: network: " in done.stdout


def test_a_section_of_the_registry_that_shows_nothing_is_silent(tmp_path: Path) -> None:
    with GeneratedSite(6) as site:
        settings = registry(tmp_path / "registry", site.url, section="muc/7")
        done = crawl("portal", "-a", "portal=cong-0", *settings, archive=tmp_path / "a")
    assert done.returncode == ExitCode.SILENT, done.stdout
    assert "nothing on Tin Đào tạo" in done.stdout


def test_a_killed_run_is_noted_by_the_next(tmp_path: Path) -> None:
    with GeneratedSite(150) as site:
        process = subprocess.Popen(
            [*command("portal", "-a", f"url={site.url}", archive=tmp_path), "-s", "DOWNLOAD_DELAY=0.05"],
            cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        end = time.monotonic() + 20
        while sum(site.asked.values()) < 20 and time.monotonic() < end:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert rows(tmp_path, "SELECT ended_at FROM runs") == [(None,)]
        health = CliRunner().invoke(main, ["--archive", str(tmp_path), "health"])
        assert (health.exit_code, health.output.splitlines()[0].endswith("killed")) == (5, True), (
            health.output
        )
        done = crawl("portal", "-a", f"url={site.url}", "-s", "REPORT=problems", archive=tmp_path)
    assert f"(pid {process.pid}) was killed" in done.stdout
    assert done.returncode == ExitCode.OK
    ends = rows(
        tmp_path, "SELECT exit_code, report ->> '$.reason', ended_at IS NOT NULL FROM runs ORDER BY id"
    )
    assert ends == [(KILLED, "killed", 1), (0, "finished", 1)]


@pytest.mark.parametrize("locale", [{"LANG": "C"}, {"LC_ALL": "POSIX"}, {"PYTHONIOENCODING": "ascii"}, {}])
def test_cron_has_no_home_no_terminal_and_an_ascii_locale(tmp_path: Path, locale: dict[str, str]) -> None:
    with GeneratedSite(6) as site:
        settings = registry(tmp_path / "registry", site.url, section="muc/7")
        done = subprocess.run(
            command("portal", "-a", "portal=cong-0", *settings, archive=tmp_path / "a"),
            cwd=ROOT, env=locale, capture_output=True, timeout=60, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    assert done.returncode == ExitCode.SILENT
    assert b"nothing on Tin" in done.stdout
    assert b"UnicodeEncodeError" not in done.stderr
    assert b"Traceback" not in done.stderr
    assert "HOME" not in locale
    assert os.path.isabs(sys.executable)


def test_the_end_of_a_certificate_is_reported(tmp_path: Path) -> None:
    authority = Authority.make(tmp_path)
    context = server_context(authority.issue(tmp_path, days=9))
    with AwkwardSite({"/": home(articles=2)}, context=context) as site:
        settings = registry(tmp_path / "registry", site.url)
        trust = {"SSL_CERT_FILE": str(authority.file)}
        done = crawl("portal", "-a", "portal=cong-0", *settings, archive=tmp_path / "a", env=trust)
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    ((until,),) = rows(tmp_path / "a", "SELECT certificate_until FROM run_portals")
    left = datetime.fromisoformat(until) - datetime.now(UTC)
    assert timedelta(days=8, hours=22) < left <= timedelta(days=9)


def test_a_home_page_that_sends_its_visitors_on_names_the_successor(tmp_path: Path) -> None:
    moved = redirect("https://sotttt.moi.example.vn/trang-chu")
    with AwkwardSite({"/": moved}) as site:
        settings = registry(tmp_path / "registry", site.url)
        done = crawl("portal", "-a", "portal=cong-0", *settings, archive=tmp_path / "a")
    assert done.returncode == ExitCode.SILENT, done.stderr[-2000:]
    assert "sends its visitors to sotttt.moi.example.vn" in done.stdout
    assert rows(tmp_path / "a", "SELECT successor FROM run_portals") == [("sotttt.moi.example.vn",)]


def test_articles_that_only_the_archive_asks_for_are_not_shown(tmp_path: Path) -> None:
    """Addresses answer, but no page leads to them any more: that is silence, however many revisits are read."""
    pages = {"/": home(articles=4)}
    with AwkwardSite(pages) as site:
        settings = (*registry(tmp_path / "registry", site.url), "-a", "revisit=all")
        whole = crawl("portal", "-a", "portal=cong-0", *settings, archive=tmp_path / "a")
        again = crawl("portal", "-a", "portal=cong-0", *settings, archive=tmp_path / "a")
        pages["/"] = home(articles=0)
        broken = crawl("portal", "-a", "portal=cong-0", *settings, archive=tmp_path / "a")
    assert (whole.returncode, again.returncode) == (ExitCode.OK, ExitCode.OK), again.stdout
    assert "4 unchanged" in broken.stdout
    assert broken.returncode == ExitCode.SILENT, broken.stdout
