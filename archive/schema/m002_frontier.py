"""The second step of the schema: the frontier's queue, and what is known of each page (see queue.py)."""

from __future__ import annotations

from sqlite_utils import Database

from archive.schema.m001_archive import statements

_TABLES = """
CREATE TABLE frontier_queue (  -- what an unfinished crawl has still to fetch; empty between crawls
  id INTEGER PRIMARY KEY,
  portal TEXT NOT NULL,
  key INTEGER NOT NULL,                -- a 64-bit hash of the canonical address (and of a POST's form)
  url TEXT NOT NULL,
  host TEXT NOT NULL,
  kind TEXT NOT NULL,                  -- why: 'home', 'sitemap', 'feed', 'listing', 'article', 'page'
  priority INTEGER NOT NULL,           -- higher is sooner
  depth INTEGER NOT NULL,
  section TEXT,                        -- the listing that led to it
  method TEXT NOT NULL DEFAULT 'GET',
  body BLOB,
  page_group TEXT,                     -- the listing whose page it is
  state INTEGER NOT NULL DEFAULT 0,    -- 0 queued, 1 leased, 2 done
  UNIQUE (portal, key)
);
CREATE INDEX frontier_next ON frontier_queue (host, priority DESC, id) WHERE state = 0;

CREATE TABLE pages (  -- each address that was ever fetched, and what it was
  portal TEXT NOT NULL,
  key INTEGER NOT NULL,
  url TEXT NOT NULL,
  kind TEXT NOT NULL,                  -- 'article', 'listing', 'gone', 'failed', or why it is no article
  status INTEGER NOT NULL,             -- HTTP
  fetched_at TEXT NOT NULL,            -- UTC
  changed_at TEXT NOT NULL,            -- UTC; when its text was last another than before
  due_at TEXT,                         -- UTC; when it is worth a request again; null: whenever it is met
  visits INTEGER NOT NULL DEFAULT 1,
  etag TEXT,
  last_modified TEXT,
  PRIMARY KEY (portal, key)
) WITHOUT ROWID;
CREATE INDEX pages_due ON pages (portal, due_at) WHERE kind = 'article';
"""


def migrate(db: Database) -> None:
    """Add the two tables to an archive."""
    for statement in statements(_TABLES):
        db.conn.execute(statement)
