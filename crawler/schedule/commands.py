"""Commands: the lines that cron or systemd run, with absolute paths and every setting spelled out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.schedule.plan import Job


@dataclass(frozen=True, slots=True)
class Place:
    """Where things are on this machine; all absolute."""

    project: Path
    """The folder of scrapy.cfg."""
    archive: Path
    contact: str = ""
    settings: tuple[str, ...] = ()
    """More `-s` settings, "NAME=VALUE"."""

    def scrapy(self) -> list[str]:
        """The command `scrapy` of this environment."""
        return _tool("scrapy", "scrapy")

    def tinso(self) -> list[str]:
        """The command `tinso` of this environment, on this archive."""
        return [*_tool("tinso", "archive.cli"), "--archive", str(self.archive)]

    def crawl(self, job: Job, *more: str) -> list[str]:
        """The crawl of a portal: quiet while all is well."""
        settings = [f"ARCHIVE_DIR={self.archive}", "REPORT=problems", *self.settings, *more]
        if self.contact:
            settings.insert(1, f"CONTACT={self.contact}")
        spelled = [part for setting in settings for part in ("-s", setting)]
        return [*self.scrapy(), "crawl", "portal", "-a", f"portal={job.slug}", *spelled]

    def health(self) -> list[str]:
        """What of the nights needs a person; prints nothing while all is well."""
        return [*self.tinso(), "health", "--quiet"]

    def lock(self, job: Job) -> Path:
        """The lock of a server: two of its portals are not crawled at once."""
        return self.archive / "locks" / f"server-{job.cluster.replace(':', '_')}.lock"


def _tool(name: str, module: str) -> list[str]:
    beside = Path(sys.executable).with_name(name)
    return [str(beside)] if beside.is_file() else [sys.executable, "-m", module]


def quoted(words: Sequence[str], quote: str, escapes: dict[str, str]) -> str:
    """Words as one line: those with anything unusual in quotes, with these characters escaped."""
    return " ".join(_quoted(word, quote, escapes) for word in words)


def _quoted(word: str, quote: str, escapes: dict[str, str]) -> str:
    plain = all(ch.isalnum() or ch in "-_./=:@,+" for ch in word) and word.isascii()
    escaped = "".join(escapes.get(ch, ch) for ch in word)
    return escaped if plain and word else f"{quote}{escaped}{quote}"
