"""Browsing an archive with Datasette: what it shows first, and what it may not do."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

HERE = Path(__file__).parent


def missing() -> str | None:
    """What browsing lacks, as one line with its remedy; None if nothing."""
    if importlib.util.find_spec("datasette") is None:
        return "browsing needs datasette: pip install 'tinso[browse]'"
    return None


def command(database: Path, host: str, port: int) -> list[str]:
    """The command line that serves a database: read only, with the queries of metadata.json."""
    return [
        sys.executable, "-m", "datasette", "serve", str(database), "--metadata", str(HERE / "metadata.json"),
        "--plugins-dir", str(HERE / "plugins"), "--host", host, "--port", str(port),
        "--setting", "sql_time_limit_ms", "5000", "--setting", "allow_download", "off",
    ]  # fmt: skip
