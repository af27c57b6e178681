"""Body: the paragraphs of the region, without what stands between and behind them."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from crawler.parser.attachments import offers
from crawler.parser.blocks import Block
from crawler.parser.bylines.read import byline_likelihood
from crawler.parser.captions import centred, is_caption, named_caption
from crawler.parser.edges import FOOT, LEAD, NOISE, is_about, is_file, says_about
from crawler.parser.frame import Frame, prose_of
from crawler.parser.headline_score import TAGS
from crawler.parser.region import IMPRINT
from crawler.parser.scene import Scene, Span, says, tail_marker
from crawler.parser.tables import data_tables, rows_of, table_around
from crawler.parser.text import Text
from crawler.parser.tree import Element, parent_of
from crawler.parser.wording import mend, words

_MORE: Final = re.compile(
    r"(?i)^\W{0,4}(?:xem thêm|đọc thêm|đọc tiếp|tham khảo thêm|mời (?:bạn |quý vị )?(?:xem|đọc)|>>|>>>|»)"
)
_HEADLINE: Final = 25
"""How long a link is at least that is an article's headline, in characters."""
_GREETS: Final = re.compile(r"(?i)\W{0,3}(?:kính (?:gửi|thưa)|thân gửi|thưa|gửi)(?![^\W_])")
"""How letters begin."""
_REPRINT: Final = re.compile(
    r"(?i)\W{0,6}(?:chú ý|lưu ý|ghi chú)?\W{0,6}(?:mọi |việc |nghiêm cấm |vui lòng |đề nghị ){0,4}(?:sao chép|đăng lại|"
    r"trích dẫn|phát hành lại|sử dụng lại|ghi rõ nguồn).{0,300}(?:bản quyền|nguồn)"
)


def read_body(scene: Scene, region: Span, frame: Frame, skip: frozenset[int], headline: str) -> Text:
    """The paragraphs within a frame; `skip`: blocks that other slots took."""
    found = Text(frame.end, frame.apart)
    usual = _usual(frame.blocks)
    said = words(headline)
    data = data_tables(region.element)
    tables: set[Element] = set()
    drops: list[tuple[int, int]] = []
    before = True
    for block in frame.blocks:
        text = block.text
        if block.index in frame.apart or block.index in skip:
            continue
        if block.image is not None:
            found.images.append((block, None))
            continue
        if block.index in frame.heads or (len(text) < 90 and NOISE.fullmatch(text)):
            continue
        if before and _repeats(block, said, region.element):
            found.dates += not _is_contents(block)
            continue
        if before and is_about(block):
            found.dates += 1
            continue
        table = table_around(block.holder, data) if data else None
        if table is not None:
            if table not in tables:
                tables.add(table)
                found.paragraphs.extend((row, block) for row in rows_of(table))
                before = False
            continue
        if (block.anchor is not None or len(text) < 90) and len(text) < 300 and is_file(block, text):
            continue
        if _leads_away(block, text):
            found.dropped_links += 1
            drops.append((len(found.paragraphs), block.index))
            continue
        if before and len(found.lead) < 3 and _is_lead(scene, block, region, frame.prose):
            found.lead.append((mend(text), block))
            continue
        if drops and drops[-1][1] >= block.index - 2 and _is_summary(found, block, drops, scene.blocks):
            continue
        if _speaks_of_image(scene, block, found, usual):
            _add_caption(found, mend(text))
            found.captioned = block
            continue
        before = before and block.own < 40
        kept = mend(text)
        if kept:
            found.paragraphs.append((kept, block))
    _cut_teasers(found, drops)
    _cut_edge(scene, found, region)
    return found


def _is_summary(found: Text, block: Block, drops: list[tuple[int, int]], blocks: list[Block]) -> bool:
    """Whether a paragraph right under a link to a page tells of that page: it stands in another box than the text's.

    Behind several links, or one that says "Xem thêm", the text goes on where paragraphs stood beside it before.
    """
    (before, _), (_, index) = drops[0], drops[-1]
    link = blocks[index]
    if not found.paragraphs or len(block.text) > 300 or (link.linked < _HEADLINE and before > 1):
        return False
    last = found.paragraphs[-1][1].holder
    box = parent_of(block.holder)
    if block.holder is last or box in (last, parent_of(last)):
        return False
    if _MORE.match(link.text) is None and (len(drops) < 2 or drops[-2][1] != index - 1):
        return True
    text = [other for _, other in found.paragraphs[:before] if other.own >= 80]
    return len(text) < 2 or all(parent_of(other.holder) is not box for other in text)


def _is_contents(block: Block) -> bool:
    """Whether a line is a link to a part of this page, as tables of contents are."""
    return block.anchor is not None and (block.anchor.attr("href") or "").startswith("#")


def _repeats(block: Block, headline: str, top: Element) -> bool:
    """Whether a line before the text is the headline again, or a link such as "A+".

    A paragraph of the text itself that says the headline again is text: so begin documents that were pasted whole.
    """
    if block.own >= 120:
        return False
    if block.own < 8 and block.linked > 0:
        return True
    if not len(headline) <= len(block.text) < 2 * len(headline) + 8:
        return False
    spelt = words(block.text)
    if spelt != headline:
        return spelt.startswith(headline) and not any(map(str.isalpha, spelt[len(headline) :]))
    holder = block.holder
    return holder.tag in TAGS or (holder is not top and parent_of(holder) is not top)


def _speaks_of_image(scene: Scene, block: Block, found: Text, usual: str) -> bool:
    """Whether a block is a caption, and no byline under a last picture."""
    if named_caption(scene, block):
        return True
    if found.captioned is not None and _in_row(found.captioned, block):
        return True
    if not found.images or not is_caption(scene, block, usual):
        return False
    return not (len(block.text) < 100 and byline_likelihood(block.text) >= 0.75)


