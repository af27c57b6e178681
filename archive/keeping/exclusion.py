"""Exclusion: what rewrites the archive as a whole works alone; crawls share it. The kernel holds the lock."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from archive.errors import Locked
from archive.rows import utc_text
from archive.sqlite import file_errors

# Below the folder of the portals' locks; the dot keeps it from ever being a portal's slug.
_SHARED = "locks/.archive.lock"


@contextlib.contextmanager
def alone(folder: Path, work: str) -> Generator[None]:
    """Hold the archive in `folder` for one work ("re-reading") that no crawl may run beside.

    Raises Locked, which names who holds it, at once.
    """
    with _opened(folder / _SHARED) as handle:
        _take(handle, fcntl.LOCK_EX, folder)
        handle.seek(0)
        handle.truncate()
        json.dump({"work": work, "pid": os.getpid(), "since": utc_text(datetime.now(UTC))}, handle)
        handle.flush()
        try:
            yield
        finally:
            handle.truncate(0)


def shared(folder: Path) -> IO[str]:
    """Say that this process writes into the archive beside others, until the handle is closed.

    Raises Locked at once while another process holds the archive alone.
    """
    handle = _opened(folder / _SHARED)
    with contextlib.ExitStack() as undo:
        undo.callback(handle.close)
        _take(handle, fcntl.LOCK_SH, folder)
        undo.pop_all()
    return handle


@contextlib.contextmanager
def one_at_a_time(path: Path, what: str) -> Generator[None]:
    """Hold the lock file `path`; raises Locked if another process has it. `what` is being written."""
    with _opened(path) as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Locked(f"{what}: another process is writing there; wait until it ends") from None
        yield


def _opened(path: Path) -> IO[str]:
    with file_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("a+", encoding="utf-8")


def _take(handle: IO[str], kind: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.seek(0)
        raise Locked(f"{folder}: {_holder(handle.read())}; wait until it has ended") from None


def _holder(text: str) -> str:
    """Who holds it: a work that is alone says so; crawls, which share it, do not."""
    try:
        data = json.loads(text)
        return f"{data['work']} is at work since {data['since']}, pid {data['pid']}"
    except (ValueError, KeyError, TypeError):
        return "a crawl is at work"
