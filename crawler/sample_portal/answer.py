"""What is asked of a sample portal and what it answers, apart from sockets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: header names in lower case, the first value of each parameter."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """One response."""

    body: bytes
    content_type: str = HTML
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


def html_answer(text: str, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """A page."""
    return Answer(text.encode(), HTML, status, headers)


def json_answer(value: object, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """A JSON document, as an API writes it."""
    return Answer(
        json.dumps(value, ensure_ascii=False).encode(), "application/json; charset=utf-8", 200, headers
    )


def xml_answer(text: str) -> Answer:
    """A sitemap or a feed."""
    return Answer(text.encode(), "text/xml; charset=utf-8")
