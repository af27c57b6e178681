"""Scene: a page as the slot readers see it: its blocks, its head, and the names on its elements."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime
from typing import Final, Literal
from unicodedata import is_normalized, normalize

from crawler.layout import Layout
from crawler.parser.blocks import Block, Laid, lay_out
from crawler.parser.legacy import from_legacy, legacy_of
from crawler.parser.metadata import Metadata, head_of, linked_data
from crawler.parser.page import Page
from crawler.parser.prior import selected
from crawler.parser.tree import Element, parent_of

BAD: Final = re.compile(
    r"relat|lien-?quan|tin-?khac|tinlq|baiviet_?khac|othernews|other-?news|news-?other|"
    r"orther|cung-?chuyen|samecate|same-?cat|share|social|"
    r"comment|binh-?luan|\btags?\b|-tags?\b|tagdetail|tag-detail|list-?tag|keyword|rating|"
    r"\bvote|danh-?gia|breadcrumb|"
    r"sidebar|banner|adver|\bads\b|\bads-|-ads\b|quang-?cao|toolbar|pagination|paging|"
    r"\bpager|popup|\bmodal|\bmenu|"
    r"hot-?news|most-?(?:view|read)|doc-?nhieu|view-?count|luot-?xem|newsletter|subscri|"
    r"print-?hidden|sr-only|"
    r"visually-?hidden|relate|zalo|fb-|addthis|sharethis|the-?article-?tags|(?:^|[\s-])footer|skip-?link|"
    r"list-?news|listnews|news-?list|read-?more|readmore|docthem|xem-?them|tin-?moi|feedback|"
    r"contact-?form|author-?box|"
    r"poll|survey|tham-?do|copyright|vnpt-?tts|text-?to-?speech|speaker|audio-?player|"
    r"asset-control|view-content-author|lich-?phat-?song|\\btts|ai-?tom-?tat|ai-?summary|audio-?reader|player|aniview|ad-?zone|gallery-thumb|"
    r"(?<!\S)(?:hidden|d-none|hide|element-invisible)(?!\S)"
)


_REMEMBERED: Final = 4096
_SAID: defaultdict[str, dict[str, bool]] = defaultdict(dict)


def says(pattern: re.Pattern[str], names: str) -> bool:
    """Whether an element's names hold what a pattern looks for; remembered, for names come again on a host."""
    said = _SAID[pattern.pattern]  # hashing a compiled pattern costs more than most searches
    verdict = said.get(names)
    if verdict is None:
        if len(said) >= _REMEMBERED:
            said.clear()
        verdict = said[names] = pattern.search(names) is not None
    return verdict


_UNICODE: Final = re.compile("[\u1ea0-\u1ef9ăđơưĂĐƠƯ]")
"""Letters that neither TCVN3 nor VNI has."""
_FOREIGN: Final = "øñ¸µ"
_SAMPLE: Final = 4000
"""In how much of a page's prose they are looked for, in characters."""
_HIDDEN: Final = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden")


def hides(style: str | None) -> bool:
    """Whether an element's style hides it from the reader."""
    if style is None:
        return False
    spelt = style.lower()
    return ("none" in spelt or "hidden" in spelt) and _HIDDEN.search(spelt) is not None


_WIDE: Final = ("body", "html", "main", "form")
NAMES: Final = 240
"""What is read of an element's names, in characters."""


class Span:
    """A range of blocks and the element that holds them."""

    __slots__ = ("element", "end", "rule", "start")

    def __init__(self, element: Element, start: int, end: int, rule: str = "density") -> None:
        self.element = element
        self.start = start
        self.end = end
        self.rule = rule


