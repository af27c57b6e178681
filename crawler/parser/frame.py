"""Frame: the blocks among which an article's text stands, up to the line that begins the page's tail."""

from __future__ import annotations

import re
from typing import Final

from crawler.parser.blocks import Block
from crawler.parser.region import is_teaser, resumes
from crawler.parser.scene import Scene, Span, tail_marker

_COMMENTS: Final = re.compile(
    r"(?i)\W{0,4}\d{0,4} ?(?:ý kiến|bình luận|nhận xét|phản hồi|comments?)\b.{0,30}$"
)


class Frame:
    """The blocks among which the text stands, from the headline to the page's tail."""

    __slots__ = ("apart", "blocks", "end", "heads", "prose")

    def __init__(
        self, blocks: list[Block], apart: frozenset[int], end: int, prose: int, heads: frozenset[int]
    ) -> None:
        self.blocks = blocks
        self.apart = apart
        """Those in boxes within: related news, sharing, tags."""
        self.end = end
        self.prose = prose
        """Characters of prose in the whole region."""
        self.heads = heads
        """Those that name what follows an article, though the text goes on behind them."""


def frame_of(scene: Scene, region: Span, start: int) -> Frame:
    """The blocks of `region` from block `start` to the line that begins what follows an article."""
    blocks = scene.blocks[start : region.end]
    prose = prose_of(blocks)
    apart = frozenset([b.index for b in blocks if scene.set_apart(b.holder, region.element)])
    if apart and prose_of([b for b in blocks if b.index in apart]) > 0.6 * prose:
        # the name that sets them apart is the text's own; what a style hides is not
        unseen = frozenset(b.index for b in blocks if b.index in apart and scene.hidden(b.holder))
        apart = unseen if prose_of([b for b in blocks if b.index not in unseen]) >= 200 else frozenset()
    end = region.end
    heads = []
    for block in blocks:
        if not begins_tail(block):
            continue
        heads.append(block.index)
        behind = [b for b in blocks if b.index > block.index and b.index not in apart]
        rest = prose_of([b for b in behind if not is_teaser(scene.blocks, b.index)])
        if _COMMENTS.match(block.text) and rest < prose and prose_of(blocks[: block.index - start]) > 0:
            end = block.index
            break
        if resumes(scene.blocks, [b for b in blocks if b.index < block.index], behind):
            continue
        if rest == 0:
            end = block.index
            break
        listed = rest < 0.6 * prose and heads_list(scene, block.index, region.end)
        if block.index not in apart and (rest < 0.35 * prose or listed):
            end = block.index
            break
    return Frame([b for b in blocks if b.index < end], apart, end, prose, frozenset(heads))


def begins_tail(block: Block) -> bool:
    """Whether a line begins what follows an article: other news, comments."""
    text = block.text
    if (
        block.holder.tag in ("h2", "h3", "h4", "h5")
        and len(text) < 40
        and text.startswith(("Xem thêm", "Đọc thêm"))
    ):
        return True
    if len(text) < 40 and not block.linked and _COMMENTS.match(text):
        return True
    return tail_marker(block) and (block.linked == 0 or block.linked > 0.5 * len(text) or text[-1] == ":")


def prose_of(blocks: list[Block]) -> int:
    """Characters of the blocks that hold a line or more of text, without links."""
    return sum([block.own for block in blocks if block.own >= 40])


def heads_list(scene: Scene, index: int, end: int) -> bool:
    """Whether links follow a line within a few blocks, as they do a head such as "Tin khác"."""
    following = [b for b in scene.blocks[index + 1 : min(end, index + 7)] if b.text]
    return sum(b.linked > 0.7 * len(b.text) for b in following) >= 2
