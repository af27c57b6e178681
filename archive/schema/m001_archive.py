"""The first schema: tables, their search index and its triggers. The comments show in `.schema`."""

from __future__ import annotations

import pysqlite3
from sqlite_utils import Database

from archive.schema.m001_views import VIEWS

TABLES = """
CREATE TABLE runs (  -- one run of a crawl
  id INTEGER PRIMARY KEY,
  started_at TEXT NOT NULL,            -- UTC
  ended_at TEXT,                       -- UTC; null while it runs, or if it was killed
  command TEXT NOT NULL,               -- 'crawl portal'
  arguments TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(arguments)),
  portals TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(portals)),
  host TEXT,
  pid INTEGER,
  software TEXT,                       -- 'tinso 0.1.0'
  exit_code INTEGER,
  report TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(report))  -- counts
);

CREATE TABLE articles (  -- one article as it read last; each text it ever had is in versions
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,            -- the address under which it was first seen
  portal TEXT NOT NULL,
  province TEXT,                       -- of the portal's own time: one of 63
  province_now TEXT,                   -- since 1 July 2025: one of 34
  department TEXT,                     -- 'tttt'
  section TEXT,                        -- as the page names it, or else the listing that led to it
  listing TEXT,                        -- the listing that led to it
  headline TEXT NOT NULL,
  published_at TEXT,                   -- '2024-03-05T08:30:00+07:00'; null where the page does not say
  published_precision TEXT CHECK (published_precision IN ('minute', 'day')),
  published_on TEXT GENERATED ALWAYS AS (substr(published_at, 1, 10)) VIRTUAL,  -- '2024-03-05', local
  modified_at TEXT,
  byline TEXT,                         -- as printed
  authors TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(authors)),
  source TEXT,
  language TEXT NOT NULL DEFAULT 'vi',
  tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
  flags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(flags)),
  canonical_url TEXT,                  -- what the page claims; a claim only
  version INTEGER NOT NULL DEFAULT 1,  -- versions.number of this text
  first_seen_at TEXT NOT NULL,         -- UTC, '2026-11-24T14:24:50Z'
  last_seen_at TEXT NOT NULL,          -- UTC
  gone_at TEXT,                        -- UTC; when the portal said that it is no longer there
  text_digest TEXT NOT NULL,           -- tells one text from another: headline, lead, body, attachments
  twin_digest TEXT,                    -- the same under another path of the portal; null: too little to tell
  -- The long columns come last, so that counting and listing need not read through them.
  lead TEXT,                           -- the sapo
  body TEXT NOT NULL,                  -- '' for a notice that is only an attachment
  captions TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(captions)),
  images TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(images)),            -- [{"url", "caption"}]
  attachments TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(attachments))   -- [{"url", "title"}]
);
CREATE INDEX articles_portal ON articles (portal, published_on);
CREATE INDEX articles_published ON articles (published_on);
CREATE INDEX articles_twin ON articles (twin_digest, portal);

CREATE TABLE addresses (  -- every address under which an article was seen
  address TEXT PRIMARY KEY,            -- without scheme, fragment, session and tracking parameters
  url TEXT NOT NULL,
  article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  first_seen_at TEXT NOT NULL,         -- UTC
  last_seen_at TEXT NOT NULL           -- UTC
) WITHOUT ROWID;
CREATE INDEX addresses_article ON addresses (article_id);

CREATE TABLE versions (  -- one distinct text of an article, the fields as they were first read
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,             -- in the order in which the archive learned of them
  first_seen_at TEXT NOT NULL,         -- UTC
  last_seen_at TEXT NOT NULL,          -- UTC
  text_digest TEXT NOT NULL,
  headline TEXT NOT NULL,
  published_at TEXT,
  published_precision TEXT,
  modified_at TEXT,
  byline TEXT,
  authors TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(authors)),
  source TEXT,
  section TEXT,
  language TEXT NOT NULL DEFAULT 'vi',
  tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
  flags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(flags)),
  canonical_url TEXT,
  lead TEXT,
  body TEXT NOT NULL,
  captions TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(captions)),
  images TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(images)),
  attachments TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(attachments)),
  evidence TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(evidence)),  -- [{"slot", "rule", "value"}]
  UNIQUE (article_id, number),
  UNIQUE (article_id, text_digest)
);

CREATE TABLE captures (  -- one response, and where its bytes lie below warc/
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL,
  fetched_at TEXT NOT NULL,            -- UTC
  status INTEGER NOT NULL,
  content_type TEXT,
  digest TEXT NOT NULL,                -- of the payload: 'sha256:...'
  warc_file TEXT NOT NULL,
  warc_offset INTEGER NOT NULL,        -- bytes
  warc_length INTEGER NOT NULL,        -- bytes
  portal TEXT,
  run_id INTEGER REFERENCES runs (id) ON DELETE SET NULL,
  article_id INTEGER REFERENCES articles (id) ON DELETE SET NULL,  -- null for a listing, an error, ...
  version INTEGER,                     -- versions.number that it shows
  UNIQUE (warc_file, warc_offset)
);
CREATE INDEX captures_article ON captures (article_id);
CREATE INDEX captures_url ON captures (url);

CREATE TABLE problems (  -- a page that was refused, a fetch that failed
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,                    -- UTC
  url TEXT NOT NULL,
  portal TEXT,
  reason TEXT NOT NULL,                -- 'not-an-article:listing', 'http-404', 'timeout', 'robots'
  detail TEXT,
  run_id INTEGER REFERENCES runs (id) ON DELETE SET NULL
);
CREATE INDEX problems_reason ON problems (reason);
CREATE INDEX problems_run ON problems (run_id);
"""

