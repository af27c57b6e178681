"""Nights that never were: portals of several rhythms, with weekends and Tết."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from archive.health.history import VIETNAM, History, Night, RunRow, night
from archive.run_records import Harvest, PortalReport, Reading, SectionReport, Site, Traffic
from crawler.exit_codes import ExitCode
from crawler.report.tally import length_class

TET = (date(2025, 1, 29), date(2026, 2, 17))
_BACKLOG = 600
_GB = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Profile:
    """How a portal publishes and is read."""

    rhythm: str
    """"daily", "workdays", "thrice", "weekly", "monthly", "moody"."""
    volume: float = 3.0
    """Articles on a day on which it publishes."""
    dated: float = 0.99
    bylined: float = 0.7
    family: str = "nukeviet"
    sections: tuple[str, ...] = ("Tin tức", "Thông báo", "Văn bản")


PROFILES = {
    "so-lon": Profile("daily", 15.0, family="liferay"),
    "so-thuong": Profile("workdays", 4.0),
    "so-nho": Profile("workdays", 1.2, bylined=0.4),
    "so-vua": Profile("thrice", 2.0, dated=0.95),
    "so-tuan": Profile("weekly", 2.0, family="vnpt_vportal"),
    "so-thang": Profile("monthly", 3.0),
    "so-that-thuong": Profile("moody", 2.0),
    "so-khong-ten": Profile("workdays", 3.0, bylined=0.0),
}
Change = Callable[[PortalReport, random.Random], PortalReport]
"""What a breakage makes of a portal's share of a run."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """Nights of a fleet: each night's run (None: nobody crawled) and every portal's night up to it."""

    start: date
    runs: tuple[RunRow | None, ...]
    shares: tuple[tuple[PortalReport, ...], ...]

    def now(self, index: int) -> datetime:
        """The morning after a night."""
        return datetime.combine(self.start + timedelta(days=index + 1), datetime.min.time(), VIETNAM).replace(
            hour=7
        )

    def histories(self) -> list[History]:
        """The history as each morning knows it."""
        nights: dict[str, list[Night]] = {}
        known: list[History] = []
        runs: list[RunRow] = []
        for index, run in enumerate(self.runs):
            if run is not None:
                runs.append(run)
                for share in self.shares[index]:
                    nights.setdefault(share.portal, []).append(
                        night(self.start + timedelta(days=index), share)
                    )
            known.append(History(tuple(runs), {portal: tuple(all_) for portal, all_ in nights.items()}))
        return known


def simulate(
    fleet: Mapping[str, Profile],
    nights: int,
    start: date,
    seed: int,
    planted: Mapping[str, tuple[int, Change]] | None = None,
) -> Simulated:
    """So many nights of a fleet; `planted`: portal -> night, and what becomes of its share from then on."""
    dice = {portal: random.Random(f"{seed}-{portal}") for portal in fleet}
    machine = random.Random(f"{seed}-machine")
    runs: list[RunRow | None] = []
    shares: list[tuple[PortalReport, ...]] = []
    free = 500 * _GB
    for index in range(nights):
        day = start + timedelta(days=index)
        brought = [
            _share(portal, profile, day, index == 0, dice[portal]) for portal, profile in fleet.items()
        ]
        for portal, (since, change) in (planted or {}).items():
            if index >= since:
                brought = [change(s, dice[portal]) if s.portal == portal else s for s in brought]
        shares.append(tuple(brought))
        free -= machine.randint(50, 150) * 1_000_000 + (5 * _GB if index == 0 else 0)
        began = datetime.combine(day, datetime.min.time(), VIETNAM).replace(
            hour=23, minute=machine.randint(0, 20)
        )
        run = RunRow(
            index + 1,
            began.astimezone(UTC),
            tuple(fleet),
            "{}",
            began + timedelta(hours=2),
            0,
            "finished",
            free,
        )
        runs.append(run)
    return Simulated(start, tuple(runs), tuple(shares))


