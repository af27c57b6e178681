"""Region: the element that holds the article's text."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Final

from crawler.parser.blocks import Block
from crawler.parser.edges import NOISE, is_about
from crawler.parser.prior import selected
from crawler.parser.scene import Scene, Span, hides, says, tail_marker
from crawler.parser.timestamps.likely import is_likely
from crawler.parser.tree import Element, parent_of

_BODY: Final = re.compile(
    r"articlebody|article-?(?:body|content|detail|main|text)|(?:news|post|entry|detail|"
    r"content|bai-?viet|main)-?"
    r"(?:body|bodyhtml|content|detail|text|noi-?dung)|bodytext|fck-detail|noi-?dung|chi-?tiet|rtestate|"
    r"journal-content|cms-body|asset-content|text-?content|maincontent|itemfulltext|field-name-body|detail"
)

_FOOTER: Final = re.compile(
    r"footer|copyright|site-info|(?<!margin-)(?<!padding-)(?<!border-)\bbottom\b|cookie|chat-?bot"
)
IMPRINT: Final = re.compile(
    r"(?i)\W{0,3}(?:địa chỉ|điện thoại|đt\b|tel\b|email|giấy phép|chịu trách nhiệm|bản quyền|cơ quan chủ quản|"
    r"đơn vị chủ quản|trưởng ban biên tập|tổng biên tập|©|copyright|ghi rõ nguồn|trụ sở|hotline|thiết kế bởi|"
    r"phát triển bởi|cổng thông tin điện tử .{0,80}(?:giấy phép|bản quyền))"
)

_IMPRINTS: Final = frozenset(
    (
        "đị",
        "đi",
        "đt",
        "te",
        "em",
        "gi",
        "ch",
        "bả",
        "cơ",
        "đơ",
        "tr",
        "tổ",
        "©",
        "co",
        "gh",
        "ho",
        "th",
        "ph",
        "cổ",
    )
)
"""How its lines begin that are letters; cheap, for most do not."""

REACH: Final = 18
"""How many lines may stand between a headline and its text."""


_NUMBER: Final = re.compile(r"\d+\s?/(?:\d{4}/)?[A-ZĐ]{2,6}(?:-[A-ZĐ&]+)?\W{0,3}(?:\(.{0,12}\))?$")
"""A document's number, alone: "1191/QĐ-TTg"."""


def find_region(scene: Scene, values: list[float]) -> Span | None:
    """The element whose blocks hold the most prose and the fewest links; None where no prose stands.

    Of an element and the one around it, the one in which prose less links is more; the inner one where both
    are equal. `values`: the page's `worths`.
    """
    return _best(scene, values, len(scene.blocks))


def region_under(scene: Scene, values: list[float], headline: int) -> Span | None:
    """The same, of what stands under the headline (a block's index) and above the line that begins a page's tail.

    None where no sentence begins within the lines under it.
    """
    blocks = scene.blocks
    cut = latest = len(blocks)
    lines = 0
    for block in blocks[headline + 1 :]:
        if not block.text:
            continue
        lines += 1
        if lines == REACH:
            latest = block.index
        if (
            lines > 1
            and tail_marker(block)
            and not _is_toolbar(blocks, headline, block)
            and not 0 < block.linked < 0.5 * len(block.text)
            and not resumes(
                blocks, blocks[headline + 1 : block.index], blocks[block.index + 1 : block.index + 60]
            )
        ):
            cut = block.index
            break
    under = [0.0] * (headline + 1) + values[headline + 1 : cut]
    span = _best(scene, under + [0.0] * (len(blocks) - len(under)), latest)
    if span is not None and cut < span.end and sum(values[cut : span.end]) <= 0:
        span.end = cut  # no text goes on behind the tail's beginning
    return span


def _is_toolbar(blocks: list[Block], headline: int, block: Block) -> bool:
    """Whether a line is buttons between a headline and the text: no text stands before it."""
    if len(block.text) >= 90 or any(b.own >= 40 for b in blocks[headline + 1 : block.index]):
        return False
    return NOISE.fullmatch(block.text) is not None


def _best(scene: Scene, values: list[float], latest: int) -> Span | None:
    """The best span that begins before block `latest`."""
    sums = [0.0, *accumulate(values)]
    best = 0.0
    widest: tuple[Element, int, int] | None = None
    for place in scene.laid.spans:
        _, start, end = place
        worth = sums[end] - sums[start]
        if worth > best and start <= latest:
            best, widest = worth, place
    if widest is None:
        return None
    span = Span(widest[0], widest[1], widest[2])
    told = selected(scene.page.tree, scene.layout.body) if scene.layout is not None else []
    for named in told:
        for element, start, end in scene.laid.spans:
            if element is named and sums[end] - sums[start] > 0.5 * best:
                return Span(element, start, end, "layout")
    for element, start, end in scene.laid.spans:
        # an inner element that is named as the text, and holds nearly all of it
        if (
            start >= span.start
            and end <= span.end
            and sums[end] - sums[start] > 0.8 * best
            and element is not span.element
            and says(_BODY, scene.names(element))
        ):
            return Span(element, start, end)
    return span


