"""Headline score: how much a line looks like the headline: its markup, what titles and address say, place and form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from crawler.parser.blocks import Block
from crawler.parser.bylines.bodies import is_body, tells_a_deed
from crawler.parser.bylines.read import byline_likelihood
from crawler.parser.credit_words import LABELLED
from crawler.parser.dated import dates_of
from crawler.parser.edges import is_about
from crawler.parser.region import IMPRINT, under_item
from crawler.parser.scene import Scene, says, tail_marker
from crawler.parser.timestamps.likely import NUMBERS, is_likely
from crawler.parser.tree import Element, parent_of
from crawler.parser.wording import mend, slug, slug_of, words

TAGS: Final = {"h1": 3.0, "h2": 2.0, "h3": 1.5, "h4": 1.5, "h5": 1.2, "h6": 1.0}
_NAMED: Final = re.compile(
    r"title|tieu-?de|headline|subject|heading|\bten-?bai|(?:article|news|post|detail|content)-?head(?:er)?\b|article-?name|post-?name"
)
_HOME: Final = re.compile(r"^https?://[^/]+/?(?:(?:index|default|home|trang-chu)(?:\.\w{2,5})?/?)?$", re.I)
_OTHER: Final = re.compile(
    r"portlet-title|module-?title|mod-?title|box-?title|title-?(?:page|box|cate|module|home|"
    r"web|site|block)|"
    r"(?:cate|category|site|page|block|panel|widget|menu|web|portal|cat|zone)-?(?:title|name|"
    r"heading)|logo|slogan|"
    r"breadcrumb|banner|copyright|caption|sapo|summary|subtitle|sub-title|portal-?title"
)
_OF: Final = (
    r"tin|tuc|bai|su-kien|hoat-dong|moi|noi-bat|trong|ngoai|tinh|nuoc|huyen|xa|quoc-te|chung|cua|so|nganh|"
    r"dia-phuong|viet"
)
SECTION: Final = re.compile(
    rf"(?:tin|tin-tuc|su-kien|thong-bao|hoat-dong|van-ban|bai-viet|chuyen-muc|chi-tiet|trang-chu|news|events?)"
    rf"(?:-(?:{_OF}|va|thong-bao|chi-tiet|van-ban|noi-dung|and|events?|news))*$"
)
"""What sections are called, as addresses spell it: "Tin tức - Sự kiện"."""
DATED: Final = re.compile(
    r"\(\s*(?:ngày |cập nhật |đăng )?[^()]{0,20}\d{1,2}[/.-]\d{1,2}[/.-]\d{4}[^()]{0,20}\)\s*$", re.I
)


@dataclass(frozen=True, slots=True)
class Headline:
    """The text, the block that shows it (None: only the metadata say it), the rule and its score."""

    text: str
    block: Block | None
    rule: str
    score: float
    named_by: tuple[str, ...] = ()
    """What else says so: "og:title", "title", "address"."""


@lru_cache(maxsize=64)
def address_words(path: str) -> str:
    """The words that an address spells a headline with, "-hoi-nghi-tong-ket-"; "" where it spells none."""
    path = unquote(path)
    segments = [part for part in path.split("/") if part]
    spelt = max(
        (slug(re.sub(r"\.\w{2,5}$", "", part)) for part in segments), key=lambda s: s.count("-"), default=""
    )
    return f"-{spelt}-" if spelt.count("-") >= 3 else ""


@lru_cache(maxsize=1)
def _words_of(address: str) -> tuple[frozenset[str], int]:
    """The words of an address, and how many of them are no number; at least 1."""
    known = frozenset(address.split("-"))
    return known, max(1, len([word for word in known if word and not word.isdigit()]))


def by_address(text: str, address: str) -> float:
    """How much of a text its page's address spells, 0 to 1."""
    if not address:
        return 0.0
    spelt = [word for word in slug(text).split("-") if word]
    if len(spelt) < 3:
        return 0.0
    known, needed = _words_of(address)
    in_text = sum([word in known for word in spelt]) / len(spelt)
    in_address = len(known.intersection(spelt)) / needed
    return max(min(in_text, 1.0) if in_address > 0.6 else 0.0, in_address if in_text > 0.5 else 0.0)


def titles_of(scene: Scene) -> list[tuple[str, str]]:
    """What the head calls the page, by the name of the rule; the most careful first."""
    titles = [("title", scene.head.title)] if scene.head.title else []
    og = scene.head.first("og:title", "twitter:title", "dc.title", "headline", "name")
    return [og, *titles] if og else titles


def judge(scene: Scene, block: Block, titles: list[tuple[str, str]], address: str, first: int) -> Headline:
    """One candidate's score: its markup, what the titles and the address say, its place and its form."""
    text = block.text
    said, score = _by_titles(text, titles, address)
    markup = _by_markup(scene, block)
    score += markup + _by_form(text)
    if not said and score > 0 and _is_furniture(scene, block, markup):
        score -= 3.0
    if said and names_a_body(text):
        score -= 4.0  # the site's own name, which its title says on every page
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


