"""The table of faults: each test says in one line which fault it made and what came of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.compare import doubled, rows


def fault_line(fault: str, lost: object, twice: object, code: object, outcome: str) -> str:
    """A line of the table."""
    return f"{fault:<44.44} {lost!s:>5} {twice!s:>8} {code!s:>5}  {outcome}"


@dataclass(frozen=True, slots=True)
class Teller:
    """Keeps lines with the test's report; `python -m tests.faults` prints them."""

    record: Callable[[str, object], None]

    def __call__(
        self,
        fault: str,
        outcome: str,
        *,
        archive: Path | None = None,
        articles: int = 0,
        code: int | None = None,
    ) -> None:
        """Keep a line: of `articles` the ones that the archive does not have are lost."""
        lost: int | str = "-"
        twice: int | str = "-"
        if archive is not None:
            lost = articles - int(rows(archive, "SELECT count(*) FROM articles")[0][0])
            twice = doubled(archive)
        self.record("fault", fault_line(fault, lost, twice, "-" if code is None else int(code), outcome))


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Teller:
    """Say what a test did, for the table."""
    return Teller(record_property)


@pytest.fixture
def hosts(tmp_path: Path) -> tuple[Path, list[str]]:
    """A hosts file of our own, and the words before a command that see it in place of the machine's."""
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        pytest.skip("only root may give a process its own /etc/hosts (unshare --mount)")
    names, servers = tmp_path / "hosts", tmp_path / "resolv.conf"
    names.write_text("127.0.0.1 localhost\n")
    servers.write_text("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
    script = f'mount --bind {names} /etc/hosts && mount --bind {servers} /etc/resolv.conf && exec "$@"'
    before = ["unshare", "--mount", "sh", "-c", script, "sh"]
    tried = subprocess.run([*before, "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"no mount namespace here: {tried.stderr.strip()}")
    return names, before
