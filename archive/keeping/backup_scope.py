"""How much of each WARC a backup's database names: what lies behind is not yet part of the archive."""

from __future__ import annotations

import platform
from pathlib import Path

from sqlite_utils import Database

from archive.sqlite import connected_for_reading


class Scope:
    """What the database `path` of a backup says of the WARCs."""

    def __init__(self, path: Path) -> None:
        with connected_for_reading(path, immutable=True) as db:
            self.ends = _ends(db)
            """Each WARC's end as the database knows it, in bytes."""
            self.schema = int(db.conn.execute("PRAGMA user_version").fetchone()[0])
            self._growing = _growing(db)

    def counts(self, name: str, size: int) -> int:
        """How many of a WARC's `size` bytes count: all, or, while its run goes on, to the last named record."""
        end = self.ends.get(name, 0)
        grows = name in self._growing or (None in self._growing and not end)
        return end if grows else size


def _ends(db: Database) -> dict[str, int]:
    sql = "SELECT warc_file, max(warc_offset + warc_length) FROM captures GROUP BY warc_file"
    return {str(row[0]): int(row[1]) for row in db.conn.execute(sql)}


def _growing(db: Database) -> set[str | None]:
    """The WARCs of runs that go on; None stands for those that no capture names yet."""
    live = [
        row[0]
        for row in db.conn.execute("SELECT id, host, pid FROM runs WHERE ended_at IS NULL").fetchall()
        if row[1] != platform.node() or Path(f"/proc/{row[2]}").exists()
    ]
    found: set[str | None] = {None} if live else set()
    for run_id in live:
        sql = "SELECT DISTINCT warc_file FROM captures WHERE run_id = ?"
        found.update(row[0] for row in db.conn.execute(sql, (run_id,)))
    return found
