"""Credit: where on a page its byline stands, as printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from crawler.parser.blocks import Block
from crawler.parser.body import Text
from crawler.parser.bylines.labels import SIGNATURE
from crawler.parser.bylines.read import Byline, byline_likelihood, likely_byline, read_byline
from crawler.parser.credit_words import (
    ACCOUNT,
    BARS,
    BESIDE,
    BY,
    GLUED,
    LABEL,
    LABELLED,
    MAX_LINE,
    NAMED,
    PHOTO,
    POSTED,
    WEEKDAY,
    trimmed,
)
from crawler.parser.frame import begins_tail
from crawler.parser.scene import Scene, says
from crawler.parser.timestamps.find import find_timestamps
from crawler.parser.timestamps.words import fold
from crawler.parser.wording import mend, words


@dataclass(frozen=True, slots=True)
class Credit:
    """The byline, the rule that found it, and the blocks that it takes out of the text."""

    byline: Byline
    rule: str
    taken: tuple[int, ...]


def find_credit(scene: Scene, text: Text, above: int, first: int, dated: Block | None) -> Credit | None:
    """The byline: what the first of the rules finds, with its label and what stands next to it."""
    for place, rule in enumerate(RULES):
        found = rule(scene, text, above, first, dated)
        if found is not None:
            if not place and not found.byline.authors and found.taken[-1] <= first:
                # an office or the site's account over the text; who wrote may stand under it
                found = next(
                    (c for c in (_at_end_mark(text), _at_tail(scene, text)) if c and c.byline.authors), found
                )
            return _with_next(scene, _with_label(scene, found))
    return None


def _with_label(scene: Scene, found: Credit) -> Credit:
    """The byline with the label in the line before it: "Tác giả:", "Cầm Hương"."""
    index = found.taken[0] - 1 if len(found.taken) == 1 else -1
    label = scene.blocks[index].text if index >= 0 else ""
    if not 3 < len(label) < 24 or label[-1] != ":" or not LABELLED.fullmatch(label):
        return found
    byline = Byline(f"{label} {found.byline.text}", found.byline.authors, found.byline.source)
    return Credit(byline, found.rule, (index, *found.taken))


def _with_next(scene: Scene, found: Credit) -> Credit:
    """The byline with the labelled line next to it: "Tác giả: A", "Nguồn: B"."""
    here = found.taken[0] if len(found.taken) == 1 else -1
    for index, order in ((here + 1, 1), (here + 2, 1), (here - 1, -1)):
        other = scene.blocks[index] if here > 0 and 0 <= index < len(scene.blocks) else None
        if other is None or not 2 < len(other.text) <= MAX_LINE or not LABELLED.match(other.text):
            continue
        line = trimmed(other.text)
        byline = read_byline(line, position="tail")
        if byline is None and order > 0 and PHOTO.match(line):
            byline = Byline(line)  # who took the pictures is printed with who wrote, and is no author
        if byline is None or byline.text in found.byline.text:
            continue
        one, two = (found.byline, byline) if order > 0 else (byline, found.byline)
        found = Credit(_joined(one, two), found.rule, (*found.taken, index))
    return found


def _joined(one: Byline, two: Byline) -> Byline:
    authors = tuple(dict.fromkeys(one.authors + two.authors))
    return Byline(f"{one.text}, {two.text}", authors, one.source or two.source)


def _by_first(text: Text) -> Credit | None:
    """English papers: "By Eric Bradner, CNN" as the text's first line."""
    for line, block in (*text.lead[:2], *text.paragraphs[:2]):
        if len(line) <= MAX_LINE and BY.match(line) and line[-1] != ".":
            byline = read_byline(trimmed(line), position="head")
            if byline is not None:
                return Credit(byline, "by-line", (block.index,))
    return None


def _above_text(scene: Scene, above: int, first: int) -> Credit | None:
    """A labelled line between the headline and the text."""
    for block in scene.blocks[above + 1 : first] if above >= 0 else ():
        if (
            not 5 < len(block.text) <= MAX_LINE
            or not (LABELLED.match(block.text) or BY.match(block.text))
            or block.linked > 0.6 * len(block.text)
        ):
            continue
        byline = read_byline(trimmed(block.text), position="head")
        if byline is not None:
            return Credit(byline, "above-text", (block.index,))
    return None


def _in_blocks(scene: Scene, text: Text, above: int, first: int) -> Credit | None:
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
        if not says(NAMED, names) or says(ACCOUNT, names):
            continue
        if block.linked > 0.9 * length and "author" not in names:
            continue
        if scene.hidden(block.holder) or (index >= text.end and scene.boxed(block.holder)):
            continue
        line = trimmed(block.text)
        byline = read_byline(line, position="block")
        if byline is not None and not _repeats(found, byline):
            found.append((block, byline))
        if len(found) == 2:
            break
    if not found:
        return None
    taken = tuple(block.index for block, _ in found)
    if len(found) == 2 and abs(taken[0] - taken[1]) <= 2:
        return Credit(_joined(found[0][1], found[1][1]), "named-blocks", taken)
    return Credit(found[0][1], "named-block", taken[:1])


def _repeats(found: list[tuple[Block, Byline]], byline: Byline) -> bool:
    return any(byline.text in known.text or known.text in byline.text for _, known in found)


def _at_end_mark(text: Text) -> Credit | None:
    """The short line behind the last "./.", which ends an official text; what follows it is the site's.

    Takes what follows out of `text`.
    """
    paragraphs = text.paragraphs
    for place in range(len(paragraphs) - 2, 0, -1):
        if not paragraphs[place][0].rstrip(' ”"').endswith("./."):
            continue
        line, block = paragraphs[place + 1]
        rest = sum(len(t) for t, _ in paragraphs[place + 2 :])
        if len(line) > MAX_LINE or rest > 0.4 * text.length:
            return None
        sure, byline = likely_byline(line)
        if byline is None or sure < 0.5:
            return None
        del paragraphs[place + 2 :]
        return Credit(byline, "end-mark", (block.index,))
    return None


