"""Soft 404: a server that shows its home page, with 200, under any address it does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.queue import QueueRow
    from crawler.parser import Page

_FEWEST_LINKS = 3
"""A page with fewer links is too little to tell one from another."""


class HomePages:
    """Knows the home page of each host of a run by the links it shows: its counters and clocks change."""

    def __init__(self) -> None:
        self._homes: dict[str, int] = {}

    def is_home(self, page: Page, row: QueueRow) -> bool:
        """Whether this is the home page of its host under another address; a home page is kept in mind."""
        links = [link.get("href", "") for link in page.tree.iter("a")]
        if len(links) < _FEWEST_LINKS:
            return False
        shown = hash(tuple(links))
        if row.kind == "home":
            self._homes[row.host] = shown
            return False
        return self._homes.get(row.host) == shown
