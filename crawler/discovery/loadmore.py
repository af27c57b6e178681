"""Load more: the request for a listing's second piece, as the page's own buttons and scripts make it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

from crawler.discovery.calls import calls, departures, filled
from crawler.discovery.departing import function_of
from crawler.discovery.forms import filled_form
from crawler.discovery.links import Link, absolute, text_of
from crawler.discovery.more import HOLE, More
from crawler.discovery.paging import page_number, says_next
from crawler.discovery.scripts import PAGE_NAME, Scope, constants, counts_items

if TYPE_CHECKING:
    from crawler.parser import Page
    from crawler.parser.tree import Element

_BUTTONS = (
    "[data-url], [data-href], [data-ajax-url], [data-action], [data-endpoint], [data-api], [data-link], "
    "[data-next-url], [data-next], [hx-get], [data-ajax], [data-page], [data-offset]"
)
_URL_DATA = ("url", "ajax-url", "next-url", "endpoint", "api", "action", "href", "link", "ajax", "next")
_LOADER = re.compile(
    r"load|more|xem-?them|infinite|pagination|paging|ajax|xem thêm|tải thêm|hiển thị thêm|tin cũ hơn", re.I
)
_HOLES = re.compile(r"\{\{?\s*(?:page|p|trang|offset)\s*\}?\}|__page__|%page%|:page\b|\[page\]|#page#", re.I)
_SIZE = re.compile(
    r"\"?(?:limit|(?:page_?)?size|take|per_?page|count|rows|num|pagesize)\"?[=:]\"?(\d+)", re.I
)
_PLACE = "987654321"
"""Stands for the page's number while a form is filled."""
_SUBMITS = re.compile(r"\.submit\s*\(")
_FIELD = re.compile(
    r"(?:getElementById\(\s*['\"]|\$\(\s*['\"]#)([\w$:-]+)['\"]\s*\)(?:\.value\s*=\s*([^;\n]+)|\.val\(([^;\n]+)\))"
    r"|\.(?:elements\.)?([A-Za-z_][\w$]*)\.value\s*=\s*([^;\n]+)"
)


