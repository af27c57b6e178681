"""Place: the region and the headline, each found by help of the other."""

from __future__ import annotations

import re
from typing import Final

from crawler.parser.blocks import Block
from crawler.parser.frame import heads_list, prose_of
from crawler.parser.headline import Headline, find_headline
from crawler.parser.region import REACH, find_region, first_prose, region_under, without_teasers, worths
from crawler.parser.scene import Scene, Span, tail_marker
from crawler.parser.tree import parent_of

_BESIDE: Final = 12
_OTHERS: Final = re.compile(r"(?i)khác|liên quan|cùng (?:chuyên mục|chủ đề)|mới nhất|related|other")
"""What a list of other articles is headed with."""


def widened(scene: Scene, region: Span) -> Span:
    """A region that is but a paragraph, with the lines beside it behind it, up to a link or what begins the tail."""
    if region.element.tag != "p":
        return region
    box = parent_of(region.element)
    end = region.end
    for block in scene.blocks[region.end : region.end + _BESIDE]:
        if parent_of(block.holder) is not box or block.linked or tail_marker(block):
            break
        end = block.index + 1
    return region if box is None or end == region.end else Span(box, region.start, end, region.rule)


def find_place(scene: Scene) -> tuple[Span | None, Headline | None, list[float]]:
    """The region and the headline, each found by help of the other.

    A sidebar may hold more prose than a short article: where teasers do not count and the region is another, that
    one is right if a headline stands at it which a title or the address names.
    """
    values = worths(scene)
    region = find_region(scene, values)
    fair = without_teasers(scene, values)
    other = find_region(scene, fair)
    beside = None
    if other is not None and region is not None and other.element is not region.element:
        beside = find_headline(scene, first_prose(scene.blocks, other.start, other.end))
        if beside is not None and beside.named_by and not _is_near(scene, region, beside.block):
            return other, beside, fair
    first = first_prose(scene.blocks, region.start, region.end) if region else len(scene.blocks)
    headline = find_headline(scene, first)
    if (
        beside is not None
        and beside.block is not None
        and (headline is None or headline.score < beside.score - 0.5)
    ):
        return other, beside, fair
    return region, headline, fair


def _is_near(scene: Scene, region: Span, block: Block | None) -> bool:
    """Whether a region holds a headline's block, or begins within a few lines under it."""
    if block is None or region.end <= block.index:
        return block is None
    first = first_prose(scene.blocks, region.start, region.end)
    return sum([1 for b in scene.blocks[block.index : first] if b.text]) < REACH


def region_near(scene: Scene, region: Span | None, headline: Headline, values: list[float]) -> Span:
    """The region under a shown headline; where none begins near it, the few blocks behind the headline."""
    block = headline.block
    if block is None:
        return region or Span(scene.page.tree, 0, len(scene.blocks))
    sure = bool(headline.named_by) and headline.text.count(" ") >= 3
    near = region if region is not None and _is_near(scene, region, block) else None
    if near is not None and not sure:
        return near
    if region is not None and region.end > block.index and not headline.named_by:
        return region
    under = region_under(scene, values, block.index)
    if near is not None and under is not None and near.start > under.start:
        inner = prose_of(scene.blocks[near.start : near.end])
        if near.end <= under.end and inner > 0.7 * prose_of(scene.blocks[block.index : under.end]):
            return near  # the one around holds little more than the lead
    if under is not None and (near is None or under.start < near.end):
        return under
    if near is not None and not any(
        tail_marker(b) and _OTHERS.search(b.text) and heads_list(scene, b.index, near.end)
        for b in scene.blocks[block.index + 1 : near.start]
    ):
        return near
    end = block.index + 1
    while end < len(scene.blocks) and end < block.index + 40:
        following = scene.blocks[end]
        if (
            tail_marker(following)
            or scene.boxed(following.holder)
            or (following.holder.tag in ("h1", "h2") and end > block.index + 3)
        ):
            break
        end += 1
    return Span(scene.page.tree, block.index + 1, end)
