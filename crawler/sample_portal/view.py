"""View: a sample portal as it stands on one night, which is what a manner puts into mark-up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crawler.sample_portal.content import Content, Entry, Section


@dataclass(frozen=True, slots=True)
class View:
    """One portal on one night."""

    content: Content
    night: int
    visits: int = 0
    """Answers given so far: the counter in the footer."""

    @property
    def name(self) -> str:
        """The body's name."""
        return self.content.body.name

    def entries(self) -> list[Entry]:
        """All articles of the night, newest first, as they read then."""
        return [entry.on(self.night) for entry in self.content.entries if entry.is_there(self.night)]

    def listed(self, section: Section) -> list[Entry]:
        """The articles of a section's listing, newest first; one of two sections is listed in both."""
        if self.is_broken("listings"):
            return []
        return [e for e in self.entries() if section.key in (e.section, e.also) and e.via == "listing"]

    def page(self, section: Section, number: int) -> tuple[list[Entry], int]:
        """The articles on a listing's page (from 1) and how many pages there are."""
        listed, size = self.listed(section), section.page_size
        return listed[(number - 1) * size : number * size], max(1, -(-len(listed) // size))

    def section(self, key: str) -> Section:
        """A section by its key. Raises KeyError."""
        for section in self.content.sections:
            if section.key == key:
                return section
        raise KeyError(key)

    def newest(self) -> list[Entry]:
        """What the home page and the sidebars show: of each section the newest article."""
        return [listed[0] for section in self.content.sections if (listed := self.listed(section))]

    def newer(self, entry: Entry) -> list[Entry]:
        """Related links: at most two articles that came after it. So the older ones are found by paging alone."""
        listed = self.listed(self.section(entry.section))
        at = next((i for i, other in enumerate(listed) if other.id == entry.id), 0)
        return listed[max(0, at - 2) : at]

    def is_broken(self, what: str) -> bool:
        """Whether a breakage holds on this night."""
        return any(b.what == what and self.night in b.nights for b in self.content.breakages)

    def day_of(self, entry: Entry) -> date | None:
        """The day of publication; None where none is shown."""
        published = entry.published
        return date(published.year, published.month, published.day) if published else None
