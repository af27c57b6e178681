"""Published: which of the dates on a page is the article's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Final

from crawler.parser.blocks import Block
from crawler.parser.dated import dates_of
from crawler.parser.metadata import MODIFIED
from crawler.parser.said import said_in_metadata, said_in_state
from crawler.parser.scene import Scene, says, tail_marker
from crawler.parser.timestamps.find import (
    Found,
    Timestamp,
    find_timestamps,
    is_relative,
    letters_around,
    read_timestamp,
)
from crawler.parser.timestamps.likely import CLOCK_ALONE, is_likely
from crawler.parser.tree import Element, parent_of

_NAMED: Final = re.compile(r"date|time|ngay|publish|posted|meta\b|thoi-?gian|created|info|\bpost-|pubdate")
_CLOCK: Final = re.compile(
    r"clock|dong-?ho|top-?bar|date[_-]?top|top[_-]?date|(?<!date-)(?<!post-)(?<!entry-)(?<!article-)(?<!news-)(?<!content-)(?<!detail-)header|time-?home|today|hom-?nay|current|navbar|banner|"
    r"statistic|thong-?ke|menu"
)
_WEEKDAY: Final = re.compile(r"(?i)\W*(?:\w{1,3} )?(?:thứ|chủ) (?:hai|ba|tư|năm|sáu|bảy|bẩy|nhật)\W")
_CHANGED: Final = re.compile(r"(?i)cập nhật|sửa|chỉnh|updated|modified|edited")
MAX_LINE: Final = 400
_SENTENCE: Final = 200
"""From how many characters a line behind the text's first is taken for text, whatever date it names."""


class Published:
    """The article's date and, where the page shows both, that of its last change; where it was read."""

    __slots__ = ("block", "modified", "rule", "timestamp")

    def __init__(
        self,
        timestamp: Timestamp | None,
        rule: str,
        block: Block | None = None,
        modified: datetime | None = None,
    ) -> None:
        self.timestamp = timestamp
        self.rule = rule
        self.block = block
        self.modified = modified


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
        return head, range(max(self.first + 4, self.end - 4), min(length, self.end + 10))


class Dated:
    """A date in a line, and how likely it is the article's by its label, its place and the line's other words."""

    __slots__ = ("block", "found", "score")

    def __init__(self, score: float, found: Found, block: Block) -> None:
        self.score = score
        self.found = found
        self.block = block


def find_published(scene: Scene, above: int, first: int, end: int) -> Published:
    """The date of the article whose headline is block `above` (-1: not shown) and whose text is [first, end)."""
    where = Where(above if above >= 0 else first, first, end)
    best: Dated | None = None
    modified: Dated | None = None
    for zone in where.zones(len(scene.blocks)):
        sure = best is not None and best.score >= 2.0
        # what stands behind the text is asked only where its head says nothing sure
        for date in dates_in(scene, where, zone, changes=sure):
            score = date.score
            if date.found.label == "modified":
                if modified is None or score > modified.score:
                    modified = date
                score -= 1.2 if best is not None else 0.6
            if score > 0 and not sure and (best is None or score > best.score):
                best = Dated(score, date.found, date.block)
    if best is None:
        return _unseen(scene, scene.blocks[above].text if above >= 0 else scene.head.title)
    other = modified if modified and modified.found is not best.found and modified.score > 0 else None
    return Published(
        _with_clock(scene, best.found.timestamp, best.block),
        f"shown:{best.found.label or 'bare'}",
        best.block,
        other.found.timestamp.at if other else None,
    )


def dates_in(scene: Scene, where: Where, zone: range, *, changes: bool = False) -> Iterator[Dated]:
    """Every date of a zone that may be the article's; `changes`: only where a line speaks of a change."""
    blocks = scene.blocks
    midnight = scene.layout is not None and scene.layout.day_only_midnight
    for index in zone:
        block = blocks[index]
        if index >= where.end and tail_marker(block):
            return
        if not 5 < len(block.text) <= MAX_LINE or not is_likely(block.text):
            continue
        if index > where.first and len(block.text) > _SENTENCE:
            continue
        if (changes and not _CHANGED.search(block.text)) or (
            index >= where.end and scene.boxed(block.holder)
        ):
            continue
        line = _labelled(blocks, index)
        if line is block.text and not midnight and (scene.fetched_at is None or not is_relative(line)):
            found = dates_of(block)
        else:
            found = find_timestamps(line, reference=scene.fetched_at, day_only_midnight=midnight)
        letters = letters_around(line, found) if found else 0
        inside = index >= where.first and bool(found) and found[0].label != "published"
        if not found or (inside and (letters > 60 or (letters > 8 and _is_item(block)))):
            continue  # a sentence of the text
        place = _place(scene, block, where, letters)
        for item in found:
            if item.label == "clock" or (item.label == "issued" and not _weekday(line, item)):
                continue
            score = place + (1.0 if item.timestamp.precision == "minute" else 0.0)
            if index < where.anchor and _is_today(scene, item.timestamp):
                score -= 1.5 if _together(block.holder, blocks[where.anchor].holder) else 3.0
            yield Dated(score + (2.0 if item.label == "published" else 0.0), item, block)


