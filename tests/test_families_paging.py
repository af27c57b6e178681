"""From one page of a listing to the next, in each manner that a family knows."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.families import Paging, families, next_address, post_form

LIFERAY = (
    "http://a.vn/tin?p_p_id=101&_101_delta=10&_101_cur=17",
    "http://a.vn/tin?p_p_id=101&_101_delta=10&_101_cur=18",
)


@pytest.mark.parametrize(
    ("paging", "url", "after"),
    [
        (Paging("query", "page"), "http://a.vn/tin", "http://a.vn/tin?page=2"),
        (Paging("query", "page", first=0), "http://a.vn/tin", "http://a.vn/tin?page=1"),
        (Paging("query", "start", first=0, step=0), "http://a.vn/tin?start=20", "http://a.vn/tin?start=30"),
        (
            Paging("query", "PageIndex"),
            "http://a.vn/t.aspx?PageIndex=9&c=",
            "http://a.vn/t.aspx?PageIndex=10&c=",
        ),
        (Paging("query", r"_101_(?:INSTANCE_\w+_)?cur"), *LIFERAY),
        (Paging("query", r"_101_(?:INSTANCE_\w+_)?cur"), "http://a.vn/tin", None),
        (Paging("path", "/page-{page}"), "http://a.vn/vi/news/tin/", "http://a.vn/vi/news/tin/page-2"),
        (Paging("path", "/page-{page}"), "http://a.vn/tin/page-9/", "http://a.vn/tin/page-10"),
        (Paging("path", "/page/{page}/"), "http://a.vn/tin/page/2/", "http://a.vn/tin/page/3/"),
        (Paging("next-link"), "http://a.vn/tin", None),
    ],
)
def test_the_address_of_the_next_page(paging: Paging, url: str, after: str | None) -> None:
    assert next_address(paging, url, page_size=10) == after


def test_without_a_page_size_a_step_of_a_page_leads_nowhere() -> None:
    assert next_address(Paging("query", "start", first=0, step=0), "http://a.vn/tin") is None


@pytest.mark.parametrize("name", sorted(families()))
def test_each_familys_numbered_pages_count_on(name: str) -> None:
    for paging in families()[name].paging:
        url = "http://a.vn/tin/"
        seen = {url}
        for _ in range(3):
            after = next_address(paging, url, page_size=10)
            if after is None:
                break
            assert after not in seen
            seen.add(after)
            url = after
        if paging.kind == "query" and len(seen) > 1:
            (values,) = parse_qs(urlsplit(url).query).values()
            assert len(values) == 1


def test_a_form_is_filled_from_the_listings_own_script() -> None:
    (paging, *_) = families()["vnpt_vportal"].paging
    source = 'data: { article_category_id: 54442, categoryIds: "54442,54443", site_id: 4, page_size: 10 }'
    filled = post_form(paging, "https://a.vn/kinh-te/", source, 3)
    assert filled is not None
    address, form = filled
    assert address == "https://a.vn/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"
    assert (form["article_category_id"], form["site_id"], form["page"]) == ("54442", "4", "3")
    assert (form["categoryIds"], form["page_size"], form["no"]) == ("54442,54443", "10", "-10")


def test_a_form_is_not_guessed_where_its_ids_are_missing() -> None:
    (paging, *_) = families()["vnpt_vportal"].paging
    assert post_form(paging, "https://a.vn/", "site_id: 4", 2) is None
    assert post_form(Paging("next-link"), "https://a.vn/", "", 2) is None
