"""The compiled parser reads what its sources read, is used only while it was made from them, and may be absent."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from setuptools.errors import CompileError

from crawler import compiled, compiling

ROOT = Path(__file__).resolve().parents[1]

READ_ALL = """
import hashlib, sys
from pathlib import Path
from crawler.parser import Page, read_page
import crawler.parser.blocks as blocks
print("compiled" if blocks.__file__.endswith((".so", ".pyd")) else "sources")
for folder in map(Path, sys.argv[1:]):
    for page in sorted(folder.rglob("*.html")):
        outcome = read_page(Page.parse(page.read_bytes(), f"https://so.tinh.example/tin/{page.stem}.html"))
        print(page.name, hashlib.sha256(repr(outcome).encode()).hexdigest())
"""


def run(*command: str, pure: bool) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "TINSO_PURE"}
    if pure:
        environment["TINSO_PURE"] = "1"
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_it_reads_every_page_as_its_sources_do() -> None:
    if not compiled.usable():
        pytest.skip(
            "the parser is not compiled here: no C compiler, or its sources changed since (make install)"
        )
    folders = [ROOT / "tests" / "pages", ROOT.parent / "shared" / "pages" / "raw"]
    given = [str(folder) for folder in folders if folder.is_dir()]
    fast, slow = run("-c", READ_ALL, *given, pure=False), run("-c", READ_ALL, *given, pure=True)
    assert (fast.stderr, slow.stderr) == ("", "")
    ours, theirs = fast.stdout.splitlines(), slow.stdout.splitlines()
    assert (ours[0], theirs[0]) == ("compiled", "sources")
    assert len(ours) > 200
    assert ours[1:] == theirs[1:]


def test_the_examples_in_its_sources_hold() -> None:
    done = run("-m", "pytest", "-q", "-o", "addopts=--doctest-modules", "crawler/parser", pure=True)
    assert done.returncode == 0, done.stdout


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The parser's sources in a folder that may be changed, with what seems to be compiled from them."""
    sources = tmp_path / "crawler" / "parser"
    shutil.copytree(compiled.PACKAGE, sources, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(compiled, "PACKAGE", sources)
    monkeypatch.setattr(compiled, "place", lambda: tmp_path / "built")
    monkeypatch.delenv("TINSO_PURE", raising=False)
    (tmp_path / "built").mkdir()
    (tmp_path / "built" / "digest").write_text(compiled.digest(), "ascii")
    return sources


def test_it_is_left_alone_once_a_source_is_another(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = compiled.usable.__wrapped__
    assert fresh()
    body = copied / "body.py"
    body.write_text(body.read_text("utf-8") + "\n# changed\n", "utf-8")
    assert not fresh()
    body.write_text(body.read_text("utf-8").removesuffix("\n# changed\n"), "utf-8")
    assert fresh()
    (copied / "added.py").write_text("", "utf-8")
    assert not fresh()


def test_it_is_left_alone_on_request(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINSO_PURE", "1")
    assert not compiled.usable.__wrapped__()


def test_without_a_compiler_the_parser_stays_in_python_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(compiling, "usable", lambda: False)
    monkeypatch.setattr("crawler.compiling.shutil.which", lambda name: None)
    assert compiling.main() == 0
    assert "the C compiler" in (said := capsys.readouterr().err)
    assert "apt-get install build-essential" in said


@pytest.mark.parametrize(
    "error", [OSError("No space left on device"), CompileError("No space left on device")]
)
def test_what_fails_to_compile_is_said_in_a_line(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(folder: Path) -> Path:
        raise error

    monkeypatch.setattr(compiling, "usable", lambda: False)
    monkeypatch.setattr(compiling, "_missing", lambda: None)
    monkeypatch.setattr(compiling, "_build", refuse)
    assert compiling.main() == 1
    assert "stays in Python: No space left on device" in capsys.readouterr().err
