"""Tree: a page's elements as turbohtml builds them, and the questions its own methods do not answer in a word."""

from __future__ import annotations

from collections.abc import Iterator

from turbohtml import Element, Text, parse

__all__ = ["Element", "Text", "ancestors_of", "below", "child_elements", "parent_of", "tree_of"]


def tree_of(text: str) -> Element:
    """The root of a page's tree, built as browsers with scripts build it (https://html.spec.whatwg.org/#parsing).

    Elements nest 512 deep at most; what is deeper stands beside the last one.
    """
    root = parse(text, positions=False, scripting=True, allow_declarative_shadow_roots=False).root
    return root if root is not None else Element("html")


def parent_of(element: Element) -> Element | None:
    """The element around an element; None around the root."""
    parent = element.parent
    return parent if type(parent) is Element else None


def ancestors_of(element: Element) -> Iterator[Element]:
    """The elements around an element, the nearest first."""
    parent = parent_of(element)
    while parent is not None:
        yield parent
        parent = parent_of(parent)


def below(element: Element, *tags: str) -> Iterator[Element]:
    """The elements of these tags in an element, it included, in the page's order."""
    return element.iter_elements(tags, include_self=True)


def child_elements(element: Element) -> list[Element]:
    """The elements right below an element."""
    return [child for child in element.children if type(child) is Element]
