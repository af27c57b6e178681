"""Published: which of the dates on a page is the article's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from lxml.etree import _Element as Element

from crawler.parser.blocks import Block
from crawler.parser.dates import CLOCK_ALONE, LIKELY
from crawler.parser.metadata import MODIFIED, PUBLISHED
from crawler.parser.scene import Scene, says, tail_marker
from crawler.parser.timestamp import Found, Timestamp, find_timestamps, letters_around, read_timestamp

_NAMED = re.compile(r"date|time|ngay|publish|posted|meta\b|thoi-?gian|created|info|\bpost-|pubdate")
_CLOCK = re.compile(
    r"clock|dong-?ho|top-?bar|date_?top|(?<!date-)(?<!post-)(?<!entry-)header|time-?home|today|hom-?nay|current|navbar|banner|"
    r"statistic|thong-?ke|menu"
)
_WEEKDAY = re.compile(r"(?i)\W*(?:\w{1,3} )?(?:thứ|chủ) (?:hai|ba|tư|năm|sáu|bảy|bẩy|nhật)\W")
_CHANGED = re.compile(r"(?i)cập nhật|sửa|chỉnh|updated|modified|edited")
MAX_LINE = 400


@dataclass(frozen=True, slots=True)
class Published:
    """The article's date and, where the page shows both, that of its last change; where it was read."""

    timestamp: Timestamp | None
    rule: str
    block: Block | None = None
    modified: datetime | None = None


def find_published(scene: Scene, above: int, first: int, end: int) -> Published:
    """The date of the article whose headline is block `above` and whose text is [first, end)."""
    midnight = scene.layout is not None and scene.layout.day_only_midnight
    blocks = scene.blocks
    anchor = above if above >= 0 else first
    best: tuple[float, Found, Block] | None = None
    modified: tuple[float, Found] | None = None
    head = range(max(0, anchor - 12), min(len(blocks), max(first, anchor) + 4))
    tail = range(max(first + 4, end - 4), min(len(blocks), end + 10))
    for zone in (head, tail):
        sure = best is not None and best[0] >= 2.0
        for index in zone:
            block = blocks[index]
            if zone is tail and index >= end and (tail_marker(block.text) or scene.boxed(block.holder)):
                if tail_marker(block.text):
                    break
                continue
            if not 5 < len(block.text) <= MAX_LINE or not LIKELY.search(block.text):
                continue
            if sure and not _CHANGED.search(block.text):
                continue  # what stands behind the text is asked only where its head says nothing sure
            line = _labelled(blocks, index)
            found = find_timestamps(line, reference=scene.fetched_at, day_only_midnight=midnight)
            if not found:
                continue
            letters = letters_around(line, found)
            if letters > 60 and index >= first and found[0].label != "published":
                continue  # a sentence of the text
            place = _place(scene, block, anchor, first, end, letters)
            for item in found:
                if item.label == "clock" or (item.label == "issued" and not _weekday(line, item)):
                    continue
                score = place + (1.0 if item.timestamp.precision == "minute" else 0.0)
                if item.label == "modified":
                    if modified is None or score > modified[0]:
                        modified = score, item
                    score -= 1.2 if best is not None else 0.6
                elif item.label == "published":
                    score += 2.0
                if score > 0 and not sure and (best is None or score > best[0]):
                    best = score, item, block
    if best is not None:
        other = (
            modified[1].timestamp.at if modified and modified[1] is not best[1] and modified[0] > 0 else None
        )
        rule = f"shown:{best[1].label or 'bare'}"
        return Published(_with_clock(scene, best[1].timestamp, best[2]), rule, best[2], other)
    return _unseen(scene)


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


def _place(scene: Scene, block: Block, anchor: int, first: int, end: int, letters: int) -> float:
    """How likely a line with a date is the article's by where it stands and what else it says."""
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
        score -= 0.3 if letters == 0 and index <= end + 1 else 1.3 + 0.15 * max(0, index - end)
        if _in_list(scene.blocks, index):
            score -= 3.0
        if letters > 20:
            score -= 1.5
    if block.linked > 0.5 * len(block.text):
        score -= 2.0
    told = scene.told("published")
    if told and (block.holder in told or block.holder.getparent() in told):
        score += 2.0
    if block.holder.tag == "time" or (letters <= 25 and says(_NAMED, scene.names_up(block.holder, steps=2))):
        score += 0.8
    return score


def _in_list(blocks: list[Block], index: int) -> bool:
    """Whether a date is one of a list's: a link stands before it, or one behind it and then the next date."""
    near = [b for b in blocks[index + 1 : index + 4] if b.text]
    if len(near) > 1 and _is_link(near[0]) and LIKELY.search(near[1].text):
        return True
    return any(_is_link(b) for b in blocks[max(0, index - 2) : index + 1])


def _is_link(block: Block) -> bool:
    return block.linked > 0.6 * len(block.text) and block.linked > 20


def _together(date: Element, headline: Element) -> bool:
    """Whether a date and a headline stand in one box smaller than the page."""
    around = [headline.getparent()]
    while len(around) < 4 and around[-1] is not None:
        around.append(around[-1].getparent())
    element: Element | None = date
    for _ in range(3):
        element = element.getparent() if element is not None else None
        if element is not None and element in around:
            return element.tag not in ("body", "html", "form")
    return False


def _around(scene: Scene, anchor: int) -> Element | None:
    """The element that a headline shares with its date, where they share a near one: its name is no clock's."""
    element = scene.blocks[anchor].holder.getparent() if anchor < len(scene.blocks) else None
    return element if element is None or element.tag not in ("body", "form") else None


def _unseen(scene: Scene) -> Published:
    """What the metadata say, where the page shows nothing."""
    for rule, value in _said(scene):
        timestamp = read_timestamp(value) if value else None
        if timestamp is not None and 1995 < timestamp.at.year < 2100:
            change = scene.head.first(*MODIFIED)
            changed = read_timestamp(change[1]) if change else None
            return Published(
                timestamp, rule, None, changed.at if changed and changed.at != timestamp.at else None
            )
    return Published(None, "none")


def _said(scene: Scene) -> list[tuple[str, str]]:
    said = []
    value = scene.linked_data.get("datePublished")
    if value:
        said.append(("json-ld:datePublished", value))
    for name in PUBLISHED:
        if name in scene.head.named:
            said.append((f"meta:{name}", scene.head.named[name]))
    for element in scene.page.tree.iter("time", "meta"):
        if element.tag == "time":
            value = element.get("datetime")
        else:
            value = element.get("content") if element.get("itemprop") == "datePublished" else None
        if value and (element.tag == "meta" or not scene.boxed(element)):
            said.append((f"{element.tag}:datetime", value))
            break
    return said
