"""Merging archives: nothing is lost, nothing twice, conflicts are told, what was removed stays removed."""

from __future__ import annotations

import dataclasses
import json
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.checking.verify import verify
from archive.cli import main
from archive.errors import NotWritable
from archive.keeping.backup import backup
from archive.keeping.exclusion import shared
from archive.keeping.merge import merge
from archive.keeping.merge_warc import is_same
from archive.keeping.removal import remove
from archive.records import Article, Document, Problem
from archive.sqlite import DATABASE
from archive.store import WARC_FOLDER, Archive
from archive.warc.writer import WarcWriter
from tests.archive_samples import NOW, ORIGIN, article
from tests.crawling import ROOT
from tests.faults.compare import rows
from tests.faults.disks import resize, small_disk
from tests.schema_fixtures import fixture

HTML = [("Content-Type", "text/html; charset=utf-8")]
HOST = "https://sotttt.saomai.gov.vn"
TABLES = ("articles", "versions", "addresses", "captures", "runs", "run_portals", "problems", "pages", "documents",
          "removals", "tombstones")  # fmt: skip


def page(number: int, text: str = "") -> Article:
    body = f"Nội dung số {number}. {text} " * 20
    return article(f"{HOST}/tin/{number}", headline=f"Tin số {number}", body=body, attachments=())


def run(folder: Path, pages: list[Article], hours: int, name: str = "run") -> None:
    """A finished run that met these pages, `hours` after NOW."""
    at = NOW + timedelta(hours=hours)
    with (
        Archive.open(folder) as archive,
        WarcWriter(folder / WARC_FOLDER, name) as writer,
        archive.transaction(),
    ):
        run_id = archive.start_run(at, {}, [ORIGIN.portal])
        for item in pages:
            body = f"<h1>{item.headline}</h1>{item.body}".encode()
            archive.save(
                item, writer.write_response(item.url, 200, "OK", HTML, body, at), ORIGIN, run_id=run_id
            )
        url = f"{HOST}/listing/{hours}"
        archive.add_capture(
            writer.write_response(url, 200, "OK", HTML, b"danh sach", at), portal=ORIGIN.portal, run_id=run_id
        )
        archive.add_problem(Problem(f"{HOST}/x/{hours}", "http-404", at, ORIGIN.portal), run_id=run_id)
        archive.end_run(run_id, at, 0, {"pages": len(pages)})


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    place = tmp_path / "ours"
    run(place, [page(n) for n in range(6)], 0)
    run(place, [page(1, "sửa")], 48)
    return place


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """Another machine's: pages of its own, one that both met, edited in between, and one under another address."""
    place = tmp_path / "theirs"
    run(place, [page(n) for n in range(4, 10)], 24)
    alias = dataclasses.replace(page(2), url=f"{HOST}/en/tin/2")
    run(place, [page(1, "giữa"), alias], 25)
    with Archive.open(place) as archive, archive.transaction():
        archive.mark_gone(page(9).url, NOW + timedelta(hours=30))
    return place


def content(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    return {name: rows(folder, f"SELECT * FROM {name} ORDER BY 1, 2") for name in TABLES}


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / WARC_FOLDER).iterdir() if path.is_file()}


def damage(folder: Path) -> list[object]:
    return [finding for finding in verify(folder) if finding.is_damage]


def tinso(folder: Path, *words: str | Path) -> Result:
    return CliRunner().invoke(main, ["--archive", str(folder), *map(str, words)])


def told(folder: Path) -> set[tuple[object, ...]]:
    """What an archive says, rows aside: each article with its texts in the order of time, and its captures."""
    sql = """SELECT a.url, v.first_seen_at, v.last_seen_at, v.body, v.number = a.version, a.gone_at
        FROM versions v JOIN articles a ON a.id = v.article_id"""
    proofs = "SELECT c.url, c.fetched_at, c.digest, v.body FROM captures c LEFT JOIN versions v" \
        " ON v.article_id = c.article_id AND v.number = c.version"  # fmt: skip
    return {*rows(folder, sql), *rows(folder, proofs), *rows(folder, "SELECT address FROM addresses")}


def test_everything_of_both_is_there(ours: Path, theirs: Path) -> None:
    before = files(theirs) | {DATABASE: (theirs / DATABASE).read_bytes()}
    report = merge(ours, theirs)
    assert files(theirs) | {DATABASE: (theirs / DATABASE).read_bytes()} == before, "theirs is only read"
    assert (report.captures, report.known, report.runs, report.conflicts) == (10, 0, 2, [])
    assert rows(ours, "SELECT count(*) FROM articles") == [(10,)]
    assert rows(ours, "SELECT v.body FROM versions v JOIN articles a ON a.id = article_id WHERE a.url = ?"
                      " ORDER BY v.first_seen_at", page(1).url) == [
        (page(1).body,), (page(1, "giữa").body,), (page(1, "sửa").body,)
    ]  # fmt: skip
    assert rows(ours, "SELECT body FROM articles WHERE url = ?", page(1).url) == [(page(1, "sửa").body,)]
    assert rows(ours, "SELECT count(*) FROM addresses WHERE article_id ="
                      " (SELECT id FROM articles WHERE url = ?)", page(2).url) == [(2,)]  # fmt: skip
    assert rows(ours, "SELECT count(*) FROM articles WHERE gone_at IS NOT NULL") == [(1,)]
    assert rows(ours, "SELECT (SELECT count(*) FROM runs), (SELECT count(*) FROM problems)") == [(4, 4)]
    assert len(files(ours)) == 4
    assert damage(ours) == []