def _is_item(block: Block) -> bool:
    """Whether a line is an item of a list or a cell: "Thời điểm đóng thầu: ngày 26/6/2024"."""
    return block.holder.tag in ("li", "td") and block.own >= 30


def _is_today(scene: Scene, timestamp: Timestamp) -> bool:
    """Whether a date above the headline is the day of the visit, without a time: the page head's clock says so too."""
    if scene.fetched_at is None or timestamp.precision != "day":
        return False
    return timestamp.at.date() == scene.fetched_at.astimezone(timestamp.at.tzinfo).date()


def _labelled(blocks: list[Block], index: int) -> str:
    """A line with the label that stands in a line of its own before it."""
    before = blocks[index - 1].text if index else ""
    return (
        f"{before} {blocks[index].text}" if 4 < len(before) < 30 and before[-1] == ":" else blocks[index].text
    )


def _with_clock(scene: Scene, timestamp: Timestamp, block: Block) -> Timestamp:
    """The date with the time of day that stands in the line before or behind it."""
    if timestamp.precision == "minute":
        return timestamp
    blocks, index = scene.blocks, block.index
    for other in (*blocks[index + 1 : index + 2], *blocks[max(0, index - 1) : index]):
        if 3 < len(other.text) < 20 and CLOCK_ALONE.fullmatch(other.text):
            found = find_timestamps(f"{block.text[-80:]} {other.text}")
            if found and found[-1].timestamp.at.date() == timestamp.at.date():
                return found[-1].timestamp
    return timestamp


def _weekday(text: str, found: Found) -> bool:
    """Whether what stands before a date is a weekday ("Thứ Tư, ngày ...") and not the place of a document."""
    return _WEEKDAY.match(text[max(0, found.label_start - 8) : found.start]) is not None


def _place(scene: Scene, block: Block, where: Where, letters: int) -> float:
    """How likely a line with a date is the article's by where it stands and what else it says."""
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
        elif sum(bool(b.text) for b in between) > 1 and not _together(
            block.holder, scene.blocks[anchor].holder
        ):
            score -= 2.0
    elif index <= first + 1:
        score += 2.0 - 0.1 * (index - anchor)
        if letters > 40 and index >= first:
            score -= 2.0
    elif index >= end - 4:
        if letters == 0 and (index <= end + 1 or _is_long(scene.blocks[first:end])):
            score -= 0.3 if index <= end + 1 else 0.5 + 0.05 * (index - end)
        else:
            score -= 1.3 + 0.15 * max(0, index - end)
        if _in_list(scene.blocks, index):
            score -= 3.0
        if letters > 20:
            score -= 1.5
    if block.linked > 0.5 * len(block.text):
        score -= 2.0
    told = scene.told("published")
    if told and (block.holder in told or parent_of(block.holder) in told):
        score += 2.0
    if block.holder.tag == "time" or (letters <= 25 and says(_NAMED, scene.names_up(block.holder, steps=2))):
        score += 0.8
    return score


def _is_long(blocks: list[Block]) -> bool:
    """Whether an article's text stands in these blocks, rather than a line or two over a list."""
    return sum([block.own for block in blocks if block.own >= 40]) >= 200


def _in_list(blocks: list[Block], index: int) -> bool:
    """Whether a date is one of a list's: a link stands before it, or one behind it and then the next date."""
    near = [b for b in blocks[index + 1 : index + 4] if b.text]
    if len(near) > 1 and _is_link(near[0]) and is_likely(near[1].text):
        return True
    return any(_is_link(b) for b in blocks[max(0, index - 2) : index + 1])


def _is_link(block: Block) -> bool:
    return block.linked > 0.6 * len(block.text) and block.linked > 20


def _together(date: Element, headline: Element) -> bool:
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


def _unseen(scene: Scene, headline: str) -> Published:
    """What the metadata say, where the page shows nothing."""
    for rule, value in chain(said_in_metadata(scene), said_in_state(scene, headline)):
        timestamp = read_timestamp(value) if value else None
        if timestamp is not None and 1995 < timestamp.at.year < 2100:
            change = scene.head.first(*MODIFIED)
            changed = read_timestamp(change[1]) if change else None
            return Published(
                timestamp, rule, None, changed.at if changed and changed.at != timestamp.at else None
            )
    return Published(None, "none")
