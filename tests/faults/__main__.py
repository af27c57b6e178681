"""The table of faults: `python -m tests.faults` prints fault, lost, doubled, exit code, outcome."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from crawler.exit_codes import ExitCode
from tests.crawling import crawl
from tests.faults.compare import doubled, rows
from tests.faults.kills import campaign
from tests.faults.server import FAULTS, GOOD, FaultySite
from tests.faults.test_server_faults import QUICK

_KILLS, _ARTICLES = 10, 300


def main() -> None:
    """Print a line a fault; ends with 1 if one is not as promised."""
    print(f"{'fault':<18} {'lost':>5} {'doubled':>8} {'exit':>5}  outcome")
    with tempfile.TemporaryDirectory(prefix="tinso-faults-") as folder:
        kept = [_kills(Path(folder) / "kills"), *_server(Path(folder) / "server")]
    sys.exit(not all(kept))


def _line(fault: str, figures: tuple[int, int, int], outcome: str, kept: bool) -> bool:
    lost, twice, code = figures
    print(f"{fault:<18} {lost:>5} {twice:>8} {code:>5}  {outcome}{'' if kept else '  NOT AS PROMISED'}")
    return kept


def _kills(folder: Path) -> bool:
    folder.mkdir()
    tally = campaign(_KILLS, _ARTICLES, folder, seed=7)
    outcome = f"{tally.kills} kills, {tally.pages} pages, {tally.refetched} fetched again"
    return _line("kill -9", (tally.lost, tally.doubled, int(ExitCode.OK)), outcome, tally.kept)


def _server(folder: Path) -> list[bool]:
    with FaultySite() as site:
        done = crawl("portal", "-a", f"url={site.url}", *QUICK, archive=folder, timeout=180)
    found: dict[str, str] = dict(rows(folder, "SELECT url, reason FROM problems"))
    lost = GOOD - int(rows(folder, "SELECT count(*) FROM articles")[0][0])
    figures = (lost, doubled(folder), done.returncode)
    named = {name: found.get(f"{site.url}tin/{name}.html", "-") for name in FAULTS}
    return [
        _line(name, figures, named[name], named[name] in reasons and not lost and not figures[1])
        for name, (_, reasons) in FAULTS.items()
    ]


if __name__ == "__main__":
    main()
