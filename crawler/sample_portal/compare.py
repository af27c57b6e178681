"""Compare: an archive of the sample portals beside the truth, field by field."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlite_utils import Database

from crawler.sample_portal.truth import Truth

FIELDS = (
    "headline", "published_at", "published_precision", "byline", "authors", "source", "lead", "body", "captions",
    "attachments", "section",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field that the archive has otherwise than the truth."""

    portal: str
    path: str
    field: str
    archived: object
    true: object


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an archive lacks, what it has too much, and what it has wrong."""

    missing: tuple[Truth, ...]
    doubled: tuple[Truth, ...]
    """Articles of several addresses that it has more than once."""
    extra: tuple[str, ...]
    """URLs that are no article's."""
    wrong: tuple[Wrong, ...]


def compare(db: Database, urls: Mapping[str, str], truths: Iterable[Truth]) -> Comparison:
    """The articles that the archive holds of these portals (slug -> home page) and what it should hold."""
    db.conn.row_factory = None
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    columns = ("portal", "url", *FIELDS)
    for row in db.execute(f"SELECT {', '.join(columns)} FROM articles WHERE gone_at IS NULL"):
        named = dict(zip(columns, row, strict=True))
        rows[named["portal"], _path(named["url"])] = named
    missing, doubled, wrong = [], [], []
    for truth in truths:
        found = [rows.pop((truth.portal, p)) for p in truth.paths if (truth.portal, p) in rows]
        if not found:
            missing.append(truth)
            continue
        if len(found) > 1:
            doubled.append(truth)
        for field in FIELDS:
            archived, true = _archived(found[0], field), _true(truth, field)
            if archived != true:
                wrong.append(Wrong(truth.portal, truth.paths[0], field, archived, true))
    extra = [row["url"] for (portal, _), row in rows.items() if portal in urls]
    return Comparison(tuple(missing), tuple(doubled), tuple(extra), tuple(wrong))


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _archived(row: Mapping[str, Any], field: str) -> object:
    value = row[field]
    if field in ("authors", "captions"):
        return json.loads(value)
    if field == "attachments":
        return [[_path(item["url"]), item["title"]] for item in json.loads(value)]
    return _lines(value) if field == "body" else value


def _true(truth: Truth, field: str) -> object:
    value = getattr(truth, field)
    if field == "body":
        return _lines(value)
    if field == "attachments":
        return [list(item) for item in value]
    return list(value) if isinstance(value, tuple) else value


def _lines(text: str) -> list[str]:
    """Paragraphs and rows, however they are parted."""
    return [line for line in text.splitlines() if line]
