"""What must hold of an archive after any fault, and how two archives of one site are compared."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pysqlite3 as sqlite3

from archive.checking.verify import verify
from archive.records import Capture
from archive.warc.writer import payload_digest, read_payload

_COMPARED = {
    "articles": "SELECT url, portal, headline, published_at, published_precision, byline, authors, source, tags,"
    " version, text_digest, lead, body, captions, images, attachments FROM articles ORDER BY url",
    "versions": "SELECT a.url, v.number, v.text_digest, v.headline, v.published_at, v.byline, v.body, v.evidence"
    " FROM versions v JOIN articles a ON a.id = v.article_id ORDER BY 1, 2",
    "addresses": "SELECT address, url FROM addresses ORDER BY 1",
    "pages": "SELECT portal, key, url, kind, status FROM pages ORDER BY 1, 2",
}


def rows(folder: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """What a query of the archive in `folder` gives."""
    with closing(sqlite3.connect(str(folder / "archive.db"))) as db:
        return list(db.execute(sql, values))


def reasons(folder: Path) -> Counter[str]:
    """How often each reason stands in `problems`."""
    return Counter(row[0] for row in rows(folder, "SELECT reason FROM problems"))


def doubled(folder: Path) -> int:
    """Articles of a portal beyond the first with one text, and versions of an article that nobody edited."""
    sql = """SELECT (SELECT count(*) - count(DISTINCT portal || text_digest) FROM articles)
        + (SELECT count(*) FROM versions WHERE number > 1)"""
    return int(rows(folder, sql)[0][0])


def unreadable(folder: Path) -> int:
    """Articles whose newest capture cannot be read from its WARC, or reads otherwise than its digest says."""
    found = rows(
        folder,
        """SELECT a.id, max(c.id), c.url, c.status, c.digest, c.warc_file, c.warc_offset, c.warc_length
        FROM articles a LEFT JOIN captures c ON c.article_id = a.id GROUP BY a.id""",
    )
    return sum(1 for _, capture, *place in found if capture is None or not _reads(folder, place))


def _reads(folder: Path, place: list[Any]) -> bool:
    url, status, digest, name, offset, length = place
    capture = Capture(url, datetime.now(UTC), status, digest, name, offset, length)
    return payload_digest(read_payload(folder / "warc", capture)) == str(digest)


def damage(folder: Path) -> list[str]:
    """What is wrong with the database itself: integrity, foreign keys, the search index, and `tinso verify`."""
    found = [row[0] for row in rows(folder, "PRAGMA integrity_check") if row[0] != "ok"]
    found += [f"foreign key: {row}" for row in rows(folder, "PRAGMA foreign_key_check")]
    # A kill may cut the last record of its run's WARC; that record was never committed.
    return found + [str(f) for f in verify(folder) if f.is_damage and f.kind != "warc-cut"]


def differences(folder: Path, other: Path) -> list[str]:
    """The tables in which two archives of one site tell different things; times, ids and re-fetches aside."""
    return [name for name, sql in _COMPARED.items() if rows(folder, sql) != rows(other, sql)]