# unicode61 folds every Vietnamese sign but the letter đ. So each text is indexed twice: as typed, and (in the
# columns *_d) with đ as d. The index's content is articles_text, which gives the original text for both, so
# that snippet() marks the original. FTS5's 'rebuild' would index that, undoing the đ: `tinso verify --repair`
# does it right.
_MORE = """coalesce(byline, '') || char(10)
    || coalesce((SELECT group_concat(value, char(10)) FROM json_each(captions)), '') || char(10)
    || coalesce((SELECT group_concat(json_extract(value, '$.title'), char(10))
      FROM json_each(attachments)), '')"""
_FOLDED = "replace(replace(replace(replace({}, 'đ', 'd'), 'Đ', 'd'), 'ð', 'd'), 'Ð', 'd')"
TYPED = ("headline", "lead", "body", "more")
INDEXED = (*TYPED, *(f"{name}_d" for name in TYPED))

SEARCH = f"""
CREATE VIEW articles_text AS  -- what the search index shows: the original text, for both ways of indexing
  SELECT id, headline, lead, body, more,
    headline AS headline_d, lead AS lead_d, body AS body_d, more AS more_d
  FROM (SELECT id, headline, lead, body, {_MORE} AS more FROM articles);

CREATE VIEW articles_indexed AS  -- what the search index holds: as typed, and with đ as d
  SELECT id, headline, lead, body, more,
    {_FOLDED.format("headline")} AS headline_d, {_FOLDED.format("lead")} AS lead_d,
    {_FOLDED.format("body")} AS body_d, {_FOLDED.format("more")} AS more_d
  FROM (SELECT id, headline, lead, body, {_MORE} AS more FROM articles);

CREATE VIRTUAL TABLE articles_fts USING fts5 (
  {", ".join(INDEXED)},
  content = 'articles_text', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO articles_fts (articles_fts, rank) VALUES ('rank', 'bm25(8, 3, 1, 2, 8, 3, 1, 2)');

CREATE TRIGGER articles_search_insert AFTER INSERT ON articles BEGIN
  INSERT INTO articles_fts (rowid, {", ".join(INDEXED)}) SELECT * FROM articles_indexed WHERE id = new.id;
END;
CREATE TRIGGER articles_search_before_update
BEFORE UPDATE OF id, headline, lead, body, byline, captions, attachments ON articles BEGIN
  INSERT INTO articles_fts (articles_fts, rowid, {", ".join(INDEXED)})
    SELECT 'delete', * FROM articles_indexed WHERE id = old.id;
END;
CREATE TRIGGER articles_search_after_update
AFTER UPDATE OF id, headline, lead, body, byline, captions, attachments ON articles BEGIN
  INSERT INTO articles_fts (rowid, {", ".join(INDEXED)}) SELECT * FROM articles_indexed WHERE id = new.id;
END;
CREATE TRIGGER articles_search_delete BEFORE DELETE ON articles BEGIN
  INSERT INTO articles_fts (articles_fts, rowid, {", ".join(INDEXED)})
    SELECT 'delete', * FROM articles_indexed WHERE id = old.id;
END;
"""


def migrate(db: Database) -> None:
    """Create everything in an empty database."""
    for statement in statements(TABLES + SEARCH + VIEWS):
        db.conn.execute(statement)


def statements(script: str) -> list[str]:
    """Split a script; `executescript` would commit the migration's transaction."""
    found, pending = [], ""
    for line in script.splitlines(keepends=True):
        pending += line
        if line.rstrip().endswith(";") and pysqlite3.complete_statement(pending):
            found.append(pending.strip())
            pending = ""
    return found
