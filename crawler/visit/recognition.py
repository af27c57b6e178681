"""Recognised: what a crawl has found out of one portal's CMS, page by page."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.families import Family, Recognition, families, recognise
from crawler.layout import Layout
from crawler.parser import Page
from crawler.portals import Portal

_LOOKS = 5
"""Pages after which an unknown CMS is taken for unknown."""


class Recognised:
    """A portal's family and layout: named in the registry, or found on the first pages by their marks."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._left = _LOOKS
        self._named = families().get(portal.family) if portal.family else None
        self._is_confirmed = False
        self.best: Recognition | None = None
        self.family = self._named

    def look(self, page: Page, source: bytes, headers: Mapping[str, str] | None = None) -> None:
        """Weigh one of the first pages; the best score of them decides. A family that the registry names gives way
        only when none of these pages bears its marks, and some bear another's."""
        if self._left <= 0:
            return
        self._left -= 1
        found = recognise(page, source, headers or {})
        if found is not None:
            self._is_confirmed |= self._named is not None and _akin(found.family, self._named)
            if self.best is None or found.score > self.best.score:
                self.best = found
        if self._named is None or (not self._left and not self._is_confirmed):
            self.family = self.best.family if self.best is not None else self._named

    @property
    def name(self) -> str | None:
        """The family's name."""
        return self.family.name if self.family else None

    @property
    def evidence(self) -> str | None:
        """What the family was known by."""
        if self.best is not None and self.family is self.best.family:
            return ", ".join(self.best.evidence)
        return "the registry" if self.family else None

    @property
    def doubt(self) -> str | None:
        """In a line, what the pages say against the family that the registry names."""
        if self._named is None or self._is_confirmed or self._left:
            return None
        said = f"the registry says {self._named.name}, and none of the first pages bears its marks"
        if self.best is None:
            return said
        return f"{said}; they bear those of {self.best.family.name}: {', '.join(self.best.evidence)}"

    @property
    def layout(self) -> Layout | None:
        """The portal's own layout, else its family's."""
        return self._portal.layout or (self.family.layout if self.family else None)


def _akin(one: Family, other: Family) -> bool:
    return one is other or one.variant_of == other.name or other.variant_of == one.name
