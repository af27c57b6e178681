"""No pattern of the parser can run away: each is tried on long lines of what it is made of."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time

import pytest

import crawler.parser

LONG = 400
SECONDS = 1.0
"""Bounds a run away, which takes minutes, and nothing else: the slowest pattern takes a hundredth."""
PIECES = (
    " ", "a", "1", "-", ".", "(", "a ", "1 ", "1/", "12/3/", "1:", "A.", "A B ", "tin ", "tin, ", "views 1 ", "xem 12 ",
    "theo ", "ngày 1 ", "tháng ", "cỡ chữ a- ", "chi tiết ", "<meta ", "../", "/a", "a-", "nguồn: ", "\n\t ",
)  # fmt: skip


def patterns() -> dict[str, re.Pattern[str] | re.Pattern[bytes]]:
    """Every compiled pattern that a module of the parser has, by the module's name and its own."""
    found = {}
    for module in pkgutil.walk_packages(crawler.parser.__path__, "crawler.parser."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern):
                found[f"{module.name.removeprefix('crawler.parser.')}.{name}"] = value
    return found


PATTERNS = patterns()


def test_there_are_patterns_to_try() -> None:
    assert len(PATTERNS) > 80
    assert {"edges.NOISE", "scene.TAIL", "timestamps.forms.JOIN"} <= set(PATTERNS)


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_a_long_line_is_soon_judged(name: str) -> None:
    pattern = PATTERNS[name]
    began = time.process_time()
    for piece in PIECES:
        line = (piece * LONG)[:LONG] + "\x01"
        text = line.encode() if isinstance(pattern.pattern, bytes) else line
        for judge in (pattern.search, pattern.match, pattern.fullmatch):
            judge(text)  # type: ignore[arg-type]  # the pattern's own kind
    assert time.process_time() - began < SECONDS
