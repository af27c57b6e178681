"""Published: which of the dates on a page is the article's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain, islice
from typing import Final

from crawler.parser.blocks import Block
from crawler.parser.dated import dates_of
from crawler.parser.edges import ENTRY
from crawler.parser.metadata import MODIFIED
from crawler.parser.published_place import Where, is_cell, is_foot, is_named, place_of, together
from crawler.parser.said import said_in_metadata, said_in_state
from crawler.parser.scene import Scene, tail_marker
from crawler.parser.timestamps.find import (
    Found,
    Timestamp,
    find_timestamps,
    is_relative,
    letters_around,
    read_timestamp,
)
from crawler.parser.timestamps.likely import CLOCK_ALONE, is_likely
from crawler.parser.tree import Element, ancestors_of, parent_of

_WEEKDAY: Final = re.compile(r"(?i)\W*(?:\w{1,3} )?(?:thứ|chủ) (?:hai|ba|tư|năm|sáu|bảy|bẩy|nhật)\W")
_TIME: Final = re.compile(r"(?<![\d:])\d\d:\d\d(?![\d:])")
_CHANGED: Final = re.compile(r"(?i)cập nhật|sửa|chỉnh|updated|modified|edited")
_MINUTES: Final = timedelta(minutes=10)
"""How far a page head's clock may stand from the moment of fetching."""
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
    bare: Dated | None = None
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
            elif score > 0 and (bare is None or score > bare.score):
                bare = date
            if score > 0 and not sure and (best is None or score > best.score):
                best = Dated(score, date.found, date.block)
    if best is not None and best.found.label == "modified" and bare is not None and _is_before(bare, best):
        best = bare  # a later one is the page head's clock
    if best is None:
        best = _in_foot(scene, where)
    if best is None:
        return _unseen(scene, scene.blocks[above].text if above >= 0 else scene.head.title)
    other = modified if modified and modified.found is not best.found and modified.score > 0 else None
    return Published(
        _with_clock(scene, best.found.timestamp, best.block, where),
        f"shown:{best.found.label or 'bare'}",
        best.block,
        other.found.timestamp.at if other else None,
    )


def _is_before(one: Dated, other: Dated) -> bool:
    """Whether a date is that of the same day or of an earlier one."""
    return one.found.timestamp.at.date() <= other.found.timestamp.at.date()


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
        entry = len(block.text) > 60 and ENTRY.match(block.text) is not None
        if index > where.first and len(block.text) > _SENTENCE and not entry:
            continue
        if (changes and not _CHANGED.search(block.text)) or (
            index >= where.end and scene.boxed(block.holder) and not is_foot(scene, block)
        ):
            continue
        line = _labelled(blocks, index)
        if line is block.text and not midnight and (scene.fetched_at is None or not is_relative(line)):
            found = dates_of(block)
        else:
            found = find_timestamps(line, reference=scene.fetched_at, day_only_midnight=midnight)
        letters = letters_around(line, found) if found else 0
        inside = index >= where.first and bool(found) and found[0].label != "published"
        if not found or (index > where.anchor and _is_sentence(scene, block, letters, inside=inside)):
            continue  # a sentence of the text
        labelled = found[0].label == "published"
        place = place_of(scene, block, where, 0 if entry else letters, labelled=labelled)
        for item in found:
            if index == where.anchor and letters > 10 and line[item.start - 1 : item.start] not in ("(", "["):
                continue  # what the headline speaks of
            if item.label == "clock" or (item.label == "issued" and not _weekday(line, item)):
                continue
            score = place + (1.0 if item.timestamp.precision == "minute" else 0.0)
            if index < where.anchor:
                title = blocks[where.anchor].holder
                if _is_today(scene, item.timestamp):
                    score -= 1.5 if together(block.holder, title) else 3.0
                elif (
                    item.timestamp.precision == "day"
                    and _weekday(line, item)
                    and not _in_one_box(block, title)
                ):
                    score -= 1.5  # "Thứ Ba, 25/11/2025": so begin the heads of pages
            yield Dated(score + (2.0 if item.label == "published" else 0.0), item, block)


