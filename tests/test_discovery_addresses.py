"""Which addresses are one page, which are traps, which lead to a listing's next page."""

from __future__ import annotations

import pytest

from crawler.discovery.addresses import canonical
from crawler.discovery.links import absolute
from crawler.discovery.paging import page_number, post_back, says_next
from crawler.discovery.traps import trap

PORTLET = (
    "p_p_id=101&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view&p_p_col_id=column-1&p_p_col_pos=1&p_p_col_count=2"
    "&_101_delta=10&_101_keywords=&_101_advancedSearch=false&_101_andOperator=true"
    "&p_r_p_564233524_resetCur=false"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://so.vn/tin/", "https://www.so.vn/tin"),
        ("http://so.vn/", "http://so.vn/index.html"),
        ("http://so.vn/tin?b=2&a=1", "http://so.vn/tin?a=1&b=2#x"),
        ("http://so.vn/tin?PHPSESSID=0123abc", "http://so.vn/tin"),
        ("http://so.vn/tin;jsessionid=0A1B", "http://so.vn/tin"),
        ("http://so.vn/t%C3%ADn", "http://so.vn/tín"),
        ("http://so.vn/Pages/Bai.aspx", "http://so.vn/pages/bai.ASPX"),
        (f"http://so.vn/cntt?{PORTLET}&_101_cur=3", "http://so.vn/cntt?p_p_id=101&_101_cur=3"),
        ("http://so.vn/cntt?p_p_id=101&p_p_lifecycle=0", "http://so.vn/cntt"),
    ],
)
def test_two_spellings_of_one_page(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://so.vn/tin?id=1", "http://so.vn/tin?id=2"),
        ("http://so.vn/Tin", "http://so.vn/tin"),
        ("http://so.vn:8080/", "http://so.vn/"),
        (f"http://so.vn/cntt?{PORTLET}&_101_cur=3", f"http://so.vn/cntt?{PORTLET}&_101_cur=4"),
    ],
)
def test_two_pages(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://so.vn/en/en/vi/tin", "locale-recursion"),
        ("http://so.vn/vi/tin/a-1.html", None),
        ("http://so.vn/a/b/c/a/b/c/a/b", "path-recursion"),
        ("http://so.vn/home?p_p_id=58&p_p_lifecycle=0", "query-trap"),
        ("http://so.vn/tin?sort=date", "query-trap"),
        ("http://so.vn/anh/hop.JPG", "not-a-page"),
        ("http://so.vn/van-ban/123.pdf", "not-a-page"),
        ("http://so.vn/print/tin/a-1.html", "not-content"),
        ("http://so.vn/lich/2024/03", "not-content"),
        ("http://so.vn/tin?" + "x" * 1000, "too-long"),
        ("http://so.vn/tin?page=3", None),
        ("http://so.vn/documents/10181/abc-def", None),
    ],
)
def test_traps(url: str, why: str | None) -> None:
    assert trap(url) == why


@pytest.mark.parametrize(
    ("address", "group", "number"),
    [
        ("so.vn/tin?page=3", "so.vn/tin#page", 3),
        ("so.vn/Pages/tin.aspx?PageIndex=2", "so.vn/Pages/tin.aspx#PageIndex", 2),
        ("so.vn/tin?start=20", "so.vn/tin#start", 20),
        ("so.vn/cntt?_101_cur=17&p_p_id=101", "so.vn/cntt?p_p_id=101#_101_cur", 17),
        ("so.vn/cntt?_101_INSTANCE_aB3_cur=2", "so.vn/cntt#_101_INSTANCE_aB3_cur", 2),
        ("so.vn/vi/news/page-2", "so.vn/vi/news", 2),
        ("so.vn/category/tin/page/2", "so.vn/category/tin", 2),
        ("so.vn/tin-tuc/trang-2.html", "so.vn/tin-tuc.html", 2),
    ],
)
def test_page_numbers(address: str, group: str, number: int) -> None:
    found = page_number(address)
    assert found is not None
    assert (found.group, found.number) == (group, number)


@pytest.mark.parametrize(
    "address", ["so.vn/tin/a-1234.html", "so.vn/tin?id=12", "so.vn/tin", "so.vn/tin/2024/03/05"]
)
def test_no_page_number(address: str) -> None:
    assert page_number(address) is None


def test_what_says_next() -> None:
    assert all(says_next(t) for t in ("Sau", "Tiếp »", "Trang sau", "next", "›", " Trang  tiếp "))
    assert not any(says_next(t) for t in ("Sau hội nghị", "Tiếp tục đẩy mạnh", "Trang chủ", "", "2"))


def test_post_backs() -> None:
    back = post_back("javascript:__doPostBack(&#39;ctl00$g&#39;,&#39;Page$2&#39;)")
    assert back is not None
    assert (back.target, back.argument) == ("ctl00$g", "Page$2")
    assert post_back("javascript:void(0)") is None


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("bai-1.html", "http://so.vn/tin/bai-1.html"),
        ("/a b.html#x", "http://so.vn/a%20b.html"),
        ("//so.vn/x", "http://so.vn/x"),
        ("\n /x\t", "http://so.vn/x"),
        ("mailto:a@so.vn", None),
        ("javascript:void(0)", None),
        ("#top", None),
        ("http://[bad", None),
        ("/web/20180401120000/http://so.vn/tin/1", "http://so.vn/tin/1"),
    ],
)
def test_absolute(href: str, url: str | None) -> None:
    assert absolute("http://so.vn/tin/", href) == url
