"""The quality floor: what the parser reads of real pages may not fall below these figures."""

from __future__ import annotations

import importlib.util
import json
import statistics
from pathlib import Path
from types import ModuleType

import pytest

from crawler.parser import read

SHARED = Path(__file__).resolve().parents[2] / "shared"
FLOOR = {
    "precision": 0.99,
    "recall": 0.995,
    "headline": 1.0,
    "day": 0.98,
    "minute": 0.98,
    "byline": 0.98,
    "negative": 0.98,
}


def _bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("extract_bench", SHARED / "bench" / "extract.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not (SHARED / "pages").is_dir(), reason="the real pages are not beside the project")
def test_no_figure_falls() -> None:
    bench = _bench()
    rows = []
    for gold in sorted((SHARED / "pages" / "gold").glob("*.json")):
        expected = json.loads(gold.read_text("utf-8"))
        html = (SHARED / "pages" / "raw" / f"{gold.stem}.html").read_bytes()
        rows.append(bench.score({"id": gold.stem, "gold": expected}, read(html, expected.get("url") or "")))
    figures = {name: statistics.mean(row[name] for row in rows if name in row) for name in FLOOR}
    assert {name: value for name, value in figures.items() if value < FLOOR[name]} == {}
