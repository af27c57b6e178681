"""Running `scrapy crawl` as a person does: in a process of its own, from the project's folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FAST = (
    "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=4",
    "-s", "BACKOFF_START=0.2",
)  # fmt: skip
"""Loopback needs no politeness."""


def command(*arguments: str, archive: Path) -> list[str]:
    """The command line of a crawl into `archive`."""
    # What a test sets comes last, and wins.
    return [sys.executable, "-m", "scrapy", "crawl", *FAST, "-s", f"ARCHIVE_DIR={archive}", *arguments]


def environment(**more: str) -> dict[str, str]:
    """The environment without a proxy, a contact or another archive, and with what a test adds."""
    left_out = {"TINSO_CONTACT", "TINSO_ARCHIVE", "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"}
    return {name: value for name, value in os.environ.items() if name not in left_out} | more


def crawl(
    *arguments: str, archive: Path, timeout: float = 180, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a crawl to its end; `env` is added to the environment."""
    return subprocess.run(
        command(*arguments, archive=archive),
        cwd=ROOT,
        env=environment(**(env or {})),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
