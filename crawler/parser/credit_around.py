"""Credit around: the bylines that stand around a text: in blocks named so, beside the date, over the text."""

from __future__ import annotations

import re
from typing import Final

from crawler.parser.blocks import Block
from crawler.parser.bylines.read import Byline, byline_likelihood, read_byline
from crawler.parser.credit_found import Credit, joined, whole_line
from crawler.parser.credit_words import (
    ACCOUNT,
    BARS,
    BESIDE,
    BY,
    GLUED,
    LABELLED,
    MAX_LINE,
    NAMED,
    POSTED,
    WEEKDAY,
    trimmed,
)
from crawler.parser.inline import names_within
from crawler.parser.scene import Scene, says
from crawler.parser.text import Text
from crawler.parser.timestamps.find import find_timestamps
from crawler.parser.wording import mend, words

_ON: Final = re.compile(
    r"(?i)[\s,|–-]*(?:(?:vào|lúc|ngày|on|at)[\s,]*|\b(?:thứ \w+|chủ nhật|t[2-7]|cn)[\s,]*)*$"
)
"""What joins a name to the date behind it: "Submitted by A on ..."."""


def in_blocks(scene: Scene, text: Text, above: int, first: int) -> Credit | None:
    """A block whose markup says that it holds the author or the source."""
    low, high = max(0, above - 4), min(len(scene.blocks), text.end + 10)
    last = max((b.index for _, b in text.paragraphs), default=first)
    found: list[tuple[Block, Byline]] = []
    for index in [*range(low, min(first + 1, high)), *range(max(first + 1, last - 3), high)]:
        block = scene.blocks[index]
        length = len(block.text)
        if not 1 < length <= MAX_LINE:
            continue
        names = scene.names_up(block.holder, steps=2)
        if not says(NAMED, names) and length < 80 and index <= first:
            names = names_within(scene, block)
        if not says(NAMED, names) or says(ACCOUNT, names):
            continue
        if block.linked > 0.9 * length and "author" not in names:
            continue
        if scene.hidden(block.holder) or (index >= text.end and scene.boxed(block.holder)):
            continue
        line = trimmed(block.text)
        byline = read_byline(line, position="block")
        if byline is not None and found and found[0][1].source and "://" in line:
            continue  # where the other paper's page stands
        if byline is not None and not _repeats(found, byline):
            found.append((block, byline))
        if len(found) == 2:
            break
    if not found:
        return None
    taken = tuple(block.index for block, _ in found)
    if len(found) == 2 and abs(taken[0] - taken[1]) <= 2:
        return Credit(joined(found[0][1], found[1][1]), "named-blocks", taken)
    return Credit(found[0][1], "named-block", taken[:1])


def beside_date_line(scene: Scene, dated: Block | None, above: int, first: int) -> Credit | None:
    """A person's name alone in the line before or behind the date's, over the text."""
    if dated is None or not above - 6 < dated.index < first:
        return None
    for index in (dated.index - 1, dated.index + 1):
        line = scene.blocks[index].text if 0 <= index < len(scene.blocks) else ""
        if index != above and 4 < len(line) < 40 and byline_likelihood(line) >= 0.8:
            byline = read_byline(line, position="head")
            if byline is not None and byline.authors and not byline.source:
                return Credit(byline, "beside-date-line", (index,))
    return None


def _repeats(found: list[tuple[Block, Byline]], byline: Byline) -> bool:
    return any(byline.text in known.text or known.text in byline.text for _, known in found)


def above_text(scene: Scene, above: int, first: int) -> Credit | None:
    """A labelled line between the headline and the text."""
    for block in scene.blocks[above + 1 : first] if above >= 0 else ():
        line, taken = whole_line(scene, block)
        if (
            not 5 < len(line) <= MAX_LINE
            or not (LABELLED.match(line) or BY.match(line))
            or block.linked > 0.6 * len(block.text)
        ):
            continue
        byline = read_byline(trimmed(line), position="head")
        if byline is not None:
            return Credit(byline, "above-text", taken)
    return None


def beside_date(dated: Block | None, site: str) -> Credit | None:
    """A name in the date's own line: "Nguyên Minh - 07/03/2026 08:47"; `site`: what the page's title says."""
    if dated is None:
        return None
    line = GLUED.sub(" | ", mend(dated.text))
    found = find_timestamps(line)
    if not found:
        return None
    if POSTED.match(line):
        start = line[: found[0].start]
        whole = read_byline(line, position="head") or read_byline(_ON.sub("", start), position="head")
        if whole is not None and (whole.authors or whole.source):
            english = line[:4].isascii() and bool(whole.authors)
            name = ", ".join(whole.authors) if english else whole.text
            return Credit(Byline(name, whole.authors, whole.source), "beside-date", ())
    rest = [line[: found[0].label_start], line[found[-1].end :]]
    for part in [piece for half in rest for piece in BARS.split(half)]:
        bare = part.strip(" -–|,;•·/")
        bare = (
            bare if bare.endswith(")") and bare.count("(") == 1 != bare.find("(") + 1 else bare.strip("() ")
        )
        part = BESIDE.sub("", WEEKDAY.sub("", bare))
        if 3 < len(part) < 80:
            byline = read_byline(part, position="head")
            sure = byline_likelihood(part) if byline is not None else 0.0
            office = sure >= 0.5 and byline is not None and byline.source and not byline.authors
            if byline is not None and (sure >= 0.75 or (office and words(part) not in site)):
                return Credit(byline, "beside-date", ())
    return None
