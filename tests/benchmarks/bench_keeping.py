"""Keeping the archive of a whole portal: backup, restore, re-reading, merging, removing; seconds, sizes, digests.

python -m tests.benchmarks.bench_keeping [--site ../shared/site] [--archive DIR]

Without --archive, the site's WARC is read into a new archive first. The archive itself is not touched: all is done
with a copy. Ends with 1 if anything is not what it was.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path

from archive.checking.verify import verify
from archive.keeping.adoption import adopt_from
from archive.keeping.backup import backup
from archive.keeping.manifest import check_backup, read_manifest
from archive.keeping.merge import merge
from archive.keeping.removal import remove
from archive.keeping.restore import restore
from archive.store import WARC_FOLDER
from tests.crawling import ROOT, command, environment
from tests.faults.compare import rows

_TOLD = {
    "articles": "SELECT url, portal, published_at, byline, headline, lead, body, captions, attachments, version,"
    " first_seen_at, last_seen_at, gone_at FROM articles ORDER BY url",
    "versions": "SELECT a.url, v.text_digest, v.first_seen_at, v.last_seen_at, v.evidence FROM versions v"
    " JOIN articles a ON a.id = v.article_id ORDER BY 1, 2",
    "captures": "SELECT c.url, c.fetched_at, c.digest, c.warc_file, c.warc_offset, a.url FROM captures c"
    " LEFT JOIN articles a ON a.id = c.article_id ORDER BY 4, 5",
    "addresses": "SELECT address, url FROM addresses ORDER BY 1",
}


class Table:
    """Prints a line a step, and remembers whether all was well."""

    def __init__(self) -> None:
        self.well = True
        print(f"{'step':<44}{'s':>8}{'MB':>9}  result")

    def step(self, name: str, work: Callable[[], tuple[int, str, bool]]) -> None:
        """Do the work, which gives bytes, a result and whether it is as it should be."""
        begun = time.perf_counter()
        size, result, well = work()
        seconds = time.perf_counter() - begun
        self.well = self.well and well
        print(
            f"{name:<44}{seconds:>8.2f}{size / 1e6:>9.1f}  {result}{'' if well else '  NOT AS IT SHOULD BE'}",
            flush=True,
        )


def main() -> None:
    """Make (or copy) the archive and take it through everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=Path("../shared/site"))
    parser.add_argument("--archive", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        place = Path(temporary)
        table = Table()
        if options.archive is not None:
            shutil.copytree(options.archive, place / "data")
        else:
            files = ",".join(str(path.resolve()) for path in options.site.glob("*.warc.gz"))
            table.step(
                "scrapy crawl warc",
                lambda: _run(command("warc", "-a", f"file={files}", archive=place / "data")),
            )
        keep(place, table)
    sys.exit(0 if table.well else 1)


def keep(place: Path, table: Table) -> None:
    """All steps with the archive in `place`/data."""
    data, dest, back = place / "data", place / "backup", place / "back"
    told = content_digest(data)
    size = sum(path.stat().st_size for path in data.rglob("*") if path.is_file())
    table.step("the archive, verified", lambda: (size, f"content {told[:12]}", not damage(data)))
    table.step("backup, the first", lambda: _backup(data, dest))
    table.step("backup, nothing new", lambda: _backup(data, dest))
    table.step("backup --verify", lambda: (read_manifest(dest).size, "whole", not list(check_backup(dest))))
    table.step("restore", lambda: (restore(dest, back).bytes, "", True))
    table.step("the restored archive, verified", lambda: _same(back, told))
    table.step(
        "WARCs by digest",
        lambda: (0, f"sha256 {warc_digest(back)[:12]}", warc_digest(back) == warc_digest(data)),
    )
    look = [sys.executable, "-m", "scrapy", "reread", "-s", f"ARCHIVE_DIR={data}"]
    table.step("scrapy reread (first look)", lambda: _run(look))
    table.step("scrapy reread --keep", lambda: _run([*look, "--keep"]))
    table.step("the archive read anew, verified", lambda: _same(data, told))
    table.step("merge into an empty archive", lambda: _merge(place / "all", data))
    table.step("the merged archive, verified", lambda: _same(place / "all", told))
    table.step("merge again", lambda: _merge(place / "all", data))
    table.step("merge the restored backup too", lambda: _merge(place / "all", back))
    table.step("the merged archive, verified", lambda: _same(place / "all", told))
    url, body = rows(data, "SELECT url, body FROM articles ORDER BY length(body) DESC LIMIT 1 OFFSET 20")[0]
    sentence = max(body.split("\n\n"), key=len)[:60]
    table.step("remove an article", lambda: (0, f"{remove(data, url, 'bench').records} payloads", True))
    table.step("its text in any file's bytes", lambda: _left(data, sentence))
    table.step("the archive without it, verified", lambda: (0, "whole", not damage(data)))
    table.step(
        "restored backup takes the removal over", lambda: (0, f"{adopt_from(data, back)} removals", True)
    )
    table.step("its text in any file's bytes", lambda: _left(back, sentence))
    table.step("backup after the removal", lambda: _backup(data, dest))
    table.step("its text in the backup's bytes", lambda: _left(dest, sentence))


def content_digest(folder: Path) -> str:
    """sha256 of what an archive says, whatever its rows are numbered."""
    digest = hashlib.sha256()
    for sql in _TOLD.values():
        for row in rows(folder, sql):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def warc_digest(folder: Path) -> str:
    """sha256 over all WARCs."""
    digest = hashlib.sha256()
    for path in sorted((folder / WARC_FOLDER).glob("*.warc.gz")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def damage(folder: Path) -> list[object]:
    """What `tinso verify` calls damage."""
    return [finding for finding in verify(folder) if finding.is_damage]


def _same(folder: Path, told: str) -> tuple[int, str, bool]:
    now, wrong = content_digest(folder), damage(folder)
    return 0, f"content {now[:12]}, {len(wrong)} damaged", now == told and not wrong


def _backup(folder: Path, dest: Path) -> tuple[int, str, bool]:
    report = backup(folder, dest)
    result = f"{report.copied} copied, {report.grown} continued, {report.unchanged} as before, {report.deleted} deleted"
    return report.bytes_written, result, not report.damage


def _merge(folder: Path, other: Path) -> tuple[int, str, bool]:
    report = merge(folder, other)
    result = f"{report.captures} captures brought, {report.known} known, {len(report.conflicts)} conflicts"
    return report.warcs.bytes_written, result, not report.conflicts


def _run(arguments: list[str]) -> tuple[int, str, bool]:
    done = subprocess.run(arguments, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines() or done.stderr.splitlines() or [""]
    return 0, lines[0][:90], done.returncode == 0


def _left(folder: Path, sentence: str) -> tuple[int, str, bool]:
    """In how many files the words still stand, packed or not."""
    found, size = 0, 0
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            size += len(data)
            found += sentence.encode() in data or any(sentence.encode() in text for text in _members(data))
    return size, f"in {found} files", found == 0


def _members(data: bytes) -> list[bytes]:
    texts, rest = [], data if data[:2] == b"\x1f\x8b" else b""
    while rest:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
        texts.append(unpacker.decompress(rest))
        rest = unpacker.unused_data
    return texts


if __name__ == "__main__":
    main()
