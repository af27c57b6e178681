"""Exporting: articles as CSV for a spreadsheet or as JSON lines for a program, one at a time."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from sqlite_utils import Database

from archive.choice import Choice

COLUMNS = (
    "url", "portal", "province", "province_now", "department", "section", "headline", "published_at",
    "published_precision", "modified_at", "byline", "authors", "source", "lead", "body", "captions", "images",
    "attachments", "tags", "language", "version", "first_seen_at", "last_seen_at", "gone_at",
)  # fmt: skip
"""What is exported of an article, in this order: the columns of `articles`."""
_LISTS = frozenset(("authors", "captions", "images", "attachments", "tags"))
_FORMULA = re.compile(r"[=+\-@\t\r]")


class Writable(Protocol):
    """A text stream."""

    def write(self, text: str, /) -> Any:
        """Write a piece of text."""


def chosen(db: Database, choice: Choice) -> Iterator[dict[str, Any]]:
    """The articles of a choice, oldest first seen first: COLUMNS by name, lists as lists."""
    clauses, values = choice.where()
    rows = db.conn.execute(
        f"SELECT {', '.join(f'a.{name}' for name in COLUMNS)} FROM articles AS a WHERE 1{clauses} ORDER BY a.id",
        values,
    )
    for row in rows:
        yield {
            name: json.loads(value) if name in _LISTS else value
            for name, value in zip(COLUMNS, row, strict=True)
        }


def write_jsonl(articles: Iterable[dict[str, Any]], out: Writable) -> int:
    """One JSON object a line; returns how many."""
    count = 0
    for article in articles:
        out.write(json.dumps(article, ensure_ascii=False) + "\n")
        count += 1
    return count


def write_csv(articles: Iterable[dict[str, Any]], out: Writable, *, as_it_is: bool = False) -> int:
    """A header and a row an article; lists are joined by " | ". Returns how many articles.

    A spreadsheet runs a cell that begins with = + - @ as a formula, and a web page chooses our cells: such a cell
    gets an apostrophe in front (OWASP, "CSV Injection"), unless `as_it_is`.
    """
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    count = 0
    for article in articles:
        cells = [_cell(article[name]) for name in COLUMNS]
        writer.writerow(cells if as_it_is else map(harmless, cells))
        count += 1
    return count


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs.

    >>> harmless("=HYPERLINK(1)"), harmless("Tin tức")
    ("'=HYPERLINK(1)", 'Tin tức')
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " | ".join(item if isinstance(item, str) else item["url"] for item in value)
    return str(value)