class Scene:
    """What the slot readers share while one page is read."""

    __slots__ = (
        "_apart", "_boxed", "_boxes", "_linked_data", "_names", "_told", "blocks", "captioned", "fetched_at", "flags",
        "head", "laid", "layout", "page",
    )  # fmt: skip

    def __init__(
        self,
        page: Page,
        layout: Layout | None,
        fetched_at: datetime | None,
        laid: Laid,
        head: Metadata,
        flags: tuple[str, ...] = (),
    ) -> None:
        self.page = page
        self.layout = layout
        self.fetched_at = fetched_at
        self.laid = laid
        self.blocks = laid.blocks
        self.head = head
        self.flags = flags
        """"tcvn3" or "vni", where the page is typed so."""
        self.captioned: dict[Element, Element | None] = {}
        """For the element around a block, the one that is named a caption's; what `captions` remembers of the page."""
        self._names: dict[Element, str] = {}
        self._told: dict[str, list[Element]] = {}
        self._apart: dict[Element, bool] = {}
        self._boxes: dict[Element, bool] = {}
        self._boxed: dict[Element, bool] = {}
        self._linked_data: dict[str, str] | None = None

    @classmethod
    def of(cls, page: Page, layout: Layout | None, fetched_at: datetime | None) -> Scene:
        """Lay the page out."""
        body = page.tree.find("body")
        laid = lay_out(page.tree if body is None else body)
        if page.unclean:
            for block in laid.blocks:
                if not is_normalized("NFC", block.text):
                    block.retype(normalize("NFC", block.text))
        head = head_of(page.tree)
        legacy = None
        if not page.spelt or _partly_typed(laid.blocks):
            typed = [block for block in laid.blocks if not _UNICODE.search(block.text)]
            legacy = legacy_of(" ".join(block.text for block in typed)[:20_000])
            if legacy is not None:
                if not _UNICODE.search(head.title):
                    head.title = from_legacy(head.title, legacy)
                for block in typed:
                    block.retype(from_legacy(block.text, legacy))
        return cls(page, layout, fetched_at, laid, head, (legacy,) if legacy else ())

    @property
    def linked_data(self) -> dict[str, str]:
        """What the page's JSON-LD says of its article."""
        if self._linked_data is None:
            self._linked_data = linked_data(self.page.tree)
        return self._linked_data

    def told(self, slot: Literal["headline", "published", "byline", "lead"]) -> list[Element]:
        """The elements in which the layout says that a slot stands."""
        if self.layout is None:
            return []
        known = self._told.get(slot)
        if known is None:
            known = self._told[slot] = selected(self.page.tree, getattr(self.layout, slot))
        return known

    def names(self, element: Element) -> str:
        """Class, id and itemprop of an element, in lower case."""
        known = self._names.get(element)
        if known is None:
            attr = element.attr
            of_class, of_id, of_item = attr("class"), attr("id"), attr("itemprop")
            known = f"{of_class or ''} {of_id or ''} {of_item or ''}" if of_class or of_id or of_item else ""
            known = self._names[element] = known[:NAMES].lower().replace("_", "-")
        return known

    def names_up(self, element: Element | None, top: Element | None = None, steps: int = 3) -> str:
        """The names of an element and of those around it, to `top` (which is left out)."""
        found = []
        while element is not None and element is not top and steps:
            found.append(self.names(element))
            element, steps = parent_of(element), steps - 1
        return " ".join(found)

    def set_apart(self, element: Element | None, top: Element | None) -> bool:
        """Whether an element stands in a box that is no article text: related links, sharing, tags."""
        path: list[Element] = []
        verdict: bool | None = False
        while element is not None and element is not top:
            verdict = self._apart.get(element)
            if verdict is not None:
                break
            path.append(element)
            element = parent_of(element)
        verdict = bool(verdict)
        while path:
            element = path.pop()
            verdict = self._apart[element] = verdict or self._is_apart(element)
        return verdict

    def _is_apart(self, element: Element) -> bool:
        if self.is_box(element):
            return True
        return hides(element.attr("style"))

    def is_box(self, element: Element) -> bool:
        """Whether an element's own tag or names say that it holds no article text."""
        known = self._boxes.get(element)
        if known is None:
            names = self.names(element)
            known = (names != "" and says(BAD, names)) or element.tag in ("footer", "aside", "marquee")
            self._boxes[element] = known
        return known

    def boxed(self, element: Element | None, inside: tuple[Element | None, ...] = ()) -> bool:
        """Whether one of the four elements around says that this is no article text; farther out, names such as
        "has-sidebar" speak of the page, as they do on the elements `inside` which the article stands.
        """
        if inside:
            return self._in_box(element, inside, 4)
        if element is None or element.tag in _WIDE:
            return False
        parent = parent_of(element)
        if self.is_box(element) or parent is None:
            return self.is_box(element)
        known = self._boxed.get(parent)  # paragraphs stand side by side
        if known is None:
            known = self._boxed[parent] = self._in_box(parent, (), 3)
        return known

    def _in_box(self, element: Element | None, inside: tuple[Element | None, ...], steps: int) -> bool:
        while element is not None and steps and element.tag not in _WIDE:
            if element in inside:
                return False
            if self.is_box(element):
                return True
            element, steps = parent_of(element), steps - 1
        return False

    def hidden(self, element: Element | None) -> bool:
        """Whether a style or a class hides an element from the reader."""
        steps = 6
        while element is not None and steps:
            if hides(element.attr("style")):
                return True
            names = self.names(element)
            if "sr-only" in names or "hidden" in names.split() or "d-none" in names.split():
                return True
            element, steps = parent_of(element), steps - 1
        return False


