"""Credit: where on a page its byline stands, as printed."""

from __future__ import annotations

from collections.abc import Callable

from crawler.parser.blocks import Block
from crawler.parser.bylines.read import Byline, read_byline
from crawler.parser.credit_around import above_text, beside_date, beside_date_line, in_blocks
from crawler.parser.credit_found import Credit, joined
from crawler.parser.credit_tail import after, at_end_mark, at_tail, by_first, in_last_line
from crawler.parser.credit_words import LABELLED, MAX_LINE, PHOTO, trimmed
from crawler.parser.scene import Scene
from crawler.parser.text import Text
from crawler.parser.wording import words


def find_credit(scene: Scene, text: Text, above: int, first: int, dated: Block | None) -> Credit | None:
    """The byline: what the first of the rules finds, with its label and what stands next to it."""
    for place, rule in enumerate(RULES):
        found = rule(scene, text, above, first, dated)
        if found is not None:
            if not place and not found.byline.authors and found.taken[-1] <= first:
                # an office or the site's account over the text; who wrote may stand under it
                found = next(
                    (c for c in (at_end_mark(text), at_tail(scene, text)) if c and c.byline.authors), found
                )
            return _with_next(scene, _with_label(scene, found))
    return None


def _with_label(scene: Scene, found: Credit) -> Credit:
    """The byline with the label in the line before it: "Tác giả:", "Cầm Hương"."""
    index = found.taken[0] - 1 if len(found.taken) == 1 else -1
    label = scene.blocks[index].text if index >= 0 else ""
    if 3 < len(label) < 24 and label[-1] != ":" and LABELLED.fullmatch(f"{label}:") and " " in label:
        return Credit(found.byline, found.rule, (index, *found.taken))  # a column's head over it
    if label in _BARE:
        label = f"{label}:"
    if not 3 < len(label) < 24 or label[-1] != ":" or not LABELLED.fullmatch(label):
        return found
    label = label.removesuffix(":") if scene.blocks[index].text in _BARE else label
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
        if byline is None or byline.text in found.byline.text or (found.byline.source and "://" in line):
            continue
        one, two = (found.byline, byline) if order > 0 else (byline, found.byline)
        found = Credit(joined(one, two), found.rule, (*found.taken, index))
    return found


_BARE = ("Nguồn", "Nguồn tin", "Theo")
"""Labels that stand in a line of their own without a colon."""
Rule = Callable[[Scene, Text, int, int, "Block | None"], "Credit | None"]
RULES: tuple[Rule, ...] = (
    lambda scene, text, above, first, dated: in_blocks(scene, text, above, first),
    lambda scene, text, above, first, dated: at_end_mark(text),
    lambda scene, text, above, first, dated: at_tail(scene, text),
    lambda scene, text, above, first, dated: in_last_line(text),
    lambda scene, text, above, first, dated: after(scene, text),
    lambda scene, text, above, first, dated: beside_date(dated, words(scene.head.title)),
    lambda scene, text, above, first, dated: above_text(scene, above, first),
    lambda scene, text, above, first, dated: beside_date_line(scene, dated, above, first),
    lambda scene, text, above, first, dated: by_first(text),
)
"""In the order of trust: a block named so, the line behind "./.", the last line, brackets behind the last sentence, a
line behind the text, a name beside the date, a labelled line above the text, a name in the line
next to the date's, an English by-line."""
