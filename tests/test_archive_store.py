"""Saving: one article a page, one version a text, one capture a response."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from archive.articles import Saved
from archive.records import Article, Attachment, Problem, SaveOutcome
from archive.rows import article_of
from archive.store import Archive, reading
from tests.archive_samples import BODY, NOW, ORIGIN, article, capture

OWN = "https://sotttt.saomai.gov.vn/tin/1"
OTHER = "https://sotttt.saomai.gov.vn/en/tin/1"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "data") as opened:
        yield opened


def save(archive: Archive, item: Article, minutes: int = 0) -> SaveOutcome:
    with archive.transaction():
        return archive.save(item, capture(item.url, minutes=minutes), ORIGIN)


def count(archive: Archive, table: str) -> int:
    return int(archive.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def contents(archive: Archive) -> list[tuple[object, ...]]:
    tables = ("articles", "addresses", "versions", "captures")
    return [row for table in tables for row in archive.db.execute(f"SELECT * FROM {table}")]


def test_an_article_comes_back_as_it_went_in(archive: Archive) -> None:
    item = article()
    assert save(archive, item) == "new"
    row = next(iter(archive.db["versions"].rows))
    assert article_of(row, item.url) == item
    kept = next(iter(archive.db["articles"].rows))
    assert kept["published_at"] == "2024-03-05T08:30:00+07:00"
    assert kept["published_on"] == "2024-03-05"
    assert kept["first_seen_at"] == kept["last_seen_at"] == "2026-11-24T14:24:50Z"
    assert json.loads(kept["authors"]) == ["Nguyễn Hiền"]
    assert (kept["portal"], kept["department"]) == ("sotttt-sao-mai", "tttt")


def test_an_unchanged_visit_only_adds_a_capture(archive: Archive) -> None:
    save(archive, article())
    assert save(archive, article(), minutes=60) == "unchanged"
    assert (count(archive, "articles"), count(archive, "versions"), count(archive, "captures")) == (1, 1, 2)
    assert archive.db.execute("SELECT last_seen_at FROM articles").fetchone()[0] == "2026-11-24T15:24:50Z"


@pytest.mark.parametrize(
    "changes",
    [
        {"headline": "Bế giảng lớp đào tạo"},
        {"body": BODY + "\n\nThêm một đoạn."},
        {"lead": None},
        {"attachments": (Attachment("https://sotttt.saomai.gov.vn/tep/kh2.pdf", "Kế hoạch 1191/KH-STTTT"),)},
    ],
)
def test_a_changed_text_is_a_version(archive: Archive, changes: dict[str, object]) -> None:
    save(archive, article())
    assert save(archive, article(**changes), minutes=1) == "changed"  # type: ignore[arg-type]  # names of fields
    assert (count(archive, "articles"), count(archive, "versions")) == (1, 2)
    assert archive.db.execute("SELECT version FROM articles").fetchone()[0] == 2


def test_a_text_that_returns_is_the_version_it_was(archive: Archive) -> None:
    save(archive, article())
    save(archive, article(body="Khác."), minutes=1)
    assert save(archive, article(), minutes=2) == "changed"
    assert count(archive, "versions") == 2
    assert archive.db.execute("SELECT version, body FROM articles").fetchone() == (1, BODY)


def test_another_reading_of_date_or_byline_makes_no_version(archive: Archive) -> None:
    save(archive, article(published_at=None, published_precision=None, byline=None, authors=()))
    assert save(archive, article(), minutes=1) == "unchanged"
    bare = article(published_at=None, published_precision=None, authors=(), byline=None)
    assert save(archive, bare) == "unchanged"
    row = archive.db.execute(
        "SELECT published_at, published_precision, byline, authors FROM articles"
    ).fetchone()
    assert row == ("2024-03-05T08:30:00+07:00", "minute", "Nguyễn Hiền - Văn phòng Sở", '["Nguyễn Hiền"]')


def test_a_page_that_shows_the_day_only_does_not_blur_the_minute(archive: Archive) -> None:
    save(archive, article())
    day = article().published_at
    assert day is not None
    save(archive, article(published_at=day.replace(hour=0, minute=0), published_precision="day"), minutes=1)
    row = archive.db.execute("SELECT published_at, published_precision FROM articles").fetchone()
    assert row == ("2024-03-05T08:30:00+07:00", "minute")


def test_an_older_capture_does_not_overtake_a_newer(archive: Archive) -> None:
    save(archive, article(), minutes=60)
    assert save(archive, article(body="Bản cũ hơn."), minutes=0) == "changed"
    row = archive.db.execute("SELECT body, version, first_seen_at FROM articles").fetchone()
    assert row == (BODY, 1, "2026-11-24T14:24:50Z")


def test_the_same_article_under_another_path_is_an_alias(archive: Archive) -> None:
    save(archive, article())
    assert save(archive, article(OTHER), minutes=1) == "alias"
    assert save(archive, article(OTHER), minutes=2) == "alias"
    assert save(archive, article(), minutes=3) == "unchanged"
    assert (count(archive, "articles"), count(archive, "addresses"), count(archive, "captures")) == (1, 2, 4)
    assert archive.db.execute("SELECT url FROM articles").fetchone()[0] == OWN


def test_an_alias_that_goes_its_own_way_is_an_article(archive: Archive) -> None:
    save(archive, article())
    save(archive, article(OTHER), minutes=1)
    assert save(archive, article(OTHER, headline="Một tin khác hẳn", body="Khác."), minutes=2) == "new"
    assert save(archive, article(OTHER, headline="Một tin khác hẳn", body="Khác."), minutes=3) == "unchanged"
    assert save(archive, article(), minutes=4) == "unchanged"
    assert count(archive, "articles") == 2


@pytest.mark.parametrize("order", [(OWN, OTHER), (OTHER, OWN)])
def test_an_edit_seen_under_both_paths_leaves_one_article(archive: Archive, order: tuple[str, str]) -> None:
    save(archive, article(OWN))
    save(archive, article(OTHER), minutes=1)
    for minutes, url in enumerate(order, start=2):
        save(archive, article(url, body=BODY + "\n\nĐính chính."), minutes=minutes)
    assert (count(archive, "articles"), count(archive, "versions"), count(archive, "captures")) == (1, 2, 4)
    assert count(archive, "captures WHERE article_id IS NULL") == 0
    assert archive.db.execute("SELECT url FROM articles").fetchone()[0] == OWN


def test_twins_of_different_days_or_portals_stay_apart(archive: Archive) -> None:
    save(archive, article())
    day = article().published_at
    assert day is not None
    assert save(archive, article(OTHER, published_at=day.replace(day=9))) == "new"
    with archive.transaction():
        elsewhere = archive.save(article("https://khac.gov.vn/1"), capture(), ORIGIN.__class__(portal="khac"))
    assert elsewhere == "new"


def test_notices_without_text_are_told_apart_by_their_attachments(archive: Archive) -> None:
    def notice(url: str, file: str | None) -> Article:
        files = (Attachment(f"https://sotttt.saomai.gov.vn/tep/{file}", "Tệp"),) if file else ()
        return article(url, headline="Thông báo", lead=None, body="", attachments=files)

    assert save(archive, notice("https://a.vn/1", "a.pdf")) == "new"
    assert save(archive, notice("https://a.vn/2", "b.pdf")) == "new"
    assert save(archive, notice("https://a.vn/3", "a.pdf")) == "alias"
    assert save(archive, notice("https://a.vn/4", None)) == "new"
    assert save(archive, notice("https://a.vn/5", None)) == "new"


def test_notices_that_are_a_picture_are_told_by_a_long_headline_and_their_minute(archive: Archive) -> None:
    long = "Thông tư ban hành Danh mục và Quy trình kiểm định thiết bị viễn thông"
    picture = article("https://a.vn/1", headline=long, lead=None, body="", attachments=())
    assert save(archive, picture) == "new"
    assert save(archive, dataclasses.replace(picture, url="https://a.vn/muc/1")) == "alias"
    at = picture.published_at
    assert at is not None
    later = dataclasses.replace(picture, url="https://a.vn/2", published_at=at + timedelta(minutes=1))
    assert save(archive, later) == "new"


def test_spellings_of_an_address_are_one(archive: Archive) -> None:
    save(archive, article(OWN))
    for spelling in (
        "http://sotttt.saomai.gov.vn/tin/1",
        "https://SOTTTT.saomai.gov.vn:443/tin/1?utm_source=zalo#top",
    ):
        assert save(archive, article(spelling, body="Đổi " + spelling), minutes=1) == "changed"
    assert (count(archive, "articles"), count(archive, "addresses")) == (1, 1)


def test_saving_the_same_again_changes_nothing(archive: Archive) -> None:
    seen = capture()
    with archive.transaction():
        archive.add_capture(seen, portal=ORIGIN.portal)
        archive.save(article(), seen, ORIGIN)
    before = contents(archive)
    with archive.transaction():
        archive.save(article(), seen, ORIGIN)
        archive.add_capture(seen, portal=ORIGIN.portal)
    assert contents(archive) == before
    assert count(archive, "captures") == 1
    assert archive.db.execute("SELECT article_id, version FROM captures").fetchone() == (1, 1)


def test_gone_until_seen_again(archive: Archive) -> None:
    save(archive, article())
    with archive.transaction():
        assert archive.mark_gone(OWN, NOW.replace(hour=15))
        assert not archive.mark_gone("https://sotttt.saomai.gov.vn/khong-co", NOW)
    assert archive.db.execute("SELECT gone_at FROM articles").fetchone()[0] == "2026-11-24T15:24:50Z"
    save(archive, article(), minutes=600)
    assert archive.db.execute("SELECT gone_at FROM articles").fetchone()[0] is None


def test_what_a_transaction_did_goes_with_it(archive: Archive) -> None:
    def work() -> None:
        with archive.transaction():
            archive.save(article(), capture(), ORIGIN)
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        work()
    assert count(archive, "articles") == count(archive, "captures") == 0


def test_runs_and_problems(archive: Archive, tmp_path: Path) -> None:
    with archive.transaction():
        run = archive.start_run(NOW, {"portal": "sotttt-sao-mai"}, ["sotttt-sao-mai"])
        archive.add_problem(Problem(OWN, "http-404", NOW, portal="sotttt-sao-mai"), run_id=run)
        archive.save(article(), capture(), ORIGIN, run_id=run)
        archive.end_run(run, NOW, 3, {"pages": 2})
    with reading(tmp_path / "data") as db:
        run_row = db.execute("SELECT exit_code, report, command FROM runs").fetchone()
        assert run_row == (3, '{"pages":2}', "crawl portal")
        assert db.execute("SELECT reason, times FROM problem_counts").fetchone() == ("http-404", 1)
        assert db.execute("SELECT run_id FROM captures").fetchone() == (run,)


def test_saved_says_which_version(archive: Archive) -> None:
    with archive.transaction():
        saved = archive._articles.save(article(), ORIGIN, "2026-11-24T14:24:50Z")
    assert saved == Saved("new", 1, 1)


def test_the_way_back_is_no_part_of_an_address(archive: Archive) -> None:
    back = "redirect=https%3A%2F%2Fsotttt.saomai.gov.vn%2Ftin%3Fp_p_id%3D101&inheritRedirect=false"
    assert save(archive, article("https://sotttt.saomai.gov.vn/-/view_content/12-a?" + back)) == "new"
    ((url,),) = archive.db.execute("SELECT url FROM articles").fetchall()
    assert url == "https://sotttt.saomai.gov.vn/-/view_content/12-a"


def test_one_text_under_two_numbers_is_two_articles(tmp_path: Path) -> None:
    """The portal posted it twice; the same number under another path is the same article."""
    base = "https://sotttt.saomai.gov.vn"
    urls = (
        f"{base}/tin/4380315-lop-hoc.html",
        f"{base}/tin/4380333-lop-hoc-1.html",
        f"{base}/en/4380315-lop-hoc.html",
    )
    with Archive.open(tmp_path) as archive, archive.transaction():
        found = [archive.save(article(url), capture(url), ORIGIN) for url in urls]
    assert found == ["new", "new", "alias"]
