"""What is wrong in a registry file is said in one line each: file, table, key, what exists."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.portals import Registry, RegistryError, Section, Tls, load_registry

GOOD = """
[x-sct]
name = "Sở Công Thương"
url = "https://sct.x.gov.vn/"
department = "ct"
"""


def _load(folder: Path, text: str, name: str = "thanh-hoa.toml") -> Registry:
    (folder / name).write_text(text, encoding="utf-8")
    return load_registry(folder)


def test_a_portal_takes_five_lines(tmp_path: Path) -> None:
    (portal,) = _load(tmp_path, GOOD)
    assert (portal.slug, portal.province, portal.level, portal.status) == (
        "x-sct",
        "Thanh Hóa",
        "department",
        "unknown",
    )
    assert [host.name for host in portal.hosts] == ["sct.x.gov.vn"]
    assert portal.tls == Tls()
    assert portal.layout is None


def test_every_key_is_read(tmp_path: Path) -> None:
    (portal,) = _load(
        tmp_path,
        GOOD
        + """
sections = [{ url = "https://sct.x.gov.vn/tin", name = "Tin tức" }]
layout = { headline = ["h1.t"], day_only_midnight = true }
article_url = ['^/tin/\\d+$']
render = true
tls = { old_protocols = true }
status = "alive"
status_seen = 2026-01-02
hosts = [{ name = "sct.x.gov.vn", valid_from = 2020-01-01 }, { name = "cu.x.gov.vn", valid_to = 2020-01-01 }]
""",
    )
    assert portal.sections == (Section("https://sct.x.gov.vn/tin", "Tin tức"),)
    assert portal.layout is not None
    assert (portal.layout.headline, portal.layout.day_only_midnight) == (("h1.t",), True)
    assert portal.article_url == (r"^/tin/\d+$",)
    assert portal.render
    assert portal.tls.old_protocols
    assert not portal.tls.any_certificate
    assert str(portal.status_seen) == "2026-01-02"
    assert len(portal.hosts) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            GOOD + 'departement = "ct"',
            'thanh-hoa.toml [x-sct]: unknown key "departement"; did you mean "department"?',
        ),
        (GOOD + 'departement = "ct"', "Keys: name, url, hosts, department"),
        (GOOD.replace('"ct"', '"cct"'), '"department" is "cct"; did you mean "ct"?'),
        (GOOD.replace('"ct"', "3"), '"department" is to be a text, not 3'),
        (GOOD.replace('name = "Sở Công Thương"', ""), 'the key "name" is missing'),
        (GOOD.replace("https://sct.x.gov.vn/", "sct.x.gov.vn"), '"url" is to be an address'),
        (GOOD.replace("https://sct.x.gov.vn/", "https://sct x.gov.vn/"), '"url" is to be an address'),
        (GOOD + "render = 1", '"render" is to be true or false, not 1'),
        (
            GOOD + 'status_seen = "2026-01-02"',
            '"status_seen" is to be a date such as 2025-07-01, without quotes',
        ),
        (GOOD + 'article_url = ["("]', '"article_url" holds no regular expression'),
        (GOOD + "ignore_url = ['(?i)/in/']", '"ignore_url" holds no regular expression'),
        (GOOD + 'article_url = "x"', '"article_url" is to be a list of texts'),
        (GOOD + "layout = { headlin = [] }", 'layout: unknown key "headlin"; did you mean "headline"?'),
        (GOOD + "tls = { old = true }", 'tls: unknown key "old"'),
        (GOOD + 'tls = "old"', "tls: a table is wanted here, not 'old'"),
        (GOOD + 'sections = [{ url = "x", name = "X" }]', 'sections[0]: "url" is to be an address'),
        (GOOD + 'successor = "x-sctt"', '"successor" names no portal: "x-sctt"; did you mean "x-sct"?'),
        (GOOD + 'province = "Thanh Hoa"', 'none of the 63; did you mean "Thanh Hóa"'),
        (GOOD.replace("x-sct", "X_sct"), "a slug is lower case"),
        ('name = "loose"', "thanh-hoa.toml [name]: a table is wanted here"),
        ("[x", "thanh-hoa.toml: not TOML:"),
        (GOOD + GOOD, "thanh-hoa.toml: not TOML:"),
        (GOOD + GOOD.replace("x-sct", "y-sct"), "[y-sct]: sct.x.gov.vn/ is x-sct's too"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RegistryError) as caught:
        _load(tmp_path, text)
    (line,) = [line for line in caught.value.problems if said in line]
    assert "\n" not in line


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(RegistryError) as caught:
        _load(tmp_path, GOOD + 'render = 1\nlevel = "x"')
    assert len(caught.value.problems) == 2


def test_a_slug_is_unique_in_the_country(tmp_path: Path) -> None:
    (tmp_path / "ha-noi.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(RegistryError, match=r"thanh-hoa.toml \[x-sct\]: the slug stands in ha-noi.toml too"):
        _load(tmp_path, GOOD)


def test_a_file_named_after_no_province_needs_the_province_in_its_tables(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match='"province" is missing'):
        _load(tmp_path, GOOD, "thanh-hoaa.toml")
    (portal,) = _load(tmp_path, GOOD + 'province = "Thanh Hóa"', "thanh-hoaa.toml")
    assert portal.province_now == "Thanh Hóa"


def test_one_host_may_be_two_portals_at_different_times(tmp_path: Path) -> None:
    before = GOOD + 'hosts = [{ name = "sct.x.gov.vn", valid_to = 2025-03-01 }]\n'
    after = GOOD.replace("x-sct", "y-sct") + 'hosts = [{ name = "sct.x.gov.vn", valid_from = 2025-03-01 }]\n'
    assert len(_load(tmp_path, before + after)) == 2


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="no such folder"):
        load_registry(tmp_path / "none")
