"""Tally: what a run counts while it runs, portal by portal."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from archive.records import Article, Capture, Problem
from archive.run_records import Harvest, PortalReport, Reading, SectionReport, Site, Traffic

if TYPE_CHECKING:
    from crawler.work import Work

FRESH = timedelta(days=30)
"""New articles that are older come from a portal's past: they say nothing of how often it publishes."""
SLOTS = ("headline", "published_at", "byline", "lead", "body")
_MOST_NAMES = 200
"""Sections a portal, rules a slot: what a page says of itself is bounded."""
_MOST_LENGTHS = 20_000
_OTHERS = "(others)"


def length_class(length: int) -> int:
    """The lower bound of a body's class of length: half octaves from 64 characters on.

    >>> [length_class(n) for n in (0, 63, 64, 100, 1000)]
    [0, 1, 64, 91, 725]
    """
    if length < 64:
        return min(length, 1)
    return math.ceil(2 ** (math.floor(2 * math.log2(length)) / 2))


@dataclass(slots=True)
class SectionTally:
    """What a run met of one section so far."""

    pages: int = 0
    shown: int = 0
    articles: int = 0
    new: int = 0
    fresh: int = 0


@dataclass(slots=True)
class PortalTally:
    """What a run met of one portal so far."""

    requests: int = 0
    pages: int = 0
    bytes: int = 0
    articles: Counter[str] = field(default_factory=Counter)
    """By what came of them: "new", "changed", "unchanged", "alias", "gone", "fresh"."""
    counts: Counter[str] = field(default_factory=Counter)
    """'refused/<reason>', 'kind/<what a page was>', 'failed-listings'."""
    discovered: Counter[str] = field(default_factory=Counter)
    """'known' (articles that were met and not due), 'found/<what named pages>', 'left-out/<why>', ..."""
    sections: dict[str, SectionTally] = field(default_factory=dict)
    rules: dict[str, Counter[str]] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)
    site: Site = field(default_factory=Site)
    silent_sections: tuple[str, ...] = ()
    """Sections of the registry whose listing shows nothing any more."""
    began: float | None = None
    ended: float = 0.0

    @property
    def met(self) -> int:
        """Articles that the portal showed in this run, read or known; not what the archive asked for by itself."""
        outcomes = ("new", "changed", "unchanged", "alias")
        read = sum(self.articles[name] for name in outcomes) - self.counts["revisited"]
        return read + self.discovered["known"] + self.discovered["met-again"]

    def section(self, name: str) -> SectionTally:
        """The tally of a section; past `_MOST_NAMES` all share one."""
        if name not in self.sections and len(self.sections) >= _MOST_NAMES:
            name = _OTHERS
        return self.sections.setdefault(name, SectionTally())

    def refused(self, problem: Problem) -> None:
        """A page was refused, or a fetch failed."""
        self.counts[f"refused/{problem.reason}"] += 1

    def captured(self, captures: Iterable[Capture]) -> None:
        """Responses were written to the WARC."""
        for capture in captures:
            self.requests += 1
            self.bytes += capture.warc_length

    def done(self, work: Work, outcome: str | None) -> None:
        """All is known of a request; `outcome` is what came of its article."""
        now = time.monotonic()
        self.began = now if self.began is None else self.began
        self.ended = now
        self.pages += 1
        self.counts[f"kind/{work.kind}"] += 1
        if work.kind == "failed" and work.row.kind in ("listing", "more"):
            self.counts["failed-listings"] += 1
        self.captured(work.captures)
        if not work.captures:
            self.requests += 1
        if work.problem is not None:
            self.refused(work.problem)
        if outcome is not None:
            self.articles[outcome] += 1
        if work.row.section and "listing" in (work.row.kind, work.kind) and work.status == 200:
            self.section(work.row.section).pages += 1
        if outcome in ("changed", "unchanged", "alias") and work.row.kind == "revisit":
            self.counts["revisited"] += 1
        if work.article is not None:
            self._read(work.article, work, is_new=outcome == "new")

    def _read(self, article: Article, work: Work, *, is_new: bool) -> None:
        # The address of a plain page was not known for an article's: its label is its own link's text.
        listing = work.row.section if work.row.kind != "page" else None
        section = self.section(article.section or listing or "")
        section.articles += 1
        if is_new:
            section.new += 1
            if _is_fresh(article, work.captures[-1].fetched_at):
                section.fresh += 1
                self.articles["fresh"] += 1
        elif article.published_at is not None:
            # A template that lost its dates leaves the page's clock: all is of today then.
            day = work.captures[-1].fetched_at.astimezone(article.published_at.tzinfo).date()
            self.counts["dated-again"] += 1
            self.counts["dated-today"] += article.published_at.date() == day
        rules = {evidence.slot: evidence.rule for evidence in article.evidence}
        for slot in SLOTS:
            filled = bool(getattr(article, slot))
            hits = self.rules.setdefault(slot, Counter())
            rule = rules.get(slot, "unnamed") if filled else ""
            hits[rule if rule in hits or len(hits) < _MOST_NAMES else _OTHERS] += 1
        if len(self.lengths) < _MOST_LENGTHS:
            self.lengths.append(len(article.body))

    def told(self, **news: object) -> None:
        """What was seen of the portal itself: fields of `Site`; None leaves what is known."""
        known = {name: getattr(self.site, name) for name in Site.__slots__}
        known |= {name: value for name, value in news.items() if value is not None}
        self.site = Site(**known)

    def report(self, portal: str, exit_code: int | None = None) -> PortalReport:
        """What stands in the run's report."""
        lengths = sorted(self.lengths)
        counts = self.counts + self.discovered
        counts.pop("known", None)
        counts.update({f"silent-section/{name}": 1 for name in self.silent_sections})
        return PortalReport(
            portal,
            exit_code,
            Traffic(self.requests, self.pages, self.bytes, self.ended - (self.began or self.ended)),
            Harvest(**{name: self.articles[name] for name in _HARVEST}, known=self.discovered["known"]),
            self.site,
            Reading(
                {slot: dict(hits) for slot, hits in self.rules.items()},
                dict(Counter(map(length_class, lengths))),
                _quantiles(lengths) if lengths else None,
            ),
            tuple(_section_report(name, tally) for name, tally in sorted(self.sections.items())),
            dict(counts),
        )


