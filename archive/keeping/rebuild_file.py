"""The file of a rebuild beside the archive: `scrapy reread` makes it, a removal must not leave it."""

from __future__ import annotations

from pathlib import Path

from archive.sqlite import file_errors

REBUILD = "archive.reread.db"


def discard(folder: Path) -> None:
    """Delete a rebuild, finished or not."""
    for end in ("", "-wal", "-shm", "-journal"):
        with file_errors(folder / REBUILD):
            (folder / f"{REBUILD}{end}").unlink(missing_ok=True)