def _publishes(profile: Profile, day: date, dice: random.Random) -> int:
    """How many articles appear on a day."""
    for first in TET:
        if -3 <= (day - first).days <= 6:
            return 1 if dice.random() < 0.02 else 0
        if 6 < (day - first).days <= 11 and dice.random() < 0.5:
            return 0
    if (day.month, day.day) in ((1, 1), (4, 30), (5, 1), (9, 2)):
        return 0
    weekend = day.weekday() >= 5
    chance = {
        "daily": 0.75 if weekend else 0.99,
        "workdays": 0.05 if weekend else 0.85,
        "thrice": 0.02 if weekend else 0.5,
        "weekly": 0.9 if day.weekday() == 4 else 0.03,
        "monthly": 0.95 if day.day == random.Random(f"{day:%Y-%m}").randint(24, 28) else 0.01,
        "moody": 0.3 if (day.toordinal() // 9) % 3 else 0.08,
    }[profile.rhythm]
    if dice.random() >= chance:
        return 0
    return 1 + _poisson(max(profile.volume - 1, 0) * dice.gammavariate(3, 1 / 3), dice)


def _share(portal: str, profile: Profile, day: date, is_first: bool, dice: random.Random) -> PortalReport:
    if not is_first and dice.random() < 0.01:
        return unanswered(portal, dice)
    fresh = _publishes(profile, day, dice)
    new = _BACKLOG if is_first else fresh
    revisited = dice.randint(0, 6)
    read = new + revisited
    known = 0 if is_first else dice.randint(60, 90)
    refused = Counter({"refused/http-404": _poisson(0.4, dice), "refused/timeout": _poisson(0.15, dice)})
    # Once in a while a server has a bad hour.
    if dice.random() < 0.02:
        refused["refused/http-503"] += dice.randint(1, 4)
    pages = 14 + read + sum(refused.values())
    sections = Counter(dice.choices(profile.sections, (6, 3, 1)[: len(profile.sections)], k=fresh))
    family = profile.family if dice.random() < 0.97 else None
    return PortalReport(
        portal,
        int(ExitCode.PARTLY_FAILED if refused["refused/timeout"] else ExitCode.OK),
        Traffic(pages + 1, pages, pages * 9000, pages * 1.5),
        Harvest(new=new, fresh=fresh, unchanged=revisited, known=known),
        Site(family, 'html "generator" (5)' if family else None, "allowed", datetime(2030, 1, 1, tzinfo=UTC)),
        _reading(profile, read, is_first, dice),
        tuple(SectionReport(name, 1, 20, n, n, n) for name, n in sorted(sections.items())),
        {
            **{name: n for name, n in refused.items() if n},
            "kind/listing": dice.randint(4, 7),
            "revisited": revisited,
            "met-again": dice.randint(0, revisited),
            "dated-again": revisited,
            "dated-today": int(revisited > 3 and dice.random() < 0.1),
        },
    )


def _reading(profile: Profile, read: int, is_first: bool, dice: random.Random) -> Reading:
    # An editor signs everything of a night, or nothing; an old article was signed less often.
    signed = min(1.0, max(0.0, profile.bylined * (0.5 if is_first else dice.choice((0.6, 1.0, 1.3)))))
    rules: dict[str, Counter[str]] = {}
    for slot, rate, rule in (
        ("headline", 1.0, "block:h1"),
        ("published_at", profile.dated, "shown:published"),
        ("byline", signed, "tail"),
        ("lead", 0.6, "block:sapo"),
        ("body", 0.99, "density:div"),
    ):
        for _ in range(read):
            rules.setdefault(slot, Counter())[rule if dice.random() < rate else ""] += 1
    lengths = sorted(int(math.exp(dice.gauss(7.3, 0.6))) for _ in range(read))
    return Reading(
        rules,
        Counter(map(length_class, lengths)),
        (lengths[0], lengths[len(lengths) // 2], lengths[-1]) if lengths else None,
    )


def unanswered(portal: str, dice: random.Random) -> PortalReport:
    """A night on which a portal does not answer."""
    pages = dice.randint(1, 3)
    return PortalReport(
        portal,
        int(ExitCode.NETWORK),
        Traffic(pages, pages, 0, 60.0),
        counts={"refused/timeout": pages},
    )


def _poisson(mean: float, dice: random.Random) -> int:
    limit, product, count = math.exp(-mean), dice.random(), 0
    while product > limit:
        product *= dice.random()
        count += 1
    return count


def fleet(copies: int) -> dict[str, Profile]:
    """So many portals of each profile."""
    return {f"{name}-{n}": profile for n in range(copies) for name, profile in PROFILES.items()}
