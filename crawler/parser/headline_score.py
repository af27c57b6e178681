"""Headline score: how much a line looks like the headline by itself: markup, form, what titles and address say."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from crawler.parser.blocks import Block
from crawler.parser.bylines.bodies import is_body, tells_a_deed
from crawler.parser.credit_words import LABELLED
from crawler.parser.inline import names_within
from crawler.parser.scene import Scene, says
from crawler.parser.tree import parent_of
from crawler.parser.wording import mend, slug, slug_of, words

TAGS: Final = {"h1": 3.0, "h2": 2.0, "h3": 1.5, "h4": 1.5, "h5": 1.2, "h6": 1.0}
_NAMED: Final = re.compile(
    r"title|tieu-?de|headline|subject|heading|\bten-?bai|(?:article|news|post|detail|content)-?head(?:er)?\b|article-?name|post-?name"
)
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
TEMPLATE: Final = re.compile(
    r"(?:trang-)?(?:noi-dung-|xem-)?chi-tiet(?:-(?:tin|tin-tuc|bai-viet|noi-dung|thong-tin))?"
)
"""What a portal calls the page on which it shows any article: "Trang chi tiết"."""
_NUMERAL: Final = re.compile(r"\d/\d| [IVX]{1,4}$")
"""What no body's name has or ends with."""
GENRE: Final = re.compile(
    r"(?i)\W{0,3}(?:tin buồn|cáo phó|(?:lời |thư |điện )?chia buồn|"
    r"(?:lời|thư) cảm (?:ơn|tạ)|thư (?:ngỏ|kêu gọi|chúc mừng))\W{0,3}"
)
"""Headlines of one or two words that are an article's, whatever their shortness: "Tin buồn"."""
_GENERAL_TEXT: Final = "ti|su|sự|th|ho|va|vă|ba|bà|ch|tr|ne|ev|no|nộ|xe"
_GENERAL: Final = frozenset(_GENERAL_TEXT.split("|"))
"""How SECTION and TEMPLATE begin; cheap, for most lines do not."""
DATED: Final = re.compile(
    r"\(\s*(?:ngày |cập nhật |đăng )?[^()]{0,20}\d{1,2}[/.-]\d{1,2}[/.-]\d{4}[^()]{0,20}\)\s*$", re.I
)


class Headline:
    """The text, the block that shows it (None: only the metadata say it), the rule and its score."""

    __slots__ = ("block", "named_by", "rule", "score", "text")

    def __init__(
        self, text: str, block: Block | None, rule: str, score: float, named_by: tuple[str, ...] = ()
    ) -> None:
        self.text = text
        self.block = block
        self.rule = rule
        self.score = score
        self.named_by = named_by
        """What else says so: "og:title", "title", "address"."""


class Candidate:
    """A line that may be the headline."""

    __slots__ = ("block", "markup", "own", "said", "weighed")

    def __init__(self, block: Block, said: tuple[str, ...], markup: float, own: float) -> None:
        self.block = block
        self.said = said
        """What else says so, as `Headline.named_by`."""
        self.markup = markup
        """What its markup is worth."""
        self.own = own
        """Its score by markup, form, titles and address, before anything around it is asked."""
        self.weighed: Headline | None = None
        """With its whole score, once that was asked for."""


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
    whole = in_address > 0.9 and needed >= 5  # a long headline's first words
    return max(min(in_text, 1.0) if in_address > 0.6 else 0.0, in_address if in_text > 0.5 or whole else 0.0)


def titles_of(scene: Scene) -> list[tuple[str, str]]:
    """What the head calls the page, by the name of the rule; the most careful first."""
    titles = [("title", scene.head.title)] if scene.head.title else []
    og = scene.head.first("og:title", "twitter:title", "dc.title", "headline", "name")
    return [og, *titles] if og else titles


def candidate_of(scene: Scene, block: Block, titles: list[tuple[str, str]], address: str) -> Candidate:
    """A line and what it is worth by itself; `titles` in the words that `words` makes of them."""
    said, score = _by_titles(block.text, titles, address)
    markup = _by_markup(scene, block)
    return Candidate(block, said, markup, score + markup + _by_form(block.text))


def _by_markup(scene: Scene, block: Block) -> float:
    """What the tag, the names and the emphasis of a candidate and of the element around it say."""
    holder = block.holder
    score = TAGS.get(holder.tag, 0.0)
    names = scene.names(holder)
    if (
        holder.tag not in TAGS
        and len(block.text) >= 15
        and block.text[-1] not in ".;:"
        and not says(_NAMED, names)
        and not says(_OTHER, names)
    ):
        names = f"{names} {names_within(scene, block)}"
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
        score += 1.0 if GENRE.fullmatch(text) else -1.0
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
    if len(text) < 40 and text[:2].lower() in _GENERAL:
        spelt = slug(text)
        if "tiet" in spelt and TEMPLATE.fullmatch(spelt):
            score -= 9.0
        elif SECTION.match(spelt):
            score -= 3.0
    if text[0].isdigit() and sum(map(str.isdigit, text)) > 0.3 * len(text):
        score -= 3.0
    return score


def _hinted(first_words: list[str], titles: list[tuple[str, str]], address: str) -> bool:
    """Whether a title or the address may hold a text that begins so; cheap, for most begin otherwise."""
    start = first_words[0].strip("“”\"'‘’.,:;()[]!?-–").casefold()
    for _, title in titles:
        if start in title:
            return True
    return bool(address) and any(f"-{slug_of(word)}-" in address for word in first_words)


def names_a_body(text: str) -> bool:
    """Whether a line is but the name of an office, a school or a paper, and tells no deed of it."""
    text = text.strip(" .:-–|*")
    if (
        len(text) >= 90
        or text.count(" ") >= 12
        or not text.rpartition(" ")[2][:1].isupper()
        or _NUMERAL.search(text)
    ):
        return False  # a body's name ends with a place's, or is in capitals
    return is_body(text) and not tells_a_deed(text)
