"""Changes of a page's markup that a reader would not see, each a function; `changed` applies one by its name."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring, fromstring, tostring

TEASERS = (
    (
        "Đưa vào vận hành trạm bơm tiêu úng Cầu Khoai",
        "Trạm có sáu tổ máy, tiêu cho 1.900 ha lúa và hoa màu của năm xã vùng trũng, xong trước mùa mưa hai tháng.",
    ),
    (
        "Hội thi kể chuyện sách hè thu hút 320 em nhỏ",
        "Các em được tự chọn trang phục, đạo cụ và mỗi câu chuyện không quá bảy phút; chung kết vào cuối tháng.",
    ),
    (
        "Phát hiện cơ sở sang chiết gas trái phép",
        "Tại hiện trường có 214 vỏ bình, hai máy nén và nhiều tem giả của bốn thương hiệu đã được niêm phong.",
    ),
    (
        "Khởi động mùa du lịch trên hồ Ngọc Lâm",
        "Năm nay ban quản lý mở thêm tuyến chèo thuyền ngắm sen buổi sớm, giới hạn 60 khách mỗi ngày để giữ yên tĩnh.",
    ),
)
COMMENTS = (
    (
        "Phạm Gia Bảo",
        "Đề nghị cơ quan chức năng công khai danh sách để người dân chúng tôi cùng giám sát, chờ đã lâu.",
    ),
    ("Thùy Linh", "Bài viết hay quá, cảm ơn tác giả đã về tận nơi lắng nghe câu chuyện của bà con quê tôi."),
)

Mutation = Callable[[HtmlElement], None]


def _hash(word: str) -> str:
    return "x" + hashlib.sha256(word.encode()).hexdigest()[:6]


def hashed(page: HtmlElement) -> None:
    """Every class and id becomes a hash of itself, as builders of today print them."""
    for element in page.iter(etree.Element):
        for name in ("class", "id"):
            if value := element.get(name):
                element.set(name, " ".join(_hash(word) for word in value.split()))


def stripped(page: HtmlElement) -> None:
    """No class, id or style anywhere below the body."""
    for element in page.iter(etree.Element):
        for name in ("class", "id", "style"):
            # What hides a block is no name: without it the block is shown.
            if name in element.attrib and not (name == "style" and "none" in element.attrib["style"]):
                del element.attrib[name]


def wrapped(page: HtmlElement) -> None:
    """Every child of the body stands in three more divs."""
    body = page.find("body")
    for child in list(body) if body is not None else []:
        tail, child.tail = child.tail, None
        body.replace(child, outer := etree.Element("div"))
        inner = etree.SubElement(etree.SubElement(outer, "div"), "div")
        inner.append(child)
        outer.tail = tail


def no_paragraphs(page: HtmlElement) -> None:
    """Every p is a div."""
    for element in page.iter("p"):
        element.tag = "div"


def sidebar_first(page: HtmlElement) -> None:
    """A box of other news with sentences of real prose stands before everything."""
    body = page.find("body")
    if body is not None:
        body.insert(0, _box())


def sidebar_last(page: HtmlElement) -> None:
    """The same box after everything."""
    body = page.find("body")
    if body is not None:
        body.append(_box())


def _box() -> HtmlElement:
    items = "".join(
        f'<div><h4><a href="/tin/{n}">{head}</a></h4><p>{text}</p></div>'
        for n, (head, text) in enumerate(TEASERS)
    )
    return fromstring(f'<div class="box-right"><h3>Tin mới</h3>{items}</div>')  # fmt: skip


def with_ads(page: HtmlElement) -> None:
    """A slot for an advertisement with its script after every third paragraph."""
    paragraphs = [each for each in page.iter("p") if next(each.iterancestors("table"), None) is None]
    for element in paragraphs[::3]:
        slot = fromstring('<div class="ads"><script>ad.push({"slot": 3})</script><ins></ins></div>')
        slot.tail, element.tail = element.tail, None
        element.addnext(slot)


def no_title(page: HtmlElement) -> None:
    """<title> says nothing, and OpenGraph's title is not there."""
    for element in page.iter("title"):
        element.text = "Trang thông tin điện tử"
    for element in list(page.iter("meta")):
        if "title" in (element.get("property") or element.get("name") or "").lower():
            element.getparent().remove(element)


def nested_inline(page: HtmlElement) -> None:
    """The text of every paragraph and table cell stands in two more spans, as editors leave it."""
    for element in page.iter("p", "td"):
        if (element.text or "").strip():
            outer = etree.Element("span", style="font-size:14px")
            inner = etree.SubElement(outer, "span", style="font-family:arial")
            inner.text, element.text = element.text, None
            element.insert(0, outer)


def bare(page: HtmlElement) -> None:
    """No p: its text stands bare, with two line breaks behind."""
    for element in list(page.iter("p")):
        for _ in range(2):
            element.append(etree.Element("br"))
        element.drop_tag()


def autolinked(page: HtmlElement) -> None:
    """The first three words of every paragraph are a link to a search for them."""
    for element in page.iter("p"):
        words = (element.text or "").split(" ")
        if len(words) > 8:
            link = etree.Element("a", href="/tim-kiem?q=x")
            link.text, link.tail = " ".join(words[:3]), " " + " ".join(words[3:])
            element.text = ""
            element.insert(0, link)