_HARVEST = ("new", "fresh", "changed", "unchanged", "alias", "gone")


class Tally:
    """The tallies of a run's portals."""

    def __init__(self, portals: Iterable[str] = ()) -> None:
        self.portals: dict[str, PortalTally] = {portal: PortalTally() for portal in portals}

    def of(self, portal: str) -> PortalTally:
        """A portal's tally; one that is not the run's own (a WARC's host) is begun."""
        found = self.portals.get(portal)
        if found is None:
            found = self.portals[portal] = PortalTally()
        return found

    def total(self) -> Counter[str]:
        """All counts over all portals: 'pages', 'articles/new', 'refused/http-404', 'known', ..."""
        total: Counter[str] = Counter()
        for tally in self.portals.values():
            total.update(tally.counts)
            total.update(tally.discovered)
            total.update({f"articles/{name}": n for name, n in tally.articles.items() if name != "fresh"})
            total["pages"] += tally.pages
        return total

    def reports(self) -> list[PortalReport]:
        """Each portal's share so far, ungraded."""
        return [tally.report(portal) for portal, tally in self.portals.items()]


def _is_fresh(article: Article, fetched_at: datetime) -> bool:
    return article.published_at is None or fetched_at - article.published_at < FRESH


def _quantiles(lengths: list[int]) -> tuple[int, int, int]:
    last = len(lengths) - 1
    return lengths[last // 10], lengths[last // 2], lengths[last * 9 // 10]


def _section_report(name: str, tally: SectionTally) -> SectionReport:
    return SectionReport(name, tally.pages, tally.shown, tally.articles, tally.new, tally.fresh)