def _at_tail(scene: Scene, text: Text) -> Credit | None:
    """The text's last short line, or one of the last three where a note stands behind it."""
    paragraphs = text.paragraphs
    if len(paragraphs) < 2:
        return None
    for place in range(len(paragraphs) - 1, max(0, len(paragraphs) - 4), -1):
        line, block = paragraphs[place]
        if len(line) > MAX_LINE:
            break
        sure, byline = likely_byline(line)
        if byline is None or sure < 0.2:
            continue
        need = _needed(paragraphs[place - 1][0], block)
        if (
            place == len(paragraphs) - 1
            and byline.source
            and not byline.authors
            and not (line.isupper() and " " in line)
        ):
            need -= 0.25  # an office alone in the last line: "VP Sở", "(Phòng QLVT)"
        if sure >= need and not _signed(paragraphs, place):
            return _with_note(paragraphs, place, byline)
    return None


def _needed(before: str, block: Block) -> float:
    """How sure the words of a line must be for a byline, by what stands before it and how it is set."""
    before = before.rstrip(' ”"')
    need = 0.75 - (0.25 if before.endswith("./.") else 0) - (0.05 if before[-1:] in ".…!)" else 0)
    if block.strong > 0.7 * len(block.text) or _at_right(block):
        need -= 0.2
    return need


def _signed(paragraphs: list[tuple[str, Block]], place: int) -> bool:
    """Whether a document's signature stands above a name: who signs does not report."""
    return any(
        len(text) < 60
        and text[-1] not in ".…"
        and text.count(" ") < 6
        and SIGNATURE.fullmatch(fold(text)[0].strip())
        for text, _ in paragraphs[max(0, place - 3) : place]
    )


def _with_note(paragraphs: list[tuple[str, Block]], place: int, byline: Byline) -> Credit:
    """The byline with a last line in brackets that says who its writer is: "(Lớp 9C)"."""
    block = paragraphs[place][1]
    if place == len(paragraphs) - 2:
        note, other = paragraphs[-1]
        if len(note) < 40 and note[0] == "(" and note[-1] == ")" and other.index <= block.index + 2:
            whole = Byline(f"{byline.text} {note}", byline.authors, byline.source)
            return Credit(whole, "tail", (block.index, other.index))
    return Credit(byline, "tail", (block.index,))


def _at_right(block: Block) -> bool:
    holder = block.holder
    if (holder.attr("align") or "").lower() == "right":
        return True
    style = holder.attr("style")
    if style is not None and re.search(r"text-align\s{0,3}:\s{0,3}right", style, re.I):
        return True
    return "right" in (holder.attr("class") or "").lower()


def _after(scene: Scene, text: Text) -> Credit | None:
    """A labelled line right behind the text."""
    last = max((b.index for _, b in text.paragraphs), default=text.end - 1)
    for block in scene.blocks[last + 1 : min(len(scene.blocks), text.end + 6)]:
        if not 2 < len(block.text) <= MAX_LINE or block.linked > 0.6 * len(block.text):
            continue
        if begins_tail(block):
            break
        if not LABEL.match(block.text) and (block.index > last + 2 or scene.boxed(block.holder)):
            continue
        sure, byline = likely_byline(trimmed(block.text))
        need = min(0.85, 0.1 + _needed(text.paragraphs[-1][0], block)) if text.paragraphs else 0.85
        if byline is not None and sure >= need:
            return Credit(byline, "after-text", (block.index,))
    return None


def _beside_date(dated: Block | None, site: str) -> Credit | None:
    """A name in the date's own line: "Nguyên Minh - 07/03/2026 08:47"; `site`: what the page's title says."""
    if dated is None:
        return None
    line = GLUED.sub(" | ", mend(dated.text))
    found = find_timestamps(line)
    if not found:
        return None
    if POSTED.match(line):
        whole = read_byline(line, position="head")  # "Submitted by A on ..."
        if whole is not None and whole.authors:
            name = ", ".join(whole.authors) if line.isascii() or line[:4].isascii() else whole.text
            return Credit(Byline(name, whole.authors, whole.source), "beside-date", ())
    rest = [line[: found[0].label_start], line[found[-1].end :]]
    for part in [piece for half in rest for piece in BARS.split(half)]:
        part = BESIDE.sub("", WEEKDAY.sub("", part.strip(" -–|,;•·()")))
        if 3 < len(part) < 80:
            byline = read_byline(part, position="head")
            sure = byline_likelihood(part) if byline is not None else 0.0
            office = sure >= 0.5 and byline is not None and byline.source and not byline.authors
            if byline is not None and (sure >= 0.75 or (office and words(part) not in site)):
                return Credit(byline, "beside-date", ())
    return None


Rule = Callable[[Scene, Text, int, int, "Block | None"], "Credit | None"]
RULES: tuple[Rule, ...] = (
    lambda scene, text, above, first, dated: _in_blocks(scene, text, above, first),
    lambda scene, text, above, first, dated: _at_end_mark(text),
    lambda scene, text, above, first, dated: _at_tail(scene, text),
    lambda scene, text, above, first, dated: _after(scene, text),
    lambda scene, text, above, first, dated: _beside_date(dated, words(scene.head.title)),
    lambda scene, text, above, first, dated: _above_text(scene, above, first),
    lambda scene, text, above, first, dated: _by_first(text),
)
"""In the order of trust: a block named so, the line behind "./.", the last line, a line behind the text, a name beside
the date, a labelled line above the text, an English by-line."""
