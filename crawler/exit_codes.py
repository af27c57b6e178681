"""The exit codes of `scrapy crawl` in this project."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What a run's end means to cron. Of several, the worst that applies is given: the highest number."""

    OK = 0
    INTERNAL = 1
    """Scrapy's own failure, or a defect of ours: the log says more."""
    USAGE = 2
    """A wrong argument or setting; nothing was written."""
    PARTLY_FAILED = 3
    """The run ended, some pages or portals failed."""
    SILENT = 4
    """A portal or section brought no article though it answered."""
    BLOCKED = 5
    """robots.txt or the server forbade everything that was asked."""
    NETWORK = 6
    """No page of a portal could be fetched."""
    DISK = 7
    """The archive cannot be written: disk full, read-only, damaged."""
    ALREADY_RUNNING = 8
    """Another run works on the same portal."""
    INTERRUPTED = 130
    """SIGINT or SIGTERM; what was fetched is kept, the next run goes on."""
