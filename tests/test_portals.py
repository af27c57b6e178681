"""The registry as it stands: every row of the facts is in it, and choosing finds what a researcher means."""

from __future__ import annotations

import csv
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from crawler.portals import (
    Host,
    NoPortal,
    Portal,
    Registry,
    departments,
    host_key,
    load_registry,
    portal_for_url,
    provinces,
)

ROOT = Path(__file__).resolve().parents[1]
FACTS = ROOT.parent / "shared" / "facts"


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry(ROOT / "spiders" / "portals")


def _facts(name: str) -> list[dict[str, str]]:
    path = FACTS / name
    if not path.exists():
        pytest.skip(f"the facts are not beside the project: {path}")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_of_the_facts_is_a_portal(registry: Registry) -> None:
    rows = _facts("portals.csv")
    wanted = Counter(
        (
            row["url"],
            row["name_vi"],
            row["dept"],
            row["level"],
            row["province"],
            row["province_2025"],
            row["source"],
        )
        for row in rows
    )
    found = Counter(
        (
            p.start_urls[0],
            p.name,
            p.department,
            p.level,
            p.province or "",
            p.province_now or "",
            p.provenance.source,
        )
        for p in registry
    )
    assert found == wanted
    assert len(registry) == len(rows) == 556


def test_a_known_family_of_the_facts_is_kept_or_described(registry: Registry) -> None:
    by_url = {(p.start_urls[0], p.name): p for p in registry}
    for row in _facts("portals.csv"):
        portal = by_url[row["url"], row["name_vi"]]
        assert (row["cms_family"] == "unknown") or portal.family or portal.provenance.family_evidence, row[
            "slug"
        ]


def test_provinces_are_those_of_the_facts() -> None:
    both = provinces()
    rows = _facts("provinces_63_to_34.csv")
    assert {old.name: both.now[old.now].name for old in both.before.values()} == {
        row["old_province_63"]: row["new_unit_34"] for row in rows
    }
    assert (len(both.before), len(both.now)) == (63, 34)
    for row in rows:
        unit = next(each for each in both.now.values() if each.name == row["new_unit_34"])
        for column, day in (
            ("new_unit_type_2025_07_01", date(2025, 7, 1)),
            ("new_unit_type_2026_11", date(2026, 11, 1)),
        ):
            assert unit.kind_on(day) == ("province" if row[column] == "tỉnh" else "city")


def test_what_a_unit_was_depends_on_the_day() -> None:
    both = provinces()
    assert both.now["dong-nai"].kind_on(date(2026, 4, 29)) == "province"
    assert both.now["dong-nai"].kind_on(date(2026, 4, 30)) == "city"
    assert both.before["thua-thien-hue"].kind_on(date(2024, 12, 31)) == "province"
    assert both.before["thua-thien-hue"].kind_on(date(2025, 1, 1)) == "city"
    assert both.now["hue"].kind_on(date(2025, 6, 30)) is None


def test_departments_merged_as_in_the_facts() -> None:
    known = departments().by_code
    for row in _facts("department_mergers_2025.csv"):
        if row["level"] != "tỉnh" or "+" not in row["old_codes"] or "(" in row["old_codes"]:
            continue
        for code in row["old_codes"].split("|")[-1].split("+"):
            if code not in (row["new_code"], "dl"):  # dl: a special department that may go on
                assert known[code].merged_into == row["new_code"], row
                assert known[code].merged_on == date.fromisoformat(row["effective"]), row


@pytest.mark.parametrize(
    "typed", ["Thanh Hóa", "Thanh Hoá", "thanh-hoa", "thanhhoa", "tỉnh Thanh Hóa", "THANH HÓA"]
)
@pytest.mark.parametrize("department", ["tttt", "stttt", "Sở TT&TT", "Sở Thông tin và Truyền thông"])
def test_a_province_and_a_department_may_be_typed_in_any_manner(
    registry: Registry, typed: str, department: str
) -> None:
    (portal,) = registry.select(province=typed, department=department)
    assert portal.slug == "thanhhoa-stttt"
    assert (portal.department_now, portal.ended) == ("khcn", date(2025, 3, 1))


def test_an_old_province_finds_its_own_and_a_new_one_all_that_it_took_in(registry: Registry) -> None:
    old = registry.select(province="Kiên Giang")
    assert {p.province for p in old} == {"Kiên Giang"}
    assert {p.province_now for p in old} == {"An Giang"}
    assert {p.province for p in registry.select(province="An Giang")} == {"An Giang", "Kiên Giang"}
    assert {p.province for p in registry.select(province="an-giang (cũ)")} == {"An Giang"}
    assert {p.province for p in registry.select(province="TPHCM")} == {
        "TP. Hồ Chí Minh",
        "Bình Dương",
        "Bà Rịa - Vũng Tàu",
    }
    assert {p.province for p in registry.select(province="huế,Cao Bằng")} == {"Thừa Thiên Huế", "Cao Bằng"}


