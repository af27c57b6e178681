"""Links that every manner shows: the menu, the newest, the related; as pairs of address and text."""

from __future__ import annotations

from html import escape

from crawler.sample_portal.content import Entry, Section
from crawler.sample_portal.manners.manner import Manner
from crawler.sample_portal.pieces import link_list, menu
from crawler.sample_portal.view import View


def path_of(manner: Manner, view: View, entry: Entry) -> str:
    """The address of an article below its own section."""
    return manner.article_path(view.section(entry.section), entry)


def pairs(manner: Manner, view: View, entries: list[Entry]) -> list[tuple[str, str]]:
    """Addresses and headlines."""
    return [(path_of(manner, view, entry), entry.headline) for entry in entries]


def menu_links(manner: Manner, view: View, item: str = "<li>{}</li>") -> str:
    """The main menu."""
    return link_list(menu(view, [(manner.listing_path(s), s.name) for s in view.content.sections]), item)


def newest_links(manner: Manner, view: View, item: str = "<li>{}</li>") -> str:
    """The sidebar."""
    return link_list(pairs(manner, view, view.newest()), item)


def newer_links(manner: Manner, view: View, entry: Entry, item: str = "<li>{}</li>") -> str:
    """The related links under an article."""
    return link_list(pairs(manner, view, view.newer(entry)), item)


def first_links(manner: Manner, view: View, section: Section, count: int = 2) -> str:
    """The newest of a section, for a home page."""
    return link_list(pairs(manner, view, view.listed(section)[:count]))


def byline_parts(entry: Entry, end: str, field: str) -> tuple[str, str]:
    """The byline where it stands: behind the text or in the CMS's own field; templates with "{}" for it."""
    if not entry.byline:
        return "", ""
    said = escape(entry.byline)
    return ("", field.format(said)) if entry.credit == "field" else (end.format(said), "")
