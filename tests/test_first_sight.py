"""The benchmark of first sight finds the batches in the history, and says in a line what it misses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks import bench_first_sight


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
