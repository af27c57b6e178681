"""Kind: whether a page is an article at all; if not, what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from crawler.parser.attachments import offers
from crawler.parser.blocks import Block
from crawler.parser.frame import begins_tail
from crawler.parser.headline import Headline
from crawler.parser.headline_around import is_own_link
from crawler.parser.headline_score import GENRE, TAGS
from crawler.parser.page import Page
from crawler.parser.published import Published
from crawler.parser.region import is_item, is_teaser
from crawler.parser.scene import Scene, Span, tail_marker
from crawler.parser.text import Text
from crawler.parser.timestamps.find import find_timestamps
from crawler.parser.timestamps.likely import is_likely
from crawler.parser.wording import slug


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a page is no article: a fixed word, and what was seen."""

    reason: str
    detail: str = ""


_HOME: Final = re.compile(
    r"^/?(?:(?:vi|vn|vi-vn|en)/?)?(?:(?:index|default|home|trang-?chu|trangchu)(?:\.(?:html?|"
    r"php|aspx?|jsp|chn))?)?/?$|"
    r"^/web/\w+/?$|^(?:/[^/\d]{1,40}){1,3}/(?:trang-?chu|home|index|default)(?:\.(?:html?|php|aspx?))?/?$",
    re.I,
)
_SERVICE: Final = re.compile(
    r"tim-kiem|search|ket-qua-tim-kiem|hoi-dap|hoi-va-dap|cau-hoi-thuong-gap|faqs?|lien-he|contact|contact-us|dang-nhap|"
    r"login|dang-ky|register|sitemap|so-do-(?:trang|cong|website)|rss|gop-y|y-kien-gop-y"
)
_SERVICES: Final = {"tim-kiem": "search", "search": "search", "ket-qua-tim-kiem": "search", "dang-nhap": "login",
             "login": "login", "lien-he": "contact", "contact": "contact", "contact-us": "contact"}  # fmt: skip
_DATASET: Final = re.compile(r"/(?:[a-z]{2}/)?(?:dataset|organization|group)(?:/|$)")
_STATIC: Final = re.compile(
    r"^(?:(?:gioi-thieu|chuc-nang|co-cau-to-chuc|so-do|to-chuc-bo-may|lich-su-(?:hinh-thanh|"
    r"phat-trien)|qua-trinh-(?:hinh-thanh|phat-trien)|lanh-dao|danh-ba|thong-tin-lien-he|"
    r"lien-he|ban-lanh-dao|bo-may|nhiem-vu|vi-tri-(?:chuc-nang|dia-ly)|dieu-kien-tu-nhien|"
    r"tong-quan|quyen-han|phong-ban|don-vi-truc-thuoc|"
    r"sitemap|site-map|hoi-dap|hoi-va-dap|cau-hoi|thu-vien|video|album|lich-(?:cong-tac|"
    r"tiep-dan|lam-viec)|duong-day-nong|rss|dang-nhap|dang-ky|tim-kiem|ket-qua-tim|"
    r"chinh-sach-(?:bao-mat|rieng-tu)|dieu-khoan|thong-ke-truy-cap|van-ban-(?:phap-luat|"
    r"phap-quy|chi-dao)|gop-y|y-kien)(?:-|$))"
)
_MISSING: Final = re.compile(
    r"khong-tim-thay|\b404\b|not-found|khong-ton-tai|trang-ban-(?:yeu-cau|tim)|page-not|"
    r"loi-he-thong|bai-viet-khong-co|da-bi-xoa|khong-co-du-lieu|error"
)
_GONE: Final = re.compile(
    r"(?:bai-viet|tin|noi-dung|trang|thong-tin)(?:-[a-z]+){0,4}-(?:khong-ton-tai|khong-tim-thay|da-bi-xoa|khong-con)|"
    r"khong-tim-thay-(?:bai-viet|trang|noi-dung|tin)"
)
"""What a template says where the article was, as addresses spell it."""
_NOTICE: Final = 250
"""Up to how many characters of text a page is but a note."""
_LOGIN: Final = re.compile(r"^(?:dang-nhap|login|sign-in|log-in)")
_SEARCH: Final = re.compile(r"^(?:tim-kiem|ket-qua-tim|search)")
_CONTACT: Final = re.compile(r"^(?:lien-he|contact|gop-y|thong-tin-lien-he)(?:-|$)")
_DOCUMENTS: Final = re.compile(
    r"(?i)(?:số,? ?/?(?: và)? ?ký hiệu|trích yếu|ngày (?:ban hành|có hiệu lực|hiệu lực)|cơ quan ban hành|"
    r"trình tự thực hiện|cách thức thực hiện|thành phần hồ sơ|thời hạn giải quyết|đối tượng thực hiện|"
    r"cơ quan (?:thực hiện|giải quyết)|lệ phí|kết quả thực hiện|căn cứ pháp lý|loại thủ tục|lĩnh vực|"
    r"loại văn bản|số hiệu|người ký|(?:tệp )?đính kèm|"
    r"legislation (?:code|type)|issuing date|signer|agencies issued)"
)
_COLUMNS_TEXT: Final = "số|ký|tr|ng|cơ|cá|th|đố|lệ|kế|că|lo|lĩ|tệ|đí|le|is|si|ag"
_COLUMNS: Final = frozenset(_COLUMNS_TEXT.split("|"))
"""How these begin; cheap, for most lines do not."""
_CALENDAR: Final = re.compile(r"(?:lich|chuong-trinh)-(?:cong-tac|lam-viec|tiep|truc|hop|tuan)(?:-|$)")
_WEEKDAY: Final = re.compile(
    r"(?i)\W{0,3}(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|t[2-7]|cn)(?![^\W_])"
)
_NUMBERED: Final = re.compile(r"(?<![0-9])[0-9]{2,9}(?![0-9])")
"""An article's number in its address."""
_NEWS: Final = re.compile(
    r"(?:^|/)(?:tin|news|bai-viet|thong-bao|su-kien|hoat-dong|posts?|articles?|chi-tiet|blog)\b"
)
LEAST: Final = 60
_HEADS: Final = 12
"""Among how many rows of its tables a page's heads of columns are sought."""


