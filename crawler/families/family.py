"""Family: a CMS, as plain data: how to recognise it, where its slots stand, how its listings page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from crawler.layout import Layout

Where = Literal["html", "url", "generator", "header"]
PagingKind = Literal["next-link", "query", "path", "postback", "ajax-post"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign of a CMS: where to look, what stands there, how much that says (1: weak, 5: enough)."""

    where: Where
    """"html" (the page's source), "url" (its own address), "generator" (the meta tag), "header" (a line
    "name: value" of the response)."""
    needle: str
    """Found as it is, in lower case."""
    weight: int
    pattern: str = ""
    """A regular expression, in lower case, that must match too where the needle alone says too little."""


@dataclass(frozen=True, slots=True)
class Paging:
    """One manner in which a listing goes on.

    - next-link: a link on the page (`Layout.next_page`).
    - query: a parameter of the listing's address; `param` is a regular expression for its name.
    - path: `param` is what is put behind the listing's path, with "{page}" for the number.
    - postback: ASP.NET's `__doPostBack`; `param` is a regular expression for the event's argument.
    - ajax-post: a form posted to `endpoint`, answered with a piece of HTML that holds links.
    """

    kind: PagingKind
    param: str = ""
    first: int = 1
    """The number of the listing's first page."""
    step: int = 1
    """From one page's number to the next one's; 0: as many as a page shows."""
    endpoint: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    """What is posted: names and values, with "{page}" and the names of `ids` in braces."""
    ids: tuple[tuple[str, str, str], ...] = ()
    """Values that stand in the listing's source: name, regular expression with one group, and the value
    where it is not found ("": then there is no paging)."""


@dataclass(frozen=True, slots=True)
class Family:
    """One CMS."""

    name: str
    """As its file and its folder in tests/pages."""
    title: str
    """What people call it."""
    marks: tuple[Mark, ...] = ()
    variant_of: str | None = None
    """The family whose marks its pages bear too; its own marks then decide between the two."""
    layout: Layout = field(default_factory=Layout)
    paging: tuple[Paging, ...] = ()
    """Tried in this order; a manner that brings nothing new ends the listing."""
    article_url: tuple[str, ...] = ()
    """Regular expressions, searched in path and query: addresses of articles."""
    listing_url: tuple[str, ...] = ()
    """The same for listings."""
    ignore_url: tuple[str, ...] = ()
    """The same for what is never worth a request (login, print, calendar)."""
    noise_params: tuple[str, ...] = ()
    """Regular expressions for whole names of query parameters that do not change what a page says."""
    feeds: tuple[str, ...] = ()
    """Paths of sitemaps, feeds and APIs to try, "/rss/"."""
    most_requests: tuple[tuple[int, int], ...] = ()
    """(count, seconds): what its guard against floods lets one address ask before it shuts it out."""
    case_insensitive_paths: bool = False
    """Whether /Pages/A.aspx and /pages/a.aspx are one page (IIS)."""
