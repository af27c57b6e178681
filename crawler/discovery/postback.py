"""Post-backs: the next page of an ASP.NET listing, asked for as its form would.

The page's own `__VIEWSTATE` and `__EVENTVALIDATION` are carried along; form2request fills the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from archive.queue import QueueRow, queue_key
from crawler.discovery.addresses import canonical
from crawler.discovery.forms import filled_form
from crawler.discovery.links import Link
from crawler.discovery.paging import PostBack, says_next
from crawler.discovery.updatepanel import again, partial_fields

if TYPE_CHECKING:
    from crawler.parser import Page
    from crawler.parser.tree import Element

_PAGE_ARGUMENT = re.compile(r"^(?:Page\$)?(\d{1,5}|Next)$", re.I)
_MARK = "#page="
_UNNUMBERED = 1_000_000
"""A link that says "next" without a number: any number on the page goes before it."""
_PAGER_TARGET = re.compile(r"pag(?:e|ing|er|ination)|trang|next|sau", re.I)


def post_back_rows(
    page: Page, row: QueueRow, found: Iterable[Link], state: Mapping[str, str] | None = None
) -> list[QueueRow]:
    """The request for the next page of each pager on the page; none where the page has no form to post.

    A pager is a control that is asked for numbered pages, or whose name or text says so. Of its numbers the one
    after the page's own is taken: the next pages are posted from the page that shows them. `state`: the hidden
    fields of an UpdatePanel's answer, which holds no form; the rest is what was posted to get it.
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
        fields = {"__EVENTTARGET": back.target, "__EVENTARGUMENT": back.argument}
        posted = _filled(page, {**fields, **partial_fields(page, back)}) or _again(row, back, state or {})
        if posted is not None:
            rows.append(_row(row, posted, number, f"{canonical(row.url)}#{control}"))
    return rows


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


def _filled(page: Page, fields: Mapping[str, str]) -> tuple[str, bytes] | None:
    """Address and body of the page's form."""
    form = _form(page)
    if form is None:
        return None
    filled = filled_form(page, form, fields)
    return (filled.url, filled.body) if filled is not None and filled.body is not None else None


def _again(row: QueueRow, back: PostBack, state: Mapping[str, str]) -> tuple[str, bytes] | None:
    """What was posted before, for another control or argument, with the state of its answer."""
    if row.method != "POST" or row.body is None:
        return None
    before = dict(parse_qsl(row.body.decode("utf-8", "replace"), keep_blank_values=True))
    fields = {"__EVENTTARGET": back.target, "__EVENTARGUMENT": back.argument}
    return row.url, urlencode({**before, **state, **again(before, back), **fields}).encode()


def _row(row: QueueRow, posted: tuple[str, bytes], number: int, group: str) -> QueueRow:
    url, body = posted
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
        body=body,
        group=f"{group}{_MARK}{number}",
    )


def _form(page: Page) -> Element | None:
    for form in page.tree.iter_elements("form"):
        if (form.attr("method") or "").lower() == "post" and any(
            field.attr("name") == "__VIEWSTATE" for field in form.iter_elements("input")
        ):
            return form
    return None