def worths(scene: Scene) -> list[float]:
    """What each block adds to its region: prose adds, links take off; what the site says of itself adds nothing."""
    blocks = scene.blocks
    values = [
        float(block.own - block.linked) if block.own >= 40 else 0.4 * block.own - block.linked
        for block in blocks
    ]
    half = 0.5 * sum([value for value in values if value > 0])
    for index, value in enumerate(values):
        if value >= 40 and _is_imprint(blocks[index].text):
            values[index] = 0.0
    for element, start, end in scene.laid.spans:
        if hides(element.attr("style")):
            inside = sum([value for value in values[start:end] if value > 0])
            if 2 * half - inside >= 300:  # else the page is shown by a script
                values[start:end] = [min(value, 0.0) for value in values[start:end]]
        if element.tag == "footer" or says(_FOOTER, scene.names(element)):
            inside = sum([value for value in values[start:end] if value > 0])
            if inside < half or element.tag == "footer":
                values[start:end] = [min(value, 0.0) for value in values[start:end]]
    return values


def _is_imprint(text: str) -> bool:
    if text[0].isalpha() and text[:2].lower() not in _IMPRINTS:
        return False
    return IMPRINT.match(text) is not None


def resumes(blocks: list[Block], before: list[Block], behind: list[Block]) -> bool:
    """Whether a text goes on behind a box in its midst: a paragraph follows beside those that went before."""
    beside = {_box(block) for block in before if block.own >= 80}
    found = [
        block
        for block in behind
        if (block.own >= 80 or (block.own >= 40 and block.text[-1] in ".!?”"))
        and block.linked < 0.5 * len(block.text)
        and _box(block) in beside
        and not IMPRINT.match(block.text)
    ]
    teasers = sum(is_teaser(blocks, block.index) for block in found)
    return len(found) > teasers or teasers == 1  # one may be the text's next paragraph; several are a list's


def _box(block: Block) -> Element | str | None:
    """The element around a paragraph; where that has names, these, for a long text may be cut into several alike."""
    parent = parent_of(block.holder)
    names = parent.attr("class") if parent is not None else None
    return f"{block.holder.tag} {names}" if names else parent


def without_teasers(scene: Scene, values: list[float]) -> list[float]:
    """The same values with little for boxes beside a text, less than nothing for the words under a list's links."""
    blocks, fair = scene.blocks, list(values)
    for index, value in enumerate(values):
        if value >= 40:
            if is_teaser(blocks, index):
                fair[index] = -0.3 * value
            elif scene.boxed(blocks[index].holder):
                fair[index] = 0.3 * value  # the box may be the page's own: "has-sidebar"
    return fair


def is_teaser(blocks: list[Block], index: int) -> bool:
    """Whether a paragraph stands right under a line that is a link, or under a document's number: what lists say.

    A long one does only if the next link follows it.
    """
    block = blocks[index]
    if block.teaser is None:
        block.teaser = _is_teaser(blocks, index)
    return block.teaser


def _is_teaser(blocks: list[Block], index: int) -> bool:
    if is_item(blocks, index):
        return True
    if len(blocks[index].text) > 300:
        following = next((b for b in blocks[index + 1 : index + 4] if b.text), None)
        if following is None or following.linked < 20 or following.own > 20 or len(blocks[index].text) > 900:
            return False
    before = blocks[index - 1].text if index else ""
    if len(before) < 40 and "/" in before and _NUMBER.search(before):
        return True
    if index < 2:
        return False
    above, over = blocks[index - 1], blocks[index - 2]
    return _heads(above) or (_heads(over) and (above.own < 40 or is_about(above)))


def is_item(blocks: list[Block], index: int) -> bool:
    """Whether a line is a link and words about it in one, and so is the line before or behind it."""
    if not _opens_with_link(blocks[index]):
        return False
    behind = next((b for b in blocks[index + 1 : index + 4] if b.text), None)
    over = next((b for b in reversed(blocks[max(0, index - 3) : index]) if b.text), None)
    return any(b is not None and _opens_with_link(b) for b in (behind, over))


def _opens_with_link(block: Block) -> bool:
    if block.anchor is None or block.linked < 20 or block.own < 12:
        return False
    return block.text.startswith(" ".join(block.anchor.text.split())[:20])


def under_item(blocks: list[Block], index: int) -> bool:
    """Whether a line stands right under a headline that is a link, or under a document's number."""
    if index == 0:
        return False
    above = blocks[index - 1]
    if len(above.text) < 40 and "/" in above.text and _NUMBER.search(above.text):
        return True
    if index > 1 and _is_link(blocks[index - 2]):
        return False  # a list of links alone ends here
    if above.anchor is None or above.linked < 25 or above.linked < 0.8 * len(above.text):
        return False
    return len(above.anchor.text.strip()) > 0.8 * above.linked  # one link: crumbs are several


def _heads(block: Block) -> bool:
    """Whether a line is a link to another page, with words of its own: no table of contents, no button."""
    if not _is_link(block):
        return False
    if block.anchor is not None and (block.anchor.attr("href") or "").startswith("#"):
        return False
    return len(block.text) >= 40 or NOISE.fullmatch(block.text) is None


def _is_link(block: Block) -> bool:
    """Whether a line is a link, or a long one and its date."""
    if block.linked > 0.8 * len(block.text):
        return len(block.text) >= 4
    return block.linked >= 20 and block.own <= 16 and is_likely(block.text)


def first_prose(blocks: list[Block], start: int, end: int) -> int:
    """The index of the first block with a sentence or more of text that does not belong to a list of links."""
    for least in (80, 40):
        prose = [index for index in range(start, end) if blocks[index].own >= least]
        for place, index in enumerate(prose):
            # a single one stands under a headline that is a link, or under a link amid the text
            if not is_teaser(blocks, index) or not any(
                is_teaser(blocks, i) for i in prose[place + 1 : place + 2]
            ):
                return (
                    index
                    if place == 0 or not is_teaser(blocks, index)
                    else prose[min(place + 1, len(prose) - 1)]
                )
    return start