def _in_row(caption: Block, block: Block) -> bool:
    """Whether a line stands in the cell next to a caption's: pictures side by side, each with its own under it."""
    if block.index != caption.index + 1 or block.holder.tag != "td" or len(block.text) > 120:
        return False
    beside = caption.holder.tag == "td" and parent_of(caption.holder) is parent_of(block.holder)
    return beside and block.text[-1] not in ".;:"


def _add_caption(found: Text, caption: str) -> None:
    found.captions.append(caption)
    if found.images:
        found.images[-1] = (found.images[-1][0], caption)


def _cut_edge(scene: Scene, found: Text, region: Span) -> None:
    """Take off the lines at the text's end that tell of the page or the site."""
    if len(found.paragraphs) > 12:
        times = Counter([text for text, _ in found.paragraphs if len(text) < 100])
        again = {text for text, count in times.items() if count > 3}  # the title under each slide of a show
        found.paragraphs[:] = [part for part in found.paragraphs if part[0] not in again or " | " in part[0]]
    while len(found.paragraphs) > 1 and (
        says_about(found.paragraphs[-1][0])
        or _REPRINT.match(found.paragraphs[-1][0])
        or (len(found.paragraphs[-1][0]) < 60 and tail_marker(found.paragraphs[-1][1]))
        or says(FOOT, scene.names(found.paragraphs[-1][1].holder))
    ):
        found.paragraphs.pop()
    if all(len(text) < 20 or IMPRINT.match(text) for text, _ in found.paragraphs):
        found.paragraphs.clear()  # the site's foot, and no text
    if region.element.tag in ("body", "html", "form"):
        while found.paragraphs and IMPRINT.match(found.paragraphs[-1][0]):
            found.paragraphs.pop()


def _cut_teasers(found: Text, drops: list[tuple[int, int]]) -> None:
    """Cut off what follows the text as headings that are links, each with a line or two under it.

    `drops`: for each line of links left out, how many paragraphs stood before it, and its block.
    """
    if len(drops) < 3:
        return
    place, index = drops[0]
    kept = sum(len(text) for text, _ in found.paragraphs[:place])
    after = len(found.paragraphs) - place
    if (
        place >= 2
        and kept >= 400
        and 0 < after <= 1.5 * len(drops)
        and found.length - kept < 0.6 * found.length
    ):
        del found.paragraphs[place:]
        found.end = index


def _usual(blocks: list[Block]) -> str:
    """How the long paragraphs are set: "odd" if most are in italics, in bold or in the middle."""
    long = [b for b in blocks if b.own >= 150][:12]
    odd = sum([b.strong > 0.8 * len(b.text) or centred(b.holder) for b in long])
    return "odd" if odd > 0.6 * len(long) and len(long) > 1 else "plain"


def _leads_away(block: Block, text: str) -> bool:
    """Whether a line is but a link to another page."""
    if not block.linked:
        return False
    if block.linked < 0.75 * len(text):
        return _MORE.match(text) is not None and block.linked > 0.4 * len(text)
    href = (block.anchor.attr("href") or "") if block.anchor is not None else ""
    if not href or offers(href):
        return False
    return not (href.startswith(("mailto:", "tel:")) or text.startswith(("http://", "https://", "www.")))


def _is_lead(scene: Scene, block: Block, region: Span, prose: int) -> bool:
    """Whether the markup calls a block at the text's beginning its lead."""
    if named_caption(scene, block):
        return False
    if len(block.text) < 20 or len(block.text) > 0.7 * max(prose, 1) or len(block.text) > 1500:
        return False
    element: Element | None = block.holder
    steps = 3
    while element is not None and steps and element is not region.element:
        if says(LEAD, scene.names(element)):
            return _length_in(scene, element) < 0.7 * prose
        element, steps = parent_of(element), steps - 1
    return False


def _length_in(scene: Scene, element: Element) -> int:
    """Characters of prose in an element; a field "text-with-summary" holds the whole text."""
    for other, start, end in scene.laid.spans:
        if other is element:
            return prose_of(scene.blocks[start:end])
    return 0


def take_bold_lead(found: Text, headline: str) -> None:
    """Make the text's first paragraph its lead where it alone is in bold or italics, as newspapers set one."""
    if len(found.paragraphs) < 3 or found.lead:
        return
    text, block = found.paragraphs[0]
    if (
        not 50 <= len(text) <= 700
        or block.strong < 0.9 * len(block.text)
        or text[-1] not in ".…!?”"
        or text.isupper()
        or _GREETS.match(text)
        or words(text) == words(headline)
    ):
        return
    rest = [b for t, b in found.paragraphs[1:] if len(t) >= 80][:2]
    if rest and all(b.strong < 0.5 * len(b.text) for b in rest):
        found.lead.append(found.paragraphs.pop(0))


def lead_above(scene: Scene, region: Span, headline: int, skip: frozenset[int]) -> list[tuple[str, Block]]:
    """The lead that stands between the headline and the region."""
    found = []
    holder = parent_of(scene.blocks[headline].holder)
    inside = (holder, parent_of(holder) if holder is not None else None)
    for block in scene.blocks[headline + 1 : region.start]:
        text = block.text
        if block.index in skip or len(text) - block.linked < 40 or block.linked > 0.3 * len(text):
            continue
        if (
            text == scene.blocks[headline].text
            or scene.boxed(block.holder, inside)
            or named_caption(scene, block)
            or tail_marker(block)
        ):
            continue
        if is_about(block) or (len(text) < 90 and NOISE.fullmatch(text)):
            continue
        found.append((mend(text), block))
    return found