def _partly_typed(blocks: list[Block]) -> bool:
    """Whether letters stand in a page's text that are frequent in VNI and TCVN3 and strange to Vietnamese."""
    parts: list[str] = []
    length = 0
    for block in blocks:
        if block.own >= 80:
            parts.append(block.text)
            length += block.own
            if length >= _SAMPLE:
                break
    text = "".join(parts)
    return any(letter in text and text.count(letter) > 5 for letter in _FOREIGN)


def tail_marker(block: Block) -> bool:
    """Whether a short line begins what follows an article: other news, comments, tags."""
    if block.tail is None:
        block.tail = _begins_tail(block.text)
    return block.tail


def _begins_tail(text: str) -> bool:
    if len(text) >= 80 or (text[:1].isalpha() and text[:2].lower() not in _TAIL_BEGINS):
        return False  # most lines end here, at a fifth of what the pattern costs
    return text[-1:] != "." and TAIL.match(text) is not None


_BEGINNINGS: Final = (
    "ý |ti|bà|bả|th|vă|sự|ho|ch|cá|nh|da|có|bạ|cù|gử|bì|vi|ph|đá|tổ|đi|cl|ta|từ|lư|li|về|mo|re|tr|yo|si|ne|fi|le|"
    "co|sh|ab|al|xe|tá|câ|ản|đọ|ot|mớ|cũ|kh|đă|lị|in|qu|gh|đa"
)
_TAIL_BEGINS: Final = frozenset(_BEGINNINGS.split("|"))
"""How the words of TAIL begin."""


TAIL: Final = re.compile(
    r"(?i)[\W_]{0,6}(?:(?:các |những |danh sách )?(?:tin|bài|bài viết|tin tức|tin bài|bài tin|"
    r"bản tin|thông tin|thông báo|văn bản|sự kiện|hoạt động|chủ đề|tác phẩm|câu hỏi) "
    r"(?:liên quan|khác|cùng|mới|cũ|đã đưa|đã đăng|nổi bật|đọc nhiều|xem nhiều|tiêu điểm|trước|"
    r"tiếp|trong chuyên|kế tiếp|gần đây|gợi ý)|"
    r"(?:có thể )?bạn (?:có thể |nên )?(?:quan tâm|đọc thêm)|có thể bạn quan tâm|"
    r"cùng (?:chuyên mục|chủ đề|danh mục)|"
    r"ý kiến (?:bạn đọc|của bạn|phản hồi|bình luận)|(?:gửi )?bình luận|viết bình luận|phản hồi|"
    r"đánh giá bài|(?:tổng số )?điểm của bài|"
    r"tổng số điểm|click để đánh giá|tags?\s*:|tags?$|từ khó?óa|thẻ\s*:|chia sẻ|"
    r"thống kê truy cập|lượt truy cập|liên kết web|về đầu trang|"
    r"more (?:from|on|stories|news)|most (?:read|popular|viewed)|read (?:more|next)|recommended|trending|"
    r"you may (?:also )?like|sign up|newsletter|filed under|leave a (?:comment|reply)|comments?\W*$|share this|"
    r"about the author|all rights reserved|ảnh nổi bật|video nổi bật|đọc nhiều|tin mới|"
    r"related (?:news|posts|articles)|other news|"
    r"mới hơn|cũ hơn|xem (?:các |thêm |tất cả ){1,2}(?:tin|bài)|các tin|"
    r"không có nhận xét|\d{0,4} ?nhận xét|đăng nhận xét|lịch phát sóng|lưu trữ|bài đăng |"
    r"bản in|quay lại|(?:«|<<|‹)? ?trở (?:về|lại)|in trang|gửi (?:cho )?(?:bạn bè|email)|"
    r"ghi rõ nguồn|đang truy cập|khảo sát|thăm dò)"
)
