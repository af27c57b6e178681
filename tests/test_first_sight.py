"""The benchmark of first sight finds the batches in the history, and says in a line what it misses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks import bench_english, bench_first_sight


def test_a_batch_is_laid_out_as_it_came(tmp_path: Path) -> None:
    try:
        known = bench_first_sight.batches(25)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no git history here")
    if not known:
        pytest.skip("the history here does not reach back to a batch of test pages")
    commit, pages = known[-1]
    articles = bench_first_sight.lay_out(commit, pages[:12], tmp_path / "batch")
    raw = sorted(path.stem for path in (tmp_path / "batch" / "raw").iterdir())
    assert raw == sorted(path.stem for path in (tmp_path / "batch" / "gold").iterdir())
    assert len(raw) == len(pages[:12]) >= articles > 0
    assert b"<" in (tmp_path / "batch" / "raw" / f"{raw[0]}.html").read_bytes()


def test_a_missing_measure_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench_first_sight", "--shared", str(tmp_path)])
    assert bench_first_sight.main() == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert str(tmp_path / "bench" / "extract.py") in said
    assert "--shared" in said


def test_english_pages_are_told_from_others(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for name, text in {
        "hospital": "The hospital opens today.",
        "hospital-vi": "Hôm nay bệnh viện mở cửa.",
        "alone": "No page.",
    }.items():
        (data / "txt").mkdir(parents=True, exist_ok=True)
        (data / "html").mkdir(exist_ok=True)
        (data / "txt" / f"{name}.txt").write_text(text, "utf-8")
        if name != "alone":
            (data / "html" / f"{name}.html").write_text(f"<p>{text}</p>", "utf-8")
    assert bench_english.lay_out(data, tmp_path / "out") == 1
    assert [path.name for path in (tmp_path / "out" / "raw").iterdir()] == ["hospital.html"]
