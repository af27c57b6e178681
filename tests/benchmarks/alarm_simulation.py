"""The alarms' simulation: breakages planted in simulated nights, when each was found, and false alarms."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from archive.health.alarm import Alarm
from archive.health.judge import judge
from archive.health.thresholds import Rules
from archive.run_records import PortalReport
from tests import breakages
from tests import night_histories as nights
from tests.night_histories import Change, Profile, Simulated, simulate

START = date(2025, 12, 15)
"""Ninety nights from here hold New Year and Tết."""
PLANTED = 90
"""A night of March, when offices are full again; the seed moves it through the week."""
_BEFORE = 3
"""Mornings judged before the breakage: they must be quiet."""
_GB = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Breakage:
    """Something that breaks: what, at which portal, which alarm tells it, after how many nights at the latest."""

    name: str
    profile: str
    kinds: frozenset[str]
    change: Change | None = None
    """To the portal's share of each run."""
    machine: Callable[[Simulated, int], Simulated] | None = None
    """To the runs."""
    within: int = 1
    """Nights after which it must be found: 1 is the next run."""
    planted: int = PLANTED


def _kinds(*names: str) -> frozenset[str]:
    return frozenset(names)


def _certificate(share: PortalReport, dice: Random) -> PortalReport:
    until = datetime.combine(START + timedelta(days=PLANTED + 14), datetime.min.time(), UTC)
    return breakages.with_site(certificate_until=until)(share, dice)