def in_layout_table(page: HtmlElement) -> None:
    """All of the page stands in the second cell of a layout table, a box of other news in the first and third."""
    body = page.find("body")
    if body is not None:
        row = fromstring('<table width="1000"><tr><td></td><td></td><td></td></tr></table>')
        left, middle, right = row.iter("td")
        middle.text, body.text = body.text, None
        for child in list(body):
            middle.append(child)
        left.append(_box())
        right.append(_box())
        body.append(row)


def in_form(page: HtmlElement) -> None:
    """All of the page stands in one form, as ASP.NET has it."""
    body = page.find("body")
    if body is not None:
        form = etree.Element("form", method="post", action="./", id="aspnetForm")
        form.append(fromstring('<input type="hidden" name="__VIEWSTATE" value="/wEPDwUK">'))
        for child in list(body):
            form.append(child)
        body.append(form)


def box_behind(page: HtmlElement) -> None:
    """A box of other news with teasers stands right behind the element that holds most paragraphs."""
    if (text := _text(page)) is not None:
        text.addnext(_box())


def box_amid(page: HtmlElement) -> None:
    """A list of three other headlines, with a heading, stands behind the second paragraph of the text."""
    if (place := _second_paragraph(page)) is not None:
        links = "".join(f'<li><a href="/tin/{n}">{head}</a></li>' for n, (head, _) in enumerate(TEASERS[:3]))
        place.addnext(fromstring(f"<div><strong>Tin liên quan</strong><ul>{links}</ul></div>"))


def link_amid(page: HtmlElement) -> None:
    """One other headline, bold and behind ">>", stands as a paragraph behind the second one of the text."""
    if (place := _second_paragraph(page)) is not None:
        place.addnext(fromstring(f'<p><strong>&gt;&gt; <a href="/tin/1">{TEASERS[0][0]}</a></strong></p>'))


def card_amid(page: HtmlElement) -> None:
    """A card of another article, with picture, headline and teaser, stands behind the second paragraph."""
    if (place := _second_paragraph(page)) is not None:
        head, text = TEASERS[1]
        card = f'<a href="/tin/2"><img src="/a.jpg"></a><h4><a href="/tin/2">{head}</a></h4><div>{text}</div>'
        place.addnext(fromstring(f"<div>{card}</div>"))


def comments_behind(page: HtmlElement) -> None:
    """Two readers' comments and a form stand right behind the element that holds most paragraphs."""
    if (text := _text(page)) is not None:
        said = "".join(
            f"<div><b>{who}</b> <span>12/03/2025 09:1{n}</span><p>{what}</p><a>Trả lời</a></div>"
            for n, (who, what) in enumerate(COMMENTS)
        )
        form = '<form><textarea></textarea><button type="button">Gửi</button></form>'
        text.addnext(fromstring(f"<div><h3>Ý kiến bạn đọc (2)</h3>{said}{form}</div>"))


def _second_paragraph(page: HtmlElement) -> HtmlElement | None:
    """The second long paragraph of a text that has four or more."""
    text = _text(page)
    paragraphs = [] if text is None else [each for each in text.findall("p") if len(each.text_content()) > 80]
    return paragraphs[1] if len(paragraphs) > 3 else None


def _text(page: HtmlElement) -> HtmlElement | None:
    parents = Counter(each.getparent() for each in page.iter("p") if len(each.text_content()) > 80)
    best = max(parents.items(), key=lambda item: item[1], default=(None, 0))
    return best[0] if best[1] >= 3 and best[0] is not None and best[0].tag != "body" else None


MUTATIONS: dict[str, Mutation] = {
    each.__name__: each
    for each in (
        hashed, stripped, wrapped, no_paragraphs, bare, nested_inline, autolinked, no_title, with_ads, in_form,
        in_layout_table, sidebar_first, sidebar_last, box_behind, box_amid, link_amid, card_amid, comments_behind,
    )
}  # fmt: skip


def entities(html: str) -> str:
    """Every letter beyond ASCII as a numeric entity, outside of scripts."""
    parts = re.split(r"(<(?:script|style)\b.*?</(?:script|style)>)", html, flags=re.S | re.I)
    return "".join(
        part if n % 2 else "".join(ch if ord(ch) < 128 else f"&#{ord(ch)};" for ch in part)
        for n, part in enumerate(parts)
    )


def decomposed(html: str) -> str:
    """NFD, as some keyboards type."""
    return unicodedata.normalize("NFD", html)


def spaced(html: str) -> str:
    """More white space between tags, and each run of it twice as long."""
    return re.sub(r">\s*\n\s*<", ">\r\n\t\t\r\n    <", html).replace("  ", " \t ")


TEXT_MUTATIONS: dict[str, Callable[[str], str]] = {
    each.__name__: each for each in (entities, decomposed, spaced)
}


def changed(html: str, name: str) -> bytes:
    """The page with one change, in UTF-8."""
    if name in TEXT_MUTATIONS:
        return TEXT_MUTATIONS[name](html).encode()
    page = document_fromstring(html.encode(), parser=HTMLParser(encoding="utf-8"))
    MUTATIONS[name](page)
    return bytes(tostring(page, encoding="utf-8", doctype="<!DOCTYPE html>"))
