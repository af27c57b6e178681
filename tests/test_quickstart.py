"""`make crawl` without make: the sample portals, a second time, and what goes wrong in one line."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.exit_codes import ExitCode
from crawler.sample_portal.content import load_all
from tests.crawling import ROOT, environment


@pytest.fixture(scope="module")
def first_port() -> int:
    """The first of as many free ports in a row as there are sample portals."""
    for first in range(21_000, 30_000, 50):
        if all(_is_free(first + at) for at in range(len(load_all()))):
            return first
    raise AssertionError("no free ports")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def quickstart(
    *arguments: str, archive: Path, port: int | str = 0, cwd: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "crawler.quickstart", "--archive", str(archive), *arguments],
        env=environment(SAMPLE_PORT=str(port)),
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_sample_is_crawled_shown_and_found(tmp_path: Path, first_port: int) -> None:
    first = quickstart(archive=tmp_path, port=first_port)
    assert first.returncode == ExitCode.OK, first.stderr
    articles = re.search(r": (\d+) articles \(\1 more than before\), published 20", first.stdout)
    assert articles, first.stdout
    for portal in load_all():
        assert re.search(rf"^{portal.slug}  .*\d", first.stdout, re.MULTILINE)
    assert re.search(r"^ +\d+ +robots ", first.stdout, re.MULTILINE)
    command, *hits = first.stdout[first.stdout.index("$ tinso search") :].splitlines()
    assert command.isascii()
    assert any("[" in hit and not hit.isascii() for hit in hits)

    again = quickstart(archive=tmp_path, port=first_port)
    assert again.returncode == ExitCode.OK
    assert "nothing new: the archive is as it was" in again.stdout
    assert f"{articles[1]} articles (as many as before: nothing was added twice)" in again.stdout
    assert _is_free(first_port)


def test_what_goes_wrong_costs_a_line(tmp_path: Path, taken_port: int) -> None:
    archive = tmp_path / "data"
    cases = {
        f"port {taken_port} is taken": quickstart(archive=archive, port=taken_port),
        "SAMPLE_PORT=x is no port": quickstart(archive=archive, port="x"),
        "no saved site in": quickstart("--site", str(tmp_path), archive=archive),
        "CONTACT is not set": quickstart("--portal", "hanoi-sotttt", archive=archive),
        "no portal is called": quickstart("--portal", "khong-co", archive=archive),
    }
    for said, done in cases.items():
        assert done.returncode == ExitCode.USAGE, said
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert not archive.exists()