def _by_markup(scene: Scene, block: Block) -> float:
    """What the tag, the names and the emphasis of a candidate and of the element around it say."""
    holder = block.holder
    score = TAGS.get(holder.tag, 0.0)
    names = scene.names(holder)
    parent = parent_of(holder)
    around = scene.names(parent) if parent is not None else ""
    if parent is not None and not score:
        score += TAGS.get(parent.tag, 0.0)
    if "headline" in names:
        score += 1.5
    if says(_OTHER, names):
        score -= 2.5
    elif says(_NAMED, names):
        score += 2.0
    elif says(_OTHER, around):
        score -= 1.5
    elif says(_NAMED, around):
        score += 1.0
    if block.strong > 0.8 * len(block.text):
        score += 0.7
    told = scene.told("headline")
    if told and (holder in told or parent in told):
        score += 2.5
    return score


def _by_titles(text: str, titles: list[tuple[str, str]], address: str) -> tuple[tuple[str, ...], float]:
    """Which of the page's titles and its address say the same as a text, and what that is worth."""
    if not _hinted(text.split(None, 3)[:3], titles, address):
        return (), 0.0
    said: list[str] = []
    score = 0.0
    spelt = words(mend(text))
    for name, title in titles if len(spelt) >= 6 else ():
        if spelt == title:
            short = len(spelt) < 16 and spelt.count(" ") < 3  # "Tin tức": what a section is called
            score += 1.5 if short else 3.0 if name == "title" else 3.5
        elif title.startswith(spelt):
            score += 2.5 if len(spelt) > 12 else 1.0
        elif spelt in title:
            score += 1.5 if len(spelt) > 0.4 * len(title) else 0.3
        elif len(title) > 20 and spelt.startswith(title):
            score += 2.0
        else:
            continue
        said.append(name)
    share = by_address(text, address)
    if share > 0.6:
        score += 3.5 * share
        said.append("address")
    return tuple(said), score


def _by_form(text: str) -> float:
    """What a text's length, its beginning and its end take off: a headline is no sentence and no label."""
    score = 0.0
    if len(text) < 15:
        score -= 1.0
    if len(text) > 220:
        score -= 1.5
    if text[-1] in ".;," and not text.endswith("..."):
        score -= 1.2
    if text[-1] == ":":
        score -= 2.0
    if text[0].islower():
        score -= 1.0
    if ":" in text and len(text) < 80 and (LABELLED.match(text) or text.startswith("Kính gửi")):
        score -= 3.0  # "Tác giả: ..."
    if " > " in text or " » " in text:
        score -= 3.0  # crumbs
    if len(text) < 40 and SECTION.match(slug(text)):
        score -= 3.0
    if text[0].isdigit() and sum(map(str.isdigit, text)) > 0.3 * len(text):
        score -= 3.0
    return score


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


def _hinted(first_words: list[str], titles: list[tuple[str, str]], address: str) -> bool:
    """Whether a title or the address may hold a text that begins so; cheap, for most begin otherwise."""
    start = first_words[0].strip("“”\"'‘’.,:;()[]!?-–").casefold()
    for _, title in titles:
        if start in title:
            return True
    return bool(address) and any(f"-{slug_of(word)}-" in address for word in first_words)


def names_a_body(text: str) -> bool:
    """Whether a line is but the name of an office, a school or a paper, and tells no deed of it."""
    if len(text) >= 90 or text.count(" ") >= 12 or not text.rpartition(" ")[2][:1].isupper():
        return False  # a body's name ends with a place's, or is in capitals
    return is_body(text) and not tells_a_deed(text)


def _leads_home(scene: Scene, block: Block) -> bool:
    """Whether a line is a link to the site's home page: its name or its banner."""
    href = (block.anchor.attr("href") or "") if block.anchor is not None else ""
    return bool(href) and _HOME.search(scene.page.join(href)) is not None


def is_own_link(scene: Scene, block: Block) -> bool:
    """Whether a line that is a link may be the page's headline: it leads here, or the crumbs above say the same."""
    return leads_here(scene, block) or _said_above(scene, block)


def _said_above(scene: Scene, block: Block) -> bool:
    """Whether a line above, that is no link, says the same: the last of the crumbs."""
    if len(block.text) < 24:
        return False
    return any(not other.linked and other.text == block.text for other in scene.blocks[: block.index])


def leads_here(scene: Scene, block: Block) -> bool:
    href = (block.anchor.attr("href") or "") if block.anchor is not None else ""
    return bool(href) and (href in ("#", "") or href.startswith("javascript") or scene.page.leads_here(href))
