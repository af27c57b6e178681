"""Captions: which short lines under a picture speak of the picture."""

from __future__ import annotations

import re
from typing import Final

from crawler.parser.blocks import Block
from crawler.parser.scene import Scene, says
from crawler.parser.tree import Element, child_elements, parent_of

_NAMED: Final = re.compile(
    r"caption|chu-?thich|photocms|image-?desc|img-?desc|photo-?desc|imagenote|ghi-?chu-?anh|pic-?note|pnote"
)
_SPEAKS: Final = re.compile(
    r"(?i)^\W{0,3}(?:ảnh|hình|nguồn ảnh|photo|image)\b|\((?:ảnh|nguồn|hình|photo|minh họa|"
    r"ảnh minh)[^()]{0,80}\)\W{0,3}$"
    r"|(?:^|[.\s-])(?:ảnh|nguồn ảnh|photo)\s?:\s?[^.:]{1,60}\W{0,3}$|^ảnh minh h[oọ]"
)
_ASKS: Final = re.compile(r"(?:PV|P\.V|BTV|MC|Phóng viên|PHÓNG VIÊN|Nhà báo|Hỏi|HỎI)\s?[:：]")
"""A question of an interview."""
_CENTRED: Final = re.compile(r"text-align\s{0,3}:\s{0,3}center", re.I)
LIMIT: Final = 400


def centred(element: Element | None, steps: int = 2) -> bool:
    """Whether an element's text is set in the middle."""
    while element is not None and steps:
        if element.tag == "center" or (element.attr("align") or "").lower() == "center":
            return True
        style = element.attr("style")
        if style is not None and _CENTRED.search(style):
            return True
        names = element.attr("class")
        if names is not None and "center" in names.lower():
            return True
        if element.tag in ("td", "div", "body"):
            return False
        element, steps = parent_of(element), steps - 1
    return False


def named_caption(scene: Scene, block: Block) -> bool:
    """Whether the markup itself calls a block a caption."""
    if len(block.text) > 2 * LIMIT:
        return False
    holder = block.holder
    if _is_named(scene, holder):
        found: Element | None = holder
    else:
        around = parent_of(holder)
        if around is None:
            return False
        if around not in scene.captioned:  # paragraphs stand side by side
            scene.captioned[around] = _named_from(scene, around, 3)
        found = scene.captioned[around]
    return found is not None and (found.tag not in ("table", "tbody") or len(block.text) < LIMIT)


def _is_named(scene: Scene, element: Element) -> bool:
    if element.tag == "figure":
        return (
            element.find("img") is not None
        )  # a table has one too, and one that is not closed holds the rest
    return element.tag == "figcaption" or says(_NAMED, scene.names(element))


def _named_from(scene: Scene, element: Element | None, steps: int) -> Element | None:
    """The nearest of so many elements outward that is named a caption's."""
    while element is not None and steps:
        if _is_named(scene, element):
            return element
        element, steps = parent_of(element), steps - 1
    return None


def is_caption(scene: Scene, block: Block, usual: str) -> bool:
    """Whether a block says what a picture right before it (or beside it in a table) shows.

    `usual`: how the text's paragraphs are set, "plain" or "odd" (all in italics or in the middle).
    """
    text = block.text
    if named_caption(scene, block):
        return True
    if len(text) > LIMIT or text.endswith("./.") or _ASKS.match(text):
        return False
    blocks = scene.blocks
    before = blocks[block.index - 1] if block.index else None
    image = before is not None and before.image is not None
    after_pictures = image or (
        before is not None
        and not before.text
        and block.index > 1
        and blocks[block.index - 2].image is not None
    )
    if not after_pictures:
        return False
    if _SPEAKS.search(text) and len(text) < 300:
        return True
    set_apart = block.strong > 0.8 * len(text) or centred(block.holder)
    if usual == "plain" and set_apart and len(text) < 300:
        return True
    if before is not None and image and (_in_layout_table(before, block) or _in_one_box(before, block)):
        return True
    if (
        before is not None
        and before.holder is block.holder
        and len(text) < 160
        and block.holder.tag in ("p", "div", "td")
    ):
        return text[-1] not in ".:;" or set_apart
    return len(text) < 140 and text[-1] not in ".:;,?!" and not text[0].isdigit()


def _in_one_box(image: Block, block: Block) -> bool:
    """Whether a box holds a picture, the line under it and nothing else."""
    box = parent_of(block.holder)
    if box is None or box not in (image.holder, parent_of(image.holder)) or box.tag in ("body", "td"):
        return False
    return len(child_elements(box)) < 5 and len(box.text.strip()) < len(block.text) + 12


def _in_layout_table(image: Block, block: Block) -> bool:
    """Whether picture and text stand in one table that holds little else."""
    table: Element | None = block.holder
    steps = 6
    while table is not None and table.tag != "table" and steps:
        table, steps = parent_of(table), steps - 1
    if table is None or table.tag != "table":
        return False
    other: Element | None = image.holder
    steps = 8
    while other is not None and other is not table and steps:
        other, steps = parent_of(other), steps - 1
    return other is table and len(table.text.strip()) < len(block.text) + 300
