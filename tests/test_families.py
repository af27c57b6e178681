"""Each family is recognised on its own pages and on none of the others', and what it says can be used."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from crawler.families import Family, families, family_names, recognise
from crawler.layout import Layout
from crawler.parser.tree import tree_of
from tests.manners import MANNERS

ROOT = Path(__file__).resolve().parents[1]
OWN = ROOT / "tests" / "pages"
REAL = ROOT.parent / "shared" / "pages"


@dataclass(frozen=True)
class At:
    """A page's address."""

    url: str


UNKNOWN = (
    '<meta name="generator" content="Hugo"><h1>Bài</h1><p>Đăng ngày 1/2/2024</p><form id="aspnetForm"></form>'
    '<a href="https://b.vn/Portals/0/a.pdf">Văn bản</a><img src="https://c.vn/wp-content/uploads/a.png">'
)


def test_every_family_has_its_manner_here() -> None:
    assert set(MANNERS) | {"generic"} == set(family_names())


@pytest.mark.parametrize("name", sorted(MANNERS))
def test_a_family_is_recognised_by_its_marks(name: str) -> None:
    url, source = MANNERS[name]
    found = recognise(At(url), f"<html>{source}</html>".encode())
    assert found is not None
    assert (found.family.name, found.score >= 5, bool(found.evidence)) == (name, True, True)


def test_what_bears_no_familys_marks_is_none() -> None:
    assert recognise(At("http://a.vn/tin/bai.html"), UNKNOWN.encode()) is None
    assert recognise(At("http://a.vn/"), b"") is None
    assert recognise(At("http://[/x"), b"\xff\x00" * 100) is None


def test_a_header_may_tell() -> None:
    found = recognise(At("http://a.vn/"), b"<p>", {"Liferay-Portal": "Liferay Community Edition 6.2"})
    assert found is not None
    assert found.family.name == "liferay"
    assert found.evidence == ('header "liferay-portal" (5)',)


def _own_pages() -> list[tuple[str, Path]]:
    """Those in a family's folder; the other folders mix families, for the parser."""
    known = family_names()
    return [(path.parent.name, path) for path in sorted(OWN.glob("*/*.html")) if path.parent.name in known]


@pytest.mark.parametrize(("name", "path"), _own_pages(), ids=lambda value: getattr(value, "stem", value))
def test_a_family_is_recognised_on_its_saved_pages(name: str, path: Path) -> None:
    expected = path.with_suffix(".json")
    url = (
        json.loads(expected.read_text("utf-8")).get("url", "http://a.vn/")
        if expected.exists()
        else "http://a.vn/"
    )
    found = recognise(At(url), path.read_bytes())
    assert (found.family.name if found else "generic") == name, found


REAL_FAMILIES = {
    "sotttt.hanoi.gov.vn": "liferay",
    "danang.gov.vn": "liferay_dxp",
    "edu.viettel.vn": "vhv",
    "cafef.vn": "vccorp",
    "hatinhtrade.com.vn": None,
    "vnexpress.net": None,
    "baodautu.vn": None,
    "24h.com.vn": None,
    "thuvienphapluat.vn": None,
}


@pytest.mark.parametrize("host", sorted(REAL_FAMILIES))
def test_real_pages_are_of_the_family_that_they_are(host: str) -> None:
    paths = sorted((REAL / "raw").glob(f"*-{host}.html"))
    if not paths:
        pytest.skip(f"the real pages are not beside the project: {REAL}")
    for path in paths:
        url = json.loads((REAL / "gold" / f"{path.stem}.json").read_text("utf-8"))["url"]
        found = recognise(At(url), path.read_bytes())
        assert (found.family.name if found else None) == REAL_FAMILIES[host], (path.name, found)


def test_liferays_addresses_tell_a_real_portals_articles_from_the_rest() -> None:
    truth = REAL.parent / "site" / "truth.jsonl"
    if not truth.exists():
        pytest.skip(f"the real portal is not beside the project: {truth}")
    family = families()["liferay"]
    rows = [json.loads(line) for line in truth.read_text("utf-8").splitlines()]
    for row in rows:
        address = row["url"].partition("sotttt.hanoi.gov.vn")[2]
        assert any(re.search(pattern, address) for pattern in family.article_url), address
        assert not any(re.search(pattern, address) for pattern in family.ignore_url), address
    assert len(rows) == 1198


@pytest.mark.parametrize("family", families().values(), ids=lambda family: family.name)
def test_what_a_family_says_can_be_used(family: Family) -> None:
    for slot in fields(Layout):
        for selector in getattr(family.layout, slot.name) if slot.type != "bool" else ():
            tree_of("<p>x</p>").select(selector)  # raises where a selector is none
    for pattern in (*family.article_url, *family.listing_url, *family.ignore_url, *family.noise_params):
        re.compile(f"x|(?:{pattern})")
    for mark in family.marks:
        assert mark.needle == mark.needle.lower()
        assert mark.pattern.lower() == mark.pattern.replace(r"\W", r"\w").replace(r"\D", r"\d")
        assert 1 <= mark.weight <= 5
    assert family.paging, "a family whose listings do not go on is not known well enough"
    assert family.variant_of is None or family.variant_of in families()


