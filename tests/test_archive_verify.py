"""Verifying and mending: every kind of damage is found, what can be mended is, the rest is said."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pysqlite3
import pytest
from click.testing import CliRunner, Result

from archive.checking.repair import reindex, repair
from archive.checking.verify import Finding, verify
from archive.cli import main
from archive.records import Article
from archive.schema.m001_archive import INDEXED
from archive.sqlite import DATABASE
from archive.store import WARC_FOLDER, Archive, reading
from archive.warc.writer import WarcWriter, iter_responses
from tests.archive_samples import NOW, ORIGIN, article


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("sound")
    pages = [_page(number) for number in range(12)]
    with (
        Archive.open(place) as archive,
        WarcWriter(place / WARC_FOLDER, "sample") as writer,
        archive.transaction(),
    ):
        run = archive.start_run(NOW, {}, ["sotttt-sao-mai"])
        for item in [*pages, article(pages[0].url, body="Đã sửa.")]:
            body = f"<h1>{item.headline}</h1><p>{item.body}</p>".encode()
            capture = writer.write_response(item.url, 200, "OK", [("Content-Type", "text/html")], body, NOW)
            archive.save(item, capture, ORIGIN, run_id=run)
        archive.end_run(run, NOW, 0, {})
    return place


def _page(number: int) -> Article:
    return article(
        f"https://sotttt.saomai.gov.vn/tin/{number}",
        headline=f"Đợt đào tạo thứ {number}",
        body=f"Nội dung đợt {number}. " * 20,
    )


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "data"))


def warc(folder: Path) -> Path:
    return next((folder / WARC_FOLDER).glob("*.warc.gz"))


def change(folder: Path, *statements: str) -> None:
    """As another program would, without our checks."""
    connection = pysqlite3.connect(str(folder / DATABASE), isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def found(folder: Path) -> list[Finding]:
    return list(verify(folder))


def tinso(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--archive", str(folder), *words])


def test_a_sound_archive_is_whole_and_left_alone(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    result = tinso(folder, "verify")
    assert (result.exit_code, result.output) == (
        0,
        "whole: database, search index, and every capture in its WARC\n",
    )
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_an_archive_without_an_article_is_whole(tmp_path: Path) -> None:
    with (
        Archive.open(tmp_path) as archive,
        WarcWriter(tmp_path / WARC_FOLDER, "sample") as writer,
        archive.transaction(),
    ):
        listing = writer.write_response("https://sotttt.saomai.gov.vn/tin", 200, "OK", [], b"list", NOW)
        archive.add_capture(listing, portal=ORIGIN.portal)
    assert found(tmp_path) == []
    assert list(repair(tmp_path)) == ["search index built anew from the articles"]


_INSERT_FTS = f"INSERT INTO articles_fts (rowid, {', '.join(INDEXED)})"
DAMAGE: dict[str, tuple[str, tuple[str, ...]]] = {
    "an article that is not indexed": ("search-index", (
        "INSERT INTO articles_fts (articles_fts, rowid, " + ", ".join(INDEXED) + ")"
        " SELECT 'delete', * FROM articles_indexed WHERE id = 3",
    )),
    "an index row without an article": ("search-index", (
        f"{_INSERT_FTS} SELECT 99, {', '.join(INDEXED)} FROM articles_indexed WHERE id = 3",
    )),
    "the index of another text": ("search-index", (
        "INSERT INTO articles_fts (articles_fts, rowid, " + ", ".join(INDEXED) + ")"
        " SELECT 'delete', * FROM articles_indexed WHERE id = 3",
        f"{_INSERT_FTS} SELECT 3, {', '.join(INDEXED)} FROM articles_indexed WHERE id = 1",
    )),
    "an index without the folded đ": ("search-index", (
        "INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')",
        f"{_INSERT_FTS} SELECT * FROM articles_text",
    )),
    "a version without an article": ("orphan", ("UPDATE versions SET article_id = 77 WHERE id = 5",)),
    "a capture of no article": ("orphan", ("UPDATE captures SET article_id = 77 WHERE id = 5",)),
    "a capture of no version": ("orphan", ("UPDATE captures SET version = 9 WHERE id = 5",)),
    "a capture of no run": ("orphan", ("UPDATE captures SET run_id = 9 WHERE id = 5",)),
    "an address of no article": ("orphan", ("UPDATE addresses SET article_id = 77 WHERE article_id = 2",)),
    "an article without address": ("orphan", ("DELETE FROM addresses WHERE article_id = 2",)),
    "a capture row that is gone": ("unindexed", ("DELETE FROM captures WHERE id = 1",)),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_that_is_found_and_mended(folder: Path, name: str) -> None:
    kind, statements = DAMAGE[name]
    change(folder, *statements)
    first = tinso(folder, "verify")
    assert first.exit_code == (0 if kind == "unindexed" else 4), first.output
    assert kind in {finding.kind for finding in found(folder)}
    mended = tinso(folder, "verify", "--repair")
    left = found(folder)
    assert kind not in {finding.kind for finding in left}, mended.output
    assert mended.exit_code == (4 if left else 0)
    with reading(folder) as db:
        hits = db.execute("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'dot dao tao'")
        assert hits.fetchone()[0] == 11


BEYOND = {
    "a text that was rewritten": ("text", "UPDATE articles SET body = 'Khác.' WHERE id = 3"),
    "a version that was rewritten": ("text", "UPDATE versions SET body = 'Khác.' WHERE id = 3"),
    "an article without captures": ("text", "DELETE FROM captures WHERE article_id = 3"),
    "another digest": ("record", "UPDATE captures SET digest = 'sha256:00' WHERE id = 4"),
    "another address": ("record", "UPDATE captures SET url = 'https://khac.vn/' WHERE id = 4"),
    "another time": ("record", "UPDATE captures SET fetched_at = '2020-01-01T00:00:00Z' WHERE id = 4"),
    "another length": ("record", "UPDATE captures SET warc_length = warc_length + 1 WHERE id = 4"),
    "another place": ("record", "UPDATE captures SET warc_offset = warc_offset + 1 WHERE id = 4"),
    "a place behind the end": ("record", "UPDATE captures SET warc_offset = 99999999 WHERE id = 4"),
    "another file": ("warc-missing", "UPDATE captures SET warc_file = 'khac.warc.gz' WHERE id = 4"),
    "a file elsewhere": ("record", "UPDATE captures SET warc_file = '../archive.db' WHERE id = 4"),
}


@pytest.mark.parametrize("name", BEYOND)
def test_damage_that_is_found_and_said(folder: Path, name: str) -> None:
    kind, statement = BEYOND[name]
    change(folder, statement)
    if name == "a file elsewhere":
        kind = "warc-missing"
    assert kind in {finding.kind for finding in found(folder) if finding.is_damage}
    assert tinso(folder, "verify", "--repair").exit_code == 4


def test_every_changed_byte_of_a_warc_is_found(folder: Path) -> None:
    path = warc(folder)
    data = path.read_bytes()
    generator = random.Random(11)
    for _ in range(40):
        place = generator.randrange(len(data))
        changed = bytearray(data)
        changed[place] ^= 1 << generator.randrange(8)
        path.write_bytes(bytes(changed))
        kinds = {finding.kind for finding in found(folder) if finding.is_damage}
        # gzip's own header has a few bytes that mean nothing: time, system, flags.
        assert kinds or bytes(_texts(path)) == bytes(_texts_of(data, folder)), place
    path.write_bytes(data)


def _texts(path: Path) -> bytes:
    return b"".join(item.body for item in iter_responses(path))


def _texts_of(data: bytes, folder: Path) -> bytes:
    other = folder / "other.warc.gz"
    other.write_bytes(data)
    return _texts(other)


def test_behind_a_broken_record_the_others_are_still_looked_up(folder: Path) -> None:
    path = warc(folder)
    with reading(folder) as db:
        offset, length = db.execute("SELECT warc_offset, warc_length FROM captures WHERE id = 3").fetchone()
    data = bytearray(path.read_bytes())
    data[offset + length // 2] ^= 0xFF
    path.write_bytes(bytes(data))
    findings = found(folder)
    assert [finding.kind for finding in findings] == ["warc-broken", "record"]
    assert f"byte {offset}" in findings[1].where


@pytest.mark.parametrize("seed", range(12))
def test_a_cut_warc_is_found_and_put_in_order(folder: Path, seed: int) -> None:
    path = warc(folder)
    data = path.read_bytes()
    path.write_bytes(data[: random.Random(seed).randrange(1, len(data))])
    assert tinso(folder, "verify").exit_code == 4
    lost = tinso(folder, "verify", "--repair")
    assert lost.exit_code == 4
    assert {finding.kind for finding in found(folder)} <= {"record"}
    assert len(list(iter_responses(path))) == 13 - len(found(folder))


def test_a_cut_that_lost_nothing_is_mended(folder: Path) -> None:
    path = warc(folder)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:200])
    assert [(f.kind, f.what) for f in found(folder)] == [("warc-cut", "cut there; no capture was lost")]
    assert tinso(folder, "verify", "--repair").exit_code == 0
    assert path.read_bytes() == whole
    assert [kept.read_bytes() for kept in (folder / WARC_FOLDER / "cut").iterdir()] == [whole[:200]]


def test_a_missing_warc(folder: Path) -> None:
    warc(folder).unlink()
    (finding,) = found(folder)
    assert (finding.kind, finding.what) == ("warc-missing", "missing, with 13 captures")


@pytest.mark.parametrize("seed", range(8))
def test_a_database_with_broken_pages_gives_findings_not_tracebacks(folder: Path, seed: int) -> None:
    path = folder / DATABASE
    data = bytearray(path.read_bytes())
    generator = random.Random(seed)
    for _ in range(30):
        place = generator.randrange(4096, len(data))
        data[place : place + 64] = generator.randbytes(64)
    path.write_bytes(bytes(data))
    result = tinso(folder, "verify")
    assert result.exit_code == 4, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_repair_waits_for_a_run_to_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive.open(folder) as archive, archive.transaction():
        archive.start_run(NOW, {}, [])
    monkeypatch.setattr("archive.checking.repair.os.getpid", lambda: 1)
    result = tinso(folder, "verify", "--repair")
    assert result.exit_code == 3
    assert "is at work" in result.stderr


def test_repair_of_a_sound_archive_changes_no_row(folder: Path) -> None:
    assert list(repair(folder)) == ["search index built anew from the articles"]
    assert found(folder) == []


def test_reindexing_gives_the_same_hits(folder: Path) -> None:
    ask: Callable[[Archive], object] = lambda archive: archive.db.execute(  # noqa: E731 -- short, used twice
        "SELECT rowid, rank FROM articles_fts WHERE articles_fts MATCH 'dao tao' ORDER BY rank, rowid"
    ).fetchall()
    with Archive.open(folder) as archive:
        before = ask(archive)
        with archive.transaction():
            reindex(archive.db)
        assert ask(archive) == before
