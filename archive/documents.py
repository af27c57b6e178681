"""Documents as rows: the files that articles offer, what could be read of them, and which are still to be fetched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from archive.records import Capture, Document
from archive.rows import utc_text

_SAVE = """
INSERT INTO documents (url, portal, fetched_at, digest, format, bytes, outcome, pages, text)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (url) DO UPDATE SET portal = excluded.portal, fetched_at = excluded.fetched_at,
  digest = excluded.digest, format = excluded.format, bytes = excluded.bytes, outcome = excluded.outcome,
  pages = excluded.pages, text = excluded.text
WHERE excluded.fetched_at >= fetched_at
"""


@dataclass(frozen=True, slots=True)
class Offered:
    """A file under an article: what the page calls it, and what was read of it, if it was fetched."""

    url: str
    title: str | None
    fetched_at: str | None
    document: Document | None


def save_document(db: Database, document: Document, capture: Capture, portal: str) -> None:
    """Keep what was read of a file; an older capture does not overtake a newer. Inside a transaction."""
    db.conn.execute(
        _SAVE,
        (
            document.url,
            portal,
            utc_text(capture.fetched_at),
            capture.digest,
            document.format,
            document.bytes,
            document.outcome,
            document.pages,
            document.text,
        ),
    )


def offered(db: Database, article_id: int) -> list[Offered]:
    """The files under an article, as the page lists them."""
    rows = db.conn.execute(
        """SELECT json_extract(item.value, '$.url'), json_extract(item.value, '$.title'), d.fetched_at,
            d.format, d.bytes, d.outcome, d.pages, d.text
        FROM articles AS a, json_each(a.attachments) AS item
        LEFT JOIN documents AS d ON d.url = json_extract(item.value, '$.url') WHERE a.id = ?""",
        (article_id,),
    )
    return [
        Offered(url, title, fetched_at, Document(url, *values) if fetched_at is not None else None)
        for url, title, fetched_at, *values in rows
    ]


def unfetched(db: Database, portal: str) -> Iterator[str]:
    """The addresses of files that the portal's articles offer and nobody has fetched yet."""
    rows = db.conn.execute(
        """SELECT DISTINCT o.url FROM articles AS a JOIN article_documents AS o ON o.article_id = a.id
        WHERE a.portal = ? AND a.gone_at IS NULL AND o.url NOT IN (SELECT url FROM documents)""",
        (portal,),
    )
    return (row[0] for row in rows)


def reindex_documents(db: Database) -> None:
    """Build the files' search index from `documents`. Inside a transaction."""
    db.execute("INSERT INTO documents_fts (documents_fts) VALUES ('delete-all')")
    db.execute("INSERT INTO documents_fts (rowid, text, text_d) SELECT * FROM documents_indexed")
