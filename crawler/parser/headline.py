"""Headline: the article's own, as shown, and how sure that is."""

from __future__ import annotations

import re
from typing import Final

from crawler.parser.blocks import Block
from crawler.parser.dated import dates_of
from crawler.parser.edges import LEAD, is_about
from crawler.parser.headline_around import best_of, is_own_link, leads_here, under_image, weighed
from crawler.parser.headline_score import (
    DATED,
    GENRE,
    SECTION,
    TAGS,
    Candidate,
    Headline,
    address_words,
    by_address,
    candidate_of,
    names_a_body,
    titles_of,
)
from crawler.parser.region import is_teaser, under_item
from crawler.parser.scene import Scene, says, tail_marker
from crawler.parser.tree import Element, parent_of
from crawler.parser.wording import mend, slug, words

__all__ = ["Headline", "candidates_of", "find_headline", "judged"]

_PARTS: Final = re.compile(r"\s+[-–—|»«:·•]\s+|\s*[|»«]\s*")
_SITE: Final = re.compile(
    r"(?i)(?:cổng|trang|hệ thống) (?:thông tin|tin)|website|portal|[a-z]\.vn\b|"
    r"^(?:báo|sở|ubnd|ủy ban|uỷ ban|đài|trường|phòng|bệnh viện|trung tâm|cục|chi cục|tổng cục|ban|bộ|viện|hội|"
    r"liên đoàn|hiệp hội|công an|đảng ủy|xã|phường|thị trấn|huyện|tỉnh|thành phố|quận) "
)
_LIMIT: Final = 350
_SENTENCE: Final = 120
"""From how many characters a line that ends as a sentence does is none, unless it is marked or named as a headline."""


def judged(scene: Scene, first: int) -> list[Headline]:
    """Every candidate with its score; `first` is the text's first block."""
    return [weighed(scene, candidate, first) for candidate in candidates_of(scene, first)]


def find_headline(scene: Scene, first: int) -> Headline | None:
    """The best of the candidates before and around the text's first block, `first`."""
    candidates = candidates_of(scene, first)
    best = best_of(scene, candidates, first)
    if best is not None and best.score >= 2.0:
        return _whole(scene, _first_of(scene, best, candidates, first))
    unseen = _unseen(scene, titles_of(scene), address_words(scene.page.path))
    if unseen is not None and names_a_body(unseen.text):
        unseen = None  # the site's title, no article's
    if unseen is None and best is not None and best.score > 1.2:
        return _whole(scene, best)
    if unseen is not None and len(unseen.named_by) > 1:
        return unseen
    return _by_place(scene, candidates, first) or unseen


def _by_place(scene: Scene, candidates: list[Candidate], first: int) -> Headline | None:
    """Where no markup and no title tells: the line above the text, if it looks like a headline."""
    lines = {block.index for block in _lines_above(scene, first)}
    if first < len(scene.blocks) and says(LEAD, scene.names(scene.blocks[first].holder)):
        lines.add(first + 1)  # it may stand between its lead and its text
    near = [
        found
        for c in candidates
        if c.block.index in lines
        and (found := weighed(scene, c, first)).score >= (-0.6 if c.block.index <= first else -1.3)
        and not SECTION.match(slug(c.block.text[:60]))
    ]
    best = max(near, key=lambda found: found.score, default=None)
    if best is None or best.block is None or (best.text.count(" ") < 3 and not GENRE.fullmatch(best.text)):
        return None
    if (
        best.text[-1] in ".…;,:"  # a sentence, or a teaser that is cut off
        or (len(best.text) > _SENTENCE and is_teaser(scene.blocks, best.block.index))
        or tail_marker(best.block)
        or scene.boxed(best.block.holder)
        or dates_of(best.block)
        or _is_asked(best.block)
    ):
        return None
    return Headline(mend(best.text), best.block, f"place:{best.block.holder.tag}", best.score)


def _is_asked(block: Block) -> bool:
    """Whether a line is the question of a poll: buttons to choose from stand beside it."""
    box: Element | None = block.holder
    for _ in range(3):
        if box is None or box.tag == "body":
            return False
        if any(
            (entry.attr("type") or "").lower() in ("radio", "checkbox")
            for entry in box.iter_elements("input")
        ):
            return block.text[-1] in "?:"
        box = parent_of(box)
    return False


