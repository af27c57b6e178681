"""The exit codes of `scrapy crawl` in this project."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What a run's end means to cron."""

    OK = 0
    INTERNAL = 1
    """Scrapy's own failure, or a defect of ours: the log says more."""
    USAGE = 2
    """A wrong argument or setting; nothing was written."""
    PARTLY_FAILED = 3
    """The run ended, some pages or portals failed."""
    SILENT = 4
    """A portal answered and showed no article, or a section of the registry showed nothing."""
    BLOCKED = 5
    """robots.txt or the server forbade nearly everything, of all portals of the run."""
    NETWORK = 6
    """No page could be fetched, of all portals of the run."""
    DISK = 7
    """The archive cannot be written: disk full, read-only, damaged."""
    ALREADY_RUNNING = 8
    """Another run works on the same portal."""
    KILLED = 137
    """Of a run that ended without a word; the next one notes it."""
    INTERRUPTED = 130
    """SIGINT or SIGTERM; what was fetched is kept, the next run goes on."""
