"""Reads every page of tests/pages/ and compares it with what is written beside it, field by field.

`tests/pages/known_misses.json` names the fields that are not read rightly yet. A miss that is not listed is red, and
so is a listed one that is now read rightly: the list only shrinks. A page without its .json gets one, as read, and is
red until somebody has reviewed it.
"""

import json
import re
import unicodedata
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from archive.records import Article
from crawler.parser import read

PAGES = Path(__file__).parent / "pages"
MISSES = PAGES / "known_misses.json"
ENOUGH = 0.98  # of the body's four-word runs, found and wanted: a page of 300 words may miss about five
NAMES = sorted(str(page.relative_to(PAGES).with_suffix("")) for page in PAGES.glob("*/*.html"))

Expected = dict[str, Any]


def words(text: str | None) -> list[str]:
    """The words of a text, without case, space and punctuation."""
    return re.findall(r"\w+", unicodedata.normalize("NFC", text or "").casefold())


def runs(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four words, each with its number; of a shorter text the one run there is."""
    found = words(text)
    return Counter(tuple(found[i : i + 4]) for i in range(max(1, len(found) - 3)) if found)


def body_fits(expected: Expected, article: Article) -> bool:
    """Is the body whole and nothing else? Lead and captions may stand in it or not."""
    lead, captions = expected["lead"] or "", expected["captions"]
    choices = [expected["body"], "\n".join([lead, expected["body"]])]
    choices.append("\n".join([lead, expected["body"], *captions]))
    got = runs(article.body)
    for choice in choices:
        want = runs(choice)
        both = sum((want & got).values())
        if both >= ENOUGH * sum(want.values()) and both >= ENOUGH * sum(got.values()):
            return True
    return False


def moment(iso: str | None) -> datetime | None:
    return datetime.fromisoformat(iso) if iso else None


def published_fits(expected: Expected, article: Article) -> bool:
    """Same day, and same minute where the page shows one; a day alone is not given an hour."""
    want, got = moment(expected["published"]), article.published_at
    if want is None or got is None:
        return want is got
    if expected["day_only"] and article.published_precision == "minute":
        hidden = moment(expected.get("metadata_minute"))
        return hidden is not None and got.replace(second=0) == hidden
    if want.replace(second=0) != got.replace(second=0):
        return False
    return article.published_precision == ("day" if expected["day_only"] else "minute")


def misread(expected: Expected, article: Article | None) -> set[str]:
    """The fields in which the reading differs from what is expected; "kind" alone where that is wrong."""
    if (expected["kind"] == "article") != (article is not None):
        return {"kind"}
    if article is None:
        return set()
    same = {
        "headline": words(expected["headline"]) == words(article.headline),
        "published": published_fits(expected, article),
        "byline": words(expected["byline"]) == words(article.byline),
        "lead": words(expected["lead"]) == words(article.lead),
        "body": body_fits(expected, article),
        "captions": [words(x) for x in expected["captions"]] == [words(x) for x in article.captions],
    }
    if "authors" in expected:
        same["authors"] = tuple(expected["authors"]) == article.authors
    if "source" in expected:
        same["source"] = expected["source"] == article.source
    if "attachments" in expected:
        same["attachments"] = sorted(expected["attachments"]) == sorted(x.url for x in article.attachments)
    if "modified" in expected:
        same["modified"] = moment(expected["modified"]) == article.modified_at
    if "section" in expected:
        same["section"] = words(expected["section"]) == words(article.section)
    return {name for name, right in same.items() if not right}


def as_read(article: Article | None) -> Expected:
    """A first expectation, for a page that has none yet."""
    if article is None:
        return {"kind": "other", "url": ""}
    at = article.published_at
    return {
        "kind": "article",
        "url": article.url,
        "headline": article.headline,
        "published": at.isoformat() if at else None,
        "day_only": article.published_precision == "day",
        "byline": article.byline,
        "lead": article.lead,
        "captions": list(article.captions),
        "body": article.body,
        "attachments": [x.url for x in article.attachments],
    }


@pytest.mark.parametrize("name", NAMES)
def test_page_is_read_as_written_beside_it(name: str) -> None:
    html = (PAGES / f"{name}.html").read_bytes()
    beside = PAGES / f"{name}.json"
    if not beside.exists():
        first = as_read(read(html, "http://example.gov.vn/"))
        beside.write_text(json.dumps(first, ensure_ascii=False, indent=1) + "\n", "utf-8")
        pytest.fail(f"{beside.name} was missing and has been written as read: review it")
    expected: Expected = json.loads(beside.read_text("utf-8"))
    found = misread(expected, read(html, expected["url"]))
    known = set(json.loads(MISSES.read_text("utf-8")).get(name, []))
    assert not found - known, f"{name}: misread {sorted(found - known)}"
    assert not known - found, (
        f"{name}: read rightly now, take out of known_misses.json: {sorted(known - found)}"
    )


def test_pages_cover_many_manners() -> None:
    kinds = Counter(json.loads(page.read_text("utf-8"))["kind"] for page in PAGES.glob("*/*.json"))
    families = {name.split("/")[0] for name in NAMES}
    assert len(families) >= 8
    assert kinds["article"] >= 15
    assert sum(kinds.values()) == len(NAMES)


def test_known_misses_name_pages_that_exist() -> None:
    assert set(json.loads(MISSES.read_text("utf-8"))) <= set(NAMES)
