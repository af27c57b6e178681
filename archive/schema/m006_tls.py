"""The sixth step of the schema: under which switches a capture was fetched."""

from __future__ import annotations

from sqlite_utils import Database


def migrate(db: Database) -> None:
    """Add `captures.tls`: null for plain http or a connection as it should be, else the portal's switches
    and the certificate. What an archive holds already was fetched without switches."""
    db.conn.execute("ALTER TABLE captures ADD COLUMN tls TEXT")
