"""Inline: what the elements within a line are named, where they hold the whole of it."""

from __future__ import annotations

from itertools import islice
from typing import Final

from crawler.parser.blocks import Block
from crawler.parser.scene import Scene

_MOST: Final = 4
"""How many of a holder's elements are looked at: one that holds a whole line is among the first."""


def names_within(scene: Scene, block: Block) -> str:
    """The names of the inline elements that hold a line: `<td><span class="ArticleTitle">...</span></td>`.

    Spaces at its ends or doubled within it make no other line of it.
    """
    found: list[str] = []
    for element in islice(block.holder.iter_elements(), _MOST):
        names = scene.names(element)
        if names and abs(len(element.text.strip()) - len(block.text)) < 3:
            found.append(names)
    return " ".join(found)
