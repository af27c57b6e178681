"""Re-reading: the same archive from the WARCs alone, what a changed parser changes, kills, and the swap."""

from __future__ import annotations

import json
import os
import pty
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from archive.checking.verify import verify
from archive.keeping.exclusion import alone, shared
from archive.keeping.rebuild_file import REBUILD
from archive.keeping.removal import remove
from archive.sqlite import DATABASE
from archive.store import WARC_FOLDER, Archive
from archive.warc.writer import WarcWriter
from crawler.exit_codes import ExitCode
from crawler.reread.items import Selection
from crawler.reread.report import shown
from crawler.reread.reread import Order, Outcome
from crawler.reread.reread import reread as reread_archive
from crawler.settings import REGISTRY_DIRS
from tests.archive_samples import NOW
from tests.crawling import ROOT, crawl, environment
from tests.faults.compare import differences, rows
from tests.faults.disks import resize, small_disk
from tests.generated_site import GeneratedSite

ARTICLES = 45
TABLES = ("articles", "versions", "addresses", "captures", "pages", "problems", "run_portals")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three nights of a site: some articles edited, one gone."""
    folder = tmp_path_factory.mktemp("crawled") / "data"
    with GeneratedSite(ARTICLES) as site:
        for night in range(3):
            site.revised = dict.fromkeys(range(night * 2), night)
            site.gone = {9} if night == 2 else set()
            crawl("portal", "-a", f"url={site.url}", "-a", "revisit=all", archive=folder)
    assert rows(folder, "SELECT count(*) FROM articles") == [(ARTICLES,)]
    assert rows(folder, "SELECT count(*) FROM versions")[0][0] > ARTICLES
    assert rows(folder, "SELECT count(*) FROM articles WHERE gone_at IS NOT NULL") == [(1,)]
    return folder


@pytest.fixture
def folder(crawled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(crawled, tmp_path / "data"))


def command(folder: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "scrapy", "reread", *options, "--jobs", "2", "-s", f"ARCHIVE_DIR={folder}"]


def reread(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(folder, *options), cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip


def read_again(
    folder: Path, *, keep: bool = False, portal: str | None = None, since: str | None = None
) -> Outcome:
    """The same in this process."""
    order = Order(folder, Selection(portal, since), tuple(REGISTRY_DIRS), 1, keep, every_change=True)
    return reread_archive(order, lambda done, total: None)


def content(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table as it is, the rows' own numbers of versions aside."""
    found = {name: rows(folder, f"SELECT * FROM {name} ORDER BY 1, 2") for name in TABLES}
    found["versions"] = [
        row[1:] for row in rows(folder, "SELECT * FROM versions ORDER BY article_id, number")
    ]
    return found


def spoil(folder: Path) -> None:
    """As if a former parser had read it: some headlines cut, a date lost, an article missed, a listing taken."""
    with closing(sqlite3.connect(folder / DATABASE)) as db, db:
        for table in ("articles", "versions"):
            column = "id" if table == "articles" else "article_id"
            ids = "(SELECT id FROM articles ORDER BY url LIMIT 4)"
            db.execute(f"UPDATE {table} SET headline = substr(headline, 1, 5) WHERE {column} IN {ids}")
            last = "(SELECT id FROM articles ORDER BY url DESC LIMIT 1)"
            db.execute(
                f"UPDATE {table} SET published_at = NULL, published_precision = NULL WHERE {column} = {last}"
            )
        db.execute(
            "DELETE FROM addresses WHERE article_id = (SELECT id FROM articles ORDER BY url LIMIT 1 OFFSET 7)"
        )
        db.execute(
            "DELETE FROM versions WHERE article_id = (SELECT id FROM articles ORDER BY url LIMIT 1 OFFSET 7)"
        )
        db.execute("UPDATE captures SET article_id = NULL, version = NULL WHERE article_id ="
                   " (SELECT id FROM articles ORDER BY url LIMIT 1 OFFSET 7)")  # fmt: skip
        db.execute("DELETE FROM articles WHERE id = (SELECT id FROM articles ORDER BY url LIMIT 1 OFFSET 7)")


def test_the_same_parser_makes_the_same_archive(folder: Path) -> None:
    """History included: versions, first and last seen, addresses, rows, what is gone."""
    with closing(sqlite3.connect(folder / DATABASE)) as db, db:
        # As a crawl notes it that found the home page in the article's place: no capture tells of it.
        db.execute(
            "UPDATE articles SET gone_at = '2030-01-01T00:00:00Z' WHERE gone_at IS NULL AND id % 7 = 0"
        )
    before = content(folder)
    looked = reread(folder, "--json")
    assert looked.returncode == 0, looked.stderr
    assert content(folder) == before, "looking changes nothing"
    data = json.loads(looked.stdout)
    assert (data["changes"], data["differences"]["unreadable"], data["kept"]) == ([], 0, False)
    assert data["differences"]["counts"]["headline"]["same"] > ARTICLES
    kept = reread(folder, "--keep")
    assert "the new reading is the archive's now" in kept.stdout, kept.stderr
    assert content(folder) == before
    assert rows(folder, "SELECT command FROM runs ORDER BY id DESC LIMIT 1") == [("reread",)]
    assert not list(folder.glob(f"{REBUILD}*"))
    assert list(verify(folder)) == []


