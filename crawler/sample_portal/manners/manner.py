"""Manner: what a CMS decides about a portal."""

from __future__ import annotations

from typing import Protocol

from crawler.sample_portal.answer import Answer, Asked
from crawler.sample_portal.content import Entry, Section
from crawler.sample_portal.view import View


class Manner(Protocol):
    """Addresses and mark-up. `page` frames a main part in banner, menu, sidebar and footer."""

    files: str
    """The folder of attachments, "/documents/"."""

    def article_path(self, section: Section, entry: Entry) -> str:
        """The address of an article below a section."""

    def listing_path(self, section: Section) -> str:
        """The address of a section's first page."""

    def page(self, view: View, title: str, main: str) -> str:
        """A whole page; `title` is what its `<title>` says, as far as this CMS says it."""

    def home(self, view: View) -> str:
        """The main part of the home page."""

    def article(self, view: View, section: Section, entry: Entry) -> str:
        """The main part of an article's page."""

    def answer(self, view: View, asked: Asked) -> Answer | None:
        """Listings, and whatever else the CMS serves; None for what it does not know."""