def test_merging_twice_changes_nothing(ours: Path, theirs: Path) -> None:
    merge(ours, theirs)
    before, there = content(ours), files(ours)
    again = merge(ours, theirs)
    assert (again.captures, again.known, again.runs, dict(again.articles)) == (0, 10, 0, {})
    assert (content(ours), files(ours)) == (before, there)


def test_both_ways_come_to_the_same(ours: Path, theirs: Path, tmp_path: Path) -> None:
    one = Path(shutil.copytree(ours, tmp_path / "one"))
    merge(one, theirs)
    merge(theirs, ours)
    assert told(one) == told(theirs)
    empty = tmp_path / "empty"
    assert tinso(empty, "merge", theirs, one).exit_code == 0
    assert told(empty) == told(one)


def test_copies_that_went_apart_come_together(ours: Path, tmp_path: Path) -> None:
    """A copy of ours that crawled on: what both have is not doubled, a WARC that grew is continued."""
    copy = Path(shutil.copytree(ours, tmp_path / "copy"))
    grown = max((copy / WARC_FOLDER).iterdir(), key=lambda path: path.stat().st_size)
    at = NOW + timedelta(hours=60)
    with (
        Archive.open(copy) as archive,
        WarcWriter(tmp_path / "more", "more") as writer,
        archive.transaction(),
    ):
        item = page(30)
        made = writer.write_response(item.url, 200, "OK", HTML, b"ba muoi", at)
        data = (tmp_path / "more" / made.warc_file).read_bytes()[made.warc_offset :]
        place = dataclasses.replace(made, warc_file=grown.name, warc_offset=grown.stat().st_size)
        with grown.open("ab") as file:
            file.write(data)
        archive.save(item, place, ORIGIN)
    report = merge(ours, copy)
    assert (report.captures, report.warcs.grown, report.warcs.copied, report.warcs.renamed) == (1, 1, 0, {})
    assert files(ours) == files(copy)
    assert told(ours) == told(copy)
    assert damage(ours) == []


def test_two_files_of_one_name_are_told_apart(ours: Path, theirs: Path) -> None:
    for folder in (ours, theirs):
        path = sorted((folder / WARC_FOLDER).iterdir())[0]
        path.rename(path.with_name("same.warc.gz"))
        with closing(sqlite3.connect(folder / DATABASE)) as db, db:
            db.execute("UPDATE captures SET warc_file = 'same.warc.gz' WHERE warc_file = ?", (path.name,))
    report = merge(ours, theirs)
    assert list(report.warcs.renamed) == ["same.warc.gz"]
    assert damage(ours) == []
    assert len(files(ours)) == 4
    there = files(ours)
    assert merge(ours, theirs).captures == 0
    assert files(ours) == there


def test_whether_two_files_are_one_is_told_by_the_rows_of_both(tmp_path: Path) -> None:
    """A payload that was removed on one side changes bytes; another file differs in rows."""
    here, there = tmp_path / "here.warc.gz", tmp_path / "there.warc.gz"
    here.write_bytes(b"one")
    there.write_bytes(b"two")
    ours = {100: (page(1).url, "2026-11-24T14:24:50Z", "sha256:1"), 900: ("x", "y", "z")}
    assert is_same(there, here, {100: ours[100]}, ours)
    assert not is_same(there, here, {100: (page(1).url, "2026-11-24T14:24:50Z", "sha256:2")}, ours)
    assert not is_same(there, here, {200: ours[100]}, ours)
    there.write_bytes(b"one, and more")
    assert is_same(there, here, {200: ours[100]}, ours)


