"""Region: the element that holds the article's text."""

from __future__ import annotations

import re

from crawler.parser.blocks import Block
from crawler.parser.scene import Scene, Span

_BODY = re.compile(
    r"articlebody|article-?_?(?:body|content|detail|main|text)|(?:news|post|entry|detail|"
    r"content|bai-?viet|main)[-_]?"
    r"(?:body|bodyhtml|content|detail|text|noi-?dung)|bodytext|fck_detail|noi-?_?dung|chi-?tiet|rtestate|"
    r"journal-content|cms-body|asset-content|text-?content|maincontent|itemfulltext|field-name-body|detail"
)


def find_region(scene: Scene) -> Span | None:
    """The element whose blocks hold the most prose and the fewest links; None where no prose stands.

    Of an element and the one around it, the one in which prose less links is more; the inner one where both
    are equal.
    """
    blocks = scene.blocks
    sums = [0.0]
    total = 0.0
    for block in blocks:
        total += block.value
        sums.append(total)
    best: tuple[float, Span] | None = None
    for element, start, end in scene.laid.spans:
        worth = sums[end] - sums[start]
        if best is None or worth > best[0]:
            if element.tag in ("footer", "p", "li") and end - start > 0 and element.tag == "footer":
                continue
            best = worth, Span(element, start, end)
    if best is None or best[0] <= 0:
        return None
    span = best[1]
    for element, start, end in scene.laid.spans:
        # an inner element that is named as the text, and holds nearly all of it
        if (
            start >= span.start
            and end <= span.end
            and sums[end] - sums[start] > 0.8 * best[0]
            and element is not span.element
            and _BODY.search(scene.names(element))
        ):
            return Span(element, start, end)
    return span


def first_prose(blocks: list[Block], start: int, end: int) -> int:
    """The index of the first block with a sentence or more of text."""
    for index in range(start, end):
        block = blocks[index]
        if len(block.text) - block.linked >= 80:
            return index
    for index in range(start, end):
        block = blocks[index]
        if len(block.text) - block.linked >= 40:
            return index
    return start
