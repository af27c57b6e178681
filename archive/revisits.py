"""Revisits: an article that a portal says is unchanged (304), and the capture that it refers to."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from archive.address import address_key
from archive.captures import capture_of, insert_capture
from archive.records import Capture
from archive.rows import utc_text


def last_payload(db: Database, url: str) -> Capture | None:
    """The newest capture of a URL that holds a payload (status 200), for a revisit record to refer to."""
    rows = db.query(
        "SELECT * FROM captures WHERE url = ? AND status = 200 AND removal_id IS NULL"
        " ORDER BY fetched_at DESC LIMIT 1",
        [url],
    )
    return next((capture_of(row) for row in rows), None)


def seen_again(db: Database, capture: Capture, portal: str, run_id: int | None) -> bool:
    """Note that the article at the capture's URL stands as it was; False if none is known there.

    Inside a transaction.
    """
    found = db.conn.execute(
        "SELECT a.id, a.version FROM addresses JOIN articles a ON a.id = article_id WHERE address = ?",
        (address_key(capture.url),),
    ).fetchone()
    article_id, version = found if found is not None else (None, None)
    insert_capture(db, capture, portal, run_id, article_id, version)
    if article_id is None:
        return False
    at = utc_text(capture.fetched_at)
    key = address_key(capture.url)
    db.conn.execute("UPDATE addresses SET last_seen_at = max(last_seen_at, ?) WHERE address = ?", (at, key))
    db.conn.execute(
        "UPDATE articles SET last_seen_at = max(last_seen_at, ?), gone_at = NULL WHERE id = ?",
        (at, article_id),
    )
    db.conn.execute(
        "UPDATE versions SET last_seen_at = max(last_seen_at, ?) WHERE article_id = ? AND number = ?",
        (at, article_id, version),
    )
    return True


def published_at(db: Database, url: str) -> datetime | None:
    """When the article at a URL was published, as the archive has it."""
    row = db.conn.execute(
        "SELECT published_at FROM addresses JOIN articles a ON a.id = article_id WHERE address = ?",
        (address_key(url),),
    ).fetchone()
    return datetime.fromisoformat(row[0]) if row is not None and row[0] else None
