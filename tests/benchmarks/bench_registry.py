"""What the registry costs at the start of a command: `python -m tests.benchmarks.bench_registry`.

Each figure is the best of several fresh processes; the floor is tomllib on the same files.
"""

from __future__ import annotations

import subprocess
import sys

from tests.crawling import ROOT

_ROUNDS = 7
_FOLDER = ROOT / "spiders" / "portals"
_FLOOR = """
import time, tomllib, pathlib
begun = time.perf_counter()
count = sum(len(tomllib.loads(p.read_text("utf-8"))) for p in pathlib.Path({folder!r}).glob("*.toml"))
print(time.perf_counter() - begun, count)
"""
_LOAD = """
import time, pathlib
from crawler.portals import load_registry
begun = time.perf_counter()
count = len(load_registry(pathlib.Path({folder!r})))
print(time.perf_counter() - begun, count)
"""


def _best(program: str) -> tuple[float, int]:
    line = [sys.executable, "-c", program.format(folder=str(_FOLDER))]
    runs = [subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
            for _ in range(_ROUNDS)]  # fmt: skip
    return min(float(run[0]) for run in runs), int(runs[0][1])


def main() -> None:
    """Print both and their ratio."""
    floor, _ = _best(_FLOOR)
    load, count = _best(_LOAD)
    print(f"{'tomllib alone':<32}{floor * 1000:>8.0f} ms")
    print(
        f"{'registry, read and checked':<32}{load * 1000:>8.0f} ms  {load / floor:.1f} x, {count} portals; aim 200 ms"
    )


if __name__ == "__main__":
    main()
