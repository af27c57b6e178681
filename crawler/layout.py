"""Layout: where the slots of a page stand. A prior for the parser, never a condition."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """CSS selectors for each slot, best first; an empty tuple says nothing is known.

    A page on which a selector matches nothing is read all the same; one on which it matches something
    implausible (an empty node, a date where a headline should be) is outvoted by the other rules.
    """

    headline: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    boilerplate: tuple[str, ...] = ()
    """Nodes inside the body that are not the article's."""
    links: tuple[str, ...] = ()
    """On a listing: the links to articles."""
    next_page: tuple[str, ...] = ()
    """On a listing: the link to the next page."""
    day_only_midnight: bool = False
    """"12:00 AM" means that only the day is known (Liferay)."""
