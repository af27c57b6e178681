"""About: what a page says about its article beside the text: section, tags, language."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from crawler.parser.blocks import Block
from crawler.parser.scene import Scene, says
from crawler.parser.tree import Element, ancestors_of, below, child_elements, parent_of
from crawler.parser.wording import mend, words

_CRUMBS: Final = re.compile(r"bread|crumb|pathway|duong-?dan|you-?are-?here|vi-tri\b")
_SECTION: Final = re.compile(r"\bcate|category|chuyen-?muc|-cat\b|\bcat-|section-name|entry-meta|detail-cat")
_LABEL: Final = re.compile(r"(?i)\W{0,3}(?:chuyên mục|danh mục|thể loại|category|section)\W{1,3}")
_SEPARATOR: Final = re.compile(r"\s*[»›>/|]\s*")
_HOME: Final = frozenset(
    [
        "trang chủ",
        "home",
        "trang nhất",
        "đầu trang",
        "bạn đang ở",
        "you are here",
        "đăng nhập",
        "đăng ký",
        "login",
    ]
)
_TAGS: Final = re.compile(r"\btags?\b|-tags?\b|tagdetail|\btags-|keyword|tu-?khoa|\bterms\b")
_TAG_LINE: Final = re.compile(
    r"(?i)\W{0,3}(?:từ khóa|từ khoá|tags?|thẻ|nhãn|keywords?)(?: tìm kiếm)?\W{0,3}[:：]?\s*"
)
_LETTERS: Final = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
_ENGLISH: Final = re.compile(r"\b(?:the|of|and|to|in|for|is|are|was|with|on|that|by)\b", re.I)
MOST_TAGS: Final = 40


def language_of(text: str) -> str:
    """ "vi" or "en", by the letters and the small words of the text; "vi" where it is too short to tell.

    >>> language_of("The department of health opened a new hospital in the north of the province.")
    'en'
    >>> language_of("Sở Y tế khánh thành bệnh viện mới")
    'vi'
    """
    sample = text[:600]
    if len(_LETTERS.findall(sample)) * 8 > len(sample) > 100:
        return "vi"  # every fourth letter of Vietnamese is one of these
    sample = text[:4000]
    letters = sum(map(str.isalpha, sample))
    if letters < 30 or len(_LETTERS.findall(sample)) * 20 > letters:
        return "vi"
    return "en" if len(_ENGLISH.findall(sample)) * 12 > len(sample.split()) else "vi"


def section_of(scene: Scene, above: int, headline: str) -> tuple[str, str] | None:
    """The section that the page names, and the rule: its metadata, its crumbs, a line named so.

    `above` is the headline's block, -1 where none shows it.
    """
    said = scene.head.get("article:section")
    if said:
        return mend(said), "meta:article:section"
    crumb = _last_crumb(scene, above, words(headline))
    if crumb is not None:
        return crumb, "crumbs"
    from_home = False
    for block in scene.blocks[max(0, above - 4) : above + 6] if above >= 0 else []:
        if block.anchor is not None and "category" in (block.anchor.attr("rel") or ""):
            return mend(block.anchor.text), "rel:category"  # https://microformats.org/wiki/rel-category
        if not 2 < len(block.text) < 80:
            continue
        label = _LABEL.match(block.text)
        if label is not None and label.end() < len(block.text):
            return mend(block.text[label.end() :]), "label"
        if (from_home or block.linked > 0.8 * len(block.text)) and says(
            _SECTION, scene.names_up(block.holder, steps=3)
        ):
            if _is_section(block.text, words(headline)):
                return mend(block.text), "named"
            from_home = words(block.text) in _HOME
    return None


def _last_crumb(scene: Scene, above: int, headline: str) -> str | None:
    """The last of the crumbs that is neither the home page nor the article itself."""
    near = set(islice(ancestors_of(scene.blocks[above].holder), 4)) if above >= 0 else set()
    for element in scene.page.tree.iter_elements(("nav", "ol", "ul")):
        if "crumb" in scene.names(element) or _leads_from_home(element, near):
            for item in reversed([mend(link.text) for link in element.iter_elements(("a", "li"))]):
                if _is_section(item, headline):
                    return item
    for block in reversed(scene.blocks[max(0, above - 14) : above + 5] if above >= 0 else []):
        if len(block.text) < 300 and says(_CRUMBS, scene.names_up(block.holder, steps=4)):
            for item in reversed(_links(block) or [mend(part) for part in _SEPARATOR.split(block.text)]):
                if _is_section(item, headline):
                    return item
    return None


def _leads_from_home(element: Element, near: set[Element]) -> bool:
    """Whether a short list in the headline's own box begins with the home page: crumbs without a name."""
    box = parent_of(element)
    for _ in range(2):
        if box is None or box in near:
            break
        box = parent_of(box)
    if box is None or box not in near or not 1 < len(child_elements(element)) < 6:
        return False
    first = element.find("a")
    return first is not None and words(first.text) in _HOME


def _is_section(text: str, headline: str) -> bool:
    spelt = words(text)
    if not 1 < len(spelt) < 70 or spelt in _HOME or headline in spelt:
        return False
    return len(spelt) < 20 or not headline.startswith(spelt)  # crumbs cut a long headline off


def tags_of(scene: Scene, last: int, end: int) -> tuple[str, ...]:
    """The tags in a box or a line named so, between the text's last block and a few lines behind its end."""
    found: dict[str, None] = {}
    for block in scene.blocks[max(0, last) : end + 12]:
        line = _TAG_LINE.match(block.text)
        if line is None and not (block.linked and says(_TAGS, scene.names_up(block.holder, steps=3))):
            continue
        links = _links(block)
        if not links and line is not None and line.end() < len(block.text):
            links = re.split(r"\s*[,;]\s*", block.text[line.end() :])
        for text in links:
            tag = mend(text).strip(" #,;.")
            if 1 < len(tag) < 80:
                found.setdefault(tag)
        if len(found) > MOST_TAGS:
            break
    if not found and (said := scene.head.get("article:tag")):
        found.setdefault(mend(said))
    return tuple(found)


def _links(block: Block) -> list[str]:
    if not block.linked:
        return []
    return [text for link in below(block.holder, "a") if (text := mend(link.text))]
