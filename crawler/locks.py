"""Locks: one run a portal. The kernel holds them, so a killed run leaves none behind."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO


class AlreadyRunning(Exception):
    """Another run works on the portal; the message says which, since when."""


class PortalLocks:
    """Holds `ARCHIVE_DIR/locks/<portal>.lock` for each portal of a run until `release`."""

    def __init__(self, folder: Path, slugs: Sequence[str]) -> None:
        """Raises `AlreadyRunning` and holds nothing if one of the portals is taken."""
        self._held: list[IO[str]] = []
        (folder / "locks").mkdir(exist_ok=True)
        # One order for all, so that two runs with several portals never wait for each other in a ring.
        for slug in sorted(slugs):
            self._take(folder / "locks" / f"{slug.replace('/', '_').replace(':', '_')}.lock", slug)

    def _take(self, path: Path, slug: str) -> None:
        handle = path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            holder = _holder(handle.read())
            handle.close()
            self.release()
            raise AlreadyRunning(
                f"portal {slug}: already running {holder}; wait for it to end, or end it first"
            ) from None
        handle.seek(0)
        handle.truncate()
        json.dump({"pid": os.getpid(), "since": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}, handle)
        handle.flush()
        self._held.append(handle)

    def release(self) -> None:
        """Let the portals go; safe to call twice."""
        for handle in self._held:
            handle.close()
        self._held.clear()


def _holder(text: str) -> str:
    try:
        data = json.loads(text)
        return f"since {data['since']}, pid {data['pid']}"
    except (ValueError, KeyError, TypeError):
        return "in another process"
