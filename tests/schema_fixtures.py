"""Small archives of each schema that landed, as SQL text: `python -m tests.schema_fixtures` writes the newest.

A fixture is made once, when its migration lands, by the code of that day, and never again: it stands for the
archives that people have.
"""

from __future__ import annotations

import dataclasses
import sqlite3
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from archive.queue import PageRow, Queue, QueueRow
from archive.records import Document, Problem
from archive.schema.history import MIGRATIONS
from archive.sqlite import DATABASE
from archive.store import Archive
from tests.archive_samples import NOW, ORIGIN, article, capture

FOLDER = Path(__file__).parent / "schemas"


def fixture(name: str) -> Path:
    """The file of a migration's fixture."""
    return FOLDER / f"{name}.sql"


def write_newest() -> Path:
    """Write the fixture of the newest migration; one that is there already is left alone."""
    path = fixture(MIGRATIONS[-1][0])
    if not path.exists():
        with tempfile.TemporaryDirectory(prefix="schema-") as folder:
            _fill(Path(folder))
            path.parent.mkdir(exist_ok=True)
            path.write_text(_script(Path(folder) / DATABASE), encoding="utf-8")
    return path


def _fill(folder: Path) -> None:
    """Something in every table that the archive's own code writes."""
    with Archive.open(folder) as archive, archive.transaction():
        run = archive.start_run(NOW, {"portal": ORIGIN.portal}, [ORIGIN.portal])
        first = article()
        edited = dataclasses.replace(first, body="Lớp đào tạo được dời sang tuần sau.")
        other = article(
            "https://sotttt.saomai.gov.vn/tin/2", headline="Đấu giá quyền sử dụng đất", attachments=()
        )
        for minute, item in enumerate((first, edited, other)):
            place = dataclasses.replace(
                capture(item.url, minutes=minute), warc_offset=1000 * (minute + 1), warc_file="sample.warc.gz"
            )
            archive.save(item, place, ORIGIN, run_id=run)
        archive.mark_gone(other.url, NOW + timedelta(days=1))
        archive.add_problem(
            Problem("https://sotttt.saomai.gov.vn/x", "http-404", NOW, ORIGIN.portal), run_id=run
        )
        if archive.db["documents"].exists():
            file = Document(
                first.attachments[0].url, "pdf", 900, "text", 1, "Kế hoạch đào tạo kỹ năng số năm 2024"
            )
            archive.save_document(
                file, dataclasses.replace(capture(file.url), warc_offset=9000), portal=ORIGIN.portal
            )
        archive.end_run(run, NOW + timedelta(hours=1), 0, {"pages": 3})
        if archive.db["removals"].exists():
            archive.db.execute(
                "INSERT INTO removals (url, portal, removed_at, reason) VALUES (?, ?, ?, 'yêu cầu')",
                ("https://sotttt.saomai.gov.vn/tin/7", ORIGIN.portal, "2026-11-24T14:24:50Z"),
            )
            archive.tombstones.add("address", ["sotttt.saomai.gov.vn/tin/7"], 1)
        if archive.db["frontier_queue"].exists():
            queue = Queue(archive.db, [ORIGIN.portal])
            url = "https://sotttt.saomai.gov.vn/tin/3"
            queue.add([QueueRow(ORIGIN.portal, 3, url, "sotttt.saomai.gov.vn", "article")])
            queue.remember([PageRow(ORIGIN.portal, 1, first.url, "article", 200, NOW, NOW, etag='"a"')])


def _script(path: Path) -> str:
    """The database as statements for any SQLite; the triggers fill the search index."""
    with closing(sqlite3.connect(path)) as db:
        pragmas = [
            f"PRAGMA {name} = {db.execute(f'PRAGMA {name}').fetchone()[0]};"
            for name in ("application_id", "user_version")
        ]
        shadows = "SELECT name FROM pragma_table_list WHERE type = 'shadow'"
        created = db.execute(
            f"SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT IN ({shadows}) ORDER BY rowid"
        ).fetchall()
        tables = db.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
        names = sorted(row[0] for row in tables if row[0] != "sqlite_schema")
        # Parents before children, so that the script also loads with foreign keys on.
        names.sort(key=lambda name: ("articles", "runs").index(name) if name in ("articles", "runs") else 9)
        rows = [line for name in names for line in _rows(db, name)]
        extra = [
            "INSERT INTO articles_fts (articles_fts, rank) VALUES ('rank', 'bm25(8, 3, 1, 2, 8, 3, 1, 2)');"
        ]
    return "\n".join([*pragmas, *(f"{row[0]};" for row in created), *extra, *rows]) + "\n"


def _rows(db: sqlite3.Connection, name: str) -> list[str]:
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({name})")]  # without the generated ones
    values = " || ', ' || ".join(f"quote({column})" for column in columns)
    sql = f"SELECT {values} FROM {name}"
    # Triggers on one table may have filled another.
    return [
        f"INSERT OR IGNORE INTO {name} ({', '.join(columns)}) VALUES ({row[0]});" for row in db.execute(sql)
    ]


if __name__ == "__main__":
    print(write_newest())
