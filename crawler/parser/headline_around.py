"""Headline around: what the lines around a candidate say for it or against it, asked only of those that may win."""

from __future__ import annotations

import re
from typing import Final

from crawler.parser.blocks import Block
from crawler.parser.bylines.read import byline_likelihood
from crawler.parser.dated import dates_of
from crawler.parser.edges import is_about
from crawler.parser.headline_score import Candidate, Headline, names_a_body
from crawler.parser.region import IMPRINT, under_item
from crawler.parser.scene import Scene, tail_marker
from crawler.parser.timestamps.likely import NUMBERS, is_likely
from crawler.parser.tree import Element, parent_of

_HOME: Final = re.compile(r"^https?://[^/]+/?(?:(?:index|default|home|trang-chu)(?:\.\w{2,5})?/?)?$", re.I)

_UPWARDS: Final = re.compile(r"[./]*(?:(?:index|default|home|trang-chu)(?:\.\w{2,5})?/?)?", re.I)
"""The links that may lead to the home page from another: all others are not even joined."""


def weighed(scene: Scene, candidate: Candidate, first: int) -> Headline:
    """A candidate with its whole score; `first` is the text's first block."""
    known = candidate.weighed
    if known is None:
        known = candidate.weighed = _weighed(scene, candidate, first)
    return known


def best_of(scene: Scene, candidates: list[Candidate], first: int) -> Headline | None:
    """The candidate with the highest score, the first of equal ones; those that cannot win are not weighed."""
    best: Headline | None = None
    place = 0
    bounds = sorted([(-_at_most(candidate, first), n) for n, candidate in enumerate(candidates)])
    for bound, n in bounds:
        if best is not None and -bound < best.score:
            break
        found = weighed(scene, candidates[n], first)
        if best is None or found.score > best.score or (found.score == best.score and n < place):
            best, place = found, n
    return best


def _at_most(candidate: Candidate, first: int) -> float:
    """What a candidate's score cannot exceed, whatever stands around it."""
    after = candidate.block.index - first
    if after > 0:
        return candidate.own - min(0.4 + 0.3 * after, 3.0) + 0.5
    return candidate.own - min(3.0, -0.08 * after) + 2.5


def _weighed(scene: Scene, candidate: Candidate, first: int) -> Headline:
    block, said, markup, score = candidate.block, candidate.said, candidate.markup, candidate.own
    text = block.text
    if not said and score > 0 and _is_furniture(scene, block, markup):
        score -= 3.0
    if said and names_a_body(text):
        score -= 4.0 * len(said)  # the site's own name, which its titles say on every page
    if block.linked > 0.7 * len(text):
        score += 0.5 if _said_above(scene, block) else 0.0
        score -= 0.3 if is_own_link(scene, block) else 7.0 if _leads_home(scene, block) else 3.5
    elif block.linked:
        score -= 1.0
    if block.index > first:
        far = 0.4 + 0.3 * (block.index - first)
        score -= min(far, 3.0) if said and not block.linked and markup >= 1.0 else far
    else:
        score -= min(3.0, 0.08 * (first - block.index))
        score += 2.0 if _dated_next(scene, block) else 0.0
    if said and any(IMPRINT.match(b.text) for b in scene.blocks[block.index + 1 : block.index + 3]):
        score -= 4.0  # the site's name over its address
    if score > 2.0 and (scene.hidden(block.holder) or scene.boxed(block.holder)):
        score -= 3.0
    return Headline(text, block, "+".join((f"block:{block.holder.tag}", *said)), score, said)


def _is_furniture(scene: Scene, block: Block, markup: float) -> bool:
    """Whether a line heads comments or other news, tells who posted when, or stands under a picture."""
    if tail_marker(block) or is_about(block):
        return True
    return markup < 1.5 and under_image(scene.blocks, block.index) and not _dated_next(scene, block)


def under_image(blocks: list[Block], index: int) -> bool:
    """Whether a line stands right under a picture in the same box, as captions do; a banner has a box of its own."""
    if index == 0 or blocks[index - 1].image is None:
        return False
    around = {blocks[index - 1].holder, *_up(blocks[index - 1].holder)}
    return any(element in around for element in _up(blocks[index].holder))


def _up(element: Element) -> list[Element]:
    """The two elements around one, but not the page's own."""
    found = []
    for _ in range(2):
        parent = parent_of(element)
        if parent is None or parent.tag in ("body", "html", "form"):
            break
        found.append(parent)
        element = parent
    return found


def _dated_next(scene: Scene, block: Block) -> bool:
    """Whether the line behind a block is a date: nothing but a headline has one under it."""
    if (
        len(block.text) < 20
        or (block.linked and not is_own_link(scene, block))
        or block.text[-1] in ".;:"
        or is_about(block)
        or under_item(scene.blocks, block.index)
    ):
        return False
    for following in scene.blocks[block.index + 1 : block.index + 4]:
        if following.text:
            return (
                len(following.text) < 90
                and not following.linked
                and is_likely(following.text)
                and not NUMBERS.match(block.text)
                and bool(dates_of(following))
                and not (len(block.text) < 80 and byline_likelihood(block.text) >= 0.4)
            )
    return False


def _leads_home(scene: Scene, block: Block) -> bool:
    """Whether a line is a link to the site's home page: its name or its banner."""
    href = (block.anchor.attr("href") or "") if block.anchor is not None else ""
    if not href or not (href.count("/") <= 4 if "//" in href else _UPWARDS.fullmatch(href)):
        return False
    return _HOME.search(scene.page.join(href)) is not None


def is_own_link(scene: Scene, block: Block) -> bool:
    """Whether a line that is a link may be the page's headline: it leads here, or the crumbs above say the same."""
    return leads_here(scene, block) or _said_above(scene, block)


def _said_above(scene: Scene, block: Block) -> bool:
    """Whether a line above, that is no link, says the same: the last of the crumbs."""
    text = block.text
    if len(text) < 24:
        return False
    for other in scene.blocks:
        if other is block:
            return False
        if other.text == text and not other.linked:
            return True
    return False


def leads_here(scene: Scene, block: Block) -> bool:
    href = (block.anchor.attr("href") or "") if block.anchor is not None else ""
    return bool(href) and (href in ("#", "") or href.startswith("javascript") or scene.page.leads_here(href))
