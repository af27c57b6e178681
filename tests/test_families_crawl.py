"""Each family's own small site, from home page to archive, in one real `scrapy crawl portal` for all of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from archive.records import Article, Attachment, Precision
from crawler.exit_codes import ExitCode
from crawler.families import family_names
from tests.crawling import crawl
from tests.family_sites import FamilySite, site_pages
from tests.test_pages import MISSES, misread

FAMILIES = sorted(set(family_names()) - {"generic"})
_ROWS = """SELECT a.url, a.portal, v.headline, v.published_at, v.published_precision, v.modified_at, v.byline,
  v.authors, v.source, v.section, v.lead, v.body, v.captions, v.attachments
  FROM articles AS a JOIN versions AS v ON v.article_id = a.id AND v.number = a.version"""


@dataclass(frozen=True)
class Crawled:
    """What one run over all sites left behind."""

    exit_code: int
    sites: dict[str, FamilySite]
    articles: dict[str, Article]
    """By their address on loopback."""
    families: dict[str, tuple[str | None, str | None]]
    """What the run's report says of each portal: family, evidence."""


def _table(family: str, site: FamilySite) -> str:
    slug = family.replace("_", "-")
    return f'[{slug}]\nname = "{family}"\nurl = "{site.home}"\nsource = "tests"\nconfidence = "high"\n\n'


def _article(row: sqlite3.Row, origins: dict[str, str]) -> Article:
    def back(url: str) -> str:
        return next(
            (url.replace(here, there) for here, there in origins.items() if url.startswith(here)), url
        )

    def at(text: str | None) -> datetime | None:
        return datetime.fromisoformat(text) if text else None

    precision: Precision | None = row["published_precision"]
    return Article(
        url=back(row["url"]),
        headline=row["headline"],
        body=row["body"],
        lead=row["lead"],
        published_at=at(row["published_at"]),
        published_precision=precision,
        modified_at=at(row["modified_at"]),
        byline=row["byline"],
        authors=tuple(json.loads(row["authors"])),
        source=row["source"],
        captions=tuple(json.loads(row["captions"])),
        attachments=tuple(Attachment(back(each["url"]), "") for each in json.loads(row["attachments"])),
        section=row["section"],
    )


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """All families' sites, crawled by one process."""
    folder = tmp_path_factory.mktemp("families")
    with ExitStack() as stack:
        sites = {family: stack.enter_context(FamilySite(family)) for family in FAMILIES if site_pages(family)}
        registry = folder / "registry"
        registry.mkdir()
        tables = "".join(_table(family, site) for family, site in sites.items())
        (registry / "thanh-hoa.toml").write_text(tables, "utf-8")
        slugs = ",".join(family.replace("_", "-") for family in sites)
        done = crawl(
            "portal", "-a", f"portal={slugs}", "-s", f"REGISTRY_DIRS={registry}", archive=folder / "archive"
        )
        assert done.returncode in (ExitCode.OK, ExitCode.PARTLY_FAILED), done.stderr[-2000:]
        yield Crawled(done.returncode, sites, *_kept(folder / "archive", sites))


def _kept(
    archive: Path, sites: dict[str, FamilySite]
) -> tuple[dict[str, Article], dict[str, tuple[str | None, str | None]]]:
    origins = {site.origin: site.pages[0].origin for site in sites.values()}
    with closing(sqlite3.connect(archive / "archive.db")) as db:
        db.row_factory = sqlite3.Row
        articles = {row["url"]: _article(row, origins) for row in db.execute(_ROWS)}
        told = db.execute("SELECT portal, family, family_evidence FROM run_portals")
        return articles, {
            row["portal"].replace("-", "_"): (row["family"], row["family_evidence"]) for row in told
        }


def test_every_family_has_a_site_of_its_own() -> None:
    lacking = [family for family in FAMILIES if not site_pages(family)]
    assert not lacking, f"no host with a home page, a listing and two articles in tests/pages: {lacking}"


def test_the_run_ends_well(crawled: Crawled) -> None:
    assert crawled.exit_code == ExitCode.OK


@pytest.mark.parametrize("family", FAMILIES)
def test_the_report_names_the_family_with_its_evidence(crawled: Crawled, family: str) -> None:
    name, evidence = crawled.families[family]
    assert name == family
    assert evidence


@pytest.mark.parametrize("family", FAMILIES)
def test_the_articles_are_in_the_archive_as_written_beside_them(crawled: Crawled, family: str) -> None:
    known = json.loads(MISSES.read_text("utf-8"))
    for url, page in crawled.sites[family].articles.items():
        missed = set(known.get(page.name, []))
        if "kind" in missed:
            continue
        assert url in crawled.articles, f"{page.name} was not found, or taken for no article"
        assert misread(page.expected, crawled.articles[url]) <= missed, page.name


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_no_article_stays_out(crawled: Crawled, family: str) -> None:
    known = json.loads(MISSES.read_text("utf-8"))
    site = crawled.sites[family]
    others = [page for page in site.pages if page.expected["kind"] != "article" and page.name not in known]
    assert not {site.origin + page.target for page in others} & set(crawled.articles)
