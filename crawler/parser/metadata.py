"""Metadata: what a page's head, its JSON-LD and its microdata say about it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from crawler.parser.tree import Element
from crawler.parser.wording import single_spaced

MAX_JSON: Final = 500_000
_SAYS: Final = ("title", "meta", "link")
_CONTROL: Final = re.compile(r"[\x00-\x1f]")
_ARTICLES: Final = frozenset(
    [
        "Article",
        "NewsArticle",
        "BlogPosting",
        "ReportageNewsArticle",
        "Report",
        "AnalysisNewsArticle",
        "OpinionNewsArticle",
    ]
)
PUBLISHED: Final = (
    "article:published_time", "og:published_time", "datepublished", "dc.date.issued", "dcterms.issued",
    "dc.date", "dcterms.created", "dc.date.created", "pubdate", "publishdate", "publish_date",
    "publish-date", "publication_date", "article.published", "sailthru.date", "date",
)  # fmt: skip
MODIFIED: Final = ("article:modified_time", "og:updated_time", "datemodified", "dc.date.modified", "dcterms.modified",
            "lastmod", "last-modified")  # fmt: skip

_ASKED: Final = frozenset(
    (
        *PUBLISHED, *MODIFIED, "og:title", "twitter:title", "dc.title", "headline", "name", "og:site_name", "og:type",
        "article:section", "article:tag",
    )
)  # fmt: skip
"""The metas that some rule asks for; the contents of the others, half of a page's, are not even read."""


class Metadata:
    """`<title>`, and the metas of these names in lower case; the first of a name counts."""

    __slots__ = ("canonical", "named", "title")

    def __init__(self) -> None:
        self.title = ""
        self.named: dict[str, str] = {}
        self.canonical = ""

    def get(self, name: str) -> str:
        """What a meta says; "" where there is none."""
        assert name in _ASKED, name
        return self.named.get(name, "")

    def first(self, *names: str) -> tuple[str, str] | None:
        """The first of these metas that has a value: its name and the value."""
        for name in names:
            value = self.get(name)
            if value:
                return name, value
        return None


def head_of(root: Element) -> Metadata:
    """Title, metas and the canonical link, wherever the parser put them before the body's text."""
    found = Metadata()
    head = root.find("head")
    named = found.named
    for element in root.iter_elements(_SAYS):
        tag = element.tag
        if tag == "meta":
            name = element.attr("property") or element.attr("name")
            if name is None and element.parent is head:  # in the body it may be another article's
                name = element.attr("itemprop")
            if name and (name := name.lower()) in _ASKED and name not in named:
                named[name] = single_spaced(element.attr("content") or "")
        elif tag == "title":
            if not found.title and element.text:
                found.title = " ".join(element.text.split())
        elif element.attr("rel") == "canonical":
            found.canonical = element.attr("href") or ""
    return found


def linked_data(root: Element) -> dict[str, str]:
    """The strings of the page's first JSON-LD article: "datePublished", "headline", ..."""
    for script in root.iter_elements("script"):
        if (script.attr("type") or "").lower().strip() != "application/ld+json":
            continue
        text = script.text
        if len(text) > MAX_JSON:
            continue
        try:
            data = json.loads(_CONTROL.sub(" ", text), strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            kinds = node.get("@type")
            if any(
                kind in _ARTICLES
                for kind in (kinds if isinstance(kinds, list) else [kinds])
                if isinstance(kind, str)
            ):
                return {key: value for key, value in node.items() if isinstance(value, str)}
    return {}


def _nodes(data: object) -> Iterator[dict[str, object]]:
    """The objects at the top of a JSON-LD document and in its graph."""
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            for inner in graph if isinstance(graph, list) else []:
                if isinstance(inner, dict):
                    yield inner
