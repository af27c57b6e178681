"""The documents: every command of the READMEs runs as it stands there, every file and target that they name exists."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.exit_codes import ExitCode
from crawler.sample_portal.content import FIRST_PORT
from crawler.sample_portal.server import SamplePortals
from spiders.portal import PortalSpider
from tests.crawling import ROOT, crawl, environment

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
READMES = [ROOT / "README.md", ROOT / "README.vi.md"]
_PROGRAMS = ("tinso", "scrapy", "sqlite3")


def commands(document: Path) -> list[str]:
    """The lines that begin with "$ " in a document's blocks."""
    return re.findall(r"^\$ (.+)$", document.read_text("utf-8"), re.M)


ALL = sorted({line for readme in READMES for line in commands(readme) if line.startswith(_PROGRAMS)})
REAL = [line for line in ALL if ("http" in line and "127.0.0.1" not in line) or "crawl portal" in line]
HERE = [line for line in ALL if line not in REAL]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a reader of the README sits after `make crawl`."""

    folder: Path
    urls: dict[str, str]

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        """Run a command line as it stands, on this desk's files and ports."""
        for number, url in enumerate(self.urls.values()):
            line = line.replace(f"http://127.0.0.1:{FIRST_PORT + number}/", url)
        words = shlex.split(line.replace("/mnt/backup", str(self.folder / "backup")))
        program, *words = [self._placed(word) for word in words]
        found = shutil.which(program, path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
        assert found is not None, f"{program} is not installed"
        # Scrapy finds its project in the folder where it starts; tinso and sqlite3 find ./data.
        where = ROOT if program == "scrapy" else self.folder
        env = environment() | {
            "TINSO_ARCHIVE": str(self.folder / "data"),
            "COLUMNS": "100",
            "TINSO_CONTACT": "a@example.org",
        }
        return subprocess.run(
            [found, *words], cwd=where, env=env, capture_output=True, timeout=120, check=False,
            encoding="utf-8", errors="replace",
        )  # fmt: skip

    def _placed(self, word: str) -> str:
        name, mark, value = word.rpartition("=")
        place = self.folder / value
        return f"{name}{mark}{place}" if value and place.is_file() else word


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    with SamplePortals(0) as portals:
        registry = portals.write_registry(folder / "portals")
        slugs = ",".join(portals.urls)
        done = crawl(
            "portal", "-a", f"portal={slugs}", "-s", f"REGISTRY_DIRS={registry}", archive=folder / "data"
        )
        assert done.returncode in (ExitCode.OK, ExitCode.PARTLY_FAILED), done.stderr[-2000:]
        urls = dict(portals.urls)
    warc = next((folder / "data" / "warc").glob("*.warc.gz"))
    shutil.copyfile(warc, folder / "pages.warc.gz")
    shutil.copyfile(ROOT / "tests" / "pages" / "nukeviet" / _a_page(), folder / "page.html")
    return Desk(folder, urls)


def _a_page() -> str:
    return sorted(path.name for path in (ROOT / "tests" / "pages" / "nukeviet").glob("*.html"))[0]


def test_the_readmes_show_commands() -> None:
    assert len(HERE) > 8
    assert len(REAL) > 2
    assert any(line.startswith("sqlite3") for line in HERE)


@pytest.mark.parametrize("line", HERE)
def test_a_command_of_the_readme_runs(desk: Desk, line: str) -> None:
    if line.startswith("sqlite3") and shutil.which("sqlite3") is None:
        pytest.skip("the sqlite3 shell is not installed")
    done = desk.run(line)
    assert done.returncode == 0, f"{line}: {done.stdout[-800:]} {done.stderr[-800:]}"
    assert done.stdout or done.stderr, f"{line} says nothing"


@pytest.mark.parametrize("line", [line for line in REAL if "crawl portal" in line])
def test_a_crawl_of_the_readme_is_understood(line: str) -> None:
    words = shlex.split(line)
    arguments = dict(words[n + 1].split("=", 1) for n, word in enumerate(words) if word == "-a")
    settings = Settings()
    settings.setmodule("crawler.settings")
    settings.set("CONTACT", "ban@example.org")
    PortalSpider.check_arguments(arguments, settings)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_names_exists(document: Path) -> None:
    text = document.read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    named = set(re.findall(r"`make ([a-z-]+)", text)) | set(re.findall(r"^\$ make ([a-z-]+)", text, re.M))
    assert named <= targets, f"no such target: {named - targets}"
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert not [link for link in links if not (document.parent / link).exists()]
    files = set(
        re.findall(r"`((?:archive|crawler|spiders|tests|docs)/[\w/.]+\.(?:py|md|toml|json|txt))`", text)
    )
    assert not [name for name in files if not (ROOT / name).exists()]


def test_no_document_leaves_a_place_to_fill_in() -> None:
    assert not [path.name for path in DOCUMENTS if re.search(r"@@\w+@@", path.read_text("utf-8"))]
