"""Blocks: a page's tree laid out in one pass as the runs of text that a reader would see as paragraphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from turbohtml import Node

from crawler.parser.tree import Element, Text
from crawler.parser.wording import single_spaced

if TYPE_CHECKING:
    from crawler.parser.timestamps.find import Found

_SKIP: Final = 0
_INLINE: Final = 1
_LINK: Final = 2
_STRONG: Final = 3
_BLOCK: Final = 4
_LIST: Final = 5
_VOID: Final = 6
_IMAGE: Final = 7
_KINDS: Final = {
    _SKIP: "script style noscript template svg select option button textarea iframe object embed head input "
    "nav audio video canvas marquee map link meta title base",
    _INLINE: "abbr acronym bdi bdo big cite code data del dfn font ins kbd label mark o:p q s samp small span "
    "strike sub sup time tt u var wbr",
    _LINK: "a",
    _STRONG: "b strong i em",
    _LIST: "ul",
    _VOID: "br hr",
    _IMAGE: "img amp-img",
}
KIND: Final = {tag: kind for kind, tags in _KINDS.items() for tag in tags.split()}
MAX_BLOCKS: Final = 20_000
"""What is read of a page, in paragraphs."""

_ENDED: Final = re.compile(r"(?:\d:\d\d|(?:^|[/ .,-])(?:19|20)\d\d)$")
_HALVES: Final = ("AM", "PM", "SA", "CH")
"""How a time of day may end."""
_PROSE: Final = 40
"""From how many characters that are no link a paragraph counts as prose."""


class Block:
    """One paragraph; an image is a block without text."""

    __slots__ = (
        "about",
        "anchor",
        "dates",
        "holder",
        "image",
        "index",
        "linked",
        "own",
        "strong",
        "tail",
        "teaser",
        "text",
    )

    def __init__(self, text: str, holder: Element, index: int, linked: int = 0) -> None:
        """Written out, not a dataclass, as all that a page has many of: a generated `__init__` is not compiled.

        `holder`: the nearest element that is no inline one; `linked`: characters of the text that are links.
        """
        self.text = text
        self.holder = holder
        self.index = index
        self.linked = linked
        self.own = len(text) - linked
        """Characters of the text that are no links."""
        self.strong = 0
        """Characters in bold or italic."""
        self.anchor: Element | None = None
        """The last link in it."""
        self.image: Element | None = None
        # What the rules ask of a line again and again, remembered while the page is read:
        self.tail: bool | None = None
        self.about: bool | None = None
        self.teaser: bool | None = None
        self.dates: tuple[Found, ...] | None = None

    def retype(self, text: str) -> None:
        """Say the same in other characters."""
        self.text, self.own = text, len(text) - self.linked


class Laid:
    """A page's blocks in order, and each element that holds prose with the range of its blocks."""

    __slots__ = ("blocks", "spans")

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.spans: list[tuple[Element, int, int]] = []
        """Inner before outer: element, first block, one past the last."""


def _is_menu(element: Element) -> bool:
    """Whether a list is named a menu: none of its text is the article's, and menus are a third of a page."""
    names = f"{element.attr('class') or ''}{element.attr('id') or ''}"
    return "enu" in names or "nav" in names


_UNSEEN: Final = frozenset(
    (
        "d-none",
        "hidden",
        "sr-only",
        "visually-hidden",
        "screen-reader-text",
        "element-invisible",
        "hide",
        "hide-accessible",
    )
)
_SHOWN_ELSEWHERE: Final = ("d-sm-", "d-md-", "d-lg-", "d-xl-", "sm:", "md:", "lg:", "xl:")


def _is_unseen(element: Element) -> bool:
    """Whether an inline element's style or class hides it; not one that is hidden on small windows alone."""
    style = element.attr("style")
    if style and "none" in style and "display" in style and style.replace(" ", "").find("display:none") >= 0:
        return True
    names = element.attr("class")
    if not names:
        return False
    said = names.split()
    if element.tag == "time" and "updated" in said and "published" not in said:
        return _has_beside(element, "time")  # themes show the other one
    return not _UNSEEN.isdisjoint(said) and not any(name.startswith(_SHOWN_ELSEWHERE) for name in said)


def _has_beside(element: Element, tag: str) -> bool:
    """Whether the next element behind one is of this tag."""
    following = element.next_sibling
    while following is not None and type(following) is not Element:
        following = following.next_sibling
    return type(following) is Element and following.tag == tag


class _Full(Exception):
    """The page has as many blocks as are read."""


