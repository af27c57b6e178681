"""Listings: how far each listing of a portal has been walked in this run, and whether its next page is worth it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

_MOST_PAGES = 5000
_MOST_IDLE = 200
"""Pages of a listing, one after the other, that show nothing which this run had not met elsewhere."""
_OLD_IN_A_ROW = 12
"""Articles of a listing, one after the other, from before `since`: what follows is older still."""
_MANY = 500
"""Links of a section that are counted."""
_ENOUGH_PAGES = 4
_ON_MOST = 0.6
"""What a home page links and this share of the other pages link too is menu, banner or sidebar."""


class Surroundings:
    """What stands around the contents of a portal's pages: the links of the home page that other pages show too."""

    def __init__(self) -> None:
        self._shown: dict[int, int] = {}
        self._pages = 0

    def home(self, keys: Iterable[int]) -> None:
        """The links of the portal's home page."""
        for key in keys:
            self._shown.setdefault(key, 0)

    def note(self, keys: Iterable[int]) -> None:
        """The links of another page."""
        self._pages += 1
        for key in keys:
            if key in self._shown:
                self._shown[key] += 1

    def without(self, keys: set[int]) -> set[int]:
        """Those of a page's links that are its own."""
        if self._pages < _ENOUGH_PAGES:
            return keys - self._shown.keys()
        least = self._pages * _ON_MOST
        return {key for key in keys if self._shown.get(key, 0) < least}

    def menu(self) -> set[int]:
        """The home page's links."""
        return set(self._shown)


class Sections:
    """What the listings of a portal's sections show, for the run's report."""

    def __init__(self) -> None:
        self._shown: dict[str, set[int]] = {}
        self._articles: set[int] = set()

    def read(self, section: str, keys: set[int], articles: set[int]) -> None:
        """A page of the section's listing shows these links, of which these are articles."""
        own = self._shown.setdefault(section, set())
        if len(own) < _MANY:
            own |= keys
        self._articles |= articles

    def shown(self, menu: set[int]) -> dict[str, int]:
        """For each section the links that the menu lacks; an article is none of the menu's."""
        return {section: len(keys - (menu - self._articles)) for section, keys in self._shown.items()}


@dataclass(slots=True)
class _Walk:
    shown: set[int] = field(default_factory=set)
    pages: int = 0
    idle: int = 0
    old: int = 0


class Listings:
    """The walks through a portal's listings. Its memory: an integer for each address that a listing shows."""

    def __init__(self, counts: Counter[str]) -> None:
        self._walks: dict[str, _Walk] = {}
        self._counts = counts

    def shows(self, listing: str, own: set[int], fresh: int, *, by_script: bool = False) -> bool:
        """A page of the listing shows these, `fresh` of them new to the run; whether the next page is worth it.

        Not if it shows nothing, nothing that its pages before did not show, or for very long nothing that is new.
        """
        walk = self._walks.setdefault(listing, _Walk())
        walk.pages += 1
        news = own - walk.shown
        walk.shown |= own
        walk.idle = 0 if fresh else walk.idle + 1
        # Some scripts begin with the page that is shown already: one repetition is no end yet.
        if walk.pages > 1 and not news and not (by_script and walk.pages == 2):
            self._counts["paging/repeated"] += 1
            return False
        if walk.pages >= _MOST_PAGES or walk.idle >= _MOST_IDLE:
            self._counts["paging/endless"] += 1
            return False
        if self.is_past(listing):
            self._counts["paging/older"] += 1
            return False
        return True

    def dated(self, listing: str, *, before_since: bool) -> None:
        """An article of the listing was read; its day lies before the days asked for, or not."""
        walk = self._walks.setdefault(listing, _Walk())
        walk.old = walk.old + 1 if before_since else 0

    def is_past(self, listing: str) -> bool:
        """Whether the listing has come to articles from before the days asked for."""
        walk = self._walks.get(listing)
        return walk is not None and walk.old >= _OLD_IN_A_ROW
