"""Captures as rows: a response is known by where it lies, so keeping it twice changes nothing."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from archive.records import Capture
from archive.rows import Row, from_utc_text, utc_text

_INSERT = """
INSERT INTO captures (url, fetched_at, status, content_type, digest, warc_file, warc_offset, warc_length,
    tls, portal, run_id, article_id, version)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (warc_file, warc_offset) DO UPDATE SET
    tls = coalesce(tls, excluded.tls), portal = coalesce(excluded.portal, portal),
    run_id = coalesce(run_id, excluded.run_id),
    article_id = coalesce(excluded.article_id, article_id), version = coalesce(excluded.version, version)
RETURNING id
"""


def insert_capture(
    db: Database,
    capture: Capture,
    portal: str,
    run_id: int | None,
    article_id: int | None,
    version: int | None,
) -> int:
    """Keep a capture, and the article and version that it shows; returns the row's id."""
    row = db.conn.execute(
        _INSERT,
        (
            capture.url,
            utc_text(capture.fetched_at),
            capture.status,
            capture.content_type,
            capture.digest,
            capture.warc_file,
            capture.warc_offset,
            capture.warc_length,
            capture.tls,
            portal,
            run_id,
            article_id,
            version,
        ),
    ).fetchone()
    return int(row[0])


def capture_of(row: Row) -> Capture:
    """The Capture that a row of `captures` holds."""
    return Capture(
        url=row["url"],
        fetched_at=from_utc_text(row["fetched_at"]),
        status=row["status"],
        digest=row["digest"],
        warc_file=row["warc_file"],
        warc_offset=row["warc_offset"],
        warc_length=row["warc_length"],
        content_type=row["content_type"],
        removed=row["removal_id"] is not None,
        tls=row["tls"],
    )


def has_capture(db: Database, url: str, fetched_at: datetime, digest: str) -> bool:
    """Whether this response, fetched at that moment, is in the archive already."""
    sql = "SELECT 1 FROM captures WHERE url = ? AND fetched_at = ? AND digest = ? LIMIT 1"
    return db.conn.execute(sql, (url, utc_text(fetched_at), digest)).fetchone() is not None