def _lines_above(scene: Scene, first: int, most: int = 4) -> list[Block]:
    """The last lines before the text that are no links and no dates, the nearest first."""
    found: list[Block] = []
    for block in reversed(scene.blocks[max(0, first - 12) : first]):
        shown = block.text and (not block.linked or leads_here(scene, block))
        if shown and not is_about(block) and not _is_aside(scene.blocks, block.index):
            found.append(block)
        elif block.linked > 0.5 * len(block.text) and found:
            break  # a menu ends here
        if len(found) == most:
            break
    return found


def _first_of(scene: Scene, best: Headline, candidates: list[Candidate], first: int) -> Headline:
    """Of candidates that say the same, the h1: bars that stick to a window's edge repeat it."""
    for other in candidates:
        if other.block.holder.tag == "h1" and other.block.text == best.text:
            found = weighed(scene, other, first)
            if found.score > best.score - 3.0:
                return found
    return best


def candidates_of(scene: Scene, first: int) -> list[Candidate]:
    """Blocks near the text's beginning, and those anywhere that repeat the page's title."""
    found = []
    titles = titles_of(scene)
    said = "\n".join([text for _, text in titles])
    spelt = [(name, words(mend(text))) for name, text in titles]
    address = address_words(scene.page.path)
    for block in scene.blocks[: first + 200]:
        text = block.text
        if not 6 <= len(text) <= _LIMIT:
            continue
        near = first - 40 <= block.index <= first + 4
        if not near and (block.linked or text not in said):
            continue
        if len(text) > _SENTENCE and text[-1] in ".;:" and block.holder.tag not in TAGS and text not in said:
            continue
        if block.linked > 0.7 * len(text) and block.holder.tag not in TAGS and not is_own_link(scene, block):
            continue
        found.append(candidate_of(scene, block, spelt, address))
    return found


def _is_aside(blocks: list[Block], index: int) -> bool:
    """Whether a line stands under a picture, as captions do, or under the link or number of a list's item."""
    return under_image(blocks, index) or under_item(blocks, index)


def _whole(scene: Scene, found: Headline) -> Headline:
    """The headline with the lines of it that `<br>` parts, without a date in brackets behind it."""
    block = found.block
    if block is None:
        return found
    text = block.text
    if block.holder.tag in TAGS:
        blocks = scene.blocks
        after = block.index + 1
        while after < len(blocks) and blocks[after].holder is block.holder and blocks[after].text:
            if dates_of(blocks[after]):
                break
            text = f"{text} {blocks[after].text}"
            after += 1
        before = block.index - 1
        while before >= 0 and blocks[before].holder is block.holder and blocks[before].text:
            if dates_of(blocks[before]):
                break
            text = f"{blocks[before].text} {text}"
            before -= 1
    text = mend(text)
    bare = DATED.sub("", text).strip()
    if bare != text and words(text) not in words(scene.head.title):
        text = bare
    return Headline(text, block, found.rule, found.score, found.named_by)


def _unseen(scene: Scene, titles: list[tuple[str, str]], address: str) -> Headline | None:
    """The metadata's title where no block shows it, without the site's name."""
    site = words(scene.head.get("og:site_name"))
    host = scene.page.url.split("/", 3)[2].removeprefix("www.") if scene.page.url.count("/") > 1 else ""
    for name, text in titles:
        parts = [part.strip() for part in _PARTS.split(mend(text)) if part and part.strip()]
        if not parts:
            continue
        if address and (share := by_address(mend(text), address)) > 0.6:
            kept = [part for part in parts if words(part) != site and (not host or host not in part.lower())]
            while len(kept) > 1 and by_address(kept[-1], address) < 0.5 and share:
                kept.pop()
            whole = mend(text)
            end = whole.find(kept[-1]) + len(kept[-1]) if kept else len(whole)
            return Headline(whole[:end], None, f"meta:{name}", 2.5, (name, "address"))
        kept = list(parts)
        while len(kept) > 1 and (words(kept[-1]) == site or _SITE.search(kept[-1])):
            kept.pop()
        cut = mend(text)
        cut = cut[: cut.find(kept[-1]) + len(kept[-1])]
        if words(cut) != site and len(cut) > 25 and not (len(parts) == 1 and _SITE.match(cut)):
            return Headline(cut, None, f"meta:{name}", 1.5, (name,))
    return None
