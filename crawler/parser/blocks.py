"""Blocks: a page's tree laid out in one pass as the runs of text that a reader would see as paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

_SKIP, _INLINE, _LINK, _STRONG, _BLOCK, _LIST, _IMAGE = range(7)
_KINDS = {
    _SKIP: "script style noscript template svg select option button textarea iframe object embed head input "
    "nav audio video canvas marquee map link meta title base",
    _INLINE: "abbr acronym bdi bdo big cite code data del dfn font ins kbd label mark o:p q s samp small span "
    "strike sub sup time tt u var wbr",
    _LINK: "a",
    _STRONG: "b strong i em",
    _BLOCK: "br hr",
    _LIST: "ul",
    _IMAGE: "img",
}
KIND = {tag: kind for kind, tags in _KINDS.items() for tag in tags.split()}
MAX_BLOCKS = 20_000
"""What is read of a page, in paragraphs."""

_PROSE = 40
"""From how many characters that are no link a paragraph counts as prose."""


@dataclass(slots=True, eq=False)
class Block:
    """One paragraph; an image is a block without text."""

    text: str
    holder: Element
    """The nearest element that is no inline one."""
    index: int
    linked: int = 0
    """Characters of the text that are links."""
    strong: int = 0
    """Characters in bold or italic."""
    anchor: Element | None = None
    """The last link in it."""
    image: Element | None = None

    @property
    def own(self) -> int:
        """Characters of the text that are no links."""
        return len(self.text) - self.linked


@dataclass(slots=True)
class Laid:
    """A page's blocks in order, and each element that holds prose with the range of its blocks."""

    blocks: list[Block] = field(default_factory=list)
    spans: list[tuple[Element, int, int]] = field(default_factory=list)
    """Inner before outer: element, first block, one past the last."""


def _is_menu(element: Element) -> bool:
    """Whether a list is named a menu: none of its text is the article's, and menus are a third of a page."""
    names = f"{element.get('class') or ''}{element.get('id') or ''}"
    return "enu" in names or "nav" in names


def lay_out(root: Element) -> Laid:
    """The page's paragraphs in order; `<br>` and every block element part them. No recursion: pages nest deep.

    One loop with its own stack: a call for each element would cost as much again.
    """
    laid = Laid()
    blocks, spans, kinds = laid.blocks, laid.spans, KIND.get
    parts: list[str] = [root.text or ""]
    linked = strong = in_link = in_strong = 0
    anchor: Element | None = None
    holder, last_prose = root, -1
    stack: list[tuple[Iterator[Element], Element, int, Element, int]] = []
    children: Iterator[Element] = iter(root)

    def flush(around: Element) -> None:
        nonlocal linked, strong, last_prose
        text = " ".join("".join(parts).split())
        parts.clear()
        if text:
            if len(text) - linked >= _PROSE:
                last_prose = len(blocks)
            blocks.append(Block(text, around, len(blocks), linked, strong, anchor if linked else None))
        linked = strong = 0

    while len(blocks) < MAX_BLOCKS:
        element = next(children, None)
        if element is None:
            if not stack:
                break
            children, element, kind, above, first = stack.pop()
            if kind >= _BLOCK:
                if parts:
                    flush(holder)
                holder = above
                if last_prose >= first:
                    spans.append((element, first, len(blocks)))
        else:
            kind = kinds(element.tag, _BLOCK)
            if kind != _SKIP and not (kind == _LIST and _is_menu(element)):
                if kind == _LINK:
                    anchor = element
                    in_link += 1
                elif kind == _STRONG:
                    in_strong += 1
                elif kind >= _BLOCK:
                    if parts:
                        flush(holder)
                    if kind == _IMAGE:
                        blocks.append(
                            Block("", holder, len(blocks), anchor=anchor if in_link else None, image=element)
                        )
                own = element.text
                if own:
                    parts.append(own)
                    if in_link:
                        linked += len(own.strip())
                    if in_strong:
                        strong += len(own.strip())
                if len(element):
                    stack.append((children, element, kind, holder, len(blocks)))
                    children = iter(element)
                    if kind >= _BLOCK:
                        holder = element
                    continue
                if kind >= _BLOCK and parts:
                    flush(element)
            else:
                kind = _INLINE
        if kind == _LINK:
            in_link -= 1
        elif kind == _STRONG:
            in_strong -= 1
        own = element.tail
        if own:
            parts.append(own)
            if in_link:
                linked += len(own.strip())
            if in_strong:
                strong += len(own.strip())
    flush(holder)
    spans.append((root, 0, len(blocks)))
    return laid
