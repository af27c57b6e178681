"""The parser: bytes -> Article. Never fetches, stores or looks at the clock."""

from __future__ import annotations

from crawler.compiled import compiled_first

__path__ = compiled_first(__name__, __path__)

from archive.records import Article  # behind the path
from crawler.parser.page import Page
from crawler.parser.reading import Refusal, read_page

__all__ = ["Page", "Refusal", "read", "read_page"]


def read(html: bytes, url: str) -> Article | None:
    """The article of a page, from its bytes and its address; None: the page is no article."""
    result = read_page(Page.parse(html, url))
    return result if isinstance(result, Article) else None
