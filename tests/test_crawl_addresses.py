"""One page under many addresses, and addresses without end: what a crawl asks for and what it keeps."""

from __future__ import annotations

import itertools
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from crawler.discovery.addresses import Spelling, canonical
from crawler.discovery.facets import MOST
from crawler.discovery.targets import any_of
from crawler.exit_codes import ExitCode
from crawler.families import families
from tests.awkward_site import Answer, AwkwardSite, home
from tests.crawling import crawl
from tests.faults.compare import rows
from tests.generated_site import article

NUKEVIET = '<meta name="generator" content="NukeViet v4.5">'


def spelled(family: str, url: str) -> str:
    """An address as a portal of that CMS is known by."""
    known = families()[family]
    return canonical(url, Spelling(any_of(known.noise_params), known.case_insensitive_paths))


@pytest.mark.parametrize(
    ("family", "one", "other"),
    [
        ("liferay", "http://so.vn/tin?p_p_id=101&p_r_p_564233524_resetCur=false&_101_cur=2", "http://so.vn/tin?p_p_id=101&_101_cur=2"),
        ("nukeviet", "http://so.vn/index.php/vi/news/a-1.html?nvvithemever=d", "http://so.vn/vi/news/a-1.html"),
        ("nukeviet", "http://so.vn/vi/news/a-1.html?nv_redirect=aHR0cA", "http://so.vn/vi/news/a-1.html"),
        ("sharepoint", "http://so.vn/Tin-Tuc/Pages/Bai?Source=%2Fx&IsDlg=1", "http://so.vn/tin-tuc/pages/bai"),
        ("dnn", "http://so.vn/Tin-Tuc/TabId/56/Default.aspx?popup=true", "http://so.vn/tin-tuc/tabid/56/"),
        ("wordpress", "http://so.vn/tin/a/?replytocom=15", "http://so.vn/tin/a/"),
        ("joomla", "http://so.vn/index.php/tin/12-bai?tmpl=component&print=1", "http://so.vn/tin/12-bai"),
    ],
)  # fmt: skip
def test_a_cms_writes_one_page_in_two_ways(family: str, one: str, other: str) -> None:
    assert spelled(family, one) == spelled(family, other)


@pytest.mark.parametrize(
    ("family", "one", "other"),
    [
        ("liferay_dxp", "http://so.vn/tin?p_r_p_categoryId=1", "http://so.vn/tin?p_r_p_categoryId=2"),
        ("joomla", "http://so.vn/tin?page=2", "http://so.vn/tin?page=3"),
        ("wordpress", "http://so.vn/Tin/", "http://so.vn/tin/"),
        ("dnn", "http://so.vn/tabid/56/ctl/view/id/1", "http://so.vn/tabid/56/ctl/view/id/2"),
    ],
)
def test_two_pages_of_a_cms_stay_two(family: str, one: str, other: str) -> None:
    assert spelled(family, one) != spelled(family, other)


def test_an_article_under_several_sections_and_spellings_is_one_with_its_addresses(tmp_path: Path) -> None:
    paths = [f"/vi/news/{section}/bai-viet-{n}.html" for n in range(3) for section in ("tin-tuc", "su-kien")]
    doubles = [
        f"/index.php{paths[0]}",
        f"{paths[0]}?nvvithemever=d",
        f"{paths[1]}?utm_source=zalo&t=1646881234567",
    ]

    def pages(target: str) -> Answer | None:
        path = urlsplit(target).path.removeprefix("/index.php")
        if path == "/":
            return home(*paths, *doubles, articles=0, head=NUKEVIET)
        return Answer(article(int(path.rpartition("-")[2].removesuffix(".html")))) if path in paths else None

    with AwkwardSite(pages) as site:
        done = crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(3,)]
    assert rows(tmp_path, "SELECT count(*) FROM addresses") == [(6,)]
    assert "3 under another address" in done.stdout
    asked = [target for target in site.targets if "bai-viet-0" in target]
    assert len(asked) == 2, f"each path once, in whatever spelling: {asked}"


def test_filters_that_multiply_are_bounded_and_said(tmp_path: Path) -> None:
    filters = {"chu-de": "abcdefgh", "dinh-dang": "abcdefgh", "don-vi": "abcdefgh"}

    def pages(target: str) -> Answer | None:
        parts = urlsplit(target)
        if parts.path == "/":
            return home("/du-lieu")
        if parts.path != "/du-lieu":
            return None
        chosen = dict(parse_qsl(parts.query))
        links = [
            f"/du-lieu?{urlencode(sorted((chosen | {name: value}).items()))}"
            for name, values in filters.items()
            for value in values
        ]
        return home(*links, articles=2, title="Dữ liệu mở")

    with AwkwardSite(pages) as site:
        done = crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
    combined = [t for t in site.targets if t.count("=") > 1]
    possible = sum(1 for _ in itertools.product(*(f"{v} " for v in filters.values())))
    assert len(combined) <= MOST < possible
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(3,)]
    ((left,),) = rows(tmp_path, "SELECT times FROM run_counts WHERE what = 'left-out/facets'")
    assert left > 100
    assert f"{left} facets" in done.stdout


def test_many_articles_of_one_path_and_two_parameters_are_all_kept(tmp_path: Path) -> None:
    count = MOST + 60

    def pages(target: str) -> Answer | None:
        parts = urlsplit(target)
        query = dict(parse_qsl(parts.query))
        if parts.path == "/":
            return home(*(f"/Default.aspx?tabid=12&bai={n}" for n in range(count)), articles=0)
        return (
            Answer(article(int(query["bai"]))) if parts.path == "/Default.aspx" and "bai" in query else None
        )

    with AwkwardSite(pages) as site:
        crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(count,)]
