"""The fourth step of the schema: the files that articles offer, their text, and its search index."""

from __future__ import annotations

from sqlite_utils import Database

from archive.schema.m001_archive import statements

_TABLES = """
CREATE TABLE documents (  -- a file that articles offer, as it was fetched last; its bytes are in the WARC
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,
  portal TEXT NOT NULL,
  fetched_at TEXT NOT NULL,            -- UTC
  digest TEXT NOT NULL,                -- of the payload: 'sha256:...', as in captures
  format TEXT NOT NULL,                -- 'pdf', 'docx', 'doc', 'xlsx', 'xls', 'zip', ...
  bytes INTEGER NOT NULL,
  outcome TEXT NOT NULL                -- what became of reading it; 'scan': pages without text
    CHECK (outcome IN ('text', 'scan', 'empty', 'encrypted', 'unreadable', 'not-read')),
  pages INTEGER,                       -- of a PDF
  text TEXT NOT NULL DEFAULT ''
);

CREATE TABLE article_documents (  -- which article offers which file; kept by triggers on articles
  article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  url TEXT NOT NULL,
  title TEXT,
  PRIMARY KEY (article_id, url)
) WITHOUT ROWID;
CREATE INDEX article_documents_url ON article_documents (url);
CREATE TRIGGER article_documents_insert AFTER INSERT ON articles BEGIN
  INSERT INTO article_documents
    SELECT new.id, json_extract(value, '$.url'), json_extract(value, '$.title') FROM json_each(new.attachments)
    WHERE true ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER article_documents_update AFTER UPDATE OF attachments ON articles
WHEN new.attachments <> old.attachments BEGIN
  DELETE FROM article_documents WHERE article_id = new.id;
  INSERT INTO article_documents
    SELECT new.id, json_extract(value, '$.url'), json_extract(value, '$.title') FROM json_each(new.attachments)
    WHERE true ON CONFLICT DO NOTHING;
END;
INSERT INTO article_documents
  SELECT a.id, json_extract(value, '$.url'), json_extract(value, '$.title') FROM articles AS a, json_each(a.attachments)
  WHERE true ON CONFLICT DO NOTHING;

CREATE VIEW documents_text AS  -- what the files' search index shows: the original text, for both ways of indexing
  SELECT id, text, text AS text_d FROM documents;
CREATE VIEW documents_indexed AS  -- what it holds: as typed, and with đ as d
  SELECT id, text, replace(replace(replace(replace(text, 'đ', 'd'), 'Đ', 'd'), 'ð', 'd'), 'Ð', 'd') AS text_d
  FROM documents;
CREATE VIRTUAL TABLE documents_fts USING fts5 (
  text, text_d, content = 'documents_text', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER documents_search_insert AFTER INSERT ON documents BEGIN
  INSERT INTO documents_fts (rowid, text, text_d) SELECT * FROM documents_indexed WHERE id = new.id;
END;
CREATE TRIGGER documents_search_before_update BEFORE UPDATE OF id, text ON documents BEGIN
  INSERT INTO documents_fts (documents_fts, rowid, text, text_d)
    SELECT 'delete', * FROM documents_indexed WHERE id = old.id;
END;
CREATE TRIGGER documents_search_after_update AFTER UPDATE OF id, text ON documents BEGIN
  INSERT INTO documents_fts (rowid, text, text_d) SELECT * FROM documents_indexed WHERE id = new.id;
END;
CREATE TRIGGER documents_search_delete BEFORE DELETE ON documents BEGIN
  INSERT INTO documents_fts (documents_fts, rowid, text, text_d)
    SELECT 'delete', * FROM documents_indexed WHERE id = old.id;
END;

CREATE VIEW document_search AS
  -- SELECT title, headline, snippet FROM document_search WHERE q MATCH 'ke hoach' ORDER BY score LIMIT 10
  SELECT d.id, o.title, a.headline, a.published_at, a.published_on,
    snippet(documents_fts, -1, '[', ']', '…', 24) AS snippet,
    d.url, a.url AS article_url, d.portal, a.province, a.province_now, a.department,
    documents_fts.rank AS score, documents_fts.documents_fts AS q
  FROM documents_fts JOIN documents AS d ON d.id = documents_fts.rowid
    LEFT JOIN article_documents AS o ON o.url = d.url LEFT JOIN articles AS a ON a.id = o.article_id;
"""


def migrate(db: Database) -> None:
    """Add the tables, their search index, and the links of the articles that are there."""
    for statement in statements(_TABLES):
        db.conn.execute(statement)
