"""Paging: which of a page's links leads on in the same listing.

A pager is found on the page, never guessed: a number in a parameter or in the path that differs from the
page's own by one, a link that says "Tiếp" or "Sau", `rel=next`, or an ASP.NET post-back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

_PARAM = re.compile(
    r"(?:page|p|pg|trang|paged|pageindex|page_index|pageno|pagenumber|currentpage|cur|start|limitstart|offset"
    r"|\w*_cur|\w*page|\w*pageindex|\w*pagenumber|pn|ipage|paging)",
    re.I,
)
_IN_PATH = re.compile(
    r"^(?P<base>.*?)[/-](?P<word>page|trang|p|pages)(?P<mark>[-/]?)(?P<number>\d{1,5})/?(?P<tail>\.html?|\.aspx)?$",
    re.I,
)
_NEXT_WORDS = re.compile(
    r"^(?:trang\s*)?(?:sau|tiếp|tiếp theo|kế tiếp|next|older|cũ hơn|xem tiếp|trang tiếp)"
    r"(?:\s*(?:trang|page))?\s*[›»>→]*$|^(?:[›»>→]|>>)$",
    re.I,
)

LONGEST_PAGER = 24
"""Letters of a pager's link at most."""
_TURNS = re.compile(
    r"[\W\d_]*(?:(?:trang|page|tr)?[\W\d_]*|(?:trang\s*)?(?:sau|tiếp(?: theo)?|trước|đầu|cuối|kế tiếp|next"
    r"|prev(?:ious)?|first|last|older|newer|quay lại)(?: (?:tiên|cùng|page|trang))?[\W\d_]*)",
    re.I,
)

_MORE = re.compile(
    r"^\W*(?:xem|tải|hiển thị|đọc)\s*thêm(?:\s*(?:tin|bài|bài viết|tin tức|tin bài))?\W*$|^\W*load more\W*$",
    re.I,
)
_QUOTE = r"(?:'|&#39;|\\'|\")"
_POSTBACK = re.compile(
    rf"(?:__doPostBack|WebForm_PostBackOptions)\(\s*{_QUOTE}([^'\"]+?){_QUOTE}\s*,\s*{_QUOTE}([^'\"]*?){_QUOTE}\s*[,)]"
)


@dataclass(frozen=True, slots=True)
class PageNumber:
    """Where a listing's address carries its page: `group` is the address without it."""

    group: str
    number: int


@dataclass(frozen=True, slots=True)
class PostBack:
    """An ASP.NET post-back: the control and its argument."""

    target: str
    argument: str


def page_number(address: str) -> PageNumber | None:
    """The page number in a canonical address; None where it carries none.

    >>> page_number("example.vn/tin?a=1&page=3")
    PageNumber(group='example.vn/tin?a=1#page', number=3)
    >>> page_number("example.vn/tin/page-2")
    PageNumber(group='example.vn/tin', number=2)
    """
    base, _, query = address.partition("?")
    if query:
        pairs = parse_qsl(query)
        for index, (name, value) in enumerate(pairs):
            if value.isdecimal() and len(value) <= 6 and _PARAM.fullmatch(name):
                rest = urlencode(pairs[:index] + pairs[index + 1 :])
                return PageNumber(f"{base}{'?' + rest if rest else ''}#{name}", int(value))
        return None
    found = _IN_PATH.match(base)
    if found:
        return PageNumber(found["base"].rstrip("/") + (found["tail"] or ""), int(found["number"]))
    return None


def says_next(text: str) -> bool:
    """Whether a link's text says that it leads to the next page.

    >>> says_next("Trang sau »"), says_next("Tiếp tục đẩy mạnh chuyển đổi số")
    (True, False)
    """
    text = " ".join(text.split())
    return len(text) <= 20 and _NEXT_WORDS.match(text) is not None


def says_more(text: str) -> bool:
    """Whether a link's text promises more of the same list.

    >>> says_more("Xem thêm"), says_more("Tải thêm tin"), says_more("Xem thêm nhiều mẫu nhà đẹp")
    (True, True, False)
    """
    return len(text) <= LONGEST_PAGER and _MORE.match(text) is not None


def turns_page(text: str) -> bool:
    """Whether a link's text is that of a pager's link: a number, an arrow, "Trang 3", "Cuối", or nothing.

    >>> turns_page("[3]"), turns_page("Trang cuối »"), turns_page("Đại hội Đảng bộ xã lần thứ 3")
    (True, True, False)
    """
    return len(text) <= LONGEST_PAGER and _TURNS.fullmatch(text) is not None


def post_back(href: str) -> PostBack | None:
    """The post-back that a `javascript:` link or an onclick makes; None if it makes none.

    >>> post_back("javascript:__doPostBack('ctl00$grid','Page$2')")
    PostBack(target='ctl00$grid', argument='Page$2')
    """
    found = _POSTBACK.search(href)
    return PostBack(found[1], found[2]) if found else None
