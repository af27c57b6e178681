"""Each manner in which a listing goes on, crawled through `scrapy crawl portal` to its full truth."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.crawling import crawl
from tests.paging_manners import Manners
from tests.paging_site import PagingSite


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PagingSite, set[int], Path]]:
    folder = tmp_path_factory.mktemp("paging")
    with PagingSite() as site:
        done = crawl("portal", "-a", f"url={site.url}", archive=folder)
        assert done.returncode == 0, done.stdout + done.stderr[-3000:]
        with closing(sqlite3.connect(folder / "archive.db")) as db:
            urls = [row[0] for row in db.execute("SELECT url FROM articles")]
        yield site, {int(re.findall(r"\d+", url)[-1]) for url in urls}, folder


@pytest.mark.parametrize("manner", Manners().names)
def test_a_listing_is_walked_to_its_end(manner: str, crawled: tuple[PagingSite, set[int], Path]) -> None:
    site, kept, _ = crawled
    assert site.numbers(manner) - kept == set()


def test_no_listing_is_walked_for_ever(crawled: tuple[PagingSite, set[int], Path]) -> None:
    site, _, _ = crawled
    assert max(n for name, n in site.asked.items() if name in site.manners.names) <= 12


def test_what_was_walked_is_not_walked_again(crawled: tuple[PagingSite, set[int], Path]) -> None:
    site, _, folder = crawled
    before = site.asked.copy()
    done = crawl("portal", "-a", f"url={site.url}", archive=folder)
    assert done.returncode == 0
    again = site.asked - before
    assert again["tin"] == 0
    assert all(again[name] <= 2 for name in site.manners.names), again