def test_an_old_department_finds_its_own_and_a_new_one_those_merged_into_it(registry: Registry) -> None:
    assert {p.department for p in registry.select(department="tttt")} == {"tttt"}
    assert {p.department for p in registry.select(department="khcn")} == {"tttt", "khcn"}
    assert {p.department for p in registry.select(department="khcn (cũ)")} == {"khcn"}
    # The comma is the name's own.
    culture = registry.select(department="Sở Văn hóa, Thể thao và Du lịch")
    assert {p.department for p in culture} == {"vhttdl", "vhtt"}


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"portal": "thanhhoa-sttt"}, 'no portal is called "thanhhoa-sttt"; did you mean "thanhhoa-stttt"'),
        ({"province": "Thanh Hóaa"}, 'no province is called "Thanh Hóaa"; did you mean "Thanh Hóa"'),
        ({"department": "thongtin"}, 'no department is called "thongtin"'),
        ({"level": "departmen"}, 'did you mean "department"?'),
        ({"status": "dead"}, "unknown, alive, unreachable, closed, replaced"),
        (
            {"province": "Cao Bằng", "department": "tttt"},
            "its work went to khcn in 2025; in that province there are ca,",
        ),
        ({"portal": "mic,nosuch"}, '"nosuch"'),
    ],
)
def test_a_wrong_choice_gets_one_line_with_the_nearest(
    registry: Registry, wanted: dict[str, str], said: str
) -> None:
    with pytest.raises(NoPortal) as caught:
        registry.select(**wanted)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_several_slugs_in_the_registrys_order(registry: Registry) -> None:
    chosen = registry.select(portal="thanhhoa-stttt, hanoi-sotttt")
    assert [p.slug for p in chosen] == ["hanoi-sotttt", "thanhhoa-stttt"]


def test_a_host_finds_its_portal_and_a_path_the_portal_below_it(registry: Registry) -> None:
    def slug(url: str) -> str | None:
        portal = registry.by_url(url)
        return portal.slug if portal else None

    assert slug("http://www.bacninh.gov.vn/") == "bacninh"
    assert slug("https://bacninh.gov.vn/web/so-noi-vu/news") == "bacninh-web-so-noi-vu"
    assert slug("https://bacninh.gov.vn/web/so-noi-vu-2") == "bacninh"
    assert registry.portals["bacninh-web-so-noi-vu"].hosts == (Host("www.bacninh.gov.vn", "/web/so-noi-vu"),)
    assert slug("https://MIC.gov.vn:443/x.htm") == "mic", "the site that was replaced does not win"
    assert slug("https://stttt.thanhhoa.gov.vn.evil.example/") is None
    assert registry.by_host("www.thanhhoa.gov.vn") is registry.portals["thanhhoa"]


def test_a_host_is_found_by_the_day_on_which_it_was_whose() -> None:
    old = Portal("a", "A", ("http://x.vn/",), (Host("x.vn", valid_to=date(2025, 7, 1)),))
    new = Portal("b", "B", ("http://x.vn/",), (Host("x.vn", valid_from=date(2025, 7, 1)),))
    both = Registry([old, new])
    assert both.by_host("x.vn", date(2025, 6, 30)) is old
    assert both.by_host("x.vn", date(2025, 7, 1)) is new


def test_a_bare_url_is_its_registered_portal_or_one_made_up(registry: Registry) -> None:
    known = portal_for_url(registry, "https://stttt.thanhhoa.gov.vn/NewsDetail.aspx?Id=7849")
    assert (known.slug, known.start_urls) == (
        "thanhhoa-stttt",
        ("https://stttt.thanhhoa.gov.vn/NewsDetail.aspx?Id=7849",),
    )
    made_up = portal_for_url(registry, "http://127.0.0.1:8080/tin")
    assert (made_up.slug, made_up.registered, made_up.province) == ("127.0.0.1:8080", False, None)
    assert made_up.claim("http://127.0.0.1:8080/x") > 0 > made_up.claim("http://127.0.0.1:8081/x")
    assert portal_for_url(registry, "songv.example.vn").start_urls == ("https://songv.example.vn",)
    for wrong in ("ftp://x.vn/", "nonsense", "http://", "http://[x/"):
        with pytest.raises(NoPortal):
            portal_for_url(registry, wrong)


def test_hosts_compare_without_www_and_usual_ports() -> None:
    assert host_key("www.X.vn:80", "http") == host_key("x.vn") == host_key("user@x.vn.")
    assert host_key("x.vn:8080") == "x.vn:8080"
    assert host_key("x.vn:80", "https") == "x.vn:80"


def test_portals_may_be_added_for_a_run(registry: Registry) -> None:
    sample = Portal("sample", "Mẫu", ("http://127.0.0.2:9/",), (Host("127.0.0.2:9"),))
    more = registry.with_portals(sample)
    assert more.select(portal="sample") == [sample]
    assert len(more) == len(registry) + 1


def test_the_origin_is_the_portal_of_its_own_time(registry: Registry) -> None:
    origin = registry.portals["kiengiang-stttt"].origin("Tin tức")
    assert (origin.province, origin.province_now, origin.department) == ("Kiên Giang", "An Giang", "tttt")


def test_loading_is_quick_enough_for_every_start() -> None:
    # Ten times what it takes on a small machine, so that only a change of kind is red.
    begin = time.perf_counter()
    load_registry(ROOT / "spiders" / "portals")
    assert time.perf_counter() - begin < 0.5
