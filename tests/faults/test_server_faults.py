"""Each fault of a server ends as a named problem, soon and in little memory; the rest is archived untouched."""

from __future__ import annotations

import resource
import time
from pathlib import Path

from crawler.exit_codes import ExitCode
from tests.crawling import crawl
from tests.faults.compare import damage, rows
from tests.faults.conftest import Teller
from tests.faults.server import FAULTS, GOOD, FaultySite

QUICK = (
    "-s", "DOWNLOAD_TIMEOUT=2", "-s", "DOWNLOAD_MAXSIZE=4000000", "-s", "RETRY_TIMES=1",
    "-s", "RETRY_AFTER_MAX=2",
)  # fmt: skip


def test_every_fault_of_a_server_has_a_name_and_an_end(tmp_path: Path, tell: Teller) -> None:
    begun = time.monotonic()
    with FaultySite() as site:
        done = crawl("portal", "-a", f"url={site.url}", *QUICK, archive=tmp_path, timeout=120)
    seconds = time.monotonic() - begun
    named: dict[str, set[str]] = {}
    for url, reason in rows(tmp_path, "SELECT url, reason FROM problems"):
        named.setdefault(url.rpartition("/")[2].removesuffix(".html"), set()).add(reason)
    wrong = {name: named.get(name) for name, (_, reasons) in FAULTS.items()
             if not named.get(name, set()) & set(reasons)}  # fmt: skip
    assert not wrong, f"{wrong}\n{done.stderr[-3000:]}"
    assert done.returncode == ExitCode.PARTLY_FAILED, done.stderr[-3000:]
    kept = {row[0] for row in rows(tmp_path, "SELECT url FROM articles")}
    assert {f"{site.url}tin/bai-viet-{n}.html" for n in range(GOOD)} == kept
    assert damage(tmp_path) == []
    assert seconds < 90
    assert site.sent["endless-body"] < 40_000_000
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 450_000, "kilobytes"
    assert "Traceback" not in done.stderr
    for name in FAULTS:
        outcome = ", ".join(sorted(named[name]))
        tell(f"the server: {name}", outcome, archive=tmp_path, articles=GOOD, code=done.returncode)
