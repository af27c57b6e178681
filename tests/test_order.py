"""A crawl's arguments: what is accepted, and the one clear line for what is not."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from crawler.order import BadOrder, read_order

REGISTRY = """
[so-thu]
province = "Thanh Hóa"
name = "Sở Thử nghiệm tỉnh Hà Lam"
url = "http://127.0.0.1:18601/"

[so-that]
province = "Thanh Hóa"
name = "Sở Thật tỉnh Hà Lam"
url = "https://so.example.vn/"
"""


@pytest.fixture
def registry(tmp_path: Path) -> list[str]:
    (tmp_path / "ha-lam.toml").write_text(REGISTRY, "utf-8")
    return [str(tmp_path)]


def test_a_portal_is_found_and_its_days_are_whole(registry: list[str]) -> None:
    order = read_order({"portal": "so-thu", "since": "2024-03-05", "until": "2024-03-06"}, registry, "")
    assert [p.slug for p in order.portals] == ["so-thu"]
    assert not order.wants(datetime.fromisoformat("2024-03-04T23:59:00+07:00"))
    assert order.wants(datetime.fromisoformat("2024-03-05T00:00:00+07:00"))
    assert order.wants(datetime.fromisoformat("2024-03-06T23:59:00+07:00"))
    assert not order.wants(datetime.fromisoformat("2024-03-07T00:00:00+07:00"))
    assert order.wants(None)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({}, "nothing to crawl"),
        ({"portl": "so-thu"}, "did you mean portal"),
        ({"portal": "so-thuu"}, "so-thu"),
        ({"portal": ""}, "portal is empty"),
        ({"portal": "so-thu", "since": "5/3/2024"}, "since=5/3/2024 is no day"),
        ({"portal": "so-thu", "since": "2024-02-30"}, "is no day"),
        ({"portal": "so-thu", "since": "2024-03-05", "until": "2024-03-04"}, "later than"),
        ({"portal": "so-thu", "limit": "viele"}, "limit=viele"),
        ({"portal": "so-thu", "limit": "0"}, "limit=0"),
        ({"portal": "so-thu", "revisit": "some"}, "revisit=some"),
        ({"portal": "so-thu", "url": "http://127.0.0.1:18601/"}, "url stands alone"),
        ({"url": "khong phai dia chi"}, "no address"),
        ({"portal": "so-that"}, "CONTACT"),
    ],
)
def test_a_mistake_costs_one_line(registry: list[str], arguments: dict[str, str], says: str) -> None:
    with pytest.raises(BadOrder) as caught:
        read_order(arguments, registry, "")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_real_portal_needs_a_contact(registry: list[str]) -> None:
    assert read_order({"portal": "so-that"}, registry, "luu-tru@example.org").portals[0].slug == "so-that"
    with pytest.raises(BadOrder, match="neither a mail address nor a URL"):
        read_order({"portal": "so-that"}, registry, "me")
