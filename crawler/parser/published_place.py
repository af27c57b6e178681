"""Published place: how likely a line with a date is the article's by where it stands."""

from __future__ import annotations

import re
from typing import Final

from crawler.parser.blocks import Block
from crawler.parser.edges import FOOT
from crawler.parser.scene import Scene, says
from crawler.parser.timestamps.likely import is_likely
from crawler.parser.tree import Element, parent_of

_NAMED: Final = re.compile(
    r"date|time|ngay|publish|posted|meta\b|metadata|thoi-?gian|created|info|\bpost-|pubdate"
)
_FEET: Final = 12
"""How many lines of a post's foot may stand within its text's element."""
_CLOCK: Final = re.compile(
    r"clock|dong-?ho|top-?bar|date[_-]?top|top[_-]?date|(?<!date-)(?<!post-)(?<!entry-)(?<!article-)(?<!news-)(?<!content-)(?<!detail-)header|time-?home|today|hom-?nay|current|navbar|banner|"
    r"statistic|thong-?ke|menu"
)


class Where:
    """Where the article stands: the headline's block (or the text's first), the text's first, one past its last."""

    __slots__ = ("anchor", "end", "first")

    def __init__(self, anchor: int, first: int, end: int) -> None:
        self.anchor = anchor
        self.first = first
        self.end = end

    def zones(self, length: int) -> tuple[range, range]:
        """The blocks around the headline, and those behind the text, of a page of so many blocks."""
        head = range(max(0, self.anchor - 12), min(length, max(self.first, self.anchor) + 4))
        return head, range(max(self.first + 4, self.end - _FEET), min(length, self.end + 10))


def place_of(scene: Scene, block: Block, where: Where, letters: int, *, labelled: bool) -> float:
    """How likely a line with a date is the article's by where it stands and what else it says.

    `letters`: those around the date; `labelled`: it is said to be that of publication.
    """
    anchor, first, end = where.anchor, where.first, where.end
    index = block.index
    score = 1.0
    if letters > 25:
        score -= 0.03 * (letters - 25)
    if index < anchor:
        score += 0.6 - 0.2 * (anchor - index)
        between = scene.blocks[index + 1 : anchor]
        if sum(b.linked > 0.8 * len(b.text) for b in between if b.text) > 4:
            score -= 2.0  # a menu stands between: this is the page head's clock
        if says(_CLOCK, scene.names_up(block.holder, _around(scene, anchor), steps=4)):
            score -= 3.0
        elif sum(bool(b.text) for b in between) > 1 and not together(
            block.holder, scene.blocks[anchor].holder
        ):
            score -= 2.0
    elif index <= first + 1:
        score += 2.0 - 0.1 * (index - anchor)
        if letters > 40 and index >= first:
            score -= 2.0
    elif index < end - 4 and not is_foot(scene, block):
        score -= 4.0
    else:
        if letters == 0 and (index <= end + 1 or _is_long(scene.blocks[first:end])):
            score -= 0.3 if index <= end + 1 else 0.5 + 0.05 * (index - end)
        else:
            score -= 1.3 + 0.15 * max(0, index - end)
        if not labelled and in_list(scene.blocks, index):
            score -= 3.0
        if letters > 20:
            score -= 1.5
    if block.linked > 0.5 * len(block.text) and not labelled:
        score -= 2.0
    told = scene.told("published")
    if told and (block.holder in told or parent_of(block.holder) in told):
        score += 2.0
    if block.holder.tag == "time" or (letters <= 25 and is_named(scene, block)):
        score += 0.8
    return score


def _is_long(blocks: list[Block]) -> bool:
    """Whether an article's text stands in these blocks, rather than a line or two over a list."""
    return sum([block.own for block in blocks if block.own >= 40]) >= 200


def in_list(blocks: list[Block], index: int) -> bool:
    """Whether a date is one of a list's: a link stands before it, or one behind it and then the next date."""
    near = [b for b in blocks[index + 1 : index + 4] if b.text]
    if len(near) > 1 and _is_link(near[0]) and is_likely(near[1].text):
        return True
    return any(_is_link(b) for b in blocks[max(0, index - 2) : index + 1])


def _is_link(block: Block) -> bool:
    return block.linked > 0.6 * len(block.text) and block.linked > 20


def together(date: Element, headline: Element) -> bool:
    """Whether a date and a headline stand in one box smaller than the page."""
    around = [parent_of(headline)]
    while len(around) < 4 and around[-1] is not None:
        around.append(parent_of(around[-1]))
    element: Element | None = date
    for _ in range(3):
        element = parent_of(element) if element is not None else None
        if element is not None and element in around:
            return element.tag not in ("body", "html", "form")
    return False


def _around(scene: Scene, anchor: int) -> Element | None:
    """The element that a headline shares with its date, where they share a near one: its name is no clock's."""
    element = parent_of(scene.blocks[anchor].holder) if anchor < len(scene.blocks) else None
    return element if element is None or element.tag not in ("body", "form") else None


def is_foot(scene: Scene, block: Block) -> bool:
    """Whether a line is the foot of a weblog's post: where it was posted, and when."""
    return says(FOOT, scene.names(block.holder))


def is_cell(blocks: list[Block], index: int) -> bool:
    """Whether a line is one of a row of cells that hold text: a table of data."""
    row = parent_of(blocks[index].holder)
    beside = (*blocks[max(0, index - 1) : index], *blocks[index + 1 : index + 2])
    return row is not None and any(
        b.text and b.holder.tag in ("td", "th") and parent_of(b.holder) is row for b in beside
    )


def is_named(scene: Scene, block: Block) -> bool:
    """Whether the markup around a line calls it a date or what is said about an article."""
    return says(_NAMED, scene.names_up(block.holder, steps=2))
