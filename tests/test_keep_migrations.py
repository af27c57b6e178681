"""Every schema that ever landed comes to today's: nothing of its rows is lost, and it is no other than a new one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.checking.verify import verify
from archive.schema.history import MIGRATIONS
from archive.search import Query, search
from archive.sqlite import DATABASE
from archive.store import Archive, reading
from tests.archive_samples import NOW, ORIGIN, article, capture
from tests.schema_fixtures import FOLDER, fixture

NAMES = [name for name, _ in MIGRATIONS]


def load(name: str, folder: Path) -> Path:
    """An archive of a former schema, made as a person would: with the stock SQLite."""
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / DATABASE)) as db:
        db.executescript(fixture(name).read_text(encoding="utf-8"))
    return folder


def content(folder: Path) -> dict[str, list[dict[str, object]]]:
    """Every row of every table, by column; the search index's own tables aside."""
    with closing(sqlite3.connect(folder / DATABASE)) as db:
        db.row_factory = sqlite3.Row
        names = [row[0] for row in db.execute("SELECT name FROM pragma_table_list WHERE type = 'table'")]
        return {
            name: [dict(row) for row in db.execute(f"SELECT * FROM {name}")]
            for name in names
            if not name.startswith(("sqlite_", "_sqlite_"))
        }


def schema(folder: Path) -> set[tuple[str, str]]:
    """Each object's name and statement, without white space."""
    with closing(sqlite3.connect(folder / DATABASE)) as db:
        sql = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        return {(name, "".join(text.split())) for name, text in db.execute(sql)}


def test_every_migration_has_its_fixture() -> None:
    missing = [name for name in NAMES if not fixture(name).exists()]
    assert not missing, (
        f"write it with `python -m tests.schema_fixtures`, look at it, and commit it: {missing}"
    )
    assert {path.stem for path in FOLDER.glob("*.sql")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_former_schema_comes_to_todays_with_all_its_rows(name: str, tmp_path: Path) -> None:
    folder = load(name, tmp_path / "old")
    before = content(folder)
    assert len(before["articles"]) == 2
    assert len(before["versions"]) == 3
    with Archive.open(folder) as archive, archive.transaction():
        pass
    after = content(folder)
    for table, rows in before.items():
        kept = [{column: row[column] for column in rows[0]} for row in after[table]] if rows else []
        assert kept == rows, table
    with Archive.open(tmp_path / "new"):
        pass
    assert schema(folder) == schema(tmp_path / "new")
    assert {finding.kind for finding in verify(folder)} == {"warc-missing"}, "the fixtures have no WARCs"


@pytest.mark.parametrize("name", NAMES)
def test_a_former_schema_is_searched_and_written_to(name: str, tmp_path: Path) -> None:
    folder = load(name, tmp_path / "old")
    with Archive.open(folder) as archive, archive.transaction():
        url = "https://sotttt.saomai.gov.vn/tin/9"
        item = article(url, headline="Đường dây nóng", body="Số máy mới.", attachments=())
        assert archive.save(item, capture(url), ORIGIN) == "new"
        changed = article(body="Lớp đào tạo đã bế giảng.")
        assert archive.save(changed, capture(minutes=99), ORIGIN) == "changed"
        archive.add_capture(capture("https://sotttt.saomai.gov.vn/tin"), portal=ORIGIN.portal)
        archive.start_run(NOW, {}, [ORIGIN.portal])
    with reading(folder) as db:
        assert [hit.headline for hit in search(db, Query("duong day"))] == ["Đường dây nóng"]
        assert [hit.headline for hit in search(db, Query("be giang"))] == [changed.headline]
        assert search(db, Query("doi sang tuan")) == [], "the former text is no longer indexed"