BREAKAGES = (
    Breakage("listings lost", "so-lon", _kinds("shows-nothing"), breakages.shows_nothing),
    Breakage("listings lost, weekly", "so-tuan", _kinds("shows-nothing"), breakages.shows_nothing),
    Breakage("listings lost, sitemap left", "so-thuong", _kinds("shows-nothing"), breakages.without_listings),
    Breakage("silent, daily", "so-lon", _kinds("silent"), breakages.silent, within=7),
    Breakage("silent, workdays", "so-thuong", _kinds("silent"), breakages.silent, within=14),
    Breakage("silent, thrice a week", "so-vua", _kinds("silent"), breakages.silent, within=45),
    Breakage("silent, weekly", "so-tuan", _kinds("silent"), breakages.silent, within=70),
    Breakage("silent, monthly", "so-thang", _kinds("silent"), breakages.silent, within=180, planted=200),
    Breakage("section silent", "so-lon", _kinds("section-silent"), breakages.without_section("Tin tức"), within=10),
    Breakage("section's listing empty", "so-lon", _kinds("section-shows-nothing"), breakages.empty_listing("Tin tức")),
    Breakage("date lost", "so-lon", _kinds("slot"), breakages.without_slot("published_at")),
    Breakage("date lost, small", "so-nho", _kinds("slot"), breakages.without_slot("published_at"), within=5),
    Breakage("all dated today", "so-lon", _kinds("slot"), breakages.dated_today, within=6),
    Breakage("headline lost", "so-thuong", _kinds("slot"), breakages.headless, within=3),
    Breakage("byline lost", "so-lon", _kinds("slot"), breakages.without_slot("byline"), within=5),
    Breakage("byline lost, small", "so-nho", _kinds("slot"), breakages.without_slot("byline"), within=30),
    Breakage("body lost", "so-lon", _kinds("slot"), breakages.without_slot("body")),
    Breakage("bodies cut", "so-lon", _kinds("slot"), breakages.with_lengths(0.1), within=2),
    Breakage("bodies with sidebar", "so-lon", _kinds("slot"), breakages.with_lengths(10), within=2),
    Breakage("another rule", "so-thuong", _kinds("rule"), breakages.with_rule("published_at", "meta:date"), within=5),
    Breakage("another CMS", "so-lon", _kinds("family"), breakages.with_site(family="wordpress")),
    Breakage("CMS unknown", "so-lon", _kinds("family"), breakages.with_site(family=None), within=4),
    Breakage("half refused", "so-thuong", _kinds("refusals"), breakages.with_refusals("http-403", 0.5), within=2),
    Breakage("a third times out", "so-thuong", _kinds("refusals"), breakages.with_refusals("timeout", 0.35), within=2),
    Breakage("half dead links", "so-lon", _kinds("refusals"), breakages.with_refusals("http-404", 0.5), within=2),
    Breakage("all refused", "so-tuan", _kinds("refusals"), breakages.blocked("http-403")),
    Breakage("robots forbid", "so-tuan", _kinds("robots"), breakages.blocked("robots")),
    Breakage("certificate ends", "so-thang", _kinds("certificate"), _certificate),
    Breakage("successor", "so-thang", _kinds("successor"), breakages.with_site(successor="sokhcn.moi.gov.vn")),
    Breakage("does not answer", "so-tuan", _kinds("unreachable"), breakages.away, within=2),
    Breakage("disk fills", "", _kinds("disk"), machine=lambda s, n: breakages.filling(s, n, 20 * _GB), within=3),
    Breakage("disk full", "", _kinds("disk"), machine=lambda s, n: breakages.ending(s, n, disk_free=_GB // 2)),
    Breakage("killed", "", _kinds("killed"), machine=lambda s, n: breakages.ending(s, n, exit_code=137)),
    Breakage("cannot write", "", _kinds("failing"), machine=lambda s, n: breakages.ending(s, n, exit_code=7)),
    Breakage("stuck", "", _kinds("stuck"), machine=breakages.stuck, within=3),
    Breakage("cron died", "", _kinds("not-run"), machine=breakages.stopped),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """When a breakage was found (nights after the planted one, 1 is the next run; None: never), and what was not."""

    breakage: Breakage
    planted: int
    found: int | None
    false_alarms: int
    """Other alarms and warnings, of other portals or before."""

    @property
    def is_as_promised(self) -> bool:
        """Found in time, and nothing else."""
        return self.found is not None and self.found <= self.breakage.within and not self.false_alarms


def run(breakage: Breakage, seed: int, fleet: Mapping[str, Profile] = nights.PROFILES) -> Outcome:
    """Plant a breakage in a fleet and judge every morning until it is found."""
    planted = breakage.planted + seed % 7
    length = planted + breakage.within + 1
    changes = {breakage.profile: (planted, breakage.change)} if breakage.change is not None else None
    simulated = simulate(fleet, length, START, seed, changes)
    if breakage.machine is not None:
        simulated = breakage.machine(simulated, planted)
    wrong: set[tuple[str, str | None, str | None]] = set()
    for index, history in enumerate(simulated.histories()):
        if index < planted - _BEFORE:
            continue
        alarms = judge(history, Rules(), simulated.now(index))
        if index >= planted and any(_is_it(alarm, breakage) for alarm in alarms):
            return Outcome(breakage, planted, index - planted + 1, len(wrong))
        wrong |= {(a.kind, a.portal, a.part) for a in alarms if _is_false(a, breakage, index >= planted)}
    return Outcome(breakage, planted, None, len(wrong))


def _is_it(alarm: Alarm, breakage: Breakage) -> bool:
    return alarm.kind in breakage.kinds and (not breakage.profile or alarm.portal == breakage.profile)


def _is_false(alarm: Alarm, breakage: Breakage, is_broken: bool) -> bool:
    is_its_own = is_broken and breakage.profile in ("", alarm.portal)
    return alarm.severity != "note" and not is_its_own


def quiet(seed: int, length: int, copies: int) -> Counter[str]:
    """Alarms and warnings of nights in which nothing is wrong, each told once, by kind."""
    simulated = simulate(nights.fleet(copies), length, START, seed)
    told: set[tuple[str, str | None, str | None]] = set()
    for index, history in enumerate(simulated.histories()):
        alarms = judge(history, Rules(), simulated.now(index))
        told |= {(a.kind, a.portal, a.part) for a in alarms if a.severity != "note"}
    return Counter(kind for kind, _, _ in told)


def main() -> None:
    """Print the table; ends with 1 if a breakage was not found in time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--nights", type=int, default=120, help="of the quiet fleet")
    parser.add_argument("--copies", type=int, default=3, help="of each of its portals")
    options = parser.parse_args()
    seeds = range(options.seeds)
    print(f"{'breakage':<28} {'portal':<13} {'found after nights':<20} {'at most':>7} {'false alarms':>13}")
    kept = True
    for breakage in BREAKAGES:
        outcomes = [run(breakage, seed) for seed in seeds]
        found = " ".join("-" if o.found is None else str(o.found) for o in outcomes)
        false = sum(o.false_alarms for o in outcomes)
        good = all(o.is_as_promised for o in outcomes)
        kept = kept and good
        mark = "" if good else "  NOT AS PROMISED"
        where = breakage.profile or "(machine)"
        print(
            f"{breakage.name:<28} {where:<13} {found:<20} {breakage.within:>7} {false:>13}{mark}", flush=True
        )
    fleet = len(nights.fleet(options.copies))
    for seed in seeds:
        false_alarms = quiet(seed, options.nights, options.copies)
        said = ", ".join(f"{n} {kind}" for kind, n in false_alarms.items()) or "none"
        print(
            f"quiet: {fleet} portals, {options.nights} nights, seed {seed}: false alarms: {said}", flush=True
        )
    sys.exit(not kept)


if __name__ == "__main__":
    main()
