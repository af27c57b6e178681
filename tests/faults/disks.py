"""Small file systems of our own: a tmpfs that fills up, or turns read-only."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def small_disk(place: Path, kilobytes: int) -> Iterator[Path]:
    """A tmpfs of that size; skips the test where this machine does not let us mount one."""
    place.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root may mount a tmpfs")
    mounted = _run("mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tinso-fault", str(place))
    if mounted.returncode:
        pytest.skip(f"no tmpfs can be mounted here: {mounted.stderr.strip()}")
    try:
        yield place
    finally:
        _run("umount", "-l", str(place))


def resize(place: Path, options: str) -> None:
    """Remount with other options: "size=64m", "ro", "rw"."""
    done = _run("mount", "-o", f"remount,{options}", str(place))
    assert done.returncode == 0, done.stderr


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(arguments, capture_output=True, text=True, check=False)