def test_what_another_parser_reads_is_told_and_kept_only_if_wanted(folder: Path, crawled: Path) -> None:
    spoil(folder)
    before = content(folder)
    assert not read_again(folder).resumed
    assert content(folder) == before
    told = read_again(folder)
    assert told.resumed, "what was read is not read again"
    states = {(change.slot, change.state) for change in told.changes}
    assert states == {("headline", "changed"), ("date", "new"), ("kind", "new")}
    headlines = sum(change.slot == "headline" for change in told.changes)
    assert headlines >= 4
    assert shown(told).count("headline changed") == headlines
    read_again(folder, keep=True)
    assert differences(folder, crawled) == []
    assert list(verify(folder)) == []
    assert read_again(folder).changes == ()


def test_a_part_leaves_the_rest_alone(folder: Path) -> None:
    spoil(folder)
    nothing = read_again(folder, portal="khong-co")
    assert (nothing.captures, nothing.changes) == (0, ())
    assert read_again(folder, since="2999-01-01").captures == 0
    before = content(folder)
    url, portal = rows(folder, "SELECT url, portal FROM articles ORDER BY url LIMIT 1")[0]
    with closing(sqlite3.connect(folder / DATABASE)) as db, db:
        db.execute("UPDATE articles SET portal = 'khac' WHERE url <> ?", (url,))
        db.execute("UPDATE captures SET portal = 'khac' WHERE article_id NOT IN"
                   " (SELECT id FROM articles WHERE url = ?)", (url,))  # fmt: skip
    part = read_again(folder, keep=True, portal=portal, since="2020-01-01")
    assert part.differences.counts["headline"]["changed"] >= 1
    headlines = {row[0]: row[1] for row in rows(folder, "SELECT url, headline FROM articles")}
    former = {row[1]: row[8] for row in before["articles"]}
    assert [key for key, text in headlines.items() if former.get(key, text) != text] == [url]


