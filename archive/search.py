"""Searching: any text a person types, best first, what was typed with diacritics before what only folds
alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from archive.choice import Choice
from archive.errors import ArchiveError
from archive.records import Hit
from archive.sqlite import SqliteError
from archive.vietnamese import Phrase, holds_as_typed, match_expression, phrases

Order = Literal["score", "date"]
_ALL = ("headline_d", "lead_d", "body_d", "more_d")
_CANDIDATES = 500
"""How many of the best are looked at for the spelling as typed."""


class BadQuery(ArchiveError):
    """The text cannot be searched for."""


@dataclass(frozen=True, slots=True)
class Query:
    """What to search for, and among which articles; dates are "2024", "2024-03" or "2024-03-05"."""

    text: str
    portal: str | None = None
    province: str | None = None
    department: str | None = None
    since: str | None = None
    until: str | None = None
    headline_only: bool = False
    order: Order = "score"
    fts: bool = False
    """`text` is an FTS5 expression, taken as it is."""


def search(db: Database, query: Query, *, limit: int = 10, offset: int = 0) -> list[Hit]:
    """The best hits; an empty list if nothing is found.

    Raises BadQuery for a text without a word, or an FTS5 expression that does not parse.
    """
    found = [] if query.fts else phrases(query.text)
    if not query.fts and not found:
        raise BadQuery(f"nothing to search for in {query.text!r}: type at least one word")
    columns = _ALL[:1] if query.headline_only else _ALL
    expression = query.text if query.fts else match_expression(found, columns)
    try:
        ranked = _ranked(db, expression, query, limit + offset, found)
        return list(_hits(db, expression, ranked[offset : offset + limit]))
    except SqliteError as error:
        if query.fts and ("fts5" in str(error) or "no such column" in str(error)):
            raise BadQuery(f"not an FTS5 expression: {query.text!r} ({error})") from error
        raise


def search_documents(db: Database, query: Query, *, limit: int = 10) -> list[Hit]:
    """The best files under articles whose own text holds the words; each hit names its article and its `document`.

    Raises BadQuery as `search` does. A query for headlines only finds none.
    """
    found = [] if query.fts else phrases(query.text)
    if query.headline_only or (not query.fts and not found):
        return []
    expression = query.text if query.fts else match_expression(found, ("text_d",))
    conditions, values = _conditions(query)
    try:
        ids = db.conn.execute(
            "SELECT documents_fts.rowid, min(a.id), documents_fts.rank FROM documents_fts"
            " JOIN documents AS d ON d.id = documents_fts.rowid JOIN article_documents AS o ON o.url = d.url"
            f" JOIN articles AS a ON a.id = o.article_id WHERE documents_fts MATCH ?{conditions}"
            " GROUP BY documents_fts.rowid ORDER BY 3 LIMIT ?",
            (expression, *values, limit),
        ).fetchall()
        return [_document_hit(db, expression, *row) for row in ids]
    except SqliteError as error:
        if query.fts and ("fts5" in str(error) or "no such column" in str(error)):
            return []  # an expression about an article's columns
        raise


def _document_hit(db: Database, expression: str, document_id: int, article_id: int, score: float) -> Hit:
    snippet, document = db.conn.execute(
        "SELECT snippet(documents_fts, -1, '[', ']', '…', 24), d.url FROM documents_fts"
        " JOIN documents AS d ON d.id = documents_fts.rowid WHERE documents_fts MATCH ? AND documents_fts.rowid = ?",
        (expression, document_id),
    ).fetchone()
    url, portal, headline, published_at = db.conn.execute(
        "SELECT url, portal, headline, published_at FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    return Hit(url, portal, headline, published_at, snippet, score, document)


def _ranked(
    db: Database, expression: str, query: Query, wanted: int, found: list[Phrase]
) -> list[tuple[int, float]]:
    """Article ids and scores, best first: chosen before any snippet is made, for snippets are dear."""
    conditions, values = _conditions(query)
    typed = [phrase for phrase in found if phrase.has_marks]
    by_score = query.order == "score"
    count = max(wanted, _CANDIDATES) if typed and by_score else wanted
    order = "articles_fts.rank" if by_score else "a.published_at DESC NULLS LAST, a.id DESC"
    join = " JOIN articles AS a ON a.id = articles_fts.rowid" if conditions or not by_score else ""
    rows = db.conn.execute(
        f"SELECT articles_fts.rowid, articles_fts.rank FROM articles_fts{join}"
        f" WHERE articles_fts MATCH ?{conditions} ORDER BY {order} LIMIT ?",
        (expression, *values, count),
    ).fetchall()
    if not typed or not by_score:
        return rows
    exact = set(_as_typed(db, [row[0] for row in rows], typed))
    return sorted(rows, key=lambda row: row[0] not in exact)


def _conditions(query: Query) -> tuple[str, list[str]]:
    return Choice(query.portal, query.province, query.department, query.since, query.until).where()


def _as_typed(db: Database, ids: list[int], typed: list[Phrase]) -> Iterator[int]:
    marks = ",".join("?" * len(ids))
    rows = db.conn.execute(
        f"SELECT id, headline, lead, body, more FROM articles_text WHERE id IN ({marks})", ids
    )
    for article_id, *texts in rows:
        if holds_as_typed("\n".join(text for text in texts if text), typed):
            yield int(article_id)


def _hits(db: Database, expression: str, ranked: list[tuple[int, float]]) -> Iterator[Hit]:
    # One query a hit: in a sorted or grouped query SQLite would make the snippets of all that match. The
    # rank is not asked for again, since each asking counts anew how common the words are.
    for article_id, score in ranked:
        row = db.conn.execute(
            "SELECT a.url, a.portal, a.headline, a.published_at, snippet(articles_fts, -1, '[', ']', '…', 24)"
            " FROM articles_fts JOIN articles AS a ON a.id = articles_fts.rowid"
            " WHERE articles_fts MATCH ? AND articles_fts.rowid = ?",
            (expression, article_id),
        ).fetchone()
        if row is not None:
            url, portal, headline, published_at, snippet = row
            yield Hit(url, portal, headline, published_at, snippet, score)
