"""Prior: where a layout says that a slot stands. A hint that other rules may outvote, never a condition."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from lxml.cssselect import CSSSelector
from lxml.etree import _Element as Element


@lru_cache(maxsize=2048)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector)


def selected(tree: Element, selectors: tuple[str, ...]) -> list[Element]:
    """The elements that the selectors match, those of the first selector first.

    Raises cssselect.SelectorError where a selector is none.
    """
    found: list[Element] = []
    for selector in selectors:
        found.extend(cast("list[Element]", _compiled(selector)(tree)))
    return found
