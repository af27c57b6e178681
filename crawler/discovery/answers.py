"""Answers: what a script's request brings: a piece of HTML, JSON with pieces or addresses in it, an ASP.NET delta."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field
from typing import Any

_DELTA = re.compile(r"\s*\d+\|[\w#$]+\|")
_ADDRESS_KEY = re.compile(
    r"(?:link|url|href|permalink|guid|path|(?:detail|news|article|item|friendly|full|post|seo)_?(?:url|link))",
    re.I,
)
_NEXT_KEY = re.compile(r"(?:next|next_?page(?:_?(?:url|link))?|next_?(?:url|link)|load_?more_?url)", re.I)
_MORE_KEY = re.compile(r"(?:has_?(?:more|next)(?:_?page)?|more|load_?more)", re.I)
_LONGEST_DELTA = 20_000_000


@dataclass(slots=True)
class Answer:
    """An answer in one form: HTML to read links from, and what it says of the pages after it."""

    html: str
    next_url: str | None = None
    """The address of the next piece, where the answer names one."""
    ended: bool = False
    """Whether the answer says that nothing follows."""
    fields: dict[str, str] = field(default_factory=dict)
    """Hidden fields that a delta sets: `__VIEWSTATE` and its kin."""


def read_answer(text: str) -> Answer:
    """Read any of the three forms; what is none of them is taken for HTML. Never raises.

    >>> read_answer('{"items": [{"title": "A", "url": "/a-1.html"}], "hasMore": false}')
    Answer(html='<a href="/a-1.html">A</a>', next_url=None, ended=True, fields={})
    """
    head = text.lstrip("\ufeff \t\r\n")[:1]
    if head in ("{", "[", '"'):
        try:
            data = json.loads(text.lstrip("\ufeff"))
        except (ValueError, RecursionError):
            return Answer(text)
        answer = Answer("")
        pieces: list[str] = []
        _walk(data, pieces, answer, 0)
        answer.html = "\n".join(pieces)
        return answer
    return _read_delta(text) if _DELTA.match(text) else Answer(text)


def _read_delta(text: str) -> Answer:
    """`length|type|id|content|`, again and again; lengths count UTF-16 units."""
    answer, pieces, at = Answer(""), [], 0
    units = text.lstrip("\ufeff").encode("utf-16-le", "surrogatepass")
    while at < min(len(units), _LONGEST_DELTA):
        head = units[at : at + 2000].decode("utf-16-le", "replace").split("|", 3)
        if len(head) < 4 or not head[0].strip().isdecimal():
            break
        length = 2 * int(head[0])
        begin = at + 2 * (len(head[0]) + len(head[1]) + len(head[2]) + 3)
        content = units[begin : begin + length].decode("utf-16-le", "replace")
        if head[1] == "updatePanel":
            pieces.append(content)
        elif head[1] == "hiddenField":
            answer.fields[head[2]] = content
        at = begin + length + 2
    answer.html = "\n".join(pieces)
    return answer


def _walk(data: Any, pieces: list[str], answer: Answer, depth: int) -> None:
    if depth > 12:
        return
    if isinstance(data, str):
        _text(data, pieces, answer, depth)
    elif isinstance(data, list):
        for part in data:
            if isinstance(part, (dict, list)) or (isinstance(part, str) and "<" in part):
                _walk(part, pieces, answer, depth + 1)
    elif isinstance(data, dict):
        address = next(
            (v for k, v in data.items() if _ADDRESS_KEY.fullmatch(k) and isinstance(v, str) and "/" in v),
            None,
        )
        if address is not None:
            name = next(
                (v for k, v in data.items() if k.lower() in ("title", "name", "headline", "tieude")), ""
            )
            label = html.escape(str(name)) if isinstance(name, str) else ""
            pieces.append(f'<a href="{html.escape(address)}">{label}</a>')
        for key, value in data.items():
            _entry(key, value, pieces, answer, depth)


def _entry(key: str, value: Any, pieces: list[str], answer: Answer, depth: int) -> None:
    if _NEXT_KEY.fullmatch(key) and isinstance(value, str) and "/" in value:
        answer.next_url = value
    elif _MORE_KEY.fullmatch(key) and value in (False, 0, "false", "0"):
        answer.ended = True
    elif isinstance(value, (dict, list)) or (isinstance(value, str) and len(value) > 20):
        _walk(value, pieces, answer, depth + 1)


def _text(value: str, pieces: list[str], answer: Answer, depth: int) -> None:
    """A text in JSON may be HTML, or JSON once more (ASP.NET's "d")."""
    start = value.lstrip()[:1]
    if start in ("[", "{"):
        try:
            _walk(json.loads(value), pieces, answer, depth + 1)
        except (ValueError, RecursionError):
            return
    elif "<a" in value or "href=" in value:
        pieces.append(value)
