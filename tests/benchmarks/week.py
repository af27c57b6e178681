"""A week of nights against the changing sample portals: each night's report and exit code, each morning's health."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from archive.sqlite import DATABASE, connect_for_writing
from crawler.exit_codes import ExitCode
from crawler.sample_portal.content import NIGHTS
from crawler.sample_portal.server import SamplePortals
from tests.crawling import ROOT, crawl, environment

_DATES = {
    "runs": ("started_at", "ended_at"),
    "pages": ("fetched_at", "changed_at", "due_at"),
}


@dataclass(frozen=True, slots=True)
class NightResult:
    """What one night said: the crawl's text and exit code, and the morning's health."""

    night: int
    exit_code: ExitCode
    report: str
    health_code: int
    health: str


def week(folder: Path, nights: int = NIGHTS) -> list[NightResult]:
    """Crawl all sample portals night after night into one archive below `folder`."""
    archive, results = folder / "data", []
    with SamplePortals(0) as portals:
        registry = portals.write_registry(folder / "registry")
        ordered = (
            "portal",
            "-a",
            f"portal={','.join(portals.urls)}",
            "-a",
            "revisit=all",
            "-s",
            f"REGISTRY_DIRS={registry}",
        )
        for night in range(1, nights + 1):
            portals.night = night
            if night > 1:
                a_day_passes(archive)
            done = crawl(*ordered, "-s", "LOG_LEVEL=ERROR", archive=archive, timeout=120)
            code, said = health(archive)
            results.append(NightResult(night, ExitCode(done.returncode), done.stdout, code, said))
    return results


def a_day_passes(archive: Path) -> None:
    """Make what is known of the past a day older; the clock of a crawl is the machine's."""
    db = connect_for_writing(archive / DATABASE)
    for table, columns in _DATES.items():
        moved = ", ".join(f"{c} = strftime('%Y-%m-%dT%H:%M:%SZ', {c}, '-1 day')" for c in columns)
        db.conn.execute(f"UPDATE {table} SET {moved}")
    db.close()


def health(archive: Path) -> tuple[int, str]:
    """What `tinso health` says, and its exit code."""
    command = [sys.executable, "-m", "archive.cli", "--archive", str(archive), "health"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stdout + done.stderr


def main() -> None:
    """Print the week."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nights", type=int, default=NIGHTS, choices=range(1, NIGHTS + 1))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tinso-week-") as folder:
        for result in week(Path(folder), options.nights):
            print(f"== night {result.night}: exit {int(result.exit_code)} ({result.exit_code.name.lower()})")
            print(_indented(result.report))
            print(f"-- tinso health: exit {result.health_code}")
            print(_indented(result.health), flush=True)


def _indented(text: str) -> str:
    return "\n".join(f"   {line}" for line in text.rstrip().splitlines())


if __name__ == "__main__":
    main()
