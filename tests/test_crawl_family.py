"""The CMS in a crawl: found by its marks and headers, doubted where the registry is wrong, and unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.awkward_site import Answer, AwkwardSite, home
from tests.crawling import crawl
from tests.faults.compare import rows

NUKEVIET = '<meta name="generator" content="NukeViet v4.5">'


def reported(archive: Path) -> tuple[str | None, str | None]:
    ((family, evidence),) = rows(archive, "SELECT family, family_evidence FROM run_portals")
    return family, evidence


@pytest.mark.parametrize("named", ["liferay", "nukeviet"])
def test_a_family_that_the_registry_names_gives_way_to_another_ones_marks(named: str, tmp_path: Path) -> None:
    folder = tmp_path / "portals"
    folder.mkdir()
    with AwkwardSite({"/": home("/muc-1/", "/muc-2/", articles=6, head=NUKEVIET), "/muc-1/": home()}) as site:
        table = f'[cu]\nname = "Sở"\nurl = "{site.url}"\nfamily = "{named}"\n'
        (folder / "thanh-hoa.toml").write_text(table, "utf-8")
        done = crawl("portal", "-a", "portal=cu", "-s", f"REGISTRY_DIRS={folder}", archive=tmp_path)
    family, evidence = reported(tmp_path)
    assert family == "nukeviet"
    assert evidence is not None
    assert "generator" in evidence
    doubted = "cu: cms: the registry says liferay, and none of the first pages bears its marks" in done.stdout
    assert doubted is (named == "liferay")


def test_a_header_is_a_mark_too(tmp_path: Path) -> None:
    page = home()
    with AwkwardSite(
        {"/": Answer(page.body, headers=(("Liferay-Portal", "Liferay Portal CE 6.2"),))}
    ) as site:
        crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
    family, evidence = reported(tmp_path)
    assert (family, "header" in (evidence or "")) == ("liferay", True)


def test_how_well_an_unknown_cms_was_read_is_said(tmp_path: Path) -> None:
    with AwkwardSite({"/": home(articles=4)}) as site:
        done = crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
    assert reported(tmp_path) == (None, None)
    line = next(
        line for line in done.stdout.splitlines() if line.startswith(f"{site.host}: no CMS whose marks")
    )
    assert "4 articles of " in line
    assert line.endswith("date 100%, byline 100%, lead 0%, text 100%"), line
