"""`scrapy sample`: for one saved page, what the rules said and which won."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.test_parser_manners import HEADLINE, MANNERS, URL

ROOT = Path(__file__).resolve().parents[1]


def _sample(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", "sample", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_each_slot_and_its_rule_are_shown(tmp_path: Path) -> None:
    saved = tmp_path / "page.html"
    saved.write_text(MANNERS["nukeviet"], encoding="utf-8")
    done = _sample(str(saved), "--url", URL)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith("encoding  utf-8")
    assert HEADLINE in next(line for line in lines if line.startswith("headline?"))
    assert "2023-03-13T08:15:00+07:00" in next(line for line in lines if line.startswith("published_at"))


def test_a_missing_file_is_one_clear_line() -> None:
    done = _sample("no-such-page.html")
    assert done.returncode == 2
    assert done.stderr.strip() == "sample: give one saved page; no such file: no-such-page.html"
