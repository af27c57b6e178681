"""Credit found: a byline where it stands, and what two of its lines make together."""

from __future__ import annotations

from crawler.parser.blocks import Block
from crawler.parser.bylines.read import Byline
from crawler.parser.credit_words import LABELLED, MAX_LINE
from crawler.parser.scene import Scene


class Credit:
    """The byline, the rule that found it, and the blocks that it takes out of the text."""

    __slots__ = ("byline", "rule", "taken")

    def __init__(self, byline: Byline, rule: str, taken: tuple[int, ...]) -> None:
        self.byline = byline
        self.rule = rule
        self.taken = taken


def joined(one: Byline, two: Byline) -> Byline:
    authors = tuple(dict.fromkeys(one.authors + two.authors))
    return Byline(f"{one.text}, {two.text}", authors, one.source or two.source)


def whole_line(scene: Scene, block: Block) -> tuple[str, tuple[int, ...]]:
    """A line, with the next one where it is but a label; and the blocks that both stand in."""
    text = block.text
    if 3 < len(text) < 24 and text[-1] == ":" and LABELLED.fullmatch(text):
        following = scene.blocks[block.index + 1 : block.index + 2]
        if following and 1 < len(following[0].text) <= MAX_LINE and following[0].text[-1] != ":":
            return f"{text} {following[0].text}", (block.index, following[0].index)
    return text, (block.index,)