def _in_one_box(block: Block, headline: Element) -> bool:
    """Whether a line stands beside a headline, or beside the element right around it."""
    box, around = parent_of(block.holder), parent_of(headline)
    return box is not None and around is not None and (box is around or box is parent_of(around))


def _is_sentence(scene: Scene, block: Block, letters: int, *, inside: bool) -> bool:
    """Whether a line with a date is the text's: many letters around it, a clause's end, an item or a cell.

    "Căn cứ Luật ... ngày 16 tháng 6 năm 2025;", "Thời điểm đóng thầu: ngày 26/6/2024". `inside`: at or behind the
    text's first line.
    """
    if letters > 25 and (block.text[-1] == ";" or (inside and (letters > 60 or block.text[-1] in ".,"))):
        return True
    if not inside or is_foot(scene, block):
        return False
    if block.holder.tag in ("td", "th") and is_cell(scene.blocks, block.index):
        return True
    return letters > 8 and block.holder.tag in ("li", "td") and block.own >= 30


def _is_today(scene: Scene, timestamp: Timestamp) -> bool:
    """Whether a date above the headline is the day of the visit, or its very minute: the page head's clock says so."""
    if timestamp.at.second:
        return True  # clocks show seconds
    if scene.fetched_at is None:
        return False
    if timestamp.precision == "minute":
        return abs(timestamp.at - scene.fetched_at) < _MINUTES
    return timestamp.at.date() == scene.fetched_at.astimezone(timestamp.at.tzinfo).date()


def _labelled(blocks: list[Block], index: int) -> str:
    """A line with the label that stands in a line of its own before it."""
    before = blocks[index - 1].text if index else ""
    return (
        f"{before} {blocks[index].text}" if 4 < len(before) < 30 and before[-1] == ":" else blocks[index].text
    )


def _with_clock(scene: Scene, timestamp: Timestamp, block: Block, where: Where) -> Timestamp:
    """The date with the time of day that stands in the line before or behind it, or in the post's foot."""
    if timestamp.precision == "minute":
        return timestamp
    blocks, index = scene.blocks, block.index
    for other in (*blocks[index + 1 : index + 2], *blocks[max(0, index - 1) : index]):
        if 3 < len(other.text) < 20 and CLOCK_ALONE.fullmatch(other.text):
            found = find_timestamps(f"{block.text[-80:]} {other.text}")
            if found and found[-1].timestamp.at.date() == timestamp.at.date():
                return found[-1].timestamp
    shown = [
        t for b in blocks[where.end - 2 : where.end + 8] for t in _TIME.findall(b.text) if len(b.text) < 200
    ]
    if shown:  # as weblogs print it; which of them, the metadata tell
        for _, value in said_in_metadata(scene):
            said = read_timestamp(value)
            if said is not None and said.at.date() == timestamp.at.date() and f"{said.at:%H:%M}" in shown:
                return said
    return timestamp


def _in_foot(scene: Scene, where: Where) -> Dated | None:
    """A date alone in its line, named so, in the article's own box behind its list of other articles."""
    blocks = scene.blocks
    if where.anchor >= len(blocks):
        return None
    around = list(islice(ancestors_of(blocks[where.anchor].holder), 8))
    for block in blocks[where.end : where.end + 40]:
        if block.linked or not 5 < len(block.text) < 60 or not is_likely(block.text):
            continue
        box = parent_of(block.holder)
        if (
            box is None
            or box.tag in ("body", "form", "html")
            or box not in around
            or not is_named(scene, block)
        ):
            continue
        found = dates_of(block)
        if (
            len(found) == 1
            and letters_around(block.text, found) == 0
            and not _under_link(blocks, block.index)
        ):
            return Dated(0.1, found[0], block)
    return None


def _under_link(blocks: list[Block], index: int) -> bool:
    """Whether the line before is a link in the same box, as in a list of other articles."""
    before = blocks[index - 1]
    return before.linked >= 20 and parent_of(before.holder) is parent_of(blocks[index].holder)


def _weekday(text: str, found: Found) -> bool:
    """Whether what stands before a date is a weekday ("Thứ Tư, ngày ...") and not the place of a document."""
    return _WEEKDAY.match(text[max(0, found.label_start - 8) : found.start]) is not None


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
