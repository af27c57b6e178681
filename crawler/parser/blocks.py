"""Blocks: a page's tree laid out in one pass as the runs of text that a reader would see as paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

_SKIPPED = "script style noscript template svg select option button textarea iframe object embed head input"
_INLINE = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark o:p q s samp small "
    "span strike strong sub sup time tt u var wbr"
)
SKIPPED = frozenset(_SKIPPED.split())
INLINE = frozenset(_INLINE.split())


@dataclass(slots=True)
class Block:
    """One paragraph: its text, the length of its linked text, and the element that holds it."""

    element: HtmlElement
    text: str
    linked: int
    bold: int
    """Characters in bold or italic."""
    position: int


def blocks(root: HtmlElement) -> Iterator[Block]:
    """The page's paragraphs in order; `<br>` and every block element part them. No recursion: pages nest deep."""
    parts: list[str] = []
    linked = bold = position = 0
    holder = root
    links = bolds = 0

    def flush() -> Block | None:
        nonlocal parts, linked, bold, position
        text = " ".join("".join(parts).split())
        block = Block(holder, text, linked, bold, position) if text else None
        parts, linked, bold = [], 0, 0
        if block is not None:
            position += 1
        return block

    for event, element in _walk(root):
        tag = element.tag
        if event == "start":
            inline = tag in INLINE
            if not inline:
                block = flush()
                if block is not None:
                    yield block
                holder = element
            if tag == "a":
                links += 1
            elif tag in ("b", "strong", "i", "em"):
                bolds += 1
            text = element.text
        else:
            if tag not in INLINE:
                block = flush()
                if block is not None:
                    yield block
                holder = element.getparent() if element.getparent() is not None else root
            if tag == "a":
                links -= 1
            elif tag in ("b", "strong", "i", "em"):
                bolds -= 1
            text = element.tail if element is not root else None
        if text:
            parts.append(text)
            if links:
                linked += len(text)
            if bolds:
                bold += len(text)
    block = flush()
    if block is not None:
        yield block


def _walk(root: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """Start and end of each element that a reader sees; an unseen one gives only its end, for its tail."""
    element: HtmlElement | None = root
    while element is not None:
        seen = isinstance(element.tag, str) and element.tag not in SKIPPED
        if seen:
            yield "start", element
            if len(element):
                element = element[0]
                continue
        while element is not None:
            yield "end", element
            if element is root:
                return
            following = element.getnext()
            if following is not None:
                element = following
                break
            element = element.getparent()
