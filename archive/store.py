"""The archive as the crawl writes it: articles, versions, captures, problems, runs, inside one
transaction."""

from __future__ import annotations

import contextlib
import os
import platform
from collections.abc import Generator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlite_utils import Database

from archive.address import address_key
from archive.articles import Articles, RowOf
from archive.captures import insert_capture
from archive.documents import save_document
from archive.errors import ArchiveError, Locked, NotWritable
from archive.keeping.tombstones import Tombstones
from archive.records import Article, Capture, Document, Origin, Problem, SaveOutcome
from archive.rows import json_text, utc_text
from archive.schema.history import MIGRATIONS, check, migrate
from archive.sqlite import (
    DATABASE,
    SqliteError,
    connect_for_writing,
    connected_for_reading,
    file_errors,
    no_archive,
    sql_errors,
)
from archive.warc.redaction import redact

WARC_FOLDER = "warc"


class Archive:
    """A folder with `archive.db` and `warc/`, open for writing."""

    def __init__(self, folder: Path, db: Database, row_of: RowOf | None = None) -> None:
        self.folder = folder
        self.db = db
        self._articles = Articles(db, row_of)
        self.tombstones = Tombstones(db)
        self._to_redact: list[tuple[Capture, int]] = []

    @classmethod
    def open(cls, folder: Path, *, create: bool = True) -> Archive:
        """Open the archive in `folder`, make it where there is none (and `create`), bring its schema up to
        date.

        Raises NoArchive, NotWritable, NewerSchema, Locked, Damaged or DiskFull; nothing is left behind then
        that was not there.
        """
        path = folder / DATABASE
        if not create and not path.is_file():
            raise no_archive(folder)
        _make_folder(folder)
        db = connect_for_writing(path)
        with contextlib.ExitStack() as undo:
            undo.callback(db.close)
            migrate(db, path)
            _make_folder(folder / WARC_FOLDER)
            undo.pop_all()
        return cls(folder, db)

    def close(self) -> None:
        """Close the database; an open transaction is rolled back."""
        with sql_errors(self._path):
            self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def _path(self) -> Path:
        return self.folder / DATABASE

    @contextlib.contextmanager
    def transaction(self) -> Generator[None]:
        """BEGIN IMMEDIATE, then COMMIT, or ROLLBACK if the block raises.

        IMMEDIATE because a deferred transaction that reads and then writes fails with "locked" at once if
        another writer came between, whatever the timeout. Raises Locked, which names the run that writes,
        after 60 s; DiskFull; Damaged.
        """
        with sql_errors(self._path):
            try:
                self.db.conn.execute("BEGIN IMMEDIATE")
            except SqliteError as error:
                raise self._locked(error) from error
            with contextlib.ExitStack() as undo:
                undo.callback(self._roll_back)
                yield
                self.db.conn.execute("COMMIT")
                undo.pop_all()
        self._redact()

    def _roll_back(self) -> None:
        self._to_redact.clear()
        if self.db.conn.in_transaction:  # on a full disk SQLite has rolled back by itself
            self.db.conn.execute("ROLLBACK")

    def save(
        self, article: Article, capture: Capture, origin: Origin, *, run_id: int | None = None
    ) -> SaveOutcome:
        """Keep what a page says, with its capture. Inside a transaction.

        "new": an address and a text never seen; "changed": the text differs from the current one and is a
        version of
        its own; "unchanged"; "alias": the same article as one already known under another address of the
        portal; "removed": it was taken out for a lawful request, and is not kept. Saving the same again changes
        nothing.
        """
        removal = self.tombstones.of_article(article, origin.portal)
        if removal is None:
            removal = self.tombstones.of_page(article.url, capture.digest)
        if removal is not None:
            self._bury(capture, origin.portal, run_id, removal)
            return "removed"
        result = self._articles.save(article, origin, utc_text(capture.fetched_at))
        insert_capture(self.db, capture, origin.portal, run_id, result.article_id, result.version)
        return result.outcome

    def add_capture(self, capture: Capture, *, portal: str, run_id: int | None = None) -> int:
        """Keep where a response lies that is no article, or not yet; returns its row's id."""
        removal = self.tombstones.of_page(capture.url, capture.digest)
        if removal is not None:
            return self._bury(capture, portal, run_id, removal)
        return insert_capture(self.db, capture, portal, run_id, None, None)

    def add_problem(self, problem: Problem, *, run_id: int | None = None) -> None:
        """Keep that a page was refused or a fetch failed."""
        self.db.conn.execute(
            "INSERT INTO problems (at, url, portal, reason, detail, run_id) VALUES (?, ?, ?, ?, ?, ?)",
            (utc_text(problem.at), problem.url, problem.portal, problem.reason, problem.detail, run_id),
        )

    def save_document(
        self, document: Document, capture: Capture, *, portal: str, run_id: int | None = None
    ) -> None:
        """Keep what was read of a file that an article offers, with its capture; nothing of one that was removed.

        Inside a transaction.
        """
        removal = self.tombstones.of_page(document.url, capture.digest)
        if removal is not None:
            self._bury(capture, portal, run_id, removal)
            return
        insert_capture(self.db, capture, portal, run_id, None, None)
        save_document(self.db, document, capture, portal)

    def mark_gone(self, url: str, at: datetime) -> bool:
        """Note that the portal no longer has the article at this address; False if none is known under it.

        An article with several addresses is gone when the one it is known by is. Seen again, it is no longer
        gone.
        """
        return self._articles.mark_gone(url, utc_text(at))

    def start_run(
        self,
        started_at: datetime,
        arguments: Mapping[str, object],
        portals: Sequence[str],
        *,
        command: str = "crawl portal",
    ) -> int:
        """Note that a run began, by this process; returns its id."""
        cursor = self.db.conn.execute(
            "INSERT INTO runs (started_at, command, arguments, portals, host, pid) VALUES (?, ?, ?, ?, ?, ?)",
            (
                utc_text(started_at),
                command,
                json_text(dict(arguments)),
                json_text(list(portals)),
                platform.node(),
                os.getpid(),
            ),
        )
        return _id(cursor)

    def end_run(self, run_id: int, ended_at: datetime, exit_code: int, report: Mapping[str, object]) -> None:
        """Note how a run ended; `report` is its counts, kept as JSON."""
        self.db.conn.execute(
            "UPDATE runs SET ended_at = ?, exit_code = ?, report = ? WHERE id = ?",
            (utc_text(ended_at), exit_code, json_text(dict(report)), run_id),
        )

    def _bury(self, capture: Capture, portal: str, run_id: int | None, removal_id: int) -> int:
        """Keep that there was a response, and take its payload out of the WARC once this is committed."""
        row_id = insert_capture(self.db, capture, portal, run_id, None, None)
        self.db.conn.execute(
            "UPDATE captures SET removal_id = ?, article_id = NULL, version = NULL WHERE id = ?",
            (removal_id, row_id),
        )
        self.tombstones.add("address", [address_key(capture.url)], removal_id)
        self._to_redact.append((capture, removal_id))
        return row_id

    def _redact(self) -> None:
        # After the commit: killed in between, `tinso verify` finds the payload, and --repair takes it out.
        pending, self._to_redact = self._to_redact, []
        for capture, removal_id in pending:
            sql = "SELECT removed_at FROM removals WHERE id = ?"
            at = self.db.conn.execute(sql, (removal_id,)).fetchone()[0]
            redact(self.folder / WARC_FOLDER, [capture], at)

    def _locked(self, error: Exception) -> Exception:
        if "locked" not in str(error):
            return error
        me = (platform.node(), os.getpid())
        runs = self.db.conn.execute(
            "SELECT id, started_at, host, pid FROM runs WHERE ended_at IS NULL AND (host, pid) <> (?, ?)"
            " ORDER BY id DESC LIMIT 1",
            me,
        ).fetchall()
        who = "".join(f" (perhaps run {r[0]}: pid {r[3]} on {r[2]}, since {r[1]})" for r in runs)
        return Locked(f"{self._path}: another process is writing{who}; wait until it ends")


@contextlib.contextmanager
def reading(folder: Path) -> Generator[Database]:
    """The database of the archive in `folder`, read only, beside any writer; leaves no file behind.

    One of an older tinso is brought up to date first, which needs the right to write. Raises NoArchive, NewerSchema,
    NotWritable, Damaged or another ArchiveError, also for what fails inside the block.
    """
    path = folder / DATABASE
    with connected_for_reading(path) as db, sql_errors(path):
        if check(db, path) == len(MIGRATIONS):
            yield db
            return
    try:
        Archive.open(folder, create=False).close()
    except NotWritable as error:
        raise NotWritable(
            f"{path}: made by an older tinso; to bring it up to date, let this user write there"
        ) from error
    with connected_for_reading(path) as db, sql_errors(path):
        yield db


def _make_folder(folder: Path) -> None:
    with file_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise NotWritable(f"{folder}: not writable; give this user the right to write there")


def _id(cursor: Any) -> int:
    row = cursor.lastrowid
    if row is None:
        raise ArchiveError("the database gave no row id")
    return int(row)
