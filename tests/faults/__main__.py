"""The table of faults: `python -m tests.faults` makes every fault and prints fault, lost, doubled, exit, outcome.

Each line comes from the test that makes the fault (see conftest.py); the campaign of kills is the last line.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults import kills
from tests.faults.conftest import fault_line

_TESTS = (
    "tests/faults",
    "tests/test_warc.py",
    "tests/test_archive_verify.py",
    "tests/test_crawl_portal.py",
)


class Table:
    """A pytest plugin that prints a line a fault instead of pytest's own."""

    def __init__(self) -> None:
        self.broken: list[str] = []
        self.quiet = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Print what the test told; a test that failed is a promise not kept."""
        if report.skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
            print(fault_line(report.location[2], "-", "-", "-", f"{reason} (not tried)"))
        if report.failed:
            self.broken.append(f"{report.nodeid}\n{report.longreprtext}")
            print(fault_line(report.location[2], "-", "-", "-", "NOT AS PROMISED, see below"))
        if report.when == "call" and report.passed:
            told = [str(value) for name, value in report.user_properties if name == "fault"]
            self.quiet += not told
            print(*told, sep="\n", end="\n" if told else "")


def main() -> None:
    """Print the table; ends with 1 if anything is not as promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--articles", type=int, default=2200)
    options = parser.parse_args()
    print(fault_line("fault", "lost", "doubled", "exit", "outcome"), flush=True)
    table = Table()
    root = Path(__file__).resolve().parent.parent.parent
    found = [str(root / name) for name in _TESTS]
    tested = pytest.main(["-o", "addopts=", "-p", "no:terminal", "-p", "no:xdist", *found], plugins=[table])
    print(f"{table.quiet} further tests of cuts, damage, locks and hostile input passed", flush=True)
    command = [sys.executable, "-m", kills.__name__, "--kills", str(options.kills)]
    killed = subprocess.run([*command, "--articles", str(options.articles)], cwd=root, check=False)
    for broken in table.broken:
        print(f"NOT AS PROMISED: {broken}")
    sys.exit(bool(tested or killed.returncode))


if __name__ == "__main__":
    main()
