"""Family: a CMS, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.layout import Layout


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign of a CMS: a regular expression, where to look for it, its weight (1 weak, 5 alone enough)."""

    where: str
    """"html" (the source), "url" (the page's own and its links), "generator" (the meta tag), "header"."""
    pattern: str
    weight: int


@dataclass(frozen=True, slots=True)
class Family:
    """One CMS: how to recognise it, where its slots stand, what its addresses look like."""

    name: str
    marks: tuple[Mark, ...]
    layout: Layout = field(default_factory=Layout)
    article_url: tuple[str, ...] = ()
    """Regular expressions on path and query: addresses of articles."""
    listing_url: tuple[str, ...] = ()
    """The same for listings."""
    ignore_url: tuple[str, ...] = ()
    """The same for what is never worth a request (login, print, savefile)."""
    feeds: tuple[str, ...] = ()
    """Paths of feeds and APIs to try, "/rss/"."""