class _Writer:
    """The paragraph that is being gathered, and the page's blocks so far."""

    __slots__ = ("anchor", "in_link", "in_strong", "laid", "last_prose", "linked", "parts", "strong")

    def __init__(self) -> None:
        self.laid = Laid()
        self.parts: list[str] = []
        """Its text; empty until a character shows that is no space."""
        self.linked = 0
        self.strong = 0
        self.in_link = 0
        self.in_strong = 0
        self.anchor: Element | None = None
        self.last_prose = -1

    def say(self, text: str) -> None:
        """Add text that is more than spaces; what stands right behind a year or a time of day is another word."""
        parts = self.parts
        if parts and (
            (text[0].isdigit() and _ENDED.search(parts[-1]) is not None)
            or (parts[-1][-2:] in _HALVES and text[0].isalpha() and parts[-1][-4:-3].isdigit())
        ):
            parts.append(" ")
        parts.append(text)
        if self.in_link:
            self.linked += len(text.strip())
        if self.in_strong:
            self.strong += len(text.strip())

    def enter(self, kind: int, element: Element) -> None:
        """A link or an emphasis begins."""
        if kind == _LINK:
            self.anchor = element
            self.in_link += 1
        else:
            self.in_strong += 1

    def leave(self, kind: int) -> None:
        """One of them ends."""
        if kind == _LINK:
            self.in_link -= 1
        else:
            self.in_strong -= 1

    def flush(self, holder: Element) -> None:
        """End the paragraph: a block of `holder`."""
        blocks, linked = self.laid.blocks, self.linked
        index = len(blocks)
        text = single_spaced("".join(self.parts))
        self.parts.clear()
        block = Block(text, holder, index, linked)
        block.strong = self.strong
        if linked:
            block.anchor = self.anchor
        if block.own >= _PROSE:
            self.last_prose = index
        blocks.append(block)
        self.linked = self.strong = 0
        if index >= MAX_BLOCKS - 1:
            raise _Full

    def show(self, image: Element, holder: Element) -> None:
        """An image is a block of its own."""
        block = Block("", holder, len(self.laid.blocks))
        block.image = image
        if self.in_link:
            block.anchor = self.anchor
        self.laid.blocks.append(block)


def lay_out(root: Element) -> Laid:
    """The page's paragraphs in order; `<br>` and every block element part them."""
    writer = _Writer()
    try:  # noqa: SIM105  # entering a context manager costs more than all the rest of this function
        _walk(root, writer)
    except _Full:
        pass
    laid = writer.laid
    laid.spans.append((root, 0, len(laid.blocks)))
    return laid


def _walk(root: Element, writer: _Writer) -> None:
    """One loop with its own stack; it calls nothing for blank text, which most of a page's is."""
    parts, blocks, spans, kinds = writer.parts, writer.laid.blocks, writer.laid.spans, KIND
    is_text, is_element = Text, Element  # a name of this call costs less than the module's
    stack: list[tuple[tuple[Node, ...], int, int, Element, int]] = []
    nodes, at = tuple(root.children), 0
    kind, holder, first, leaf = _BLOCK, root, 0, False
    while True:
        if at == len(nodes):  # an element has ended
            if not stack:
                break
            if kind >= _BLOCK:
                if parts:
                    writer.flush(holder)
                if writer.last_prose >= first and not leaf:
                    spans.append((holder, first, len(blocks)))
            elif kind != _INLINE:
                writer.leave(kind)
            nodes, at, kind, holder, first = stack.pop()
            leaf = False
            continue
        node = nodes[at]
        at += 1
        if type(node) is is_text:
            text = node.data
            if text and not text.isspace():
                writer.say(text)
            elif parts:
                parts.append(" ")
            continue
        leaf = False
        if type(node) is not is_element:
            continue  # a comment
        of = kinds.get(node.tag, _BLOCK)
        if _is_passed_over(node, of):
            continue
        if of >= _BLOCK and parts:
            writer.flush(holder)
        if of >= _VOID:
            if of == _IMAGE:
                writer.show(node, holder)
            if of == _VOID or node.tag == "img":
                continue  # an `<amp-img/>` that is not closed holds what follows
        stack.append((nodes, at, kind, holder, first))
        nodes, at = tuple(node.children), 0
        kind, leaf = of, True
        if kind >= _BLOCK:
            holder, first = node, len(blocks)
        elif kind != _INLINE:
            writer.enter(kind, node)
    if parts:
        writer.flush(root)


def _is_passed_over(element: Element, kind: int) -> bool:
    """Whether nothing is read of an element: scripts and forms, menus, what a style hides within a line."""
    if kind == _LIST:
        return _is_menu(element)
    return kind == _SKIP or (kind == _INLINE and _is_unseen(element))