def test_conflicts_are_told(ours: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    run(other, [page(3, "khác hẳn")], 0)
    with closing(sqlite3.connect(other / DATABASE)) as db, db:
        db.execute("UPDATE articles SET portal = 'bao-sao-mai'")
    found = json.loads(tinso(ours, "merge", other, "--json").stdout)[0]["conflicts"]
    assert [(item["kind"], item["url"]) for item in found] == [("portal", page(3).url), ("text", page(3).url)]
    assert rows(ours, "SELECT portal FROM articles WHERE url = ?", page(3).url) == [(ORIGIN.portal,)]
    assert rows(ours, "SELECT count(*) FROM versions v JOIN articles a ON a.id = v.article_id WHERE a.url = ?",
                page(3).url) == [(2,)]  # fmt: skip


@pytest.mark.parametrize("where", ["here", "there"])
def test_what_was_removed_in_one_is_removed_in_both(ours: Path, theirs: Path, where: str) -> None:
    url = page(5).url
    remove(ours if where == "here" else theirs, url, "yêu cầu")
    report = merge(ours, theirs)
    assert report.removals == (where == "there")
    assert rows(ours, "SELECT count(*) FROM articles WHERE url = ?", url) == [(0,)]
    assert rows(ours, "SELECT count(*) FROM captures WHERE url = ? AND removal_id IS NOT NULL", url) == [(2,)]
    assert damage(ours) == [], "the payload is gone from both WARCs"
    before, there = content(ours), files(ours)
    merge(ours, theirs)
    assert (content(ours), files(ours)) == (before, there)


@pytest.mark.parametrize("name", ["001_archive", "002_frontier", "004_documents"])
def test_an_older_schema_is_read_in_a_copy(tmp_path: Path, name: str) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    with closing(sqlite3.connect(old / DATABASE)) as db:
        db.executescript(fixture(name).read_text(encoding="utf-8"))
    before = (old / DATABASE).read_bytes()
    report = merge(new, old)
    assert dict(report.articles) == {"new": 2, "changed": 1}
    assert report.warcs.missing == ["sample.warc.gz"]
    assert (old / DATABASE).read_bytes() == before
    assert [path.name for path in old.iterdir()] == [DATABASE]


def test_a_backup_is_merged_like_an_archive(ours: Path, theirs: Path, tmp_path: Path) -> None:
    backup(theirs, tmp_path / "backup")
    merge(ours, tmp_path / "backup")
    assert rows(ours, "SELECT count(*) FROM articles") == [(10,)]
    assert damage(ours) == []


def test_the_files_texts_come_along(ours: Path, theirs: Path) -> None:
    file = Document(f"{HOST}/tep/1.pdf", "pdf", 9, "text", 1, "Kế hoạch đào tạo")
    with (
        Archive.open(theirs) as archive,
        WarcWriter(theirs / WARC_FOLDER, "pdf") as writer,
        archive.transaction(),
    ):
        place = writer.write_response(
            file.url, 200, "OK", [("Content-Type", "application/pdf")], b"%PDF", NOW
        )
        archive.save_document(file, place, portal=ORIGIN.portal)
    merge(ours, theirs)
    assert rows(ours, "SELECT url, text FROM documents") == [(file.url, file.text)]
    assert damage(ours) == []


def test_a_kill_is_finished_by_the_next(ours: Path, theirs: Path, tmp_path: Path) -> None:
    run(theirs, [page(n, "dài " * 400) for n in range(1000, 1500)], 90, "many")
    whole = Path(shutil.copytree(ours, tmp_path / "whole"))
    merge(whole, theirs)
    for moment in (0.05, 0.2):
        process = subprocess.Popen(
            [sys.executable, "-m", "archive.cli", "--archive", str(ours), "merge", str(theirs)],
            cwd=ROOT, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        while process.poll() is None and not (ours / "locks" / ".archive.lock").exists():
            time.sleep(0.005)
        time.sleep(moment)
        process.kill()
        process.wait()
    merge(ours, theirs)
    assert told(ours) == told(whole)
    assert files(ours) == files(whole)
    assert damage(ours) == []


def test_what_cannot_be_merged_is_one_line(ours: Path, theirs: Path, tmp_path: Path) -> None:
    with pytest.raises(NotWritable, match="the archive itself"):
        merge(ours, ours / DATABASE)
    handle = shared(ours)
    busy = tinso(ours, "merge", theirs)
    handle.close()
    assert (busy.exit_code, "a crawl is at work" in busy.output) == (3, True)
    none = tinso(ours, "merge", tmp_path / "khong-co")
    assert (none.exit_code, len(none.output.splitlines())) == (3, 1)
    assert tinso(ours, "merge").exit_code == 2


def test_a_full_disk_ends_a_merge_in_one_line(ours: Path, theirs: Path, tmp_path: Path) -> None:
    run(theirs, [page(n, "dài " * 60) for n in range(2000, 2100)], 90, "many")
    with small_disk(tmp_path / "disk", 700) as disk:
        data = Path(shutil.copytree(ours, disk / "data"))
        full = tinso(data, "merge", theirs)
        assert (full.exit_code, len(full.output.splitlines())) == (3, 1), full.output
        assert "no space left" in full.output
        assert damage(data) == []
        resize(disk, "size=64m")
        again = tinso(data, "merge", theirs)
        assert again.exit_code == 0, again.output
        assert rows(data, "SELECT count(*) FROM articles") == [(110,)]
        assert damage(data) == []
