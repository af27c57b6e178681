"""Vietnamese search: from the stock shell in one line, and for whatever a person types."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from archive.records import Attachment
from archive.search import BadQuery, Query, search
from archive.sqlite import DATABASE
from archive.store import Archive, reading
from tests.archive_samples import ORIGIN, article, capture

TEXTS = {
    1: ("Khai giảng lớp đào tạo nghề", "Sở tổ chức lớp học cho lao động nông thôn ở địa phương."),
    2: (
        "Tăng cường công tác cải cách hành chính",
        "Theo Quyết định số 1191/QĐ-TTg ngày 5/9/2023 của Thủ tướng.",
    ),
    3: ("Thông báo bán đấu giá tài sản", "Bán thanh lý xe ô tô cũ của cơ quan."),
    4: ("Bản tin nông nghiệp", "Bản tin tuần này nói về đạo tạo giống lúa."),
    5: ("Ban chỉ đạo họp", "Ban chỉ đạo nghe báo cáo về chuyển đổi số. Ban, ban, ban."),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("data")
    with Archive.open(place) as archive, archive.transaction():
        for number, (headline, body) in TEXTS.items():
            url = f"https://sotttt.saomai.gov.vn/tin/{number}"
            files = (Attachment(f"{url}.pdf", "Phụ lục số 77"),) if number == 3 else ()
            item = article(
                url, headline=headline, body=body, lead=None, byline=None, captions=(), attachments=files
            )
            archive.save(item, capture(url), ORIGIN)
    return place


@pytest.fixture
def db(folder: Path) -> Iterator[Database]:
    with reading(folder) as opened:
        yield opened


def found(db: Database, text: str, **options: object) -> list[int]:
    hits = search(db, Query(text, **options))  # type: ignore[arg-type]  # names of Query's fields
    return [int(hit.url.rpartition("/")[2]) for hit in hits]


def shell(folder: Path, sql: str) -> str:
    program = shutil.which("sqlite3", path="/usr/bin:/bin:/usr/local/bin")
    if program is None:
        pytest.skip("no sqlite3 shell on this machine")
    return subprocess.run(
        [program, str(folder / DATABASE), sql], capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.mark.parametrize("typed", ["dao tao", "đào tạo", "Đào tạo", "ĐÀO TẠO", "DAO TAO", "đao tao"])
def test_the_one_liner_in_the_stock_shell(folder: Path, typed: str) -> None:
    sql = (
        f"SELECT headline, published_at, snippet FROM search WHERE q MATCH '{typed}' ORDER BY score LIMIT 10"
    )
    first = shell(folder, sql).splitlines()[0]
    assert first == "Khai giảng lớp đào tạo nghề|2024-03-05T08:30:00+07:00|Khai giảng lớp [đào] [tạo] nghề"


def test_the_one_liner_in_python(folder: Path) -> None:
    connection = sqlite3.connect(folder / DATABASE)
    rows = connection.execute("SELECT id FROM search WHERE q MATCH 'dao tao' ORDER BY score").fetchall()
    connection.close()
    assert rows == [(1,), (4,)]


def test_the_shell_sorts_before_it_makes_snippets(folder: Path) -> None:
    sql = "EXPLAIN QUERY PLAN SELECT snippet FROM search WHERE q MATCH 'ban' ORDER BY score LIMIT 10"
    assert "TEMP B-TREE" not in shell(folder, sql)


def test_grouping_in_the_shell(folder: Path) -> None:
    assert shell(folder, "SELECT portal, count(*) FROM search WHERE q MATCH 'ban' GROUP BY portal") == (
        "sotttt-sao-mai|3"
    )


@pytest.mark.parametrize(
    ("typed", "hits"),
    [
        ("đào tạo", [1, 4]),
        ("dao tao", [1, 4]),
        ("Đào tạo nghề", [1]),
        ("1191/QĐ-TTg", [2]),
        ("1191/qd-ttg", [2]),
        ("QĐ-TTg 1191", [2]),
        ('"chuyển đổi số"', [5]),
        ('"đổi chuyển"', []),
        ("chuy*", [5]),
        ("phụ lục 77", [3]),
        ("không-có-từ-này", []),
        ("*", None),
        ("--- / ( )", None),
        ("", None),
    ],
)
def test_what_a_person_types(db: Database, typed: str, hits: list[int] | None) -> None:
    if hits is None:
        with pytest.raises(BadQuery):
            found(db, typed)
    else:
        assert found(db, typed) == hits


@pytest.mark.parametrize(("typed", "first"), [("bán", 3), ("bản", 4), ("Đạo tạo", 4)])
def test_the_spelling_as_typed_comes_first(db: Database, typed: str, first: int) -> None:
    hits = found(db, typed)
    assert hits[0] == first
    assert len(hits) > 1


def test_words_that_follow_one_another_count_more(db: Database) -> None:
    assert found(db, "ban chi dao")[0] == 5


def test_the_snippet_marks_the_original(db: Database) -> None:
    (hit,) = search(db, Query("lao dong"))
    assert "[lao động]" in hit.snippet or "[lao] [động]" in hit.snippet
    assert hit.score < 0


@pytest.mark.parametrize(
    ("options", "hits"),
    [
        ({"portal": "sotttt-sao-mai"}, {3, 4, 5}),
        ({"portal": "khac"}, set()),
        ({"province": "Sao Mai", "department": "tttt"}, {3, 4, 5}),
        ({"since": "2024-03-05"}, {3, 4, 5}),
        ({"since": "2024-03-06"}, set()),
        ({"until": "2024-03-05"}, {3, 4, 5}),
        ({"until": "2024-03"}, {3, 4, 5}),
        ({"until": "2024-02"}, set()),
        ({"headline_only": True, "order": "date"}, {3, 4, 5}),
    ],
)
def test_filters(db: Database, options: dict[str, object], hits: set[int]) -> None:
    assert set(found(db, "ban", **options)) == hits


def test_fts5_as_it_is(db: Database) -> None:
    assert set(found(db, "ban NOT dao", fts=True)) == {3}
    assert found(db, "headline_d : nong", fts=True) == [4]
    with pytest.raises(BadQuery, match="not an FTS5 expression"):
        found(db, "1191/QĐ", fts=True)
    with pytest.raises(BadQuery, match="not an FTS5 expression"):
        found(db, "khong_co_cot : x", fts=True)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(
        alphabet=st.one_of(st.sampled_from('"*^:(){}-+,.ANDORTĐđạ\x00 '), st.characters()), max_size=30
    )
)
def test_no_text_is_a_syntax_error(db: Database, text: str) -> None:
    try:
        found(db, text)
    except BadQuery:
        assert not any(ch.isalnum() for ch in text)


_INSERT = (
    "INSERT INTO articles (url, portal, headline, body, first_seen_at, last_seen_at, text_digest)"
    " VALUES ('https://x.vn/9', 'x', 'Bài đơn', '{}', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '')"
)
STOCK_WRITES = [
    "UPDATE articles SET headline = 'Đổi tên bài', byline = 'Đặng Đình' WHERE id = 1",
    "DELETE FROM articles WHERE id = 2",
    _INSERT.format("Đường đi"),
    _INSERT.format("Đường về") + " ON CONFLICT (url) DO UPDATE SET body = excluded.body",
    "UPDATE articles SET last_seen_at = '2027-01-01T00:00:00Z'",
]


def test_the_index_follows_what_the_stock_shell_writes(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / DATABASE, tmp_path / DATABASE)
    for statement in STOCK_WRITES:
        shell(tmp_path, statement)

    def ids(text: str) -> str:
        return shell(tmp_path, f"SELECT group_concat(id) FROM search WHERE q MATCH '{text}'")

    assert ids("doi ten") == ids("đổi tên") == ids("dang dinh") == "1"
    assert ids("khai giang") == ids("1191") == ids("duong di") == ""
    assert ids("duong ve") == "6"
    shell(tmp_path, "INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")
