"""Records as rows: how an Article's fields stand in the columns, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from archive.records import Article, Attachment, Evidence, Image, Precision

Row = Mapping[str, Any]
"""A row by column name."""

TEXT_COLUMNS = ("headline", "lead", "body")
READ_COLUMNS = (
    *TEXT_COLUMNS,
    "published_at",
    "published_precision",
    "modified_at",
    "byline",
    "authors",
    "source",
    "section",
    "captions",
    "images",
    "attachments",
    "tags",
    "language",
    "canonical_url",
    "flags",
)
"""The columns that `articles` and `versions` share."""


def utc_text(moment: datetime) -> str:
    """An aware time as the archive writes it: UTC, to the second.

    >>> utc_text(datetime(2026, 11, 24, 14, 24, 50, 999, tzinfo=UTC))
    '2026-11-24T14:24:50Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_utc_text(text: str) -> datetime:
    """The time that `utc_text` wrote, aware."""
    return datetime.fromisoformat(text)


def local_text(moment: datetime | None) -> str | None:
    """A time that a page shows, to the second, with its own offset (+07:00)."""
    return None if moment is None else moment.isoformat(timespec="seconds")


def json_text(value: object) -> str:
    """JSON as a person reads it in a cell: Vietnamese unescaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def article_values(article: Article, section: str | None) -> dict[str, object]:
    """The READ_COLUMNS of an article; `section` stands in where the page names none."""
    return {
        "headline": article.headline,
        "lead": article.lead,
        "body": article.body,
        "published_at": local_text(article.published_at),
        "published_precision": article.published_precision,
        "modified_at": local_text(article.modified_at),
        "byline": article.byline,
        "authors": json_text(article.authors),
        "source": article.source,
        "section": article.section or section,
        "captions": json_text(article.captions),
        "images": _objects(article.images),
        "attachments": _objects(article.attachments),
        "tags": json_text(article.tags),
        "language": article.language,
        "canonical_url": article.canonical_url,
        "flags": json_text(article.flags),
    }


def evidence_text(article: Article) -> str:
    """The `evidence` column."""
    return _objects(article.evidence)


def article_of(row: Row, url: str) -> Article:
    """The Article that a row of `versions` (or `articles`) holds, read from `url`."""
    evidence = json.loads(row["evidence"]) if "evidence" in row else []
    return Article(
        url=url,
        headline=row["headline"],
        body=row["body"],
        lead=row["lead"],
        published_at=_moment(row["published_at"]),
        published_precision=cast("Precision | None", row["published_precision"]),
        modified_at=_moment(row["modified_at"]),
        byline=row["byline"],
        authors=tuple(json.loads(row["authors"])),
        source=row["source"],
        captions=tuple(json.loads(row["captions"])),
        images=tuple(Image(**item) for item in json.loads(row["images"])),
        attachments=tuple(Attachment(**item) for item in json.loads(row["attachments"])),
        section=row["section"],
        tags=tuple(json.loads(row["tags"])),
        language=row["language"],
        canonical_url=row["canonical_url"],
        flags=tuple(json.loads(row["flags"])),
        evidence=tuple(Evidence(**item) for item in evidence),
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _objects(items: Sequence[Image | Attachment | Evidence]) -> str:
    # Not dataclasses.asdict: its deep copy costs more than all the rest of a save's preparation.
    return json_text([{n: getattr(item, n) for n in item.__slots__} for item in items]) if items else "[]"
