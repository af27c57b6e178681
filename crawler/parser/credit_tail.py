"""Credit tail: the bylines that are a text's own line, its last ones or its first, or stand right behind it."""

from __future__ import annotations

import re
from typing import Final

from crawler.parser.blocks import Block
from crawler.parser.bylines.labels import SIGNATURE, TITLE
from crawler.parser.bylines.read import Byline, likely_byline, read_byline
from crawler.parser.credit_found import Credit, joined, whole_line
from crawler.parser.credit_words import BY, LABEL, LABELLED, MAX_LINE, trimmed
from crawler.parser.frame import begins_tail
from crawler.parser.scene import Scene
from crawler.parser.text import Text
from crawler.parser.timestamps.words import fold

_MAIL: Final = re.compile(
    r"\W{0,3}(?:e-?mail\s?:\s?)?[\w.+-]{2,40}@[\w-]{2,40}(?:\.\w{2,20}){1,4}\W{0,3}", re.I
)
_BEHIND: Final = re.compile(
    r"(?<=[.!?…/”\"])\s{0,3}[(\[]((?:Theo|THEO|Nguồn|Tin|Bài|Tổng hợp|T/h)\b[^()\[\]]{3,80})[)\]]\W{0,3}$"
)
"""A byline in brackets behind a text's last sentence."""


def at_end_mark(text: Text) -> Credit | None:
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
        if byline is None or sure < 0.5 or _signs(line, byline):
            return None
        del paragraphs[place + 2 :]
        return Credit(byline, "end-mark", (block.index,))
    return None


def at_tail(scene: Scene, text: Text) -> Credit | None:
    """The text's last short line, or one of the last three where a note stands behind it."""
    paragraphs = text.paragraphs
    if len(paragraphs) > 2 and _MAIL.fullmatch(paragraphs[-1][0]) and _is_person(paragraphs[-2][0]):
        paragraphs.pop()
    if len(paragraphs) < 2:
        return None
    bracketed = False
    for place in range(len(paragraphs) - 1, max(0, len(paragraphs) - 4), -1):
        line, block = paragraphs[place]
        if len(line) > MAX_LINE:
            break
        sure, byline = likely_byline(line)
        if byline is None or sure < 0.2:
            continue
        need = 0.3 if bracketed else needed(paragraphs[place - 1][0], block)
        office = place == len(paragraphs) - 1 and byline.source == line.strip("()[] .")
        if office and _is_person(paragraphs[place - 1][0], 0.3 if line[0] == "(" else 0.75):
            bracketed = line[0] == "("
            continue  # the office of who stands above it
        if (
            place == len(paragraphs) - 1
            and byline.source
            and not byline.authors
            and not (line.isupper() and " " in line)
        ):
            need -= 0.25  # an office alone in the last line: "VP Sở", "(Phòng QLVT)"
        if sure >= need and not _signs(line, byline) and not _signed(paragraphs, place):
            return _with_note(paragraphs, place, byline)
    return None


def in_last_line(text: Text) -> Credit | None:
    """ "... (Theo TTXVN)" behind the last sentence, in its own paragraph; taken out of `text`."""
    if not text.paragraphs:
        return None
    line, block = text.paragraphs[-1]
    found = _BEHIND.search(line, max(0, len(line) - 120))
    byline = read_byline(found[1], position="tail") if found else None
    if found is None or byline is None:
        return None
    text.paragraphs[-1] = (line[: found.start()].rstrip(), block)
    return Credit(byline, "last-line", ())


def needed(before: str, block: Block) -> float:
    """How sure the words of a line must be for a byline, by what stands before it and how it is set."""
    before = before.rstrip(' ”"')
    need = 0.75 - (0.25 if before.endswith("./.") else 0) - (0.05 if before[-1:] in ".…!)" else 0)
    if block.strong > 0.7 * len(block.text) or _at_right(block):
        need -= 0.2
    return need


def _is_person(line: str, least: float = 0.75) -> bool:
    """Whether a line is a writer's name and nothing else, as surely as `least`."""
    sure, byline = likely_byline(line) if len(line) < 60 else (0.0, None)
    return byline is not None and bool(byline.authors) and sure >= least


def _signs(line: str, byline: Byline) -> bool:
    """Whether an office signs in capitals what it made known; under a label it is the source."""
    return not byline.authors and line.isupper() and line.count(" ") > 1 and ":" not in line


def _signed(paragraphs: list[tuple[str, Block]], place: int) -> bool:
    """Whether a document's signature stands right above a name: who signs does not report."""
    for text, _ in reversed(paragraphs[max(0, place - 3) : place]):
        if len(text) >= 60:
            return False
        if text[-1] not in ".…" and text.count(" ") < 6 and SIGNATURE.fullmatch(fold(text)[0].strip()):
            return True
    return False


def _with_note(paragraphs: list[tuple[str, Block]], place: int, byline: Byline) -> Credit:
    """The byline with a last line in brackets that says who its writer is: "(Lớp 9C)"."""
    block = paragraphs[place][1]
    if place == len(paragraphs) - 2:
        note, other = paragraphs[-1]
        office = read_byline(note, position="tail") if len(note) < 80 and not byline.source else None
        if office is not None and office.source == note and other.index <= block.index + 2:
            return Credit(joined(byline, office), "tail", (block.index, other.index))
        title = len(note) < 60 and not byline.source and TITLE.fullmatch(fold(note)[0]) is not None
        if title and byline.authors and other.index <= block.index + 2:
            return Credit(Byline(f"{byline.text} {note}", byline.authors), "tail", (block.index, other.index))
        if (
            len(note) < (80 if office else 40)
            and note[0] == "("
            and note[-1] == ")"
            and other.index <= block.index + 2
        ):
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


def after(scene: Scene, text: Text) -> Credit | None:
    """A labelled line right behind the text."""
    last = max((b.index for _, b in text.paragraphs), default=text.end - 1)
    for block in scene.blocks[last + 1 : min(len(scene.blocks), text.end + 6)]:
        if not 2 < len(block.text) <= MAX_LINE or block.linked > (
            0.75 if LABELLED.match(block.text) else 0.6
        ) * len(block.text):
            continue
        if begins_tail(block):
            break
        if not LABEL.match(block.text) and (block.index > last + 2 or scene.boxed(block.holder)):
            continue
        line, taken = whole_line(scene, block)
        sure, byline = likely_byline(trimmed(line))
        need = min(0.85, 0.1 + needed(text.paragraphs[-1][0], block)) if text.paragraphs else 0.85
        if byline is not None and sure >= need:
            return Credit(byline, "after-text", taken)
    return None


def by_first(text: Text) -> Credit | None:
    """English papers: "By Eric Bradner, CNN" as the text's first line."""
    for line, block in (*text.lead[:2], *text.paragraphs[:2]):
        if len(line) <= MAX_LINE and BY.match(line) and line[-1] != ".":
            byline = read_byline(trimmed(line), position="head")
            if byline is not None:
                return Credit(byline, "by-line", (block.index,))
    return None
