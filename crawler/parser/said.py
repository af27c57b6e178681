"""Said: the moments of publication that a page's metadata and its scripts say, shown or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from crawler.parser.metadata import PUBLISHED
from crawler.parser.scene import Scene
from crawler.parser.tree import parent_of

_STATED: Final = re.compile(
    r"\"((?:published|created|posted|publish|create)_?(?:at|date|time|on)?)\"\s*:\s*\"(\d{4}-\d\d-\d\dT[\d:.]{5,15}\S{0,6}?)\"",
    re.I,
)
_BESIDE: Final = 3000
"""How far behind a title its moment is sought in a script's state, in characters."""


def said_in_metadata(scene: Scene) -> Iterator[tuple[str, str]]:
    """What JSON-LD, metas and `<time>` say, each with the rule's name; the one that goes before first."""
    value: str | None = scene.linked_data.get("datePublished")
    if value:
        yield "json-ld:datePublished", value
    for name in PUBLISHED:
        if value := scene.head.get(name):
            yield f"meta:{name}", value
    for element in scene.page.tree.iter_elements(("time", "meta", "span", "abbr")):
        tag, marked = element.tag, element.attr("itemprop") == "datePublished"
        if tag == "time":
            value = element.attr("datetime")
        elif tag == "abbr":
            value = element.attr("title") if marked or element.attr("class") == "published" else None
        elif marked:
            value = element.attr("content") or element.text.strip()
        else:
            continue
        if value and (tag != "time" or not scene.boxed(parent_of(element))):  # itself it may be hidden
            yield f"{tag}:datetime", value
            break


def said_in_state(scene: Scene, headline: str) -> Iterator[tuple[str, str]]:
    """The moment beside the headline in the state that its script starts from (`__NEXT_DATA__` and its kin)."""
    for script in scene.page.tree.iter_elements("script"):
        if len(headline) < 12 or (script.attr("type") or "") != "application/json":
            continue
        text = script.text
        place = text.find(headline)
        near = _STATED.search(text, max(0, place), place + _BESIDE) if place >= 0 else None
        if near is not None:
            yield f"state:{near[1]}", near[2]
            return
