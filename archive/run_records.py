"""The records of a run: what it brought, portal by portal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SectionReport:
    """What a run brought of one section: as the page names it, or else the listing that led to it."""

    section: str
    pages: int = 0
    """Pages of its listing."""
    shown: int = 0
    """Links on them to articles, and those that the menu does not hold."""
    articles: int = 0
    """Articles read."""
    new: int = 0
    fresh: int = 0
    """Of the new ones those not older than 30 days when they were read, or undated."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """What a run asked a portal for."""

    requests: int = 0
    """Responses and failures, robots.txt among them."""
    pages: int = 0
    """Requests of which all is known."""
    bytes: int = 0
    """Written to the WARC, packed."""
    seconds: float = 0.0
    """From its first to its last page."""


@dataclass(frozen=True, slots=True)
class Harvest:
    """Articles, by what came of them."""

    new: int = 0
    fresh: int = 0
    """Of the new ones those not older than 30 days when they were read, or undated: not the backlog."""
    changed: int = 0
    unchanged: int = 0
    alias: int = 0
    """Known under another address."""
    gone: int = 0
    known: int = 0
    """Articles that were met and not due for a visit."""

    @property
    def read(self) -> int:
        """Articles that the portal showed in this run."""
        return self.new + self.changed + self.unchanged + self.alias


@dataclass(frozen=True, slots=True)
class Site:
    """What a portal showed of itself."""

    family: str | None = None
    """Its CMS."""
    family_evidence: str | None = None
    robots: str | None = None
    """The policy taken: "allowed", "forbidden" (of the start pages), "unreadable"."""
    certificate_until: datetime | None = None
    """UTC; the end of its certificate's validity."""
    successor: str | None = None
    """The host that it sends its visitors to."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the parser fared on the articles that a run read."""

    rules: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Slot -> rule -> hits; the rule "" counts the articles in which nothing filled the slot."""
    lengths: Mapping[int, int] = field(default_factory=dict)
    """Bodies by length: the lower bound of the class in characters (see `tally.length_class`) -> articles."""
    quantiles: tuple[int, int, int] | None = None
    """The bodies' tenth, fiftieth and ninetieth percentile in characters."""


@dataclass(frozen=True, slots=True)
class PortalReport:
    """What one run brought of one portal."""

    portal: str
    exit_code: int | None = None
    """None while it runs, or if the run was killed."""
    traffic: Traffic = Traffic()
    harvest: Harvest = Harvest()
    site: Site = Site()
    reading: Reading = Reading()
    sections: tuple[SectionReport, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    """'refused/http-404', 'kind/listing', 'found/sitemap', 'left-out/outside', ... -> times."""

    @property
    def refused(self) -> int:
        """Pages that were refused and fetches that failed."""
        return sum(n for name, n in self.counts.items() if name.startswith("refused/"))


@dataclass(frozen=True, slots=True)
class OpenRun:
    """A run without an end: it is at work, or was killed."""

    id: int
    started_at: datetime
    portals: tuple[str, ...]
    host: str
    pid: int
