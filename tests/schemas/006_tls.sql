PRAGMA application_id = 1953066611;
PRAGMA user_version = 6;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
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
  version INTEGER, removal_id INTEGER REFERENCES removals (id), tls TEXT,                     -- versions.number that it shows
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
CREATE VIEW articles_text AS  -- what the search index shows: the original text, for both ways of indexing
  SELECT id, headline, lead, body, more,
    headline AS headline_d, lead AS lead_d, body AS body_d, more AS more_d
  FROM (SELECT id, headline, lead, body, coalesce(byline, '') || char(10)
    || coalesce((SELECT group_concat(value, char(10)) FROM json_each(captions)), '') || char(10)
    || coalesce((SELECT group_concat(json_extract(value, '$.title'), char(10))
      FROM json_each(attachments)), '') AS more FROM articles);
CREATE VIEW articles_indexed AS  -- what the search index holds: as typed, and with đ as d
  SELECT id, headline, lead, body, more,
    replace(replace(replace(replace(headline, 'đ', 'd'), 'Đ', 'd'), 'ð', 'd'), 'Ð', 'd') AS headline_d, replace(replace(replace(replace(lead, 'đ', 'd'), 'Đ', 'd'), 'ð', 'd'), 'Ð', 'd') AS lead_d,
    replace(replace(replace(replace(body, 'đ', 'd'), 'Đ', 'd'), 'ð', 'd'), 'Ð', 'd') AS body_d, replace(replace(replace(replace(more, 'đ', 'd'), 'Đ', 'd'), 'ð', 'd'), 'Ð', 'd') AS more_d
  FROM (SELECT id, headline, lead, body, coalesce(byline, '') || char(10)
    || coalesce((SELECT group_concat(value, char(10)) FROM json_each(captions)), '') || char(10)
    || coalesce((SELECT group_concat(json_extract(value, '$.title'), char(10))
      FROM json_each(attachments)), '') AS more FROM articles);
