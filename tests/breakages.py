"""Breakages to plant in simulated nights: what becomes of a portal's share of each run, and of the runs."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from archive.health.history import RunRow
from archive.run_records import Harvest, PortalReport, Reading, Site, Traffic
from crawler.exit_codes import ExitCode
from crawler.report.tally import length_class
from tests.night_histories import Change, Simulated, unanswered


def without_slot(slot: str) -> Change:
    """A slot's rule matches no more."""

    def change(share: PortalReport, dice: random.Random) -> PortalReport:
        rules = dict(share.reading.rules)
        if slot in rules:
            rules[slot] = Counter({"": sum(rules[slot].values())})
        return replace(share, reading=replace(share.reading, rules=rules))

    return change


def with_rule(slot: str, rule: str) -> Change:
    """Another rule fills a slot."""

    def change(share: PortalReport, dice: random.Random) -> PortalReport:
        hits = Counter(dict(share.reading.rules.get(slot, {})))
        missed = hits.pop("", 0)
        rules = {**share.reading.rules, slot: Counter({rule: sum(hits.values()), "": missed})}
        return replace(share, reading=replace(share.reading, rules=rules))

    return change


def with_lengths(factor: float) -> Change:
    """Bodies are cut, or take in what stands around them."""

    def change(share: PortalReport, dice: random.Random) -> PortalReport:
        lengths: Counter[int] = Counter()
        for length, n in share.reading.lengths.items():
            lengths[length_class(int(length * factor))] += n
        return replace(share, reading=replace(share.reading, lengths=lengths))

    return change


def with_site(**news: object) -> Change:
    """The portal shows another thing of itself."""

    def change(share: PortalReport, dice: random.Random) -> PortalReport:
        values = {name: getattr(share.site, name) for name in Site.__slots__} | news
        return replace(share, site=Site(**values))

    return change


def with_refusals(reason: str, share_of_pages: float) -> Change:
    """So much of the pages is refused."""

    def change(share: PortalReport, dice: random.Random) -> PortalReport:
        counts = {**share.counts, f"refused/{reason}": round(share.traffic.pages * share_of_pages)}
        return replace(share, counts=counts)

    return change


def silent(share: PortalReport, dice: random.Random) -> PortalReport:
    """Nothing new any more; what is known is still shown."""
    lost = share.harvest.fresh
    sections = tuple(replace(s, articles=0, new=0, fresh=0) for s in share.sections)
    harvest = replace(share.harvest, new=share.harvest.new - lost, fresh=0)
    return replace(share, harvest=harvest, sections=sections, reading=Reading())


def shows_nothing(share: PortalReport, dice: random.Random) -> PortalReport:
    """The listings' template broke: no link to an article is found."""
    return replace(share, exit_code=int(ExitCode.SILENT), harvest=Harvest(), sections=(), reading=Reading())


def without_listings(share: PortalReport, dice: random.Random) -> PortalReport:
    """No page lists articles any more; the sitemap still names some."""
    counts = {name: n for name, n in share.counts.items() if name != "kind/listing"}
    return replace(silent(share, dice), counts=counts)


def dated_today(share: PortalReport, dice: random.Random) -> PortalReport:
    """The template lost its dates, and the page's clock is read in their place."""
    again = share.counts.get("dated-again", 0)
    return replace(share, counts={**share.counts, "dated-today": again})


def without_section(section: str) -> Change:
    """One section brings nothing any more."""

    def change(share: PortalReport, dice: random.Random) -> PortalReport:
        lost = sum(s.fresh for s in share.sections if s.section == section)
        harvest = replace(share.harvest, new=share.harvest.new - lost, fresh=share.harvest.fresh - lost)
        return replace(
            share, harvest=harvest, sections=tuple(s for s in share.sections if s.section != section)
        )

    return change


def empty_listing(section: str) -> Change:
    """A section of the registry whose listing shows nothing."""

    def change(share: PortalReport, dice: random.Random) -> PortalReport:
        counts = {**share.counts, f"silent-section/{section}": 1}
        return replace(without_section(section)(share, dice), counts=counts, exit_code=int(ExitCode.SILENT))

    return change


def headless(share: PortalReport, dice: random.Random) -> PortalReport:
    """The headline is not found: the pages are refused."""
    lost = share.harvest.read
    counts = {**share.counts, "kind/no-headline": lost}
    harvest = Harvest(known=share.harvest.known)
    return replace(share, harvest=harvest, counts=counts, sections=(), reading=Reading())


def blocked(reason: str) -> Change:
    """Everything is refused."""

    def change(share: PortalReport, dice: random.Random) -> PortalReport:
        return PortalReport(
            share.portal,
            int(ExitCode.BLOCKED),
            Traffic(2, 2, 500, 1.0),
            site=share.site,
            counts={f"refused/{reason}": 2},
        )

    return change


def away(share: PortalReport, dice: random.Random) -> PortalReport:
    """It does not answer."""
    return unanswered(share.portal, dice)


def ending(simulated: Simulated, since: int, **end: object) -> Simulated:
    """The same nights, but runs from a night on end otherwise."""
    runs = tuple(
        replace(run, **end) if run is not None and index >= since else run  # type: ignore[arg-type]
        for index, run in enumerate(simulated.runs)
    )
    return replace(simulated, runs=runs)


def stopped(simulated: Simulated, since: int) -> Simulated:
    """The same nights, but cron died."""
    runs: Sequence[RunRow | None] = [
        run if index < since else None for index, run in enumerate(simulated.runs)
    ]
    return replace(simulated, runs=tuple(runs))


def stuck(simulated: Simulated, since: int) -> Simulated:
    """The same nights, but one run does not end and holds the lock."""
    return stopped(ending(simulated, since, exit_code=None), since + 1)


def filling(simulated: Simulated, since: int, a_night: int) -> Simulated:
    """The same nights, but from one on the disk fills faster."""
    runs = tuple(
        replace(run, disk_free=max((run.disk_free or 0) - (index - since + 1) * a_night, 0))
        if run is not None and index >= since
        else run
        for index, run in enumerate(simulated.runs)
    )
    return replace(simulated, runs=runs)
