"""Links as they are found in the wild, and what a page's survey makes of them."""

from __future__ import annotations

from collections import Counter

import pytest

from crawler.discovery.links import links
from crawler.discovery.survey import survey
from crawler.discovery.targets import Targets
from crawler.parser import Page
from crawler.portals import portal_for_url
from crawler.portals.registry import Registry

HOME = "http://so.example.vn/tin/"


def page(body: str, head: str = "", url: str = HOME) -> Page:
    return Page.parse(f"<html><head>{head}</head><body>{body}</body></html>".encode(), url)


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        ('<a href="bai-moi">A</a>', "http://so.example.vn/tin/bai-moi"),
        ('<a href="\n  /tin/\nbai-1.html ">A</a>', "http://so.example.vn/tin/bai-1.html"),
        ('<a href="//so.example.vn/x">A</a>', "http://so.example.vn/x"),
        ('<a href="tin\\bai-2.html">A</a>', "http://so.example.vn/tin/tin/bai-2.html"),
        ('<a HREF="/Tin-Tuc/BAI.ASPX">A</a>', "http://so.example.vn/Tin-Tuc/BAI.ASPX"),
        ('<a href="/x?a=1&amp;amp;b=2">A</a>', "http://so.example.vn/x?a=1&b=2"),
        ('<a href="/web/20180401120000/http://so.example.vn/tin/3">A</a>', "http://so.example.vn/tin/3"),
        ('<a href="/web/20180401120000//tin/4?a=1">A</a>', "http://so.example.vn/tin/4?a=1"),
        ('<area href="/ban-do">', "http://so.example.vn/ban-do"),
        ('<iframe src="khung.html"></iframe>', "http://so.example.vn/tin/khung.html"),
        (
            '<a href="#" onclick="location.href=\'/tin/oc-1.html\'">A</a>',
            "http://so.example.vn/tin/oc-1.html",
        ),
        ("<a href=\"javascript:window.open('/tin/wo.html')\">A</a>", "http://so.example.vn/tin/wo.html"),
        (
            "<table><tr onclick=\"window.location = '/vb/7.html'\"><td>A</td></tr></table>",
            "http://so.example.vn/vb/7.html",
        ),
        ('<div data-href="/tin/dh.html">A</div>', "http://so.example.vn/tin/dh.html"),
        ('<select><option value="/lien-ket/1">A</option></select>', "http://so.example.vn/lien-ket/1"),
    ],
)
def test_each_form_of_a_link(markup: str, url: str) -> None:
    assert [link.url for link in links(page(markup))] == [url]


def test_a_base_is_what_links_are_relative_to() -> None:
    found = links(
        page('<a href="a.html">A</a>', '<base href="http://so.example.vn/vi/">', "http://so.example.vn/x/y/")
    )
    assert [link.url for link in found] == ["http://so.example.vn/vi/a.html"]


def test_what_is_no_link() -> None:
    nothing = '<a href="mailto:a@b.vn">A</a><a href="#">B</a><a>C</a><a href="tel:1">D</a><a href="javascript:;">E</a>'
    assert list(links(page(nothing))) == []


def test_a_picture_speaks_by_its_alternative_text_and_a_title_for_an_icon() -> None:
    found = list(
        links(page('<a href="/1"><img alt="Lễ khai mạc"></a><a href="/2" title="Trang sau"><i></i></a>'))
    )
    assert [link.text for link in found] == ["Lễ khai mạc", "Trang sau"]


def test_feeds_and_apis_of_the_head() -> None:
    head = (
        '<link rel="alternate" type="application/rss+xml" href="/rss/tin.rss"><link rel="stylesheet" href="/a.css">'
        '<link rel="https://api.w.org/" href="/wp-json/"><link rel="alternate" hreflang="en" href="/en">'
    )
    found = [(link.source, link.url) for link in links(page("", head))]
    assert found == [("feed", "http://so.example.vn/rss/tin.rss"), ("api", "http://so.example.vn/wp-json/")]


def targets() -> Targets:
    return Targets(portal_for_url(Registry(()), HOME), Counter())


def test_lists_in_scripts_are_read() -> None:
    body = (
        '<script type="application/ld+json">{"@type":"ItemList","itemListElement":[{"@type":"ListItem","position":1,'
        '"url":"http://so.example.vn/a"},{"item":{"@id":"/b","name":"Bài B"}}]}</script>'
        '<script>var d = [{"u":"\\/tin\\/khai-truong-cho-dem-pho-co-4512.html"},{"u":"/assets/app"}];</script>'
    )
    found = survey(page(body), targets(), with_scripts=True)
    assert [(t.url, text) for t, text in found.plain.values()] == [
        ("http://so.example.vn/a", ""),
        ("http://so.example.vn/b", "Bài B"),
        ("http://so.example.vn/tin/khai-truong-cho-dem-pho-co-4512.html", ""),
    ]
    assert not survey(page(body), targets(), with_scripts=False).plain


def test_where_a_called_function_goes() -> None:
    body = (
        "<script>var goc = '/chi-tiet'; function xemTin(ma, loai) { window.location.href = goc + '?id=' + ma; }\n"
        "function trang(n) { location.href = '?p=' + n; }</script>"
        "<a href=\"javascript:xemTin(12, 'a')\">Khai mạc hội chợ</a><a href=\"javascript:mo('/tin/a.html')\">Bế mạc</a>"
        '<a href="javascript:trang(2)">2</a><a href="javascript:khong(7)">Không rõ</a>'
    )
    found = survey(page(body), targets(), with_scripts=True)
    assert {t.url: text for t, text in found.plain.values()} == {
        "http://so.example.vn/chi-tiet?id=12": "Khai mạc hội chợ",
        "http://so.example.vn/tin/a.html": "Bế mạc",
    }


def test_an_articles_number_is_no_pages_number() -> None:
    body = (
        '<a href="/?p=12"><img></a><a href="/?p=12">Xã Tân Phú tổ chức hội nghị tổng kết</a>'
        '<a href="/tin/?page=2">2</a><a href="/tin/?page=9">Cuối »</a><a href="/">Trang sau</a>'
    )
    found = survey(page(body), targets(), with_scripts=False)
    assert [t.url for t, _ in found.plain.values()] == ["http://so.example.vn/?p=12"]
    assert [(p.target.url, p.says_next) for p in found.pager] == [
        ("http://so.example.vn/tin/?page=2", False),
        ("http://so.example.vn/tin/?page=9", False),
        ("http://so.example.vn/", True),
    ]
    assert found.has_own_pager


def test_a_headline_that_is_a_link_to_the_article_marks_a_listing() -> None:
    body = '<a href="/tin/xa-tan-phu-to-chuc-hoi-nghi-12.html">Xã Tân Phú tổ chức hội nghị</a><a href="/x">Tin khác</a>'
    found = survey(page(body), targets(), with_scripts=False)
    assert found.links_as("Xã Tân Phú tổ chức hội nghị")
    assert not found.links_as("Tin khác")
    assert not found.links_as("Xã Bình Khê tổ chức hội nghị")
