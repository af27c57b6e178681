"""Recognised: what a crawl has found out of one portal's CMS, page by page."""

from __future__ import annotations

from crawler.families import Recognition, families, recognise
from crawler.layout import Layout
from crawler.parser import Page
from crawler.portals import Portal

_LOOKS = 5
"""Pages after which an unknown CMS is taken for unknown."""


class Recognised:
    """A portal's family and layout: named in the registry, or found on the first pages by their marks."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._left = 0 if portal.family else _LOOKS
        self.best: Recognition | None = None
        self.family = families().get(portal.family) if portal.family else None

    def look(self, page: Page, source: bytes) -> None:
        """Weigh one of the first pages; the best score of them decides."""
        if self._left <= 0:
            return
        self._left -= 1
        found = recognise(page, source)
        if found is not None and (self.best is None or found.score > self.best.score):
            self.best = found
            self.family = found.family

    @property
    def name(self) -> str | None:
        """The family's name."""
        return self.family.name if self.family else None

    @property
    def evidence(self) -> str | None:
        """What the family was known by."""
        if self.best is not None:
            return ", ".join(self.best.evidence)
        return "the registry" if self.family else None

    @property
    def layout(self) -> Layout | None:
        """The portal's own layout, else its family's."""
        return self._portal.layout or (self.family.layout if self.family else None)
