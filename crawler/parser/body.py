"""Body: the paragraphs of the region, without what stands between and behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from crawler.parser.attachments import offers
from crawler.parser.blocks import Block
from crawler.parser.byline import byline_likelihood
from crawler.parser.captions import centred, is_caption, named_caption
from crawler.parser.edges import NOISE, is_about, is_file
from crawler.parser.region import IMPRINT
from crawler.parser.scene import Scene, Span, says, tail_marker
from crawler.parser.tables import data_tables, rows_of, table_around
from crawler.parser.wording import mend, words

_MORE = re.compile(
    r"(?i)^\W{0,4}(?:xem thêm|đọc thêm|đọc tiếp|tham khảo thêm|mời (?:bạn |quý vị )?(?:xem|đọc)|>>|>>>|»)"
)
_LEAD = re.compile(
    r"sapo|\blead\b|(?<!with-)summary|hometext|brief|abstract|mo-?ta\b|tom-?tat|trich-?(?:dan|yeu)|"
    r"\bdesc\b|descript|excerpt|intro(?:text)?\b|chapeau|shotdes|short-?des|news-?des|article-?desc|"
    r"gioi-?thieu-?bai"
)


@dataclass(slots=True)
class Text:
    """The article's paragraphs with the blocks that they came from."""

    paragraphs: list[tuple[str, Block]] = field(default_factory=list)
    lead: list[tuple[str, Block]] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    images: list[tuple[Block, str | None]] = field(default_factory=list)
    dates: int = 0
    """Lines left out that are a date or tell who posted."""
    dropped_links: int = 0
    """Lines that are links only and stand between paragraphs."""
    end: int = 0
    """One past the last block that was looked at."""

    @property
    def length(self) -> int:
        """Characters of the paragraphs."""
        return sum(len(text) for text, _ in self.paragraphs)


def read_body(scene: Scene, region: Span, start: int, skip: frozenset[int], headline: str) -> Text:
    """The paragraphs of `region` from block `start` on; `skip`: blocks that other slots took."""
    found = Text(end=region.end)
    blocks = scene.blocks[start : region.end]
    prose = _prose(blocks)
    apart = {b.index for b in blocks if scene.set_apart(b.holder, region.element)}
    if apart and _prose([b for b in blocks if b.index in apart]) > 0.6 * prose:
        apart = set()  # the name that sets them apart is the text's own
    usual = _usual(blocks)
    said = words(headline)
    data = data_tables(region.element)
    tables: set[Element] = set()
    drops: list[tuple[int, int]] = []
    before = True
    for block in blocks:
        text = block.text
        own = len(text) - block.linked
        if block.image is not None:
            if block.index not in apart:
                found.images.append((block, None))
            continue
        if block.index in skip or block.index in apart:
            continue
        if before and own < 120 and (words(text) == said or (own < 8 and block.linked)):
            continue
        if tail_marker(text) and (block.linked == 0 or block.linked > 0.5 * len(text) or text.endswith(":")):
            rest = _prose([b for b in blocks if b.index > block.index and b.index not in apart])
            if rest < 0.35 * prose or _listed(scene, block.index, region.end):
                found.end = block.index
                break
            continue
        if len(text) < 90 and NOISE.fullmatch(text):
            continue
        table = table_around(block.holder, data) if data else None
        if table is not None:
            if table not in tables:
                tables.add(table)
                found.paragraphs.extend((row, block) for row in rows_of(table))
                before = False
            continue
        if len(text) < 300 and is_file(block, text):
            continue
        if _leads_away(block, text):
            found.dropped_links += 1
            drops.append((len(found.paragraphs), block.index))
            continue
        if (
            before
            and len(found.lead) < 3
            and _is_lead(scene, block, region, prose)
            and not named_caption(scene, block)
        ):
            found.lead.append((mend(text), block))
            continue
        shown = bool(found.images) and is_caption(scene, block, usual)
        if named_caption(scene, block) or (
            shown and not (len(text) < 100 and byline_likelihood(text) >= 0.75)
        ):
            found.captions.append(mend(text))
            if found.images:
                found.images[-1] = (found.images[-1][0], mend(text))
            continue
        if before and is_about(text):
            found.dates += 1
            continue
        before = before and own < 40
        kept = mend(text)
        if kept:
            found.paragraphs.append((kept, block))
    _cut_teasers(found, drops)
    while len(found.paragraphs) > 1 and is_about(found.paragraphs[-1][0]):
        found.paragraphs.pop()
    if region.element.tag in ("body", "html", "form"):
        while found.paragraphs and IMPRINT.match(found.paragraphs[-1][0]):
            found.paragraphs.pop()
    return found


def _prose(blocks: list[Block]) -> int:
    """Characters of the blocks that hold a line or more of text."""
    return sum(block.own for block in blocks if block.own >= 40)


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
    long = [b for b in blocks if len(b.text) - b.linked >= 150][:12]
    odd = sum(b.strong > 0.8 * len(b.text) or centred(b.holder) for b in long)
    return "odd" if odd > 0.6 * len(long) and len(long) > 1 else "plain"


def _listed(scene: Scene, index: int, end: int) -> bool:
    """Whether links follow a line within a few blocks, as they do a head such as "Tin khác"."""
    following = [b for b in scene.blocks[index + 1 : min(end, index + 7)] if b.text]
    return sum(b.linked > 0.7 * len(b.text) for b in following) >= 2


def _leads_away(block: Block, text: str) -> bool:
    """Whether a line is but a link to another page."""
    if not block.linked:
        return False
    if block.linked < 0.75 * len(text):
        return _MORE.match(text) is not None and block.linked > 0.4 * len(text)
    href = (block.anchor.get("href") or "") if block.anchor is not None else ""
    if not href or offers(href):
        return False
    return not (href.startswith(("mailto:", "tel:")) or text.startswith(("http://", "https://", "www.")))


def _is_lead(scene: Scene, block: Block, region: Span, prose: int) -> bool:
    """Whether the markup calls a block at the text's beginning its lead."""
    if len(block.text) < 20 or len(block.text) > 0.7 * max(prose, 1) or len(block.text) > 1500:
        return False
    element: Element | None = block.holder
    steps = 3
    while element is not None and steps and element is not region.element:
        if says(_LEAD, scene.names(element)):
            return _length_in(scene, element) < 0.7 * prose
        element, steps = element.getparent(), steps - 1
    return False


def _length_in(scene: Scene, element: Element) -> int:
    """Characters of prose in an element; a field "text-with-summary" holds the whole text."""
    for other, start, end in scene.laid.spans:
        if other is element:
            return _prose(scene.blocks[start:end])
    return 0


def lead_above(scene: Scene, region: Span, headline: int, skip: frozenset[int]) -> list[tuple[str, Block]]:
    """The lead that stands between the headline and the region."""
    found = []
    for block in scene.blocks[headline + 1 : region.start]:
        text = block.text
        if block.index in skip or len(text) - block.linked < 40 or block.linked > 0.3 * len(text):
            continue
        if scene.boxed(block.holder) or named_caption(scene, block) or tail_marker(text):
            continue
        if is_about(text):
            continue
        found.append((mend(text), block))
    return found