def test_a_kill_loses_nothing_and_the_same_command_goes_on(folder: Path, crawled: Path) -> None:
    spoil(folder)
    before = content(folder)
    for wanted in (1, 33):
        process = subprocess.Popen(
            command(folder), cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while process.poll() is None and done_of(folder) < wanted:
            time.sleep(0.01)
        process.kill()
        process.wait()
        assert content(folder) == before
    done = done_of(folder)
    final = read_again(folder, keep=True)
    assert final.resumed
    assert done >= 33
    assert differences(folder, crawled) == []
    assert list(verify(folder)) == []


def done_of(folder: Path) -> int:
    """How many captures an unfinished rebuild has behind it."""
    if not (folder / REBUILD).exists():
        return 0
    with closing(sqlite3.connect(f"file:{folder / REBUILD}?mode=ro", uri=True)) as db:
        try:
            found = db.execute("SELECT value FROM rebuild_state WHERE key = 'done'").fetchall()
        except sqlite3.Error:
            return 0
    return int(found[0][0]) if found else 0


def test_a_kill_while_it_is_swapped_in(folder: Path) -> None:
    """The archive is as it was, or as it was read anew; never half."""
    spoil(folder)
    before = content(folder)
    read_again(folder)
    process = subprocess.Popen(
        command(folder, "--keep"),
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None and not rows_of_state(folder):
        time.sleep(0.001)
    process.kill()
    process.wait()
    assert content(folder) == before or rows(folder, "SELECT count(*) FROM articles") == [(ARTICLES,)]
    assert reread(folder, "--keep").returncode == 0
    assert rows(folder, "SELECT count(*) FROM articles") == [(ARTICLES,)]
    assert list(verify(folder)) == []


def rows_of_state(folder: Path) -> bool:
    """Whether the marks of the rebuild are gone already: the swap has begun."""
    if not (folder / REBUILD).exists():
        return True
    with closing(sqlite3.connect(f"file:{folder / REBUILD}?mode=ro", uri=True)) as db:
        try:
            return not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'rebuild_state'").fetchall()
        except sqlite3.Error:
            return False


def test_what_cannot_be_read_stays_as_it_was(folder: Path) -> None:
    victim = max((folder / WARC_FOLDER).glob("*.gz"), key=lambda path: path.stat().st_size)
    with victim.open("r+b") as file:
        file.truncate(victim.stat().st_size // 2)
    before = content(folder)
    done = read_again(folder, keep=True)
    assert done.differences.unreadable
    assert f"{done.put_back} articles stay as they were" in shown(done)
    assert content(folder)["articles"] == before["articles"]
    assert content(folder)["versions"] == before["versions"]
    assert not [finding for finding in verify(folder) if finding.kind in ("orphan", "text", "search-index")]
    assert reread(folder).returncode == ExitCode.PARTLY_FAILED


def test_a_removed_page_is_not_read_again(folder: Path) -> None:
    url = rows(folder, "SELECT url FROM articles ORDER BY url LIMIT 1")[0][0]
    read_again(folder)
    remove(folder, url, "yêu cầu")
    assert not list(folder.glob(f"{REBUILD}*")), "an unkept reading would still hold it"
    read_again(folder, keep=True)
    assert rows(folder, "SELECT count(*) FROM articles") == [(ARTICLES - 1,)]
    assert rows(folder, "SELECT count(*) FROM removals") == [(1,)]


def test_a_full_disk_leaves_the_archive_as_it_was(crawled: Path, tmp_path: Path) -> None:
    """While the copy is made, while it is filled, and while it is swapped in."""
    size = sum(path.stat().st_size for path in crawled.rglob("*") if path.is_file()) // 1024
    database = (crawled / DATABASE).stat().st_size // 1024
    with small_disk(tmp_path / "disk", size + database // 2) as disk:
        data = Path(shutil.copytree(crawled, disk / "data"))
        before = content(data)
        for room in (database // 2, database + 200, 2 * database + 300):
            resize(disk, f"size={size + room}k")
            full = reread(data, "--keep")
            assert full.returncode == ExitCode.DISK, (room, full.stdout, full.stderr)
            assert "no space left" in full.stderr
            assert "Traceback" not in full.stderr
            assert content(data) == before
        resize(disk, "size=64m")
        assert reread(data, "--keep").returncode == 0
        assert content(data) == before
        assert list(verify(data)) == []


def test_it_works_alone(folder: Path) -> None:
    handle = shared(folder)
    busy = reread(folder)
    handle.close()
    assert (busy.returncode, "a crawl is at work" in busy.stderr) == (ExitCode.ALREADY_RUNNING, True)
    with alone(folder, "a re-reading"), GeneratedSite(3) as site:
        late = crawl("portal", "-a", f"url={site.url}", archive=folder)
    assert late.returncode == ExitCode.ALREADY_RUNNING
    assert "a re-reading is at work" in late.stderr
    assert reread(folder, "--since", "tết").returncode == ExitCode.USAGE
    assert reread(folder / "khong-co").returncode == ExitCode.DISK


def test_progress_on_a_terminal(folder: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(folder),
        cwd=ROOT,
        env=environment() | {"TERM": "xterm"},
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    said = b""
    while True:
        try:
            said += os.read(ours, 65536)
        except OSError:
            break
    assert process.wait(60) == 0
    assert b"read again" in said


def test_the_portals_family_is_used(tmp_path: Path) -> None:
    """As in the crawl: "00:00" is a day without a time on the CMS that the registry names, a minute elsewhere."""
    registry = tmp_path / "portals"
    registry.mkdir()
    (registry / "thanh-hoa.toml").write_text(
        """[thanhhoa-thu]
name = "Sở Thử nghiệm tỉnh Thanh Hóa"
url = "https://sothu.thanhhoa.gov.vn/"
department = "ct"
family = "liferay"
source = "kiểm thử"
""",
        encoding="utf-8",
    )
    title = "Khai giảng lớp đào tạo nghề cho lao động nông thôn"
    paragraphs = "".join(f"<p>Đoạn {n}: {'lớp học mở tại hội trường của Sở, ' * 6}./.</p>" for n in range(4))
    html = (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f"<div>Ngày đăng: 05/03/2024 00:00</div><div>{paragraphs}</div></body></html>"
    ).encode()
    folder = tmp_path / "data"
    with (
        Archive.open(folder) as archive,
        WarcWriter(folder / WARC_FOLDER, "thu") as writer,
        archive.transaction(),
    ):
        url = "https://sothu.thanhhoa.gov.vn/tin/1"
        place = writer.write_response(url, 200, "OK", [("Content-Type", "text/html")], html, NOW)
        archive.add_capture(place, portal="thanhhoa-thu")
    for dirs, precision in (((str(registry),), "day"), ((), "minute")):
        reread_archive(Order(folder, Selection(), dirs, 1, keep=True), lambda done, total: None)
        sql = "SELECT published_precision FROM articles"
        assert rows(folder, sql) == [(precision,)]
