"""Soft 404: a server that shows its home page, with 200, under any address it does not know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from crawler.discovery.addresses import canonical

if TYPE_CHECKING:
    from archive.queue import QueueRow
    from crawler.parser import Page

_FEWEST_LINKS = 3
"""A page with fewer links is too little to tell one from another."""


class HomePages:
    """Knows the home page of each host of a run by the links it shows: its counters and clocks change."""

    def __init__(self, addresses: Iterable[str] = ()) -> None:
        """`addresses`: where the portal's home pages are."""
        self._homes: dict[str, int] = {}
        self._addresses = {canonical(address) for address in addresses}

    def is_home(self, page: Page, row: QueueRow) -> bool:
        """Whether this is a home page that was asked for under another address; a home page is kept in mind.

        So answers a server that shows its home page for what it no longer has, or sends there.
        """
        if row.kind == "start":
            return False
        links = [link.attr("href") or "" for link in page.tree.iter_elements("a")]
        # A home page that a script draws has the menu's links and no others, as its listings have.
        title = page.tree.find("title")
        scripts = sum(1 for script in page.tree.iter_elements("script") if script.text)
        shown = hash((*links, title.text if title is not None else None, scripts))
        if row.kind == "home":
            self._addresses.add(canonical(page.url))
            if len(links) >= _FEWEST_LINKS:
                self._homes[row.host] = shown
            return False
        here = canonical(page.url)
        if here in self._addresses and here != canonical(row.url):
            return True
        return len(links) >= _FEWEST_LINKS and self._homes.get(row.host) == shown
