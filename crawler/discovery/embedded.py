"""Embedded: the addresses that a page's scripts hold: JSON-LD lists, and the state that a script draws a list from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from crawler.discovery.links import Link, absolute

if TYPE_CHECKING:
    from crawler.parser import Page

_QUOTED = re.compile(r"[\"'`]((?:https?:)?(?:\\?/){1,2}[^\s\"'`<>{}$]{4,400})[\"'`]")
_LONGEST = 400_000
"""Characters of one script that are looked at."""


def inline_scripts(page: Page) -> list[str]:
    """The texts of the page's scripts that stand in it, JSON included."""
    return [text[:_LONGEST] for element in page.tree.iter_elements("script") if (text := element.text)]


def listed(page: Page, scripts: list[str]) -> Iterator[Link]:
    """What a JSON-LD ItemList names, with its name."""
    for text in scripts:
        if "itemListElement" not in text or "BreadcrumbList" in text:
            continue
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            continue
        for item in _items(data):
            url = absolute(page.base_url, item[0])
            if url is not None:
                yield Link(url, item[1])


def quoted(page: Page, scripts: list[str]) -> Iterator[Link]:
    """Every quoted text of the scripts that may be an address of this site; which of them are pages is not said."""
    for text in scripts:
        if "/" not in text:
            continue
        for found in _QUOTED.finditer(text):
            url = absolute(page.base_url, found[1].replace("\\/", "/").replace("\\u002F", "/"))
            if url is not None:
                yield Link(url, "")


def _items(data: Any) -> Iterator[tuple[str, str]]:
    """Addresses and names of the items of every list in a JSON-LD document."""
    if isinstance(data, list):
        for part in data:
            yield from _items(part)
    elif isinstance(data, dict):
        elements = data.get("itemListElement")
        if isinstance(elements, list):
            for element in elements:
                yield from _item(element)
        for value in data.values():
            if value is not elements and isinstance(value, (dict, list)):
                yield from _items(value)


def _item(element: Any) -> Iterator[tuple[str, str]]:
    if isinstance(element, str):
        yield element, ""
    elif isinstance(element, dict):
        inner = element.get("item")
        where = inner if isinstance(inner, dict) else element
        url = where.get("url") or where.get("@id") or (inner if isinstance(inner, str) else None)
        if isinstance(url, str):
            name = where.get("name") or where.get("headline")
            yield url, name if isinstance(name, str) else ""
