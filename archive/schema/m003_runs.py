"""The third step of the schema: what a run brought of each portal, and views that open its counts."""

from __future__ import annotations

from sqlite_utils import Database

from archive.schema.m001_archive import statements

_TABLES = """
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
"""


def migrate(db: Database) -> None:
    """Add the table and its views to an archive."""
    for statement in statements(_TABLES):
        db.conn.execute(statement)
