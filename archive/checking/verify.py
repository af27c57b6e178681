"""Verifying an archive: is what the database says true of itself, of its search index and of the WARCs?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from archive.checking.warcs import check_warcs
from archive.rows import article_of
from archive.schema.m001_archive import INDEXED
from archive.sqlite import DATABASE, UNREADABLE, copied
from archive.store import WARC_FOLDER, reading
from archive.text_digest import text_digest

Kind = Literal[
    "database",
    "orphan",
    "text",
    "search-index",
    "warc-missing",
    "warc-cut",
    "warc-broken",
    "record",
    "unindexed",
    "removal",
]
MENDABLE: frozenset[Kind] = frozenset({"orphan", "search-index", "unindexed", "warc-cut", "removal"})
"""What `tinso verify --repair` can mend from what the archive itself holds."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    kind: Kind
    where: str
    """The table and row, or the WARC and byte."""
    what: str
    is_damage: bool = True
    """False for what costs nothing: a record that was written but never committed, say."""


# Each query gives one row a finding: where it is.
_ROWS: tuple[tuple[Kind, str, str], ...] = (
    (
        "orphan",
        "a version of an article that is not there",
        "SELECT 'versions ' || id FROM versions WHERE article_id NOT IN (SELECT id FROM articles)",
    ),
    (
        "orphan",
        "an address of an article that is not there",
        "SELECT 'addresses ' || address FROM addresses WHERE article_id NOT IN (SELECT id FROM articles)",
    ),
    (
        "orphan",
        "a capture of an article that is not there",
        # NULL is NOT IN the empty set: an archive without an article must be named apart.
        "SELECT 'captures ' || id FROM captures"
        " WHERE article_id IS NOT NULL AND article_id NOT IN (SELECT id FROM articles)",
    ),
    (
        "orphan",
        "a capture of a version that is not there",
        "SELECT 'captures ' || c.id FROM captures AS c LEFT JOIN versions AS v"
        " ON v.article_id = c.article_id AND v.number = c.version"
        " WHERE c.version IS NOT NULL AND v.id IS NULL",
    ),
    (
        "orphan",
        "a capture of a run that is not there",
        "SELECT 'captures ' || id FROM captures WHERE run_id IS NOT NULL AND run_id NOT IN (SELECT id FROM runs)",
    ),
    (
        "orphan",
        "an article without an address",
        "SELECT 'articles ' || id FROM articles WHERE id NOT IN (SELECT article_id FROM addresses)",
    ),
    (
        "orphan",
        "an article without its version",
        "SELECT 'articles ' || a.id FROM articles AS a LEFT JOIN versions AS v"
        " ON v.article_id = a.id AND v.number = a.version WHERE v.id IS NULL",
    ),
    (
        "text",
        "an article whose text is not that of its version",
        "SELECT 'articles ' || a.id FROM articles AS a JOIN versions AS v"
        " ON v.article_id = a.id AND v.number = a.version"
        " WHERE a.headline <> v.headline OR a.lead IS NOT v.lead"
        " OR a.body <> v.body OR a.attachments <> v.attachments OR a.text_digest <> v.text_digest",
    ),
    (
        "text",
        "an article that no capture shows",
        "SELECT 'articles ' || id FROM articles WHERE id NOT IN"
        " (SELECT article_id FROM captures WHERE article_id IS NOT NULL)",
    ),
)


def verify(folder: Path) -> Iterator[Finding]:
    """Check everything; yields what is wrong as it is found. Reads only, beside a running crawl too.

    Raises an ArchiveError where the archive cannot be opened at all.
    """
    with reading(folder) as db:
        yield from _check_database(db)
        yield from _check_rows(db)
        yield from _check_digests(db)
        yield from _check_index(db)
        yield from _check_documents(db)
        for kind, where, what, is_damage in check_warcs(db, folder / WARC_FOLDER):
            yield Finding(kind, where, what, is_damage)


def _check_database(db: Database) -> Iterator[Finding]:
    try:
        for (line,) in db.execute("PRAGMA integrity_check(20)"):
            if line != "ok":
                yield Finding("database", DATABASE, str(line))
    except UNREADABLE as error:
        # A page that cannot be read at all ends the check; what can still be checked is.
        yield Finding("database", DATABASE, str(error))


def _check_rows(db: Database) -> Iterator[Finding]:
    for kind, what, sql in _ROWS:
        try:
            for (where,) in db.execute(sql):
                yield Finding(kind, str(where), what)
        except UNREADABLE as error:
            yield Finding("database", DATABASE, f"cannot look for {what}: {error}")


def _check_digests(db: Database) -> Iterator[Finding]:
    try:
        for row in db.query("SELECT * FROM versions"):
            if text_digest(article_of(row, "")) != row["text_digest"]:
                yield Finding("text", f"versions {row['id']}", "its text is not the one that was saved")
    except (*UNREADABLE, ValueError) as error:
        yield Finding("database", DATABASE, f"cannot read the versions: {error}")


def _check_documents(db: Database) -> Iterator[Finding]:
    """The same for the files' index; its view gives the đ unfolded, so that a copy is needed here too."""
    try:
        with copied(db) as copy:
            copy.execute("DROP VIEW documents_text")
            copy.execute("CREATE VIEW documents_text AS SELECT * FROM documents_indexed")
            copy.execute("INSERT INTO documents_fts (documents_fts, rank) VALUES ('integrity-check', 1)")
    except UNREADABLE as error:
        yield Finding("search-index", "documents_fts", f"it does not hold the files' text ({error})")


def _check_index(db: Database) -> Iterator[Finding]:
    """Compare the search index with the articles, word by word, in a copy: FTS5 must write to do it.

    The view that FTS5 takes for its content gives the original text; what was indexed has đ folded. In the
    copy the view gives what was indexed, from a table, since FTS5's check cannot read through json_each.
    """
    missing = "SELECT id FROM articles EXCEPT SELECT id FROM articles_fts_docsize"
    surplus = "SELECT id FROM articles_fts_docsize EXCEPT SELECT id FROM articles"
    try:
        for (article_id,) in db.execute(missing).fetchall():
            yield Finding("search-index", f"articles {article_id}", "an article that the search index lacks")
        for (article_id,) in db.execute(surplus).fetchall():
            yield Finding(
                "search-index", f"articles_fts {article_id}", "indexed, but there is no such article"
            )
        with copied(db) as copy:
            copy.execute("DROP VIEW articles_text")
            copy.execute(f"CREATE TABLE indexed_text (id INTEGER PRIMARY KEY, {', '.join(INDEXED)})")
            copy.execute("INSERT INTO indexed_text SELECT * FROM articles_indexed")
            copy.execute("CREATE VIEW articles_text AS SELECT * FROM indexed_text")
            copy.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
    except UNREADABLE as error:
        what = f"it does not hold the articles' text ({error})"
        yield Finding("search-index", "articles_fts", what)
