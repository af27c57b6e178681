"""Merging another archive into ours: its captures are saved again in its order, by the code that a crawl saves with.

So versions, aliases and twins come out as if one archive had met all pages. A capture that is here already is passed
over: merging twice changes nothing, and a merge that was killed is finished by the next.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.address import address_key
from archive.captures import capture_of, insert_capture
from archive.errors import NotWritable
from archive.keeping.adoption import adopt_removals, copy_of
from archive.keeping.exclusion import alone
from archive.keeping.merge_tables import MergedRuns, merge_addresses, merge_documents, merge_pages, merge_runs
from archive.keeping.merge_warc import BroughtWarcs, SourceWarcs, bring_warcs
from archive.keeping.removal import finish
from archive.records import Capture, Origin
from archive.rows import READ_COLUMNS, article_of
from archive.store import WARC_FOLDER, Archive

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that both archives say, and say differently; ours stands, theirs is kept as a version or capture."""

    kind: str
    """"text": one address, one moment, two payloads; "portal": one address filed under two portals."""
    url: str
    ours: str
    theirs: str


@dataclass(slots=True)
class MergeReport:
    """What a merge brought."""

    source: str
    captures: int = 0
    """New here."""
    known: int = 0
    """Here already."""
    articles: Counter[str] = field(default_factory=Counter)
    """Of the new captures by what came of them: "new", "changed", "unchanged", "alias", "removed"."""
    runs: int = 0
    removals: int = 0
    """Taken over from there."""
    warcs: BroughtWarcs = field(default_factory=BroughtWarcs)
    conflicts: list[Conflict] = field(default_factory=list)


def merge(folder: Path, source: Path) -> MergeReport:
    """Bring the archive in `source` (a folder, an archive.db, or a backup) into the one in `folder`.

    `source` is only read. Raises an ArchiveError: Locked while a crawl is at work here, DiskFull, NoArchive, ...
    """
    if (source if source.is_dir() else source.parent).resolve() == folder.resolve():
        raise NotWritable(f"{source}: that is the archive itself; name another one")
    report = MergeReport(str(source))
    warcs = SourceWarcs(source)
    with (
        copy_of(source) as other,
        alone(folder, "a merge"),
        Archive.open(folder) as archive,
    ):
        with archive.transaction():
            report.removals = adopt_removals(archive, other)
            runs = merge_runs(archive.db, other)
            report.runs = runs.new
        report.warcs = bring_warcs(warcs, other, archive.db, folder / WARC_FOLDER)
        _Merge(archive, other, runs, report).captures()
        with archive.transaction():
            merge_addresses(archive, other)
            merge_pages(archive, other)
            merge_documents(archive, other)
        if report.removals:
            archive.db.execute("PRAGMA secure_delete = ON")
            finish(archive)
    return report


class _Merge:
    """The captures and articles of one merge."""

    def __init__(self, archive: Archive, other: Database, runs: MergedRuns, report: MergeReport) -> None:
        self._archive = archive
        self._other = other
        self._runs = runs
        self._report = report
        self._conflicts: set[Conflict] = set()

    def captures(self) -> None:
        """Save every capture of the other archive that is not here, in its order."""
        rows = self._other.query("SELECT * FROM captures ORDER BY id")
        while batch := list(islice(rows, _BATCH)):
            with self._archive.transaction():
                for row in batch:
                    self._take(row)
        self._report.conflicts = sorted(self._conflicts, key=dataclasses.astuple)

    def _take(self, row: dict[str, Any]) -> None:
        capture = self._here(capture_of(row))
        portal = row["portal"] or address_key(row["url"]).partition("/")[0]
        run_id = self._runs.ids.get(row["run_id"])
        known = self._archive.db.execute(
            "SELECT article_id, removal_id FROM captures WHERE warc_file = ? AND warc_offset = ?",
            (capture.warc_file, capture.warc_offset),
        ).fetchone()
        if known is not None and (known[0] is not None or known[1] is not None or row["article_id"] is None):
            self._report.known += 1
            return
        self._report.captures += known is None
        self._compare(capture)
        version = self._version(row)
        if version is None:
            self._archive.add_capture(capture, portal=portal, run_id=run_id)
        elif row["status"] != 200:
            self._note_visit(capture, portal, run_id)
        else:
            self._save(version, capture, run_id)

    def _here(self, capture: Capture) -> Capture:
        name = self._report.warcs.renamed.get(capture.warc_file, capture.warc_file)
        return dataclasses.replace(capture, warc_file=name)

    def _version(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """The version that the capture shows, as it reads now; None for a page that is no article."""
        if row["article_id"] is None:
            return None
        found = self._other.query(
            "SELECT v.*, a.url AS article_url, a.portal, a.province, a.province_now, a.department, a.listing,"
            " a.version AS current FROM versions AS v JOIN articles AS a ON a.id = v.article_id"
            " WHERE v.article_id = ? AND v.number = ?",
            (row["article_id"], row["version"]),
        )
        version = next(iter(found), None)
        if version is not None and version["number"] == version["current"]:
            # What later readings added to the current text stands in the article's row.
            columns = ", ".join(READ_COLUMNS)
            sql = f"SELECT {columns} FROM articles WHERE id = ?"
            version |= next(iter(self._other.query(sql, (row["article_id"],))))
        return version

    def _save(self, version: dict[str, Any], capture: Capture, run_id: int | None) -> None:
        origin = Origin(
            version["portal"], version["province"], version["province_now"], version["department"],
            version["section"],
        )  # fmt: skip
        self._compare_portal(capture, origin)
        article = article_of(version, capture.url)
        outcome = self._archive.save(article, capture, origin, run_id=run_id)
        self._report.articles[outcome] += 1
        if outcome == "new":
            self._archive.db.execute(
                "UPDATE articles SET listing = ? WHERE id ="
                " (SELECT article_id FROM addresses WHERE address = ?)",
                (version["listing"], address_key(capture.url)),
            )

    def _note_visit(self, capture: Capture, portal: str, run_id: int | None) -> None:
        """A capture without a payload of its own (304): the article stood as it was."""
        row = self._archive.db.execute(
            "SELECT a.id, a.version FROM addresses AS d JOIN articles AS a ON a.id = d.article_id"
            " WHERE d.address = ?",
            (address_key(capture.url),),
        ).fetchone()
        article_id, number = row if row is not None else (None, None)
        insert_capture(self._archive.db, capture, portal, run_id, article_id, number)

    def _compare(self, capture: Capture) -> None:
        rows = self._archive.db.execute(
            "SELECT digest FROM captures WHERE url = ? AND fetched_at = ? AND digest <> ? AND status = 200 LIMIT 1",
            (capture.url, capture.fetched_at.strftime("%Y-%m-%dT%H:%M:%SZ"), capture.digest),
        ).fetchall()
        if capture.status == 200:
            for (digest,) in rows:
                self._conflicts.add(Conflict("text", capture.url, digest, capture.digest))

    def _compare_portal(self, capture: Capture, origin: Origin) -> None:
        row = self._archive.db.execute(
            "SELECT a.portal FROM addresses AS d JOIN articles AS a ON a.id = d.article_id WHERE d.address = ?",
            (address_key(capture.url),),
        ).fetchone()
        if row is not None and row[0] != origin.portal:
            self._conflicts.add(Conflict("portal", capture.url, row[0], origin.portal))
