"""What the sample portals' servers answer as the CMSs do: post-backs, partial posts, fragments, APIs, files."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from html import unescape
from urllib.parse import urlencode

import pytest
from pypdf import PdfReader

from crawler.sample_portal.answer import Answer, Asked
from crawler.sample_portal.content import File, load_all
from crawler.sample_portal.documents import document
from crawler.sample_portal.manners.vportal import LOAD
from crawler.sample_portal.site import Site

LISTING = "/vn/chuyen-muc/24/thien-tai.aspx"
ASYNC = {"x-microsoftajax": "Delta=true"}


@pytest.fixture
def sites() -> dict[str, Site]:
    return {content.slug: Site(content) for content in load_all()}


def get(site: Site, path: str, **query: str) -> Answer:
    return site.answer(Asked("GET", path, query), path)


def post(site: Site, path: str, form: Mapping[str, str], headers: Mapping[str, str] = ASYNC) -> Answer:
    return site.answer(Asked("POST", path, {}, headers, urlencode(form).encode()), path)


def form_of(page: str) -> dict[str, str]:
    """The hidden fields, and the first post that the pager can make."""
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" id="[^"]*" value="([^"]*)"', page))
    found = re.search(r"__doPostBack\('([^']+)','([^']+)'\)", page)
    assert found
    return {name: unescape(value) for name, value in fields.items()} | {
        "__EVENTTARGET": found[1],
        "__EVENTARGUMENT": found[2],
    }


def test_a_post_goes_to_the_next_page_and_a_forged_one_gets_an_error_page(sites: dict[str, Site]) -> None:
    site = sites["mau-nn"]
    form = form_of(get(site, LISTING).body.decode())
    assert form["__EVENTARGUMENT"] == "Page$2"
    second = post(site, LISTING, form, {})
    assert second.status == 200
    assert "han-man-xam-nhap-bau-sen.aspx" in second.body.decode()
    for changed in (
        {"__EVENTARGUMENT": "Page$9"},
        {"__VIEWSTATE": form["__VIEWSTATE"][:-8] + "AAAAAAA="},
        {"__EVENTVALIDATION": ""},
        {"__VIEWSTATE": form_of(get(site, "/vn/chuyen-muc/21/san-xuat.aspx").body.decode())["__VIEWSTATE"]},
    ):
        wrong = post(site, LISTING, form | changed, {})
        assert wrong.status == 500, changed
        assert b"Server Error in" in wrong.body


def test_a_partial_post_gets_a_delta(sites: dict[str, Site]) -> None:
    site = sites["mau-nn"]
    page = get(site, LISTING).body.decode()
    manager = re.search(r"_initialize\('([^']+)', 'aspnetForm', \['t([^']+)'", page)
    assert manager
    form = form_of(page) | {"__ASYNCPOST": "true"}
    partial = post(site, LISTING, form | {manager[1]: f"{manager[2]}|{form['__EVENTTARGET']}"})
    parts = parts_of(partial.body.decode())
    assert [kind for kind, _, _ in parts][:2] == ["#", "updatePanel"]
    assert "han-man-xam-nhap-bau-sen.aspx" in parts[1][2]
    hidden = {name: value for kind, name, value in parts if kind == "hiddenField"}
    assert hidden.keys() == {"__VIEWSTATE", "__VIEWSTATEGENERATOR", "__EVENTVALIDATION"}
    assert hidden["__VIEWSTATE"] != form["__VIEWSTATE"]
    assert parts_of(post(site, LISTING, form).body.decode())[0][:2] == ("error", "500")


def parts_of(answer: str) -> list[tuple[str, str, str]]:
    """The parts of a delta, read by their lengths alone."""
    parts = []
    while answer:
        length, kind, name, rest = answer.split("|", 3)
        parts.append((kind, name, rest[: int(length)]))
        assert rest[int(length)] == "|"
        answer = rest[int(length) + 1 :]
    return parts


def test_vportal_gives_more_for_the_ids_on_the_page_alone(sites: dict[str, Site]) -> None:
    site = sites["mau-yt"]
    page = get(site, "/tin-tuc-su-kien").body.decode()
    ids = dict(re.findall(r"(article_category_id|site_id): (\d+)", page))
    more = asked_as_json(site, {**ids, "page": 2, "page_size": 3})
    assert "benh-an-dien-tu-tuyen-xa-861177" in json.loads(more.body)["d"]
    assert json.loads(asked_as_json(site, {**ids, "page": 9}).body)["d"] == ""
    assert asked_as_json(site, {**ids, "site_id": 1, "page": 2}).status == 500
    fragment = post(site, LOAD, {**ids, "page": "2"}, {"content-type": "application/x-www-form-urlencoded"})
    assert fragment.body.decode() == json.loads(more.body)["d"]


def asked_as_json(site: Site, fields: Mapping[str, object]) -> Answer:
    headers = {"content-type": "application/json; charset=utf-8"}
    return site.answer(Asked("POST", LOAD, {}, headers, json.dumps(fields).encode()), LOAD)


def test_wordpress_names_its_posts_page_by_page(sites: dict[str, Site]) -> None:
    path = "/wp-json/wp/v2/posts"
    pages = [get(sites["mau-gd"], path, per_page="100", page=str(n)) for n in (1, 2, 3)]
    assert [page.status for page in pages] == [200, 200, 400]
    assert dict(pages[0].headers)["X-WP-TotalPages"] == "2"
    assert 'rel="next"' in dict(pages[0].headers)["Link"]
    posts = [post for page in pages[:2] for post in json.loads(page.body)]
    assert len({post["link"] for post in posts}) == int(dict(pages[0].headers)["X-WP-Total"])


def test_validators_change_with_the_text_alone(sites: dict[str, Site]) -> None:
    for slug, path, sent, asked in (
        ("mau-vh", "/vi/news/di-san/tu-bo-dinh-kim-bong-302.html", "ETag", "if-none-match"),
        ("mau-gd", "/2026/02/lop-hoc-so-tai-diem-truong-le/", "Last-Modified", "if-modified-since"),
    ):
        site = sites[slug]
        value = dict(get(site, path).headers)[sent]
        again = Asked("GET", path, {}, {asked: value})
        assert site.answer(again, path).status == 304
        site.night = 3
        assert site.answer(again, path).status == (200 if slug == "mau-gd" else 304)


def test_documents_are_whole_files_that_readers_open() -> None:
    made = File("a.pdf", "Thông báo số 12/TB-SCT", "Điều 1. Đường đến trường được lát đá.")
    assert PdfReader(io.BytesIO(document(made)), strict=True).pages[0].extract_text().splitlines() == [
        made.title,
        made.text,
    ]
    scan = PdfReader(io.BytesIO(document(File("b.pdf", "Bản chụp", "có chữ", scan=True))), strict=True)
    assert scan.pages[0].extract_text() == ""
    assert scan.pages[0].images
    with zipfile.ZipFile(io.BytesIO(document(File("c.docx", made.title, made.text)))) as packed:
        assert packed.testzip() is None
        assert made.text in packed.read("word/document.xml").decode()
