"""What is learnt of a portal's addresses, and how far its listings are walked."""

from __future__ import annotations

from collections import Counter

import pytest

from crawler.discovery.listings import Listings, Surroundings
from crawler.discovery.shapes import Shapes, shape_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/tin-tuc/khai-mac-hoi-cho-sach-4512.html", "/tin-tuc/xa-tan-phu-hop-ban-77.html"),
        ("/-/view_content/12-le-ky-ket-hop-tac", "/-/view_content/98765-hoi-nghi-tong-ket-nam"),
        ("/index.php?id=12&cat=3", "/index.php?cat=44&id=9"),
        ("/lich/2024/03/05", "/lich/2031/12/31"),
    ],
)
def test_one_shape(one: str, other: str) -> None:
    assert shape_of(one) == shape_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/tin/a-12.html", "/van-ban/a-12.html"),
        ("/a?id=1", "/a?p=1"),
        ("/a/12", "/a/gioi-thieu"),
        ("/a.aspx", "/a.htm"),
    ],
)
def test_two_shapes(one: str, other: str) -> None:
    assert shape_of(one) != shape_of(other)


def test_pages_decide_what_a_shape_is() -> None:
    shapes = Shapes()
    assert shapes.is_article("/x/#") is None
    for _ in range(4):
        shapes.note("/x/#", article=True)
        shapes.note("/y/#", article=False)
    assert shapes.is_article("/x/#") is True
    assert shapes.is_article("/y/#") is False


def test_a_shape_without_fruit_sinks_and_is_given_up() -> None:
    shapes = Shapes()
    for _ in range(200):
        shapes.note("/lich/#", article=False)
        shapes.note("/muc/name", article=False, fruitful=True)
    assert shapes.is_barren("/lich/#")
    assert shapes.is_hopeless("/lich/#")
    assert not shapes.is_barren("/muc/name")
    shapes.note("/lich/#", article=True)
    assert not shapes.is_hopeless("/lich/#")


def test_a_listing_ends_where_it_repeats_itself() -> None:
    counts: Counter[str] = Counter()
    listings = Listings(counts)
    assert listings.shows("a", {1, 2}, 2)
    assert listings.shows("a", {3, 2}, 1)
    assert not listings.shows("a", {2, 3}, 0)
    assert listings.shows("b", {2, 3}, 0)
    assert counts == {"paging/repeated": 1}


def test_a_listing_ends_in_the_past() -> None:
    listings = Listings(Counter())
    for _ in range(11):
        listings.dated("a", before_since=True)
    assert listings.shows("a", {1}, 1)
    listings.dated("a", before_since=False)
    for n in range(12):
        assert listings.shows("a", {10 + n}, 1)
        listings.dated("a", before_since=True)
    assert not listings.shows("a", {99}, 1)


def test_an_endless_listing_of_known_things_is_left() -> None:
    listings = Listings(Counter())
    asked = next(n for n in range(10_000) if not listings.shows("a", {n}, 0))
    assert asked < 300


def test_what_stands_on_every_page_is_no_content() -> None:
    around = Surroundings()
    around.home({1, 2, 3, 50})
    assert around.without({1, 2, 50, 60}) == {60}
    for n in range(8):
        around.note({1, 2, 3, 100 + n} | ({50} if n == 0 else set()))
    # The home page's news are a section's own content.
    assert around.without({1, 2, 50, 60}) == {50, 60}
