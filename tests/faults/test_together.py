"""Several crawls write one archive at once, and the stock shell reads it meanwhile."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from pathlib import Path

import pytest

from crawler.exit_codes import ExitCode
from tests.crawling import ROOT, command, environment
from tests.faults.compare import damage, rows, unreadable
from tests.faults.conftest import Teller
from tests.generated_site import GeneratedSite

CRAWLS, ARTICLES = 4, 60


def test_four_crawls_share_an_archive_that_is_read_meanwhile(tmp_path: Path, tell: Teller) -> None:
    shell = shutil.which("sqlite3")
    if shell is None:
        pytest.skip("the sqlite3 shell is not installed")
    with contextlib.ExitStack() as stack:
        sites = [stack.enter_context(GeneratedSite(ARTICLES)) for _ in range(CRAWLS)]
        crawls = [
            subprocess.Popen(
                command("portal", "-a", f"url={site.url}", archive=tmp_path), cwd=ROOT, env=environment(),
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            )
            for site in sites
        ]  # fmt: skip
        reads = 0
        while any(one.poll() is None for one in crawls):
            if (tmp_path / "archive.db").exists():
                query = "SELECT count(*) FROM sqlite_master; PRAGMA quick_check"
                read = subprocess.run(
                    [shell, "-cmd", ".timeout 5000", str(tmp_path / "archive.db"), query],
                    capture_output=True, text=True, check=False,
                )  # fmt: skip
                assert read.returncode == 0, read.stderr
                assert read.stdout.endswith("ok\n")
                reads += 1
        said = [one.communicate()[1] for one in crawls]
    assert [one.returncode for one in crawls] == [ExitCode.OK] * CRAWLS, said
    assert reads > 3
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(ARTICLES * CRAWLS,)]
    assert (unreadable(tmp_path), damage(tmp_path)) == (0, [])
    assert rows(tmp_path, "SELECT count(*) FROM versions") == [(ARTICLES * CRAWLS,)]
    outcome = f"no error; the sqlite3 shell read {reads} times meanwhile"
    tell(f"{CRAWLS} crawls at once", outcome, archive=tmp_path, articles=ARTICLES * CRAWLS, code=0)
