"""Region: the element that holds the article's text."""

from __future__ import annotations

import re
from itertools import accumulate

from crawler.parser.blocks import Block
from crawler.parser.prior import selected
from crawler.parser.scene import Scene, Span, says

_BODY = re.compile(
    r"articlebody|article-?(?:body|content|detail|main|text)|(?:news|post|entry|detail|"
    r"content|bai-?viet|main)-?"
    r"(?:body|bodyhtml|content|detail|text|noi-?dung)|bodytext|fck-detail|noi-?dung|chi-?tiet|rtestate|"
    r"journal-content|cms-body|asset-content|text-?content|maincontent|itemfulltext|field-name-body|detail"
)

_FOOTER = re.compile(r"footer|copyright|site-info|\bbottom\b|cookie|chat-?bot")
IMPRINT = re.compile(
    r"(?i)\W{0,3}(?:địa chỉ|điện thoại|đt\b|tel\b|email|giấy phép|chịu trách nhiệm|bản quyền|cơ quan chủ quản|"
    r"đơn vị chủ quản|trưởng ban biên tập|tổng biên tập|©|copyright|ghi rõ nguồn|trụ sở|hotline|thiết kế bởi|"
    r"phát triển bởi|cổng thông tin điện tử .{0,80}(?:giấy phép|bản quyền))"
)


def find_region(scene: Scene) -> Span | None:
    """The element whose blocks hold the most prose and the fewest links; None where no prose stands.

    Of an element and the one around it, the one in which prose less links is more; the inner one where both
    are equal.
    """
    values = _values(scene)
    sums = [0.0, *accumulate(values)]
    best: tuple[float, Span] | None = None
    for element, start, end in scene.laid.spans:
        worth = sums[end] - sums[start]
        if worth > 0 and (best is None or worth > best[0]):
            best = worth, Span(element, start, end)
    if best is None:
        return None
    span = best[1]
    told = selected(scene.page.tree, scene.layout.body) if scene.layout is not None else []
    for named in told:
        for element, start, end in scene.laid.spans:
            if element is named and sums[end] - sums[start] > 0.5 * best[0]:
                return Span(element, start, end, "layout")
    for element, start, end in scene.laid.spans:
        # an inner element that is named as the text, and holds nearly all of it
        if (
            start >= span.start
            and end <= span.end
            and sums[end] - sums[start] > 0.8 * best[0]
            and element is not span.element
            and says(_BODY, scene.names(element))
        ):
            return Span(element, start, end)
    return span


def _values(scene: Scene) -> list[float]:
    """What each block adds to its region; what the site says of itself adds nothing."""
    values = [_value(len(block.text), block.linked) for block in scene.blocks]
    total = sum(value for value in values if value > 0)
    for index, block in enumerate(scene.blocks):
        if values[index] >= 40 and IMPRINT.match(block.text):
            values[index] = 0.0
    for element, start, end in scene.laid.spans:
        if element.tag == "footer" or says(_FOOTER, scene.names(element)):
            inside = sum(value for value in values[start:end] if value > 0)
            if inside < 0.5 * total or element.tag == "footer":
                values[start:end] = [min(value, 0.0) for value in values[start:end]]
    return values


def _value(length: int, linked: int) -> float:
    """What a block adds to the worth of the region that holds it: prose adds, links take off."""
    own = length - linked
    return float(own - linked) if own >= 40 else 0.4 * own - linked


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
