"""Blocks: a page's tree laid out in one pass as the runs of text that a reader would see as paragraphs."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.etree import _Element as Element

_SKIP, _INLINE, _BLOCK, _BREAK, _LINK, _STRONG, _IMAGE, _RULE = range(8)
_KINDS = {
    _SKIP: "script style noscript template svg select option button textarea iframe object embed head input "
    "nav audio video canvas marquee map link meta title base",
    _INLINE: "abbr acronym bdi bdo big cite code data del dfn font ins kbd label mark o:p q s samp small span "
    "strike sub sup time tt u var wbr",
    _BREAK: "br",
    _LINK: "a",
    _STRONG: "b strong i em",
    _IMAGE: "img",
    _RULE: "hr",
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
    def value(self) -> float:
        """What it adds to the worth of the region that holds it: prose adds, links take off."""
        own = len(self.text) - self.linked
        if own >= _PROSE:
            return own - self.linked
        return 0.4 * own - self.linked


@dataclass(slots=True)
class Laid:
    """A page's blocks in order, and each element that holds prose with the range of its blocks."""

    blocks: list[Block] = field(default_factory=list)
    spans: list[tuple[Element, int, int]] = field(default_factory=list)
    """Inner before outer: element, first block, one past the last."""


def lay_out(root: Element) -> Laid:
    """The page's paragraphs in order; `<br>` and every block element part them. No recursion: pages nest deep."""
    laid = Laid()
    blocks, spans = laid.blocks, laid.spans
    parts: list[str] = []
    linked = strong = 0
    in_link = in_strong = 0
    anchor: Element | None = None
    holder = root
    last_prose = -1
    stack: list[tuple[object, Element, int, Element, int]] = []
    kinds = KIND.get
    children = iter(root)
    if root.text:
        parts.append(root.text)
    while True:
        deeper = False
        for element in children:
            kind = kinds(element.tag, _BLOCK)  # a comment's tag is a function: told apart below
            if kind:
                if kind != _INLINE:
                    if kind == _LINK:
                        anchor = element
                        in_link += 1
                    elif kind == _STRONG:
                        in_strong += 1
                    else:
                        if kind == _BLOCK and not isinstance(element.tag, str):
                            if element.tail:
                                parts.append(element.tail)
                            continue
                        if parts:
                            text = " ".join("".join(parts).split())
                            if text:
                                if len(text) - linked >= _PROSE:
                                    last_prose = len(blocks)
                                blocks.append(
                                    Block(
                                        text, holder, len(blocks), linked, strong, anchor if linked else None
                                    )
                                )
                                if len(blocks) >= MAX_BLOCKS:
                                    return laid
                            parts = []
                            linked = strong = 0
                        if kind == _IMAGE:
                            blocks.append(
                                Block("", holder, len(blocks), 0, 0, anchor if in_link else None, element)
                            )
                            if element.tail:
                                parts.append(element.tail)
                            continue
                own = element.text
                if own:
                    parts.append(own)
                    if in_link:
                        linked += len(own.strip())
                    if in_strong:
                        strong += len(own.strip())
                if len(element):
                    stack.append((children, element, kind, holder, len(blocks)))
                    if kind == _BLOCK:
                        holder = element
                    children = iter(element)
                    deeper = True
                    break
                if kind == _LINK:
                    in_link -= 1
                elif kind == _STRONG:
                    in_strong -= 1
                elif kind == _BLOCK and parts:
                    text = " ".join("".join(parts).split())
                    if text:
                        if len(text) - linked >= _PROSE:
                            last_prose = len(blocks)
                        blocks.append(
                            Block(text, element, len(blocks), linked, strong, anchor if linked else None)
                        )
                    parts = []
                    linked = strong = 0
            own = element.tail
            if own:
                parts.append(own)
                if in_link:
                    linked += len(own.strip())
                if in_strong:
                    strong += len(own.strip())
        if deeper:
            continue
        # the end of an element, or of the page
        if not stack:
            text = " ".join("".join(parts).split())
            if text:
                if len(text) - linked >= _PROSE:
                    last_prose = len(blocks)
                blocks.append(Block(text, holder, len(blocks), linked, strong, anchor if linked else None))
            spans.append((root, 0, len(blocks)))
            return laid
        children, element, kind, above, first = stack.pop()  # type: ignore[assignment]  # an iterator of lxml
        if kind == _LINK:
            in_link -= 1
        elif kind == _STRONG:
            in_strong -= 1
        elif kind == _BLOCK:
            if parts:
                text = " ".join("".join(parts).split())
                if text:
                    if len(text) - linked >= _PROSE:
                        last_prose = len(blocks)
                    blocks.append(
                        Block(text, holder, len(blocks), linked, strong, anchor if linked else None)
                    )
                parts = []
                linked = strong = 0
            holder = above
            if last_prose >= first:
                spans.append((element, first, len(blocks)))
        own = element.tail
        if own:
            parts.append(own)
            if in_link:
                linked += len(own.strip())
            if in_strong:
                strong += len(own.strip())
