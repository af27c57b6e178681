"""Departing: where the functions that a page's links call go to: `javascript:xemTin(12)`, `mo('/tin/a.html')`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from crawler.discovery.calls import departures
from crawler.discovery.links import Link, absolute
from crawler.discovery.paging import says_more, turns_page
from crawler.discovery.scripts import Scope, constants, enclosed, split

if TYPE_CHECKING:
    from crawler.parser import Page

_ADDRESS = re.compile(r"(?:https?:/)?/[^\s'\"<>]+|[\w./-]+\.(?:html?|aspx?|php|jsp)(?:\?[^\s'\"<>]*)?", re.I)
_FUNCTION = r"(?:function\s+{0}\s*|\b{0}\s*[=:]\s*(?:function\s*)?)\("
_NO_PAGE = frozenset(("",))
"""No parameter stands for a page's number here."""


def function_of(scripts: Iterable[str], name: str) -> tuple[list[str], str] | None:
    """The parameters and the body of a function that the page's scripts define; None where none does."""
    pattern = re.compile(_FUNCTION.format(re.escape(name.rpartition(".")[2])))
    for script in scripts:
        head = pattern.search(script)
        if head is None:
            continue
        parameters = [
            p.strip().partition("=")[0].strip() for p in enclosed(script, head.end() - 1).split(",")
        ]
        brace = script.find("{", head.end())
        return parameters, enclosed(script, brace) if brace >= 0 else ""
    return None


def called_links(page: Page, scripts: list[str], acting: Iterable[Link]) -> Iterator[Link]:
    """The addresses that calls name or make, with the text of the link; those of pagers are left to these."""
    names: dict[str, str] | None = None
    functions: dict[str, tuple[list[str], str] | None] = {}
    for link in acting:
        if link.call is None or turns_page(link.text) or says_more(link.text):
            continue
        name, written = link.call
        arguments = [part.strip().strip("\"'") for part in split(written, ",")]
        address = next((a for a in arguments if _ADDRESS.fullmatch(a)), None)
        if address is None:
            if name not in functions:
                functions[name] = function_of(scripts, name)
            names = constants(scripts) if names is None else names
            address = _made(functions[name], arguments, names)
        url = absolute(page.base_url, address) if address else None
        if url is not None:
            yield Link(url, link.text)


def _made(function: tuple[list[str], str] | None, arguments: list[str], names: dict[str, str]) -> str | None:
    if function is None:
        return None
    parameters, body = function
    scope = Scope({**names, **dict(zip(parameters, arguments, strict=False))}, page_names=_NO_PAGE)
    return next((value for call in departures(body) if (value := scope.value(call.url))), None)
