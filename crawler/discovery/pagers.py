"""Pagers: of a page's links and controls those that lead to the next page of the same listing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from archive.queue import QueueRow
from crawler.discovery.answers import Answer
from crawler.discovery.links import absolute
from crawler.discovery.loadmore import Loaders
from crawler.discovery.more import HOLE, More, more_of
from crawler.discovery.postback import post_back_rows
from crawler.discovery.survey import Survey
from crawler.discovery.targets import Target
from crawler.families import families, post_form

if TYPE_CHECKING:
    from crawler.parser import Page


_POSTED = [p for family in families().values() for p in family.paging if p.kind == "ajax-post"]
_PLACE = 987654321
"""Stands for the page's number while a form is filled."""


@dataclass(frozen=True, slots=True)
class Way:
    """What else is known where a listing may go on."""

    shown: int = 0
    """Articles on the page: the step of a pager that counts articles."""
    state: Mapping[str, str] = field(default_factory=dict)
    """The hidden fields of an UpdatePanel's answer."""


def next_targets(found: Survey, row: QueueRow) -> list[tuple[Target, str]]:
    """Of each pager on the page the next number, and what says that it is the next page; each with its listing.

    Where a page does not say its own number two are taken: some count from 0, some from 1.
    """
    here = found.number
    wanted: list[tuple[Target, str]] = []
    best: dict[str, dict[int, Target]] = {}
    for link in found.pager:
        number = link.target.number
        group = number.group if number else listing_of(row.group) or found.address
        current = here.number if here is not None and here.group == group else None
        if link.says_next and (number is None or current is None or number.number > current):
            wanted.append((link.target, group))
        if number is not None and number.number > (current if current is not None else 0):
            best.setdefault(group, {}).setdefault(number.number, link.target)
    for group, numbers in best.items():
        known = here is not None and here.group == group
        wanted += [(numbers[n], group) for n in sorted(numbers)[: 1 if known else 2]]
    return wanted


def next_pieces(page: Page, found: Survey, row: QueueRow, way: Way) -> list[QueueRow]:
    """Post-backs and scripts' requests for what follows on a listing's page."""
    rows = post_back_rows(page, row, found.acting, way.state)
    if rows:
        return rows
    mores: Iterable[More] = ()
    # An article's scripts are not looked at: they ask for comments and the like.
    if more_of(row) is None and found.scripts_read:
        loaders = Loaders(page, found.scripts, found.address, way.shown)
        mores = _of_families(page, found) or loaders.find(found.acting)
    return [more.row(row) for more in mores]


def piece_after(row: QueueRow, answer: Answer, base: str) -> QueueRow | None:
    """The request after a piece that a script's request brought; None where the answer says that it was the last."""
    more = more_of(row)
    if more is None or answer.ended:
        return None
    if answer.next_url:
        url = absolute(base, answer.next_url)
        return More(more.listing, url, more.number + more.step, more.step).row(row) if url else None
    return more.next().row(row)


def listing_of(group: str | None) -> str | None:
    """The listing that a row's group names, without what else the group carries."""
    return group.partition("#more=")[0].partition("#page=")[0] if group else None


def _of_families(page: Page, found: Survey) -> list[More]:
    """The form that a CMS is known to post, filled from the page's own script."""
    mores = []
    source = "\n".join(found.scripts)
    for paging in _POSTED:
        filled = post_form(paging, page.url, source, _PLACE)
        if filled is not None:
            url, fields = filled
            body = urlencode(fields).replace(str(_PLACE), HOLE)
            mores.append(More(found.address, url, paging.first + 1, 1, body))
    return mores
