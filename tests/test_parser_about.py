"""What a page says beside its article's text: section, tags, language."""

from __future__ import annotations

import pytest

from crawler.parser import read
from crawler.parser.about import language_of
from tests.test_parser_manners import HEADLINE, paragraphs

URL = "http://a.example.gov.vn/tin/4711.html"


def _page(before: str = "", after: str = "", head: str = "") -> bytes:
    return (
        f"<html><head><title>{HEADLINE}</title>{head}</head><body><div class=main>{before}<h1>{HEADLINE}</h1>"
        f"<div>13/03/2023 08:15</div><div class=content>{paragraphs()}</div>{after}</div></body></html>"
    ).encode()


@pytest.mark.parametrize(
    ("before", "head"),
    [
        ('<nav class="breadcrumb"><a href="/">Trang chủ</a> <a href="/xd">Xây dựng</a></nav>', ""),
        (
            f'<div class="crumbs"><a href="/">Trang chủ</a> » <a href="/xd">Xây dựng</a> » {HEADLINE}</div>',
            "",
        ),
        ("<p class=pathway>Trang chủ / Xây dựng</p>", ""),
        ("<p>Chuyên mục: Xây dựng</p>", ""),
        ('<div class="detail-cate"><a href="/xd">Xây dựng</a></div>', ""),
        ("", '<meta property="article:section" content="Xây dựng">'),
    ],
)
def test_the_section_is_the_last_crumb_or_what_is_named_so(before: str, head: str) -> None:
    found = read(_page(before, head=head), URL)
    assert found is not None
    assert found.section == "Xây dựng"
    assert any(item.slot == "section" for item in found.evidence)


def test_a_page_without_crumbs_has_no_section() -> None:
    found = read(_page('<ul class="menu"><li><a href="/xd">Xây dựng</a></li></ul>'), URL)
    assert found is not None
    assert found.section is None


@pytest.mark.parametrize(
    "after",
    [
        '<div class="tags">Từ khóa: <a href="/t/1">quy hoạch</a>, <a href="/t/2">đô thị</a></div>',
        "<p>Từ khóa: quy hoạch, đô thị</p>",
        '<ul class="post-tags"><li><a href="/t/1">#quy hoạch</a></li><li><a href="/t/2">đô thị</a></li></ul>',
    ],
)
def test_tags_stand_in_a_box_or_a_line_named_so(after: str) -> None:
    found = read(_page(after=after), URL)
    assert found is not None
    assert found.tags == ("quy hoạch", "đô thị")
    assert "quy hoạch, đô thị" not in found.body


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Sở Xây dựng tổ chức hội nghị triển khai nhiệm vụ quy hoạch đô thị.", "vi"),
        ("The province opened a one-stop desk for investors, and the first files were received.", "en"),
        ("UBND", "vi"),
        ("Hoi nghi trien khai nhiem vu quy hoach do thi nam 2023 cho cac huyen, thanh pho", "vi"),
    ],
)
def test_the_language_is_that_of_the_text(text: str, language: str) -> None:
    assert language_of(text) == language
