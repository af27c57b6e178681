"""Shapes: what addresses of one portal look alike, and what the pages behind each shape turned out to be.

Which addresses are articles is first a guess; each page that was read makes it better. A shape whose pages were
articles goes first, one that never brought anything sinks, and is left alone in the end: calendars, tags, searches.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

_NUMBER = re.compile(r"\d+")
_EXTENSION = re.compile(r"\.[a-z]{2,5}$", re.I)
_SURE = 4
"""Pages of a shape after which their kind decides."""
_BARREN = 25
"""Pages of a shape without any fruit after which it comes last."""
_HOPELESS = 200
"""Pages of a shape without any fruit after which it is asked for no more."""


def shape_of(target: str) -> str:
    """The pattern of a path and query: folders as they are, the last name by its make, values by their kind.

    >>> shape_of("/tin-tuc/khai-mac-hoi-cho-sach-nam-2023-4512.html")
    '/tin-tuc/words-#.html'
    >>> shape_of("/lich/2024/03/05?view=ngay&trang=2")
    '/lich/#/#/#?trang=#&view=ngay'
    """
    path, _, query = target.partition("?")
    *folders, last = path.split("/")
    made = "/".join("#" if folder.isdecimal() else folder for folder in folders)
    shape = f"{made}/{_make(last)}"
    if query:
        values = sorted(
            f"{name}={'#' if value.isdecimal() else value if len(value) < 12 and value.isalpha() else '*'}"
            for name, value in parse_qsl(query, keep_blank_values=True)[:12]
        )
        shape += "?" + "&".join(values)
    return shape


def _make(name: str) -> str:
    extension = _EXTENSION.search(name)
    tail = extension[0].lower() if extension else ""
    stem = name[: len(name) - len(tail)]
    if not stem:
        return tail
    if stem.isdecimal():
        return "#" + tail
    words = stem.replace("_", "-").split("-")
    if words[-1].isdecimal():
        return ("words-#" if len(words) > 4 else "word-#") + tail
    if words[0].isdecimal():
        return ("#-words" if len(words) > 4 else "#-word") + tail
    if len(words) > 4:
        return "words" + tail
    return ("name#" if _NUMBER.search(stem) else "name") + tail


@dataclass(slots=True)
class _Tally:
    articles: int = 0
    others: int = 0
    fruitful: int = 0
    """Pages, no articles themselves, that led to articles which were new to the run."""


class Shapes:
    """The tally of a portal's shapes. A few hundred entries on a portal of any size."""

    def __init__(self) -> None:
        self._tallies: dict[str, _Tally] = {}

    def note(self, shape: str, *, article: bool, fruitful: bool = False) -> None:
        """A page of the shape was read."""
        tally = self._tallies.setdefault(shape, _Tally())
        if article:
            tally.articles += 1
        else:
            tally.others += 1
            tally.fruitful += fruitful

    def is_article(self, shape: str) -> bool | None:
        """Whether pages of the shape are articles, most of them; None: too few were seen."""
        tally = self._tallies.get(shape)
        if tally is None or tally.articles + tally.others < _SURE:
            return None
        return tally.articles >= tally.others

    def is_barren(self, shape: str) -> bool:
        """Whether so many pages of the shape brought nothing that others go first."""
        return self._without_fruit(shape) >= _BARREN

    def is_hopeless(self, shape: str) -> bool:
        """Whether so many pages of the shape brought nothing that no more are asked for."""
        return self._without_fruit(shape) >= _HOPELESS

    def _without_fruit(self, shape: str) -> int:
        tally = self._tallies.get(shape)
        return tally.others if tally is not None and not (tally.articles or tally.fruitful) else 0
