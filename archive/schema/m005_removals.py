"""The fifth step of the schema: what was removed for a lawful request, and by what it is known again."""

from __future__ import annotations

from sqlite_utils import Database

from archive.schema.m001_archive import statements

_TABLES = """
CREATE TABLE removals (  -- what was taken out for a lawful request: this stays, text and payload do not
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL,                   -- the address that was asked for
  portal TEXT,
  removed_at TEXT NOT NULL,            -- UTC
  reason TEXT NOT NULL,
  UNIQUE (url, removed_at)
);

CREATE TABLE tombstones (  -- by what a removed page is known again: it is never kept again
  kind TEXT NOT NULL CHECK (kind IN ('address', 'payload', 'text')),
  key TEXT NOT NULL,                   -- as addresses.address; as captures.digest; portal and articles.twin_digest
  removal_id INTEGER NOT NULL REFERENCES removals (id),
  PRIMARY KEY (kind, key)
) WITHOUT ROWID;

ALTER TABLE captures ADD COLUMN removal_id INTEGER REFERENCES removals (id);
CREATE INDEX captures_removed ON captures (removal_id) WHERE removal_id IS NOT NULL;
"""


def migrate(db: Database) -> None:
    """Add the two tables and the column to an archive."""
    for statement in statements(_TABLES):
        db.conn.execute(statement)
