"""The measure of a page reader, ../shared/bench/extract.py, run on a folder of pages and their truth."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def add_shared(options: ArgumentParser) -> None:
    """The option that names where the measure lies."""
    options.add_argument(
        "--shared", type=Path, default=ROOT.parent / "shared", help="where bench/extract.py lies"
    )


def measure_in(shared: Path) -> Path | None:
    """The measure in a folder; None where it is missing, which is said on the error stream."""
    measure = shared.resolve() / "bench" / "extract.py"
    if measure.is_file():
        return measure
    print(
        f"tinso: {measure} is missing: name the folder that has bench/extract.py with --shared",
        file=sys.stderr,
    )
    return None


def rows(measure: Path, pages: Path, tree: Path = ROOT, **environment: str) -> tuple[str, str]:
    """The measure's heading and its line for the parser in `tree`, on a folder with raw/ and gold/."""
    command = [
        sys.executable,
        str(measure),
        str(pages),
        "--ours",
        "crawler.parser:read",
        "--peers",
        "",
        "--repeats",
        "1",
    ]
    environment = {**os.environ, **environment, "PYTHONPATH": str(tree)}
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    heading = next(line for line in lines if "bodyF1" in line)
    return heading, next(line for line in lines if line.startswith("crawler.parser:read  "))