class Loaders:
    """The ways in which one page of a listing asks for the next piece."""

    def __init__(self, page: Page, scripts: list[str], listing: str, shown: int) -> None:
        """`listing` is the canonical address of the page, `shown` how many articles it shows."""
        self._page = page
        self._scripts = [s for s in scripts if "(" in s]
        self._listing = listing
        self._shown = shown
        self._names = constants(self._scripts)
        self._buttons = page.tree.select(_BUTTONS)

    def find(self, found: Iterable[Link]) -> list[More]:
        """What the page's buttons, scripts and `javascript:` links ask for; each request once."""
        mores = [*self._of_buttons(), *self._of_calls(found)]
        if not mores:
            mores = list(self._of_scripts())
        unique: dict[tuple[str, str | None], More] = {}
        for more in mores:
            unique.setdefault((more.url, more.body), more)
        return list(unique.values())[:4]

    def _of_buttons(self) -> Iterator[More]:
        """An element that carries an address and the number of what comes next."""
        for element in self._buttons:
            data = _data(element)
            address = next(
                (data[k] for k in _URL_DATA if "/" in data.get(k, "")), element.attr("hx-get") or ""
            )
            said = f"{element.attr('class') or ''} {element.attr('id') or ''} {text_of(element)[:60]}"
            paged = [k for k in data if PAGE_NAME.fullmatch(k.replace("-", "_")) and data[k].isdecimal()]
            if not address or not (paged or _LOADER.search(said)):
                continue
            hole = _HOLES.sub(HOLE, address)
            number = int(data[paged[0]]) if paged else None
            if HOLE not in hole:
                hole = _with_hole(hole)
            if HOLE not in hole and paged:
                others = "".join(
                    f"&{k}={quote(v)}"
                    for k, v in data.items()
                    if k not in (*paged, *_URL_DATA) and len(v) < 40
                )
                hole += ("&" if "?" in hole else "?") + f"{paged[0].replace('-', '_')}={HOLE}" + others
            if HOLE in hole:
                written = page_number(address.partition("//")[2] or address)
                begin = written.number if written else number
                yield from self._more(
                    hole, None, paged[0] if paged else "page", begin, exact=begin not in (0, 1)
                )

    def _of_calls(self, found: Iterable[Link]) -> Iterator[More]:
        """`javascript:trang(2)`: the function's own request, with its argument for the number."""
        numbers: dict[str, tuple[int, str]] = {}
        for link in found:
            if link.call is None:
                continue
            name, arguments = link.call
            given = re.findall(r"(?<![\w.])\d{1,5}(?!\w)", arguments)
            number = next((int(g) for g in given if g == link.text.strip()), None)
            if (
                number is None
                and given
                and (link.rel_next or says_next(link.text) or _LOADER.search(link.text))
            ):
                number = int(given[0])
            if number is not None and number > 1 and (name not in numbers or number < numbers[name][0]):
                numbers[name] = (number, arguments)
        for name, (number, arguments) in numbers.items():
            yield from self._of_function(name, number, arguments)

    def _of_function(self, name: str, number: int, arguments: str) -> Iterator[More]:
        function = function_of(self._scripts, name)
        if function is None:
            return
        parameters, body = function
        values = [a.strip().strip("\"'") for a in arguments.split(",")]
        bound = dict(zip(parameters, values, strict=False))
        own = frozenset(p for p, v in bound.items() if v == str(number)) or frozenset(("",))
        scope = Scope({**self._names, **bound}, self._button_data(), self._fields(), own)
        for call in (*calls(body), *departures(body)):
            made = filled(call, scope)
            if made is not None and HOLE in made[0] + (made[1] or ""):
                yield from self._more(*made, "page", number, exact=True)
        if _SUBMITS.search(body):
            yield from self._submitted(body, scope, number)

    def _submitted(self, body: str, scope: Scope, number: int) -> Iterator[More]:
        """A function that writes the number into a form's field and sends the form."""
        for found in _FIELD.finditer(body):
            if scope.value(found[2] or found[3] or found[5] or "") != HOLE:
                continue
            name = found[1] or found[4]
            for field in self._page.tree.iter_elements("input"):
                if name not in (field.attr("id"), field.attr("name")):
                    continue
                form = field.closest("form")
                if form is None or not field.attr("name"):
                    continue
                filled = filled_form(self._page, form, {str(field.attr("name")): _PLACE})
                if filled is not None:
                    posted = filled.body.decode().replace(_PLACE, HOLE) if filled.body is not None else None
                    yield from self._more(
                        filled.url.replace(_PLACE, HOLE), posted, "page", number, exact=True
                    )

    def _of_scripts(self) -> Iterator[More]:
        """A script's request with the page's number in it, made by a button or by scrolling."""
        for script in self._scripts:
            for call in calls(script):
                scope = Scope(self._names, self._button_data(), self._fields())
                made = filled(call, scope)
                if made is None or HOLE not in made[0] + (made[1] or ""):
                    continue
                name = scope.page_from[-1] if scope.page_from else "page"
                given = self._names.get(name) or self._button_data().get(name.replace("_", "-")) or ""
                yield from self._more(*made, name, int(given) if given.isdecimal() else None)

    def _more(
        self, url: str, body: str | None, name: str, begin: int | None, *, exact: bool = False
    ) -> Iterator[More]:
        """One request; `begin` is the number that the page or its script starts from."""
        where = absolute(self._page.base_url, url.replace(HOLE, "HOLE987"))
        if where is None:
            return
        step = 1
        if counts_items(name) or re.search(
            rf"(?:offset|start|skip)\"?[=:]\"?{re.escape(HOLE)}", url + (body or "")
        ):
            size = _SIZE.search(url + "&" + (body or ""))
            step = int(size[1]) if size and int(size[1]) else max(self._shown, 1)
        number = self._second(begin, step) if not exact and self._shown else begin
        if number is None:
            number = 0 if step > 1 else 1
        yield More(self._listing, where.replace("HOLE987", HOLE), number, step, body)

    @staticmethod
    def _second(begin: int | None, step: int) -> int:
        """What a script that starts from `begin` asks for after the articles that the page shows already."""
        if begin is None:
            return step if step > 1 else 2
        first = 0 if step > 1 else 1
        return begin if begin > first else begin + step

    def _button_data(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for element in self._buttons:
            for name, value in _data(element).items():
                found.setdefault(name, value)
        return found

    def _fields(self) -> dict[str, str]:
        return {
            name: field.attr("value") or ""
            for field in self._page.tree.iter_elements("input")
            if (name := field.attr("id"))
        }


def _data(element: Element) -> dict[str, str]:
    return {k[5:]: str(v or "") for k, v in element.attrs.items() if k.startswith("data-")}


def _with_hole(address: str) -> str:
    """An address that carries the next page's number itself, with HOLE in its place."""
    path, mark, query = address.partition("?")
    if query:
        parts = query.split("&")
        for place, part in enumerate(parts):
            name, _, value = part.partition("=")
            if PAGE_NAME.fullmatch(name) and (value.isdecimal() or not value):
                parts[place] = f"{name}={HOLE}"
                return path + mark + "&".join(parts)
    found = re.search(r"([/-](?:page|trang|p)[-/]?)\d{1,5}(?=/?(?:\.\w+)?$)", path)
    if found:
        return path[: found.end(1)] + HOLE + path[found.end() :] + mark + query
    return address
