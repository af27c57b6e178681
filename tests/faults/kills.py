"""The kill campaign: `python -m tests.faults.kills --kills 100 --articles 2200`.

A crawl is killed with SIGKILL at a random moment and started again with the same command, until it has ended;
then the archive is compared with that of an undisturbed crawl. Crawls follow one another until there were enough
kills. Ends with 1 if anything was lost, doubled or damaged.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from crawler.exit_codes import ExitCode
from tests.crawling import ROOT, command, crawl, environment
from tests.faults.compare import damage, differences, doubled, rows, unreadable
from tests.generated_site import GeneratedSite

EARLIEST, LATEST = 0.3, 3.0
"""Seconds after the start between which the kill falls: from the opening of the archive to well into the crawl."""


@dataclass(slots=True)
class Tally:
    """What a campaign found; all but the first four must be nothing."""

    crawls: int = 0
    kills: int = 0
    pages: int = 0
    refetched: int = 0
    lost: int = 0
    doubled: int = 0
    unreadable: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def kept(self) -> bool:
        """Whether every promise was kept."""
        return not (self.lost or self.doubled or self.unreadable or self.wrong)


def campaign(kills: int, articles: int, folder: Path, seed: int) -> Tally:
    """Kill crawls of a site with so many articles until there were so many kills; `folder` is scratch space."""
    dice, tally = random.Random(seed), Tally()
    with GeneratedSite(articles) as site:
        calm = folder / "calm"
        done = crawl("portal", "-a", f"url={site.url}", archive=calm, timeout=900)
        if done.returncode != ExitCode.OK:
            raise SystemExit(f"the undisturbed crawl ended with {done.returncode}: {done.stderr[-1000:]}")
        pages = sum(site.asked.values())
        while tally.kills < kills:
            site.asked.clear()
            killed = folder / "killed"
            _crawl_with_kills(site.url, killed, kills, dice, tally)
            tally.crawls += 1
            tally.pages += pages
            tally.refetched += sum(site.asked.values()) - pages
            _judge(killed, calm, tally)
            shutil.rmtree(killed)
    return tally


def _crawl_with_kills(url: str, archive: Path, kills: int, dice: random.Random, tally: Tally) -> None:
    while tally.kills < kills:
        process = subprocess.Popen(
            command("portal", "-a", f"url={url}", archive=archive), cwd=ROOT, env=environment(),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            code = process.wait(dice.uniform(EARLIEST, LATEST))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            tally.kills += 1
            continue
        if code != ExitCode.OK:
            tally.wrong.append(f"exit code {code} after {tally.kills} kills")
        return
    done = crawl("portal", "-a", f"url={url}", archive=archive, timeout=900)
    if done.returncode != ExitCode.OK:
        tally.wrong.append(f"exit code {done.returncode} at the end: {done.stderr[-300:]}")


def _judge(killed: Path, calm: Path, tally: Tally) -> None:
    every = {row[0] for row in rows(calm, "SELECT url FROM pages")}
    tally.lost += len(every - {row[0] for row in rows(killed, "SELECT url FROM pages")})
    tally.doubled += doubled(killed)
    tally.unreadable += unreadable(killed)
    tally.wrong += [*damage(killed), *(f"{table} differs" for table in differences(killed, calm))]
    left = rows(killed, "SELECT count(*) FROM frontier_queue")[0][0]
    if left:
        tally.wrong.append(f"{left} rows left in the queue")


def main() -> None:
    """Run a campaign and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--articles", type=int, default=2200)
    parser.add_argument("--seed", type=int, default=20260311)
    options = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tinso-kills-") as folder:
        tally = campaign(options.kills, options.articles, Path(folder), options.seed)
    print(
        f"kill -9: {tally.kills} kills, {tally.crawls} crawls, {tally.pages} pages, {tally.refetched} fetched again, "
        f"{tally.lost} lost, {tally.doubled} doubled, {tally.unreadable} unreadable, {len(tally.wrong)} wrong, "
        f"{time.monotonic() - begun:.0f} s"
    )
    for line in dict.fromkeys(tally.wrong):
        print(f"  {line}")
    sys.exit(not tally.kept)


if __name__ == "__main__":
    main()
