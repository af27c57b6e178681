"""How pages were read at first sight: each batch of test pages by the parser as it was before they came.

    python -m tests.benchmarks.bench_first_sight [--last 4] [--least 25] [--shared ../shared]

The pages of a batch were written by who did not know the parser, and taught it what it missed in the same commit that
added them; the commit before is what never saw them. For each commit that added so many pages (`--least`) the parser of
the commit before reads them in a worktree of its own, in Python. Printed: for each batch its articles + the pages that
are none, and a line of ../shared/bench/extract.py.

Exit code 2 where the measure or the history is missing.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.page_measure import ROOT, add_shared, measure_in, rows


def git(*arguments: str) -> bytes:
    """What git says; CalledProcessError where it refuses."""
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True).stdout


def batches(least: int) -> list[tuple[str, list[str]]]:
    """The commits that added at least so many test pages, the oldest first, each with the paths of these."""
    said = git(
        "log",
        "--reverse",
        "--no-renames",
        "--diff-filter=A",
        "--format=commit %H",
        "--name-only",
        "--",
        "tests/pages",
    )
    found: list[tuple[str, list[str]]] = []
    for line in said.decode().splitlines():
        if line.startswith("commit "):
            found.append((line.removeprefix("commit "), []))
        elif line.endswith(".html"):
            found[-1][1].append(line)
    return [(commit, pages) for commit, pages in found if len(pages) >= least]


def lay_out(commit: str, pages: list[str], out: Path) -> int:
    """Write a batch's pages and their truth as raw/ and gold/; how many are articles."""
    articles = 0
    for folder in ("raw", "gold"):
        (out / folder).mkdir(parents=True)
    for page in pages:
        name = page.removeprefix("tests/pages/").removesuffix(".html").replace("/", "-")
        truth = git("show", f"{commit}:{page.removesuffix('.html')}.json")
        articles += b'"kind": "article"' in truth
        (out / "gold" / f"{name}.json").write_bytes(truth)
        (out / "raw" / f"{name}.html").write_bytes(git("show", f"{commit}:{page}"))
    return articles


def measured(commit: str, pages: Path, measure: Path, tree: Path) -> tuple[str, str]:
    """The measure's heading and its line for the parser as it was before a commit."""
    git("worktree", "add", "--quiet", "--detach", str(tree), f"{commit}^")
    try:
        return rows(measure, pages, tree, TINSO_PURE="1")
    finally:
        git("worktree", "remove", "--force", str(tree))


def main() -> int:
    """Print the table; the newest batches last."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--last", type=int, default=4, help="how many batches, the newest ones")
    options.add_argument("--least", type=int, default=25, help="from how many pages a commit's are a batch")
    add_shared(options)
    chosen = options.parse_args()
    measure = measure_in(chosen.shared)
    if measure is None:
        return 2
    try:
        known = batches(chosen.least)[-chosen.last :]
    except (OSError, subprocess.CalledProcessError) as error:
        print(
            f"tinso: the history of tests/pages cannot be read, run this in a clone with git: {error}",
            file=sys.stderr,
        )
        return 2
    for place, (commit, pages) in enumerate(known):
        with tempfile.TemporaryDirectory(prefix="tinso-first-sight-") as folder:
            articles = lay_out(commit, pages, Path(folder) / "pages")
            heading, line = measured(commit, Path(folder) / "pages", measure, Path(folder) / "tree")
        if not place:
            print(f"{'batch':24}{heading[24:108]}")
        label = f"{commit[:8]} {articles}+{len(pages) - articles}"
        print(f"{label:24}{line[24:108]}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
