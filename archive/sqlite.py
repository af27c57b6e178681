"""Opening the database: pysqlite3, the pragmas, and SQLite's errors as ours."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

# The system's SQLite may be older than 3.51.3, which has a WAL bug that can corrupt the file.
import pysqlite3 as sqlite3
from sqlite_utils import Database

from archive.errors import ArchiveError, Damaged, DiskFull, Locked, NoArchive, NotWritable

DATABASE = "archive.db"
BUSY_SECONDS = 60
"""How long a writer waits for another before it gives up."""
APPLICATION_ID = 0x74696E73
"""Of the file, "tins": `file archive.db` and we tell an archive from any other SQLite database."""


SqliteError = sqlite3.Error
UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
"""What reading a damaged database raises: text that is none cannot be decoded."""


@contextlib.contextmanager
def sql_errors(path: Path) -> Generator[None]:
    """Turn SQLite's errors into ours, naming `path`."""
    try:
        yield
    except sqlite3.Error as error:
        raise as_archive_error(error, path) from error
    except UnicodeDecodeError as error:
        # In a damaged file even the schema, and so SQLite's message about it, can be no text.
        raise Damaged(f"{path}: damaged (what should be text is none); `tinso verify` tells more") from error


@contextlib.contextmanager
def file_errors(path: Path) -> Generator[None]:
    """Turn the file system's errors into ours, naming `path`."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(f"{path}: no space left on the disk; make room and start again") from error
        raise NotWritable(f"{path}: {(error.strerror or str(error)).lower()}") from error


def as_archive_error(error: sqlite3.Error, path: Path) -> ArchiveError:
    """Name SQLite's error.

    >>> as_archive_error(sqlite3.OperationalError("database is locked"), Path("a.db"))
    Locked('a.db: another process has been writing for 60 s; wait until it ends')
    """
    text = str(error)
    if "locked" in text or "busy" in text:
        return Locked(f"{path}: another process has been writing for {BUSY_SECONDS} s; wait until it ends")
    if "full" in text:
        return DiskFull(f"{path}: no space left on the disk; make room and start again")
    if "readonly" in text or "unable to open" in text or "authoriz" in text:
        return NotWritable(f"{path}: cannot be opened or written; check the folder and its permissions")
    if "not a database" in text:
        return Damaged(f"{path}: not an SQLite database; move it away or choose another folder")
    if "malformed" in text or "disk I/O" in text or "corrupt" in text or "decode" in text:
        return Damaged(f"{path}: damaged ({text}); `tinso verify` tells more")
    return ArchiveError(f"{path}: {text}")


def connect_for_writing(path: Path) -> Database:
    """Open or create the database for one writer among several, in WAL mode."""
    with sql_errors(path):
        connection = sqlite3.connect(str(path), timeout=BUSY_SECONDS, isolation_level=None)
    with contextlib.ExitStack() as undo:
        undo.callback(connection.close)
        with sql_errors(path):
            if connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
                raise NotWritable(f"{path}: this file system cannot hold a WAL database; choose a local disk")
            # NORMAL: a commit survives any kill of the process, because the pages are the kernel's by then. A
            # power cut may take back the last commits, whole: the articles and the queue's acknowledgement of
            # them lie in the same file, so what is taken back is fetched again. FULL would pay an fsync for
            # that.
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA journal_size_limit = 67108864")
            connection.execute("PRAGMA cache_size = -32768")
            _harden(connection)
        undo.pop_all()
    return Database(connection, execute_plugins=False)


def no_archive(folder: Path) -> NoArchive:
    """The error for a folder without an archive."""
    return NoArchive(f"{folder}: no archive here; `scrapy crawl` makes one, --archive DIR names another")


@contextlib.contextmanager
def connected_for_reading(path: Path, *, immutable: bool = False) -> Iterator[Database]:
    """Open the database so that nothing of ours can change it and no file stays behind.

    Works on a read-only folder, and beside a running crawl. `immutable`: nobody else writes it (a backup's).
    """
    if not path.is_file():
        raise no_archive(path.parent)
    with contextlib.ExitStack() as stack:
        connection = _open_uri(path, "mode=ro&immutable=1") if immutable else _reader(path, stack)
        stack.callback(connection.close)
        with sql_errors(path):
            _harden(connection)
            connection.execute("PRAGMA query_only = ON")
        database = Database(connection, execute_plugins=False)
        yield database


@contextlib.contextmanager
def copied(db: Database) -> Iterator[sqlite3.Connection]:
    """A copy of the database as it is at this moment, to try things in; it takes its size in temporary
    space."""
    with tempfile.TemporaryDirectory(prefix="tinso-") as folder:
        path = Path(folder) / DATABASE
        with file_errors(path):
            copy = sqlite3.connect(str(path), isolation_level=None)
        with contextlib.closing(copy):
            db.conn.backup(copy)
            copy.execute("PRAGMA journal_mode = OFF")
            copy.execute("PRAGMA synchronous = OFF")
            _harden(copy)
            yield copy


def snapshot(db: Database, path: Path) -> None:
    """Write the database as it is at this moment into the new file `path`, whole and alone, and sync it.

    Writers go on meanwhile. The copy is of a rollback journal mode: no -wal belongs to it.
    """
    with file_errors(path):
        path.unlink(missing_ok=True)
    with sql_errors(path):
        copy = sqlite3.connect(str(path), isolation_level=None)
        with contextlib.closing(copy):
            db.conn.backup(copy)
    with file_errors(path), path.open("r+b") as file:
        # The file format's read and write versions, 1 for a rollback journal; as a PRAGMA, SQLite would first make
        # the WAL that the copied header asks for, and on a full disk fail without saying why.
        file.seek(18)
        file.write(b"\x01\x01")
        file.flush()
        os.fsync(file.fileno())


def _reader(path: Path, stack: contextlib.ExitStack) -> sqlite3.Connection:
    log = path.with_name(path.name + "-wal")
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        # A connection that may write removes its -wal and -shm when it closes; a read-only one leaves them.
        return _open_uri(path, "mode=rw")
    if not log.exists() or log.stat().st_size == 0:
        return _open_uri(path, "mode=ro&immutable=1")
    try:
        return _open_uri(path, "mode=ro")
    except ArchiveError:
        # Left by a kill, and its -shm is gone: only a copy can be recovered without writing here.
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tinso-")))
        with file_errors(path):
            for part in (path, log):
                shutil.copyfile(part, folder / part.name)
        return _open_uri(folder / path.name, "mode=rw")


def _open_uri(path: Path, options: str) -> sqlite3.Connection:
    with sql_errors(path):
        uri = f"{path.resolve().as_uri()}?{options}"
        connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        with sql_errors(path):
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except ArchiveError:
        connection.close()
        raise
    return connection


def _harden(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA foreign_keys = ON")
    # A database from elsewhere may carry views and triggers that call dangerous functions.
    connection.execute("PRAGMA trusted_schema = OFF")