def by_address(page: Page) -> Refusal | None:
    """A home page, told by its address alone."""
    path = page.path
    last = slug(path.rstrip("/").rsplit("/", 1)[-1].rsplit(".", 1)[0])
    if last and _SERVICE.fullmatch(last):
        return Refusal(_SERVICES.get(last, "menu-page"), path)
    if _DATASET.match(path):
        return Refusal("dataset", path)
    if _HOME.search(path) and not page.query:
        return Refusal("home", path or "/")
    return None


def by_title(scene: Scene, headline: Headline | None) -> Refusal | None:
    """A page that says itself that it is missing, a login, a search or a contact page."""
    for text in (scene.head.title, headline.text if headline else ""):
        spelt = slug(text[:80])
        if not spelt:
            continue
        if len(spelt) < 60 and _MISSING.search(spelt):
            return Refusal("soft-404", text[:100])
        for form, reason in ((_LOGIN, "login"), (_SEARCH, "search"), (_CONTACT, "contact")):
            if form.search(spelt) and spelt.count("-") < 9:
                return Refusal(reason, text[:100])
    return None


def by_text(
    scene: Scene, region: Span, text: Text, headline: Headline, published: Published
) -> Refusal | None:
    """A listing, a table of documents, a menu page or an empty template, told by what stands in the region."""
    if _is_calendar(text, headline):
        return Refusal("menu-page", headline.text[:100])
    if text.length < _NOTICE and any(_GONE.search(slug(t[:120])) for t, _ in text.paragraphs[:2]):
        return Refusal("soft-404", text.paragraphs[0][0][:100])
    if published.timestamp is None and _is_table(text):
        return Refusal("document-table", headline.text[:100])
    refused = _listing(scene, region, text, headline) or _documents(scene, region, text)
    if refused is not None:
        return refused
    if headline.rule.startswith("place:") and _STATIC.search(slug(scene.head.title[:60])):
        return Refusal("menu-page", scene.head.title[:100])
    if published.timestamp is not None:
        last = scene.page.path.rstrip("/").rsplit("/", 1)[-1]
        spelt = slug(headline.text)
        if spelt.count("-") < 6 and _STATIC.search(spelt) and _STATIC.search(slug(last.rsplit(".", 1)[0])):
            return Refusal("menu-page", headline.text[:100])
        return None
    return _menu_page(scene, text, headline)


def _is_table(text: Text) -> bool:
    """Whether next to nothing but a table's rows is there: prices, the result of a poll."""
    prose = [t for t, _ in text.paragraphs if " | " not in t]
    return len(text.paragraphs) - len(prose) >= max(4, 2 * len(prose)) and sum(map(len, prose)) < _NOTICE


def _is_calendar(text: Text, headline: Headline) -> bool:
    """Whether a page shows a week's appointments, day by day, as rows of a table."""
    if not _CALENDAR.match(slug(headline.text[:60])):
        return False
    rows = [t for t, _ in text.paragraphs if " | " in t]
    return sum(_WEEKDAY.match(row) is not None for row in rows) >= 3


def _is_date(text: str) -> bool:
    """Whether a line is a date and little else."""
    return len(text) < 60 and text[-1] != "." and is_likely(text) and _bare(text)


def _bare(text: str) -> bool:
    return sum(map(str.isalpha, text)) < 30 and bool(find_timestamps(text))


def _dated_link(block: Block) -> bool:
    """Whether a line is a link and a date: "Kết quả tuyển sinh (12/05/2025)"."""
    return block.linked > 0.5 * len(block.text) and block.own < 28 and is_likely(block.text)


