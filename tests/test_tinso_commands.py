"""`tinso` as a person or a script calls it: output, JSON, exit codes, and what it must never do."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.cli import main
from archive.records import Problem
from archive.sqlite import DATABASE
from archive.store import WARC_FOLDER, Archive
from archive.warc.writer import WarcWriter
from tests.archive_samples import NOW, ORIGIN, article

OWN = "https://sotttt.saomai.gov.vn/tin/1"
NASTY = "Đấu giá \x1b[2J\x9b31m \u202eđất\u2066"
PAGE = "<h1>Khai giảng</h1>".encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("data")
    pages = (
        article(OWN),
        article("https://sotttt.saomai.gov.vn/en/tin/1"),
        article("https://sotttt.saomai.gov.vn/tin/2", headline=NASTY, body="Bán đấu giá.", published_at=None),
        article(OWN, body="Lớp đào tạo được dời sang tuần sau."),
    )
    with (
        Archive.open(place) as archive,
        WarcWriter(place / WARC_FOLDER, "sample") as writer,
        archive.transaction(),
    ):
        for minute, item in enumerate(pages):
            headers = [("Content-Type", "text/html")]
            capture = writer.write_response(item.url, 200, "OK", headers, PAGE, NOW.replace(minute=minute))
            archive.save(item, capture, ORIGIN)
        listing = writer.write_response("https://sotttt.saomai.gov.vn/tin", 200, "OK", [], b"list", NOW)
        archive.add_capture(listing, portal=ORIGIN.portal)
        archive.add_problem(Problem("https://sotttt.saomai.gov.vn/x", "http-404", NOW, portal=ORIGIN.portal))
    return place


def tinso(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--archive", str(folder), *words])


def test_search_shows_headline_date_portal_snippet_and_url(folder: Path) -> None:
    result = tinso(folder, "search", "doi sang")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Khai giảng lớp đào tạo kỹ năng số",
        "  2024-03-05  sotttt-sao-mai",
        "  Lớp đào tạo được [dời sang] tuần sau.",
        f"  {OWN}",
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["search", "không có đâu"], 1),
        (["search", "///"], 2),
        (["search", "--fts", "1191/QĐ-TTg"], 2),
        (["search", "1191/QĐ-TTg"], 1),
        (["search", "1191/KH-STTTT"], 0),
        (["search", "dao", "--since", "hôm qua"], 2),
        (["search", "dao", "--since", "2024-13"], 2),
        (["search", "dao", "--until", "2024-02"], 1),
        (["search", "đào tạo", "tuần sau"], 0),
        (["search", "tạo đào", "tuần sau"], 1),
        (["search"], 2),
        (["show", "https://sotttt.saomai.gov.vn/tin/9"], 1),
        (["show", "--raw", "https://sotttt.saomai.gov.vn/tin/9"], 1),
        (["cite", "https://khac.vn/"], 1),
        (["stats"], 0),
        (["unknown"], 2),
    ],
)
def test_exit_codes(folder: Path, words: list[str], code: int) -> None:
    result = tinso(folder, *words)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    assert code == 0 or len(result.stderr.strip().splitlines()) <= 4


def test_show_finds_an_article_under_any_of_its_addresses(folder: Path) -> None:
    for url in (OWN, "sotttt.saomai.gov.vn/en/tin/1", f"http://{OWN[8:]}?utm_source=zalo#x"):
        result = tinso(folder, "show", url)
        assert result.exit_code == 0
        assert result.stdout.splitlines()[:2] == ["Khai giảng lớp đào tạo kỹ năng số", OWN]
        assert "Lớp đào tạo được dời sang tuần sau." in result.stdout
        assert "version   2 of 2" in result.stdout


def test_show_names_the_nearest_address(folder: Path) -> None:
    result = tinso(folder, "show", "https://sotttt.saomai.gov.vn/tin/3")
    assert "the nearest is https://sotttt.saomai.gov.vn/tin/" in result.stderr


def test_show_versions(folder: Path) -> None:
    shown = json.loads(tinso(folder, "show", OWN, "--versions", "--json").stdout)
    assert [v["number"] for v in shown["versions"]] == [1, 2]
    assert [c["version"] for c in shown["captures"]] == [1, 1, 2]
    assert shown["found"]["article"]["authors"] == ["Nguyễn Hiền"]
    text = tinso(folder, "show", OWN, "--versions").stdout
    assert text.count("captured 2026-11-24") == 3
    assert "version 2, the current one" in text


def test_show_raw_gives_the_bytes(folder: Path) -> None:
    assert tinso(folder, "show", OWN, "--raw").stdout_bytes == PAGE
    assert tinso(folder, "show", "https://sotttt.saomai.gov.vn/tin", "--raw").stdout_bytes == b"list"


def test_stats(folder: Path) -> None:
    counted = json.loads(tinso(folder, "stats", "--json").stdout)
    assert (counted["articles"], counted["versions"], counted["captures"], counted["addresses"]) == (
        2,
        3,
        5,
        3,
    )
    assert counted["undated"] == 1
    assert counted["problems"] == [{"reason": "http-404", "pages": 1}]
    assert counted["portals"][0]["sections"][0]["section"] == "Tin hoạt động"
    assert counted["warc_bytes"] > counted["captured_bytes"] > 0
    nothing = json.loads(tinso(folder, "stats", "--json", "--portal", "khac").stdout)
    assert (nothing["articles"], nothing["captures"], nothing["portals"]) == (0, 0, [])


def test_the_citation_leads_to_the_record_that_shows_the_text(folder: Path) -> None:
    cited = json.loads(tinso(folder, "cite", OWN, "--json").stdout)
    assert cited["captured_at"] == "2026-11-24T14:03:50Z"
    assert cited["published_at"] == "2024-03-05T08:30+07:00"
    line = tinso(folder, "cite", OWN).stdout
    for part in (cited["digest"], cited["warc_file"], f"byte {cited['warc_offset']}", OWN, "Khai giảng lớp"):
        assert part in line
    assert line.count("\n") == 1


@pytest.mark.parametrize("command", ["search", "show", "cite"])
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_headline_cannot_steer_the_terminal(folder: Path, command: str, options: list[str]) -> None:
    asked = "dau gia" if command == "search" else "https://sotttt.saomai.gov.vn/tin/2"
    result = tinso(folder, command, asked, *options)
    assert result.exit_code == 0
    assert not {"\x1b", "\x9b", "\u202e", "\u2066"} & set(result.stdout)
    if options:
        assert NASTY in json.dumps(json.loads(result.stdout), ensure_ascii=False).replace("\\u001b", "\x1b")


def test_raw_bytes_are_kept_from_a_terminal(folder: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "archive.cli", "--archive", str(folder), "show", "--raw", OWN]
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, text=True, check=False)
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert "to a file or a pipe" in done.stderr


def test_the_archive_is_chosen_before_or_after_or_by_the_environment(folder: Path) -> None:
    run = CliRunner().invoke
    assert run(main, ["stats", "--archive", str(folder)]).exit_code == 0
    assert run(main, ["stats"], env={"TINSO_ARCHIVE": str(folder)}).exit_code == 0
    assert run(main, ["stats"], env={"TINSO_ARCHIVE": str(folder / "none")}).exit_code == 3


def test_no_archive_and_none_made(tmp_path: Path) -> None:
    result = tinso(tmp_path / "data", "search", "dao")
    assert result.exit_code == 3
    assert result.stderr == (
        f"Error: {tmp_path}/data: no archive here; `scrapy crawl` makes one, --archive DIR names another\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_reading_leaves_no_file_behind(folder: Path) -> None:
    for words in (["search", "dao"], ["stats"], ["show", OWN], ["cite", OWN]):
        tinso(folder, *words)
    assert sorted(path.name for path in folder.iterdir()) == [DATABASE, WARC_FOLDER]


def test_help_names_the_exit_codes() -> None:
    text = CliRunner().invoke(main, ["--help"]).stdout
    assert "4  damage found" in text