CREATE VIRTUAL TABLE articles_fts USING fts5 (
  headline, lead, body, more, headline_d, lead_d, body_d, more_d,
  content = 'articles_text', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER articles_search_insert AFTER INSERT ON articles BEGIN
  INSERT INTO articles_fts (rowid, headline, lead, body, more, headline_d, lead_d, body_d, more_d) SELECT * FROM articles_indexed WHERE id = new.id;
END;
CREATE TRIGGER articles_search_before_update
BEFORE UPDATE OF id, headline, lead, body, byline, captions, attachments ON articles BEGIN
  INSERT INTO articles_fts (articles_fts, rowid, headline, lead, body, more, headline_d, lead_d, body_d, more_d)
    SELECT 'delete', * FROM articles_indexed WHERE id = old.id;
END;
CREATE TRIGGER articles_search_after_update
AFTER UPDATE OF id, headline, lead, body, byline, captions, attachments ON articles BEGIN
  INSERT INTO articles_fts (rowid, headline, lead, body, more, headline_d, lead_d, body_d, more_d) SELECT * FROM articles_indexed WHERE id = new.id;
END;
CREATE TRIGGER articles_search_delete BEFORE DELETE ON articles BEGIN
  INSERT INTO articles_fts (articles_fts, rowid, headline, lead, body, more, headline_d, lead_d, body_d, more_d)
    SELECT 'delete', * FROM articles_indexed WHERE id = old.id;
END;
CREATE VIEW search AS
  -- SELECT headline, published_at, snippet FROM search WHERE q MATCH 'dao tao' ORDER BY score LIMIT 10
  SELECT a.id, a.headline, a.published_at, a.published_on,
    snippet(articles_fts, -1, '[', ']', '…', 24) AS snippet,
    a.url, a.portal, a.province, a.province_now, a.department, a.section,
    articles_fts.rank AS score, articles_fts.articles_fts AS q
  FROM articles_fts JOIN articles AS a ON a.id = articles_fts.rowid;
CREATE VIEW attachments AS  -- one row a document that an article offers
  SELECT a.id AS article_id, a.portal, a.published_on, a.headline,
    json_extract(item.value, '$.title') AS title, json_extract(item.value, '$.url') AS url
  FROM articles AS a, json_each(a.attachments) AS item;
CREATE VIEW images AS  -- one row a picture
  SELECT a.id AS article_id, a.portal, a.published_on, a.headline,
    json_extract(item.value, '$.caption') AS caption, json_extract(item.value, '$.url') AS url
  FROM articles AS a, json_each(a.images) AS item;
CREATE VIEW authors AS  -- one row an author of an article
  SELECT a.id AS article_id, item.value AS author, a.portal, a.published_on, a.headline, a.url
  FROM articles AS a, json_each(a.authors) AS item;
CREATE VIEW evidence AS  -- which rule read which slot of a version
  SELECT v.article_id, v.number AS version, json_extract(item.value, '$.slot') AS slot,
    json_extract(item.value, '$.rule') AS rule, json_extract(item.value, '$.value') AS value
  FROM versions AS v, json_each(v.evidence) AS item;
CREATE VIEW proofs AS  -- one row a capture of an article: what shows that it said so
  SELECT a.portal, a.headline, a.published_at, a.url, c.fetched_at AS captured_at, c.url AS captured_url,
    c.version, c.digest, c.warc_file, c.warc_offset, c.warc_length, a.id AS article_id, c.id AS capture_id
  FROM captures AS c JOIN articles AS a ON a.id = c.article_id;
CREATE VIEW changes AS  -- articles whose text changed, one row a version
  SELECT a.url, a.portal, v.number, v.first_seen_at, v.last_seen_at, v.number = a.version AS current,
    v.headline, v.lead, v.body, v.article_id
  FROM versions AS v JOIN articles AS a ON a.id = v.article_id
  WHERE (SELECT count(*) FROM versions AS w WHERE w.article_id = v.article_id) > 1;
CREATE VIEW portals AS  -- what there is of each portal
  SELECT portal, max(province) AS province, max(province_now) AS province_now, max(department) AS department,
    count(*) AS articles, min(published_on) AS first_published, max(published_on) AS last_published,
    count(published_at) AS dated, count(byline) AS with_byline, max(last_seen_at) AS last_seen_at
  FROM articles GROUP BY portal;
CREATE VIEW sections AS  -- what there is of each section
  SELECT portal, section, count(*) AS articles, min(published_on) AS first_published,
    max(published_on) AS last_published, max(last_seen_at) AS last_seen_at
  FROM articles GROUP BY portal, section;
CREATE VIEW problem_counts AS  -- why pages were refused or fetches failed
  SELECT portal, reason, count(*) AS times, count(DISTINCT url) AS pages, max(at) AS last_at
  FROM problems GROUP BY portal, reason;
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
CREATE TABLE run_portals (  -- what one run brought of one portal
  run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  portal TEXT NOT NULL,
  exit_code INTEGER,                   -- the portal's own; null while it runs, or if it was killed
  requests INTEGER NOT NULL,           -- responses and failures, robots.txt among them
  pages INTEGER NOT NULL,              -- requests of which all is known
  bytes INTEGER NOT NULL,              -- written to the WARC, packed
  seconds REAL NOT NULL,               -- from its first to its last page
  new INTEGER NOT NULL,                -- articles
  fresh INTEGER NOT NULL,              -- of the new ones those not older than 30 days, or undated
  changed INTEGER NOT NULL,
  unchanged INTEGER NOT NULL,
  alias INTEGER NOT NULL,              -- known under another address
  gone INTEGER NOT NULL,
  known INTEGER NOT NULL,              -- pages that were met and not due for a visit
  refused INTEGER NOT NULL,            -- pages refused, fetches failed
  family TEXT,                         -- the CMS
  family_evidence TEXT,
  robots TEXT,                         -- the policy taken: 'allowed', 'forbidden', 'unreadable', ...
  certificate_until TEXT,              -- UTC
  successor TEXT,                      -- the host that the portal sends its visitors to
  body_p10 INTEGER, body_p50 INTEGER, body_p90 INTEGER,  -- characters of the bodies that were read
  sections TEXT NOT NULL CHECK (json_valid(sections)),   -- see run_sections
  rules TEXT NOT NULL CHECK (json_valid(rules)),         -- see run_rules
  lengths TEXT NOT NULL CHECK (json_valid(lengths)),     -- {"256": 3}: bodies of so many characters or more
  counts TEXT NOT NULL CHECK (json_valid(counts)),       -- see run_counts
  PRIMARY KEY (run_id, portal)
) WITHOUT ROWID;
CREATE INDEX run_portals_portal ON run_portals (portal, run_id);
CREATE VIEW run_sections AS  -- what a run brought of a section
  SELECT p.run_id, p.portal, item.value ->> '$.section' AS section, item.value ->> '$.pages' AS pages,
    item.value ->> '$.shown' AS shown, item.value ->> '$.articles' AS articles,
    item.value ->> '$.new' AS new, item.value ->> '$.fresh' AS fresh
  FROM run_portals AS p, json_each(p.sections) AS item;
CREATE VIEW run_rules AS  -- how often a rule filled a slot; rule '' counts the articles where none did
  SELECT p.run_id, p.portal, slot.key AS slot, rule.key AS rule, rule.value AS hits
  FROM run_portals AS p, json_each(p.rules) AS slot, json_each(slot.value) AS rule;
CREATE VIEW run_counts AS  -- 'refused/http-404', 'kind/listing', 'source/sitemap', ...
  SELECT p.run_id, p.portal, item.key AS what, item.value AS times
  FROM run_portals AS p, json_each(p.counts) AS item;
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
CREATE INDEX captures_removed ON captures (removal_id) WHERE removal_id IS NOT NULL;
INSERT INTO articles_fts (articles_fts, rank) VALUES ('rank', 'bm25(8, 3, 1, 2, 8, 3, 1, 2)');
INSERT OR IGNORE INTO articles (id, url, portal, province, province_now, department, section, listing, headline, published_at, published_precision, modified_at, byline, authors, source, language, tags, flags, canonical_url, version, first_seen_at, last_seen_at, gone_at, text_digest, twin_digest, lead, body, captions, images, attachments) VALUES (1, 'https://sotttt.saomai.gov.vn/tin/1', 'sotttt-sao-mai', 'Sao Mai', 'Sao Mai', 'tttt', 'Tin hoạt động', 'Tin hoạt động', 'Khai giảng lớp đào tạo kỹ năng số', '2024-03-05T08:30:00+07:00', 'minute', '2024-03-06T09:00:00+07:00', 'Nguyễn Hiền - Văn phòng Sở', '["Nguyễn Hiền"]', 'Văn phòng Sở', 'vi', '["đào tạo","kỹ năng số"]', '["weekday_mismatch"]', 'https://sotttt.saomai.gov.vn/tin/1', 2, '2026-11-24T14:24:50Z', '2026-11-24T14:25:50Z', NULL, 'c1700316352dadb56eccfc64282dc071', '4d8cf95f039d5e9ad2fa2e1d79333a43', 'Hơn một trăm cán bộ xã, phường tham gia.', 'Lớp đào tạo được dời sang tuần sau.', '["Quang cảnh lớp học"]', '[{"url":"https://sotttt.saomai.gov.vn/anh/1.jpg","caption":"Quang cảnh lớp học"}]', '[{"url":"https://sotttt.saomai.gov.vn/tep/kh.pdf","title":"Kế hoạch 1191/KH-STTTT"}]');
INSERT OR IGNORE INTO articles (id, url, portal, province, province_now, department, section, listing, headline, published_at, published_precision, modified_at, byline, authors, source, language, tags, flags, canonical_url, version, first_seen_at, last_seen_at, gone_at, text_digest, twin_digest, lead, body, captions, images, attachments) VALUES (2, 'https://sotttt.saomai.gov.vn/tin/2', 'sotttt-sao-mai', 'Sao Mai', 'Sao Mai', 'tttt', 'Tin hoạt động', 'Tin hoạt động', 'Đấu giá quyền sử dụng đất', '2024-03-05T08:30:00+07:00', 'minute', '2024-03-06T09:00:00+07:00', 'Nguyễn Hiền - Văn phòng Sở', '["Nguyễn Hiền"]', 'Văn phòng Sở', 'vi', '["đào tạo","kỹ năng số"]', '["weekday_mismatch"]', 'https://sotttt.saomai.gov.vn/tin/2', 1, '2026-11-24T14:26:50Z', '2026-11-24T14:26:50Z', '2026-11-25T14:24:50Z', 'c24f96cf42fe7b26cbce7f94671ca14a', 'c24f96cf42fe7b26cbce7f94671ca14a', 'Hơn một trăm cán bộ xã, phường tham gia.', 'Sáng 5/3, Sở Thông tin và Truyền thông tổ chức lớp đào tạo kỹ năng số cho cán bộ các xã, phường.

Lớp học kéo dài ba ngày, với hơn một trăm học viên tham gia tại hội trường của Sở.', '["Quang cảnh lớp học"]', '[{"url":"https://sotttt.saomai.gov.vn/anh/1.jpg","caption":"Quang cảnh lớp học"}]', '[]');
INSERT OR IGNORE INTO runs (id, started_at, ended_at, command, arguments, portals, host, pid, software, exit_code, report) VALUES (1, '2026-11-24T14:24:50Z', '2026-11-24T15:24:50Z', 'crawl portal', '{"portal":"sotttt-sao-mai"}', '["sotttt-sao-mai"]', 'vm', 14016, NULL, 0, '{"pages":3}');
INSERT OR IGNORE INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (1, 'tinso', '001_archive', '2026-11-25 04:21:55.755017+00:00');
INSERT OR IGNORE INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (2, 'tinso', '002_frontier', '2026-11-25 04:21:55.755279+00:00');
INSERT OR IGNORE INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (3, 'tinso', '003_runs', '2026-11-25 04:21:55.755555+00:00');
INSERT OR IGNORE INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (4, 'tinso', '004_documents', '2026-11-25 04:21:55.756182+00:00');
INSERT OR IGNORE INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (5, 'tinso', '005_removals', '2026-11-25 04:21:55.756849+00:00');
INSERT OR IGNORE INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (6, 'tinso', '006_tls', '2026-11-25 04:21:55.757322+00:00');
INSERT OR IGNORE INTO addresses (address, url, article_id, first_seen_at, last_seen_at) VALUES ('sotttt.saomai.gov.vn/tin/1', 'https://sotttt.saomai.gov.vn/tin/1', 1, '2026-11-24T14:24:50Z', '2026-11-24T14:25:50Z');
INSERT OR IGNORE INTO addresses (address, url, article_id, first_seen_at, last_seen_at) VALUES ('sotttt.saomai.gov.vn/tin/2', 'https://sotttt.saomai.gov.vn/tin/2', 2, '2026-11-24T14:26:50Z', '2026-11-24T14:26:50Z');
INSERT OR IGNORE INTO article_documents (article_id, url, title) VALUES (1, 'https://sotttt.saomai.gov.vn/tep/kh.pdf', 'Kế hoạch 1191/KH-STTTT');
INSERT OR IGNORE INTO captures (id, url, fetched_at, status, content_type, digest, warc_file, warc_offset, warc_length, portal, run_id, article_id, version, removal_id, tls) VALUES (1, 'https://sotttt.saomai.gov.vn/tin/1', '2026-11-24T14:24:50Z', 200, 'text/html', 'sha256:0000000000000000000000000000000000000000000000000000000000000000', 'sample.warc.gz', 1000, 900, 'sotttt-sao-mai', 1, 1, 1, NULL, NULL);
INSERT OR IGNORE INTO captures (id, url, fetched_at, status, content_type, digest, warc_file, warc_offset, warc_length, portal, run_id, article_id, version, removal_id, tls) VALUES (2, 'https://sotttt.saomai.gov.vn/tin/1', '2026-11-24T14:25:50Z', 200, 'text/html', 'sha256:0000000000000000000000000000000000000000000000000000000000000000', 'sample.warc.gz', 2000, 900, 'sotttt-sao-mai', 1, 1, 2, NULL, NULL);
INSERT OR IGNORE INTO captures (id, url, fetched_at, status, content_type, digest, warc_file, warc_offset, warc_length, portal, run_id, article_id, version, removal_id, tls) VALUES (3, 'https://sotttt.saomai.gov.vn/tin/2', '2026-11-24T14:26:50Z', 200, 'text/html', 'sha256:0000000000000000000000000000000000000000000000000000000000000000', 'sample.warc.gz', 3000, 900, 'sotttt-sao-mai', 1, 2, 1, NULL, NULL);
INSERT OR IGNORE INTO captures (id, url, fetched_at, status, content_type, digest, warc_file, warc_offset, warc_length, portal, run_id, article_id, version, removal_id, tls) VALUES (4, 'https://sotttt.saomai.gov.vn/tep/kh.pdf', '2026-11-24T14:24:50Z', 200, 'text/html', 'sha256:0000000000000000000000000000000000000000000000000000000000000000', 'sample.warc.gz', 9000, 900, 'sotttt-sao-mai', NULL, NULL, NULL, NULL, NULL);
INSERT OR IGNORE INTO documents (id, url, portal, fetched_at, digest, format, bytes, outcome, pages, text) VALUES (1, 'https://sotttt.saomai.gov.vn/tep/kh.pdf', 'sotttt-sao-mai', '2026-11-24T14:24:50Z', 'sha256:0000000000000000000000000000000000000000000000000000000000000000', 'pdf', 900, 'text', 1, 'Kế hoạch đào tạo kỹ năng số năm 2024');
INSERT OR IGNORE INTO frontier_queue (id, portal, key, url, host, kind, priority, depth, section, method, body, page_group, state) VALUES (1, 'sotttt-sao-mai', 3, 'https://sotttt.saomai.gov.vn/tin/3', 'sotttt.saomai.gov.vn', 'article', 0, 0, NULL, 'GET', NULL, NULL, 0);
INSERT OR IGNORE INTO pages (portal, key, url, kind, status, fetched_at, changed_at, due_at, visits, etag, last_modified) VALUES ('sotttt-sao-mai', 1, 'https://sotttt.saomai.gov.vn/tin/1', 'article', 200, '2026-11-24T14:24:50Z', '2026-11-24T14:24:50Z', NULL, 1, '"a"', NULL);
INSERT OR IGNORE INTO problems (id, at, url, portal, reason, detail, run_id) VALUES (1, '2026-11-24T14:24:50Z', 'https://sotttt.saomai.gov.vn/x', 'sotttt-sao-mai', 'http-404', NULL, 1);
INSERT OR IGNORE INTO removals (id, url, portal, removed_at, reason) VALUES (1, 'https://sotttt.saomai.gov.vn/tin/7', 'sotttt-sao-mai', '2026-11-24T14:24:50Z', 'yêu cầu');
INSERT OR IGNORE INTO tombstones (kind, key, removal_id) VALUES ('address', 'sotttt.saomai.gov.vn/tin/7', 1);
INSERT OR IGNORE INTO versions (id, article_id, number, first_seen_at, last_seen_at, text_digest, headline, published_at, published_precision, modified_at, byline, authors, source, section, language, tags, flags, canonical_url, lead, body, captions, images, attachments, evidence) VALUES (1, 1, 1, '2026-11-24T14:24:50Z', '2026-11-24T14:24:50Z', '414097a06ecc5d291961d1e9fae5a05b', 'Khai giảng lớp đào tạo kỹ năng số', '2024-03-05T08:30:00+07:00', 'minute', '2024-03-06T09:00:00+07:00', 'Nguyễn Hiền - Văn phòng Sở', '["Nguyễn Hiền"]', 'Văn phòng Sở', 'Tin hoạt động', 'vi', '["đào tạo","kỹ năng số"]', '["weekday_mismatch"]', 'https://sotttt.saomai.gov.vn/tin/1', 'Hơn một trăm cán bộ xã, phường tham gia.', 'Sáng 5/3, Sở Thông tin và Truyền thông tổ chức lớp đào tạo kỹ năng số cho cán bộ các xã, phường.

Lớp học kéo dài ba ngày, với hơn một trăm học viên tham gia tại hội trường của Sở.', '["Quang cảnh lớp học"]', '[{"url":"https://sotttt.saomai.gov.vn/anh/1.jpg","caption":"Quang cảnh lớp học"}]', '[{"url":"https://sotttt.saomai.gov.vn/tep/kh.pdf","title":"Kế hoạch 1191/KH-STTTT"}]', '[{"slot":"headline","rule":"layout:h1.title","value":"Khai giảng lớp đào tạo kỹ năng số"}]');
INSERT OR IGNORE INTO versions (id, article_id, number, first_seen_at, last_seen_at, text_digest, headline, published_at, published_precision, modified_at, byline, authors, source, section, language, tags, flags, canonical_url, lead, body, captions, images, attachments, evidence) VALUES (2, 1, 2, '2026-11-24T14:25:50Z', '2026-11-24T14:25:50Z', 'c1700316352dadb56eccfc64282dc071', 'Khai giảng lớp đào tạo kỹ năng số', '2024-03-05T08:30:00+07:00', 'minute', '2024-03-06T09:00:00+07:00', 'Nguyễn Hiền - Văn phòng Sở', '["Nguyễn Hiền"]', 'Văn phòng Sở', 'Tin hoạt động', 'vi', '["đào tạo","kỹ năng số"]', '["weekday_mismatch"]', 'https://sotttt.saomai.gov.vn/tin/1', 'Hơn một trăm cán bộ xã, phường tham gia.', 'Lớp đào tạo được dời sang tuần sau.', '["Quang cảnh lớp học"]', '[{"url":"https://sotttt.saomai.gov.vn/anh/1.jpg","caption":"Quang cảnh lớp học"}]', '[{"url":"https://sotttt.saomai.gov.vn/tep/kh.pdf","title":"Kế hoạch 1191/KH-STTTT"}]', '[{"slot":"headline","rule":"layout:h1.title","value":"Khai giảng lớp đào tạo kỹ năng số"}]');
INSERT OR IGNORE INTO versions (id, article_id, number, first_seen_at, last_seen_at, text_digest, headline, published_at, published_precision, modified_at, byline, authors, source, section, language, tags, flags, canonical_url, lead, body, captions, images, attachments, evidence) VALUES (3, 2, 1, '2026-11-24T14:26:50Z', '2026-11-24T14:26:50Z', 'c24f96cf42fe7b26cbce7f94671ca14a', 'Đấu giá quyền sử dụng đất', '2024-03-05T08:30:00+07:00', 'minute', '2024-03-06T09:00:00+07:00', 'Nguyễn Hiền - Văn phòng Sở', '["Nguyễn Hiền"]', 'Văn phòng Sở', 'Tin hoạt động', 'vi', '["đào tạo","kỹ năng số"]', '["weekday_mismatch"]', 'https://sotttt.saomai.gov.vn/tin/2', 'Hơn một trăm cán bộ xã, phường tham gia.', 'Sáng 5/3, Sở Thông tin và Truyền thông tổ chức lớp đào tạo kỹ năng số cho cán bộ các xã, phường.

Lớp học kéo dài ba ngày, với hơn một trăm học viên tham gia tại hội trường của Sở.', '["Quang cảnh lớp học"]', '[{"url":"https://sotttt.saomai.gov.vn/anh/1.jpg","caption":"Quang cảnh lớp học"}]', '[]', '[{"slot":"headline","rule":"layout:h1.title","value":"Khai giảng lớp đào tạo kỹ năng số"}]');