SAMPLES = [
    ("vnpt_vportal", "article", "/linh-vuc-dat-dai/quyet-dinh-so-3266-775273"),
    ("vnpt_sharepoint", "article", "/vn/tin-tuc/1145/ho-tro-doanh-nghiep.aspx"),
    ("vnpt_sharepoint", "listing", "/vn/chuyen-muc/12/tin-tuc.aspx?page=2"),
    ("sharepoint_tandan", "article", "/portal/Pages/2023-01-30/Ung-dung-468686.aspx"),
    ("sharepoint_tandan", "listing", "/portal/Pages/Tin-tuc.aspx"),
    ("sharepoint", "article", "/Pages/glp-ke-hoach-glpnd-34299-glpnc-4-glpsite-1.html"),
    ("sharepoint", "ignore", "/_layouts/15/Authenticate.aspx?Source=x"),
    ("liferay", "article", "/vi/tin-tuc-su-kien/-/view_content/3893255-thong-bao-so-261.html"),
    ("liferay", "article", "/web/so-noi-vu/news/-/details/207614/hoi-nghi"),
    ("liferay", "article", "/web/guest/-/hoi-nghi-tong-ket"),
    ("liferay", "ignore", "/en/en/vi/tin-tuc"),
    ("liferay", "ignore", "/vi/tin?p_p_id=58&p_p_lifecycle=0"),
    ("liferay", None, "/vi/tin-tuc?p_p_id=101&p_p_lifecycle=0&_101_cur=2"),
    ("liferay_dxp", "article", "/vi/web/dng/w/hoi-nghi-so-ket"),
    ("liferay_dxp", "ignore", "/vi?p_p_id=com_liferay_login_web_portlet_LoginPortlet"),
    ("nukeviet", "article", "/vi/news/chuyen-doi-so/hoi-nghi-tap-huan-6247.html"),
    ("nukeviet", "article", "/index.php/vi/tin-tuc/su-kien/hoi-nghi-4075.html"),
    ("nukeviet", "ignore", "/vi/news/print/su-kien/hoi-nghi-4075.html"),
    ("nukeviet", "ignore", "/vi/users/register/"),
    ("nukeviet", None, "/vi/news/chuyen-doi-so/page-2"),
    ("wordpress", "article", "/2025/08/05/hoi-nghi/"),
    ("wordpress", "listing", "/category/tin-tuc/page/2/"),
    ("wordpress", "ignore", "/hoi-nghi/?replytocom=12"),
    ("drupal", "article", "/node/1973"),
    ("drupal", "ignore", "/user/login"),
    ("joomla", "article", "/index.php/tin-tuc/12-hoi-nghi"),
    ("joomla", "ignore", "/index.php/tin-tuc/12-hoi-nghi?tmpl=component&print=1"),
    ("dnn", "article", "/tin-tuc/tabid/36/nid/120/Default.aspx"),
    ("dnn", "ignore", "/Default.aspx/tabid/36/ctl/Login/Default.aspx"),
    ("vccorp", "article", "/thanh-hoa-tang-cuong-cong-tac-197153291.htm"),
    ("numeric_path", "article", "/snnptnt/1282/30591/53960/371205/Tin-tuc/Hoi-nghi.aspx"),
    ("threecms", "article", "/3cms/hoi-nghi-tong-ket.htm"),
    ("vtechcom", "listing", "/chuyen-muc/tin-tuc-a3.html"),
    ("zce", "article", "/hoi-nghi-tong-ket-post12.html"),
    ("ckan", "ignore", "/dataset?tags=giao-duc&res_format=CSV"),
    ("ckan", None, "/dataset/giao-duc"),
    ("generic", "ignore", "/dang-nhap"),
    ("generic", None, "/tin-tuc/dang-ky-kinh-doanh.html"),
]


@pytest.mark.parametrize(("name", "kind", "address"), SAMPLES)
def test_an_address_is_of_the_kind_that_its_family_says(name: str, kind: str | None, address: str) -> None:
    family = families()[name]

    def fits(patterns: tuple[str, ...]) -> bool:
        return any(re.search(pattern, address) for pattern in patterns)

    assert fits(family.ignore_url) == (kind == "ignore")
    assert kind != "article" or fits(family.article_url)
    assert kind != "listing" or fits(family.listing_url)
    assert kind is not None or not fits(family.article_url)


@pytest.mark.parametrize(
    ("family", "target", "ignored"),
    [
        ("nukeviet", "/index.php?language=vi&nv=news&op=Tin-tuc/Khai-mac-hoi-cho-12", False),
        ("nukeviet", "/index.php?language=vi&nv=users&op=login", True),
        ("nukeviet", "/index.php?language=vi&nv=statistics", True),
        (
            "liferay",
            "/tin?p_p_state=maximized&_101_struts_action=%2Fasset_publisher%2Fview_content&_101_urlTitle=a",
            False,
        ),
        ("liferay", "/tin?p_p_id=101&p_p_state=maximized", True),
    ],
)
def test_what_is_never_worth_a_request(family: str, target: str, ignored: bool) -> None:
    found = [pattern for pattern in families()[family].ignore_url if re.search(pattern, target)]
    assert bool(found) is ignored
