"""The first schema's views: each makes a common question one line."""

from __future__ import annotations

VIEWS = """
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
"""
