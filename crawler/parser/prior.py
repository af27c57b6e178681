"""Prior: where a layout says that a slot stands. A hint that other rules may outvote, never a condition."""

from __future__ import annotations

from crawler.parser.tree import Element


def selected(tree: Element, selectors: tuple[str, ...]) -> list[Element]:
    """The elements that the selectors match, those of the first selector first.

    Raises turbohtml.SelectorSyntaxError where a selector is none.
    """
    found: list[Element] = []
    for selector in selectors:
        found.extend(tree.select(selector))
    return found
