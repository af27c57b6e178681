"""Post-backs: the next page of an ASP.NET listing, asked for as its form would.

The page's own `__VIEWSTATE` and `__EVENTVALIDATION` are carried along; form2request fills the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from form2request import form2request
from lxml import etree, html
from lxml.html import HtmlElement

from archive.queue import QueueRow, queue_key
from crawler.discovery.addresses import canonical
from crawler.discovery.links import Link, absolute
from crawler.discovery.paging import PostBack, says_next

if TYPE_CHECKING:
    from crawler.parser import Page

_PAGE_ARGUMENT = re.compile(r"^(?:Page\$)?(\d{1,5}|Next)$", re.I)
_MARK = "#page="
_UNNUMBERED = 1_000_000
"""A link that says "next" without a number: any number on the page goes before it."""
_PAGER_TARGET = re.compile(r"pag(?:e|ing|er|ination)|trang|next|sau", re.I)


def post_back_rows(page: Page, row: QueueRow, found: Iterable[Link]) -> list[QueueRow]:
    """The request for the next page of each pager on the page; none where the page has no form to post.

    A pager is a control that is asked for numbered pages, or whose name or text says so. Of its numbers the one
    after the page's own is taken: the next pages are posted from the page that shows them.
    """
    here = _own_number(row)
    wanted: dict[str, tuple[int, PostBack]] = {}
    for link in found:
        back = link.post_back
        if back is None:
            continue
        number = _number(back, link.text)
        if number is None:
            continue
        control = re.sub(r"\d+", "#", back.target)
        if number > here and (control not in wanted or number < wanted[control][0]):
            wanted[control] = (number, back)
    rows = []
    for control, (number, back) in wanted.items():
        if number == _UNNUMBERED:
            number = here + 1
        posted = _post(page, row, back, number, f"{canonical(row.url)}#{control}")
        if posted is not None:
            rows.append(posted)
    return rows


def listing_of(group: str | None) -> str | None:
    """The listing that a group's page belongs to, without the page's number."""
    return group.partition(_MARK)[0] if group else None


def _number(back: PostBack, text: str) -> int | None:
    argument = _PAGE_ARGUMENT.match(back.argument)
    if argument and argument[1].isdecimal():
        return int(argument[1])
    if text.isdecimal() and len(text) <= 5 and (_PAGER_TARGET.search(back.target) or not back.argument):
        return int(text)
    if says_next(text) or (argument and argument[1].lower() == "next"):
        return _UNNUMBERED
    return None


def _own_number(row: QueueRow) -> int:
    """The page number that a posted listing was asked for; 1 for a listing's own address."""
    _, mark, number = (row.group or "").rpartition(_MARK)
    return int(number) if mark and row.method == "POST" else 1


def _post(page: Page, row: QueueRow, back: PostBack, number: int, group: str) -> QueueRow | None:
    form = _form(page)
    if form is None:
        return None
    fields = [("__EVENTTARGET", back.target), ("__EVENTARGUMENT", back.argument)]
    try:
        request = form2request(form, fields, click=False)
    except ValueError:
        return None
    url = absolute(page.base_url, form.get("action") or page.url) or page.url
    return QueueRow(
        portal=row.portal,
        key=queue_key(f"POST {canonical(url)} {group} {number}"),
        url=url,
        host=row.host,
        kind="listing",
        priority=row.priority,
        depth=row.depth,
        section=row.section,
        method="POST",
        body=request.body,
        group=f"{group}{_MARK}{number}",
    )


def _form(page: Page) -> HtmlElement | None:
    for form in page.tree.iter("form"):
        if (form.get("method") or "").lower() == "post" and any(
            field.get("name") == "__VIEWSTATE" for field in form.iter("input")
        ):
            # The page's tree has plain elements; form2request asks for lxml.html's.
            source = etree.tostring(form, encoding="unicode", with_tail=False)
            filled = html.fromstring(source, base_url=page.base_url)
            # DotNetNuke's form says multipart/form-data; what it gets without a file may be urlencoded.
            filled.attrib.pop("enctype", "")
            return filled
    return None
