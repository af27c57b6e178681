"""Backing up and restoring: consistent beside a crawl, incremental, atomic, and damage is never passed on."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.checking.verify import verify
from archive.cli import main
from archive.errors import Damaged, DiskFull, Locked, NotWritable
from archive.keeping.backup import backup
from archive.keeping.exclusion import one_at_a_time
from archive.keeping.manifest import MANIFEST, check_backup, read_manifest
from archive.keeping.restore import restore
from archive.store import WARC_FOLDER, Archive
from archive.warc.writer import WarcWriter
from tests.archive_samples import NOW, ORIGIN, article
from tests.crawling import ROOT, command, environment
from tests.faults.compare import rows
from tests.faults.disks import small_disk
from tests.generated_site import GeneratedSite


def fill(folder: Path, first: int, last: int, *, size: int = 200) -> None:
    """A finished run that brought the articles `first` to `last`, in a WARC of its own."""
    noise = random.Random(first)
    with (
        Archive.open(folder) as archive,
        WarcWriter(folder / WARC_FOLDER, f"run-{first}") as writer,
        archive.transaction(),
    ):
        run = archive.start_run(NOW, {}, [ORIGIN.portal])
        for number in range(first, last):
            url = f"https://sotttt.saomai.gov.vn/tin/{number}"
            item = article(url, headline=f"Đợt đào tạo thứ {number}", body=f"Nội dung đợt {number}. " * 20)
            body = item.body.encode() + noise.randbytes(size)
            capture = writer.write_response(url, 200, "OK", [("Content-Type", "text/html")], body, NOW)
            archive.save(item, capture, ORIGIN, run_id=run)
        archive.end_run(run, NOW, 0, {})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "data"
    fill(place, 0, 8)
    fill(place, 8, 12)
    return place


def tinso(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def warcs(folder: Path) -> list[Path]:
    return sorted((folder / WARC_FOLDER).glob("*.warc.gz"))


def test_what_is_restored_is_what_was_backed_up(folder: Path, tmp_path: Path) -> None:
    dest, back = tmp_path / "backup", tmp_path / "back"
    made = json.loads(tinso("--archive", folder, "backup", dest, "--json").stdout)
    assert (made["files"], made["copied"], made["unchanged"]) == (3, 3, 0)
    done = tinso("--archive", back, "restore", dest)
    assert done.exit_code == 0, done.output
    assert "3 files" in done.output
    assert {path.name: path.read_bytes() for path in warcs(back)} == {
        path.name: path.read_bytes() for path in warcs(folder)
    }
    for table in ("articles", "versions", "captures", "addresses", "runs"):
        assert rows(back, f"SELECT * FROM {table}") == rows(folder, f"SELECT * FROM {table}")
    assert list(verify(back)) == []
    fill(back, 12, 13)  # it is an archive like any other


def test_reports_and_broken_ends_come_along(folder: Path, tmp_path: Path) -> None:
    extra = {"runs/20261124T142450Z.json": b"{}", "warc/cut/run.warc.gz.99": b"\x1f\x8b"}
    for name, data in extra.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    backup(folder, tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "back")
    assert {name: data for name, data in files(tmp_path / "back").items() if name in extra} == extra


def test_only_what_is_new_is_copied(folder: Path, tmp_path: Path) -> None:
    dest = tmp_path / "backup"
    backup(folder, dest)
    before = files(dest)
    again = backup(folder, dest)
    assert (again.copied, again.grown, again.unchanged, again.bytes_written) == (0, 0, 3, 0)
    assert {name: data for name, data in files(dest).items() if name != MANIFEST} == {
        name: data for name, data in before.items() if name != MANIFEST
    }
    fill(folder, 12, 15)
    more = backup(folder, dest)
    assert (more.copied, more.unchanged, more.deleted) == (2, 2, 1), "the new WARC, and another database"
    assert list(check_backup(dest)) == []


def test_a_backup_beside_a_crawl_is_consistent(tmp_path: Path) -> None:
    """Each restored backup is whole: no capture points behind the end of its WARC."""
    data, counts = tmp_path / "data", []
    with GeneratedSite(300) as site:
        crawl = subprocess.Popen(
            command("portal", "-a", f"url={site.url}", archive=data), cwd=ROOT, env=environment(),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        while not (data / "archive.db").exists() or not rows(data, "SELECT 1 FROM sqlite_master LIMIT 1"):
            time.sleep(0.05)
        number = 0
        while crawl.poll() is None:
            report = backup(data, tmp_path / "backup")
            assert report.damage == []
            assert list(check_backup(tmp_path / "backup")) == []
            back = tmp_path / f"back-{number}"
            restore(tmp_path / "backup", back)
            assert [finding for finding in verify(back) if finding.is_damage] == []
            counts.append(rows(back, "SELECT count(*) FROM captures")[0][0])
            number += 1
    assert crawl.returncode == 0
    assert counts == sorted(counts)
    assert len([count for count in counts if 0 < count < 300]) >= 2, f"taken in the middle: {counts}"
    backup(data, tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "final")
    assert rows(tmp_path / "final", "SELECT count(*) FROM articles") == [(300,)]


def test_a_kill_leaves_the_former_backup(folder: Path, tmp_path: Path) -> None:
    dest, kills = tmp_path / "backup", 0
    fill(folder, 100, 160, size=150_000)
    backup(folder, dest)
    for number, moment in enumerate((0, 0.003, 0.01, 0.02, 0.03, 0.05)):
        fill(folder, 200 + number * 60, 260 + number * 60, size=150_000)
        had = {file.name: file.sha256 for file in read_manifest(dest).files}
        process = subprocess.Popen(
            [sys.executable, "-m", "archive.cli", "--archive", str(folder), "backup", str(dest)],
            cwd=ROOT, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        # From the first byte that it writes on, so that the kill falls into the copying.
        while process.poll() is None and len(list(dest.glob("archive-*.db"))) < 2:
            time.sleep(0.001)
        time.sleep(moment)
        process.kill()
        if process.wait() == -9:
            kills += {file.name: file.sha256 for file in read_manifest(dest).files} == had
        assert list(check_backup(dest)) == []
    assert kills, "no kill fell into the copying"
    assert backup(folder, dest).damage == []
    restore(dest, tmp_path / "back")
    assert list(verify(tmp_path / "back")) == []
    named = {file.stored for file in read_manifest(dest).files} | {MANIFEST, "backup.lock"}
    assert set(files(dest)) == named, "what killed backups left is gone"


@pytest.mark.parametrize("name", ["archive-*.db", "warc/*"])
@pytest.mark.parametrize("how", ["a byte", "shorter", "gone"])
def test_damage_in_a_backup_is_found_and_never_restored(
    folder: Path, tmp_path: Path, name: str, how: str
) -> None:
    dest = tmp_path / "backup"
    backup(folder, dest)
    victim = sorted(dest.glob(name))[0]
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    if how == "gone":
        victim.unlink()
    else:
        victim.write_bytes(data if how == "a byte" else data[:-1])
    checked = tinso("backup", "--verify", dest)
    assert checked.exit_code == 4
    assert "1 damaged of 3 files" in checked.output
    with pytest.raises(Damaged, match=victim.name):
        restore(dest, tmp_path / "back")
    assert not (tmp_path / "back" / "archive.db").exists()
    assert tinso("--archive", folder, "backup", "--full", dest).exit_code == 0
    restore(dest, tmp_path / "back")
    assert list(verify(tmp_path / "back")) == [], "a restore that failed is begun anew"


def test_what_the_archive_lost_stays_in_the_backup(folder: Path, tmp_path: Path) -> None:
    dest = tmp_path / "backup"
    backup(folder, dest)
    lost, torn = warcs(folder)
    lost.unlink()
    data = bytearray(torn.read_bytes())
    data[len(data) // 2] ^= 1
    torn.write_bytes(data)
    result = tinso("--archive", folder, "backup", dest)
    assert result.exit_code == 4
    assert result.stderr.count("the former backup's is kept") == 2, "also where stdout is thrown away"
    restore(dest, tmp_path / "back")
    assert list(verify(tmp_path / "back")) == []


def test_a_restore_overwrites_nothing(folder: Path, tmp_path: Path) -> None:
    backup(folder, tmp_path / "backup")
    before = files(folder)
    result = tinso("--archive", folder, "restore", tmp_path / "backup")
    assert (result.exit_code, "not empty" in result.output) == (3, True)
    assert files(folder) == before


def test_a_place_that_is_no_place_for_a_backup(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "thư.txt").write_text("riêng tư")
    for dest in (folder, folder / "backup", tmp_path, tmp_path / "papers"):
        with pytest.raises(NotWritable):
            backup(folder, dest)
    dest = tmp_path / "backup"
    backup(folder, dest)
    with one_at_a_time(dest / "backup.lock", "x"), pytest.raises(Locked):
        backup(folder, dest)
    shutil.copy(dest / MANIFEST, tmp_path / "papers")
    evil = (dest / MANIFEST).read_text().replace('"warc/', '"../warc/')
    (dest / MANIFEST).write_text(evil)
    assert tinso("backup", "--verify", dest).exit_code == 4
    assert tinso("--archive", tmp_path / "x", "restore", dest).exit_code == 4


@pytest.mark.parametrize("kilobytes", [64, 200, 900])
def test_a_full_disk_is_one_line_and_the_former_backup_is_whole(
    folder: Path, tmp_path: Path, kilobytes: int
) -> None:
    small = tmp_path / "small"
    with small_disk(tmp_path / "disk", kilobytes) as disk:
        if kilobytes > 500:
            backup(folder, disk)
            small = disk
        fill(folder, 300, 420, size=8000)
        result = tinso("--archive", folder, "backup", disk)
        assert (result.exit_code, len(result.output.splitlines())) == (3, 1), result.output
        assert "no space left" in result.output
        if small.exists():
            assert list(check_backup(disk)) == []


def test_a_full_disk_ends_a_restore(folder: Path, tmp_path: Path) -> None:
    backup(folder, tmp_path / "backup")
    with small_disk(tmp_path / "disk", 64) as disk, pytest.raises(DiskFull):
        restore(tmp_path / "backup", disk / "data")