def by_list(scene: Scene, headline: Headline) -> Refusal | None:
    """Three links to pages under the headline before any text of its own: it heads a list."""
    if headline.block is None:
        return None
    away = headline.block.linked > 0.7 * len(headline.block.text) and not is_own_link(scene, headline.block)
    if away and not headline.named_by:
        return Refusal("listing", "the headline leads elsewhere")
    heads = prose = titles = 0
    genre = len(headline.text) < 30 and GENRE.fullmatch(headline.text) is not None
    blocks = scene.blocks
    for block in blocks[headline.block.index + 1 : headline.block.index + 40]:
        if tail_marker(block) or prose >= 120:
            break
        item = block.linked >= 20 and (block.linked > 0.85 * len(block.text) or _dated_link(block))
        if item or is_item(blocks, block.index):
            href = (block.anchor.attr("href") or "") if block.anchor is not None else ""
            counts = not offers(href) and not scene.boxed(block.holder)
            heads += counts
            titles += counts and block.holder.tag in TAGS
            if titles == 1 and heads == 1 and not prose and len(headline.text) < 30 and not genre:
                return Refusal("listing", "a section's name over a linked heading")
        elif block.own >= 40 and not is_teaser(blocks, block.index):
            prose += block.own
        if heads == 3:
            return Refusal("listing", "three links under the headline")
    return Refusal("listing", "a linked heading, and no text of its own") if titles and not prose else None


def _listing(scene: Scene, region: Span, text: Text, headline: Headline) -> Refusal | None:
    """Many links or many dates, and little text for each."""
    length = text.length + sum(len(t) for t, _ in text.lead)
    above = headline.block.index + 1 if headline.block is not None else 0
    shown = [b for b in scene.blocks[max(region.start, above) : text.end] if b.text]
    links: list[Block] = []
    boxed = False
    prose = 0
    for block in shown:
        if begins_tail(block):
            boxed = True  # a box of related news in the midst of a text
        elif block.own >= 40 and not is_teaser(scene.blocks, block.index):
            boxed = False
            prose += 0 if links else block.own
        elif not boxed and block.linked >= 20 and (block.own < 0.15 * len(block.text) or _dated_link(block)):
            links.append(block)
    heads = sum(b.index not in text.apart for b in links)
    dates = text.dates + sum(" | " not in t and _is_date(t) for t, _ in text.paragraphs)
    listed = heads + text.dropped_links >= 2 or length < 120 * dates
    if dates >= 3 and listed and not (headline.named_by and length > 400 * dates):
        return Refusal("listing", f"{dates} dates")
    sure = (bool(headline.named_by) and len(headline.text) >= 30) or len(headline.text) >= 60 or prose >= 250
    if heads >= 3 and length < (60 if sure else 320) * heads:
        return Refusal("listing", f"{heads} links to {length} characters")
    if len(links) >= 3 and length < 60 * len(links) and not sure:
        return Refusal("listing", f"{len(links)} links in boxes to {length} characters")
    return None


def _documents(scene: Scene, region: Span, text: Text) -> Refusal | None:
    """A legal document's record, or a table of such."""
    labels = {
        found[0].lower()
        for b in scene.blocks[max(0, region.start - 3) : text.end]
        if 4 < len(b.text) < 60 and b.text[:2].lower() in _COLUMNS and (found := _DOCUMENTS.match(b.text))
    }
    rows = [t for t, _ in text.paragraphs if " | " in t and len(t) < 300][:_HEADS]
    columns = any(len(set(_DOCUMENTS.findall(row))) >= 2 for row in rows)
    if len(labels) >= 3 or columns:
        return Refusal("document-table", ", ".join(sorted(labels)))
    return None


def _menu_page(scene: Scene, text: Text, headline: Headline) -> Refusal | None:
    """A page of the portal itself in the template of an article: no date, and a name rather than a headline."""
    spelt = slug(headline.text)
    path = scene.page.path.strip("/")
    said = [slug(part.rsplit(".", 1)[0]) for part in path.split("/")]
    if (spelt.count("-") < 6 and _STATIC.search(spelt)) or any(
        part.count("-") < 6 and _STATIC.search(part) for part in said
    ):
        return Refusal("menu-page", headline.text[:100])
    if spelt.count("-") >= 7 or GENRE.fullmatch(headline.text):
        return None
    typed = (scene.head.get("og:type") == "article" or bool(scene.linked_data)) and spelt.count("-") >= 4
    numbered = _NUMBERED.search(f"{path}?{scene.page.query}") is not None and spelt.count("-") >= 3
    newsy = "address" in headline.named_by and _NEWS.search(path) is not None and spelt.count("-") >= 3
    if not typed and not ((numbered or newsy) and text.length >= 300):
        return Refusal("menu-page", f"no date, and a short headline: {headline.text[:80]}")
    return None
