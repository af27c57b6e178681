"""The parser: bytes -> Article. Never fetches, stores or looks at the clock."""

from __future__ import annotations

from archive.records import Article
from crawler.parser.page import Page
from crawler.parser.reading import Refusal, read_page

__all__ = ["Page", "Refusal", "read", "read_page"]


def read(html: bytes, url: str) -> Article | None:
    """The article of a page, from its bytes and its address; None: the page is no article."""
    result = read_page(Page.parse(html, url))
    return result if isinstance(result, Article) else None
