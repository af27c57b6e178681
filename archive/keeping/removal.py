"""Removing for a lawful request: text, index, evidence and payload go, the capture's digest and a tombstone stay.

One transaction takes it out of the tables and writes the tombstones; then the WARC records are overwritten, and
the database is rewritten without its free pages. A kill after the commit leaves work that `finish` does.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from archive.address import address_key
from archive.captures import capture_of
from archive.checking.unindexed import bury_unindexed
from archive.errors import Locked, UnknownArticle
from archive.keeping.exclusion import alone
from archive.keeping.rebuild_file import discard
from archive.keeping.removal_plan import Plan, plan_removal
from archive.rows import utc_text
from archive.sqlite import file_errors, sql_errors
from archive.store import WARC_FOLDER, Archive
from archive.warc.redaction import redact

_CUT = "cut"


@dataclass(frozen=True, slots=True)
class Removed:
    """What a removal took out."""

    removal_id: int
    addresses: int
    articles: int
    versions: int
    captures: int
    records: int
    """Records whose payload was overwritten."""


def remove(folder: Path, url: str, reason: str, *, copies: bool = False, in_advance: bool = False) -> Removed:
    """Take out what the archive holds under an address, and have every later crawl respect it.

    Raises UnknownArticle where there is nothing (and not `in_advance`), Locked while a crawl is at work.
    """
    with alone(folder, "a removal"), Archive.open(folder, create=False) as archive:
        archive.db.execute("PRAGMA secure_delete = ON")
        with archive.transaction():
            plan = plan_removal(archive.db, url, copies=copies)
            if plan.is_empty and not in_advance:
                raise UnknownArticle(
                    f"the archive holds nothing under {url}; --in-advance keeps it from coming"
                )
            removal_id = _bury(archive, plan, reason)
        records = finish(archive)
    counts = (len(plan.addresses), len(plan.articles), plan.versions, len(plan.captures))
    return Removed(removal_id, *counts, records=records)


def _bury(archive: Archive, plan: Plan, reason: str) -> int:
    execute = archive.db.conn.execute
    at = utc_text(datetime.now(UTC))
    removal_id = int(
        execute(
            "INSERT INTO removals (url, portal, removed_at, reason) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (url, removed_at) DO UPDATE SET reason = excluded.reason RETURNING id",
            (plan.url, plan.portal, at, reason),
        ).fetchone()[0]
    )
    archive.tombstones.add("address", plan.addresses, removal_id)
    archive.tombstones.add("payload", plan.payloads, removal_id)
    archive.tombstones.add("text", plan.texts, removal_id)
    bury_rows(archive.db, list(plan.captures), list(plan.articles), removal_id)
    _forget_pages(archive.db, plan.addresses)
    return removal_id


def bury_rows(db: Database, captures: list[int], articles: list[int], removal_id: int) -> None:
    """Mark the captures as removed and delete the articles and files' texts, with versions, addresses and index."""
    execute = db.conn.execute
    for row_id in captures:
        execute(
            "UPDATE captures SET removal_id = coalesce(removal_id, ?), article_id = NULL, version = NULL"
            " WHERE id = ?",
            (removal_id, row_id),
        )
        # The text of a file that an article offered.
        execute("DELETE FROM documents WHERE url = (SELECT url FROM captures WHERE id = ?)", (row_id,))
    for article_id in articles:
        execute("DELETE FROM articles WHERE id = ?", (article_id,))


def _forget_pages(db: Database, keys: set[str]) -> None:
    """The crawl's own memory: nothing to ask for again, no validator that would bring a 304."""
    execute = db.conn.execute
    hosts = {key.partition("/")[0] for key in keys}
    pattern = " OR ".join(["url LIKE ?"] * len(hosts))
    likes = [f"%://{host}/%" for host in sorted(hosts)]
    for portal, key, url in execute(f"SELECT portal, key, url FROM pages WHERE {pattern}", likes).fetchall():
        if address_key(url) in keys:
            execute(
                "UPDATE pages SET kind = 'removed', etag = NULL, last_modified = NULL, due_at = NULL"
                " WHERE portal = ? AND key = ?",
                (portal, key),
            )
    for row_id, url in execute(f"SELECT id, url FROM frontier_queue WHERE {pattern}", likes).fetchall():
        if address_key(url) in keys:
            execute("DELETE FROM frontier_queue WHERE id = ?", (row_id,))
    for row_id, url in execute(f"SELECT id, url FROM problems WHERE {pattern}", likes).fetchall():
        if address_key(url) in keys:
            execute("UPDATE problems SET detail = NULL WHERE id = ?", (row_id,))


def finish(archive: Archive) -> int:
    """Overwrite what is still to be overwritten, and leave nothing in free pages; returns the records overwritten.

    Does nothing twice, so it also finishes a removal that was killed. Raises Locked where a reader keeps the WAL.
    """
    folder = archive.folder / WARC_FOLDER
    with archive.transaction():
        bury_unindexed(archive)
    done = 0
    sql = "SELECT c.*, r.removed_at FROM captures AS c JOIN removals AS r ON r.id = c.removal_id"
    for row in archive.db.query(sql):
        done += redact(folder, [capture_of(row)], row["removed_at"])
    _drop_cuts(archive)
    discard(archive.folder)  # a rebuild by `scrapy reread` may hold the text; it can be made again
    with sql_errors(archive.folder / "archive.db"):
        execute = archive.db.conn.execute
        execute("PRAGMA secure_delete = ON")
        # FTS5 only marks what is deleted; merging its segments into one drops the words. (Its own secure-delete
        # would do it at once, but SQLite before 3.42 cannot read such an index.)
        execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")
        execute("INSERT INTO documents_fts (documents_fts) VALUES ('optimize')")
        # secure_delete is not retroactive: what earlier updates left in free pages goes with a rewrite.
        execute("VACUUM")
        busy = execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise Locked(
            f"{archive.folder}: taken out, but a reader keeps the former pages open;"
            " close it and run `tinso remove --finish`"
        )
    return done


def finish_removals(folder: Path) -> int:
    """`finish` for the archive in a folder. Raises Locked while a crawl is at work."""
    with alone(folder, "a removal"), Archive.open(folder, create=False) as archive:
        return finish(archive)


def _drop_cuts(archive: Archive) -> None:
    """Delete the broken ends of WARCs (`warc/cut/`) that begin with a removed page."""
    for path in sorted((archive.folder / WARC_FOLDER / _CUT).glob("*")):
        with file_errors(path):
            urls = list(_targets(path.read_bytes()))
            if any(archive.tombstones.of_page(url) is not None for url in urls):
                path.unlink()


def _targets(data: bytes) -> Iterator[str]:
    """The addresses that stand in what can still be unpacked of a broken end."""
    if data[:2] == b"\x1f\x8b":
        with contextlib.suppress(zlib.error):
            data = zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(data)
    for line in data.split(b"\r\n", 40)[:40]:
        name, _, value = line.partition(b":")
        if name.lower() == b"warc-target-uri":
            yield value.strip().decode("utf-8", "replace")
