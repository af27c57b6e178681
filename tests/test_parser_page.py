"""A page joins its links as `urljoin` does, whichever way it takes."""

from __future__ import annotations

from urllib.parse import urljoin

from hypothesis import example, given
from hypothesis import strategies as st

from crawler.parser import Page

BASES = (
    "https://sct.tinh.example/tin/2024/bai-1.html",
    "https://sct.tinh.example/tin/2024/",
    "https://sct.tinh.example",
    "https://sct.tinh.example//tin//2024/bai-1.html",
    "http://sct.tinh.example:8080/web/guest/tin?p=../2/x#../y",
)
PIECES = st.sampled_from(
    [
        "../",
        "/",
        "./",
        "..",
        "tin",
        "a b",
        "anh%201.jpg",
        "ảnh.jpg",
        "?id=1",
        "#c",
        ";v=1",
        "//khac.example",
        "https://",
        ".",
    ]
)


@given(st.sampled_from(BASES), st.lists(PIECES, max_size=6).map("".join))
@example("https://sct.tinh.example/tin/2024/bai-1.html", "../../anh/1.jpg")
@example("https://sct.tinh.example/tin/2024/bai-1.html", "../../../../anh/1.jpg?t=/../2")
@example("https://sct.tinh.example", "../anh/1.jpg")
@example("https://sct.tinh.example/tin/2024/bai-1.html", "../tin//anh/1.jpg")
@example("https://sct.tinh.example//tin//2024/bai-1.html", "../anh/1.jpg")
@example("https://sct.tinh.example/tin/2024/bai-1.html", "../anh/../1.jpg")
def test_a_link_is_joined_as_the_standard_library_joins_it(base: str, href: str) -> None:
    assert Page.parse(b"<p>", base).join(href) == urljoin(base, href.strip())
