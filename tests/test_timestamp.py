"""Timestamps: every form that a portal prints, the impossible ones, and any text at all."""

from __future__ import annotations

import json
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.parser.timestamps.find import find_timestamps, letters_around, read_timestamp

FACTS = Path(__file__).resolve().parents[2] / "shared/facts/timestamps.json"
NOW = datetime.fromisoformat("2024-09-05T08:30:00+07:00")
TIMED = "2020-03-12T09:12:00+07:00"
SECONDS = "2020-03-12T09:12:33+07:00"
DAY = "2020-03-12"


def show(text: str, **options: Any) -> str | None:
    stamp = read_timestamp(text, **options)
    if stamp is None:
        return None
    assert stamp.at.tzinfo is not None
    return stamp.at.isoformat() if stamp.precision == "minute" else stamp.at.date().isoformat()


def facts() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(FACTS.read_text("utf-8")) if FACTS.exists() else []
    return rows


@pytest.mark.skipif(not FACTS.exists(), reason="the facts lie beside the repository, not in it")
@pytest.mark.parametrize("fact", facts(), ids=lambda fact: fact["input"])
def test_the_facts(fact: dict[str, Any]) -> None:
    now = fact.get("reference_now")
    assert show(fact["input"], reference=datetime.fromisoformat(now) if now else None) == fact["expected"]


FORMS = {
    TIMED: """
        12/03/2020 09:12 | 12/03/2020 9:12 SA | 12/03/2020,09:12 | 12/03/2020-09:12 | 09:12-12/03/2020
        Thứ Năm, 12/03/2020 - 09:12 | 09:12 SA, Thứ Năm 12/03/2020 | Thứ Năm 09:12 12/03/2020
        Thứ 5, ngày 12/03/2020 lúc 9h12' | 9g12 12/03/2020 | 12/03/2020 lúc 9h12. | 9h12 ngày 12-3-2020
        12/03/2020 - 09 giờ 12 phút | 9 giờ 12, ngày 12 tháng 3 năm 2020
        Thứ Năm ngày 12 tháng 03 năm 2020 09 giờ 12 phút | 12/03/2020\u00a0\u00a009:12
        1\u200b2/03/2020 09:12 | 12–03–2020 09:12 | 12 Tháng Ba, 2020 lúc 9:12 sáng
        Cập nhật lúc 09:12 ngày 12/03/2020 | Đã đăng vào 12/03/2020 lúc 09:12
        Được đăng: Thứ Năm, 12 Tháng 3 2020 09:12 | Tháng 3 12, 2020 9:12 sáng | 12-Mar-2020 09:12
        March 12th, 2020 at 9:12 am | Thursday, March 12, 2020 9:12 AM | 2020-03-12T09:12+0700
        2020-03-12 02:12 UTC | 2020.03.12 09:12 | 20200312T0912 | 2020-03-12 09:12
        12/03/2020 09:12 (GMT+7) | 12/03/2020 09:12 GMT+07:00 | Thứ Năm ,12/3/2020 , 09 : 12
        Published on Thursday, 12 March 2020 09:12 | Ngày đăng: 12/03/2020 \t\t\t 09:12
        [12/03/2020 09:12]""",
    SECONDS: """
        09:12:33 12/03/2020 | 12/03/2020 09:12:33 | 2020-03-12 09:12:33.123 | 2020-03-12T02:12:33Z
        Thu, 12 Mar 2020 02:12:33 +0000 | Thu, 12 Mar 2020 02:12:33 GMT
        Thu, 12 Mar 2020 09:12:33 +0700 | 1583979153000 | 1583979153 | /Date(1583979153000)/
        20200312091233 | D:20200312091233+07'00' | 2020-03-12+0709:12:33 | Thu Mar 12 09:12:33 ICT 2020
        Mar 12, 2020 9:12:33 AM | 20200312T021233Z | Thu Mar 12 2020 09:12:33 GMT+0700 (Indochina Time)
        12/3/2020 9:12:33 Sáng | 2020-03-11T21:12:33-05:00 | (Cập nhật lúc: 12/03/2020 09:12:33 AM)""",
    DAY: """
        12/03/2020 | 12-03-2020 | 12.3.2020 | 12 / 03 / 2020 | 12/3/20 | (12/03/2020)
        12/03/2020 (GMT+7) | T5, 12/03/2020 | Thứ năm ngày 12/3/2020 | 12 Tháng 3 2020
        ngày 12 tháng 3 năm 2020 | 12 tháng ba, 2020 | 12 thg 3, 2020 | thg 3 12, 2020 | Th3 12, 2020
        Tháng Ba 12, 2020 | March 12, 2020 | 12 Mar 2020 | 12th March 2020 | 12/Mar/2020 | 2020/03/12
        2020-3-12 | 20200312 | 12-thg 3-2020 | Ngày 12, tháng 3, năm 2020 | Mar. 12, 2020
        12/03/2020 12:00 AM | 12/03/2020 12:00:00 SA | 12/03/2020 25:61 | Ngày đăng: 12-03-2020
        2020 March 12 | Tin đăng ngày: 12/3/2020 - Xem: 345 | Written by Quản trị on 12 March 2020
        March the 12th 2020""",
}


def cases() -> list[tuple[str, str]]:
    found = []
    for expected, block in FORMS.items():
        for line in block.strip().splitlines():
            found += [(form.strip(), expected) for form in line.split(" | ") if form.strip()]
    return found


@pytest.mark.parametrize(("text", "expected"), cases())
def test_a_form_and_its_meaning(text: str, expected: str) -> None:
    assert show(text) == expected


@pytest.mark.parametrize(("text", "expected"), cases()[:12])
def test_decomposed_letters_and_hard_spaces_change_nothing(text: str, expected: str) -> None:
    assert show(unicodedata.normalize("NFD", text).replace(" ", "\u00a0")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12/03/2020 13:00 PM", "2020-03-12T13:00:00+07:00"),
        ("12/03/2020 12:30 AM", "2020-03-12T00:30:00+07:00"),
        ("12/03/2020 0:15 PM", "2020-03-12T12:15:00+07:00"),
        ("12/03/2020 3:05 CH", "2020-03-12T15:05:00+07:00"),
        ("15h ngày 12/03/2020", "2020-03-12T15:00:00+07:00"),
        ("12/03/2020 lúc 3 giờ chiều", "2020-03-12T15:00:00+07:00"),
        ("12/03/2020 lúc 8 giờ tối", "2020-03-12T20:00:00+07:00"),
        ("12/03/2020 lúc 1h trưa", "2020-03-12T13:00:00+07:00"),
        ("12/03/2020 lúc 12h đêm", "2020-03-12T00:00:00+07:00"),
        ("12/03/2020 00:00", "2020-03-12T00:00:00+07:00"),
        ("12/03/2020, 08:00-10:30", "2020-03-12T08:00:00+07:00"),
        ("3/25/2020 3:45:12 PM", "2020-03-25T15:45:12+07:00"),
        ("15 Tháng Mười Một 2023", "2023-11-15"),
        ("05 tháng năm 2023", "2023-05-05"),
        ("29/2/2024", "2024-02-29"),
        ("1/2/98", "1998-02-01"),
        ("Cập nhật: 13/03/2020 10:00 | Ngày đăng: 12/03/2020 09:12", TIMED),
        ("Ngày ban hành: 01/02/2020 - Ngày đăng: 12/03/2020", DAY),
        ("09:12 12/03/2020 10:00 13/03/2020", TIMED),
        ("2021-04-16T17:30:00Z", "2021-04-17T00:30:00+07:00"),
    ],
)
def test_the_finer_points(text: str, expected: str) -> None:
    assert show(text) == expected


NONE = """
    Ngày 16/72/2020 | 31/02/2024 | 29/02/2023 | 31/12/9999 | 01/01/0001 | 1900-01-01T00:00:00
    12/25/2020 | 0/3/2020 | 31 tháng 2 năm 2020 | 12 tháng 13 năm 2020 | Tháng 3 năm 2020
    Năm học 2020 - 2021 | từ 12-15/03/2020 | 12/03 | điện thoại 0912.03.2020 | 12.03.2020.1
    1191/QĐ-TTg | Hôm nay, thứ năm ngày 12/03/2020 | Hôm nay: 12/03/2020 09:12
    mùng 5 tháng Giêng năm 2020 | Lượt xem: 2020 | 024.3736.6620 | 3 giờ trước | 09:12
    Kế hoạch tháng 5 - 2020: 12 người | 9999999999999 | 00000000 | 20201350"""


@pytest.mark.parametrize("text", NONE.replace("\n", "|").split("|")[1:])
def test_what_is_no_timestamp(text: str) -> None:
    assert show(text.strip()) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 phút trước", "2024-09-05T08:25:00+07:00"),
        ("cập nhật 5 phút trước", "2024-09-05T08:25:00+07:00"),
        ("1 giờ 20 phút trước", "2024-09-05T07:10:00+07:00"),
        ("một giờ trước", "2024-09-05T07:30:00+07:00"),
        ("2 hours ago", "2024-09-05T06:30:00+07:00"),
        ("vừa xong", "2024-09-05T08:30:00+07:00"),
        ("hôm qua", "2024-09-04"),
        ("2 ngày trước", "2024-09-03"),
        ("16:05 hôm qua", "2024-09-04T16:05:00+07:00"),
        ("Yesterday at 16:05", "2024-09-04T16:05:00+07:00"),
        ("Hôm nay lúc 7:15 SA", "2024-09-05T07:15:00+07:00"),
        ("2 tháng trước", None),
        ("năm trước", None),
        ("hôm nay", None),
    ],
)
def test_times_told_from_now(text: str, expected: str | None) -> None:
    assert show(text, reference=NOW) == expected
    assert show(text) is None


def test_midnight_is_a_day_where_the_layout_says_so() -> None:
    assert show("12/03/2020 00:00", day_only_midnight=True) == DAY
    assert show("12/03/2020 | 12:00 AM", day_only_midnight=True) == DAY
    assert show("12/03/2020 00:01", day_only_midnight=True) == "2020-03-12T00:01:00+07:00"


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("Thứ sáu, 12/03/2020", ("weekday_mismatch",)),
        ("Thứ sáu, 09:12 12/03/2020", ("weekday_mismatch",)),
        ("Thứ năm, 12/03/2020", ()),
        ("Chủ nhật - 15/03/2020 06:20", ()),
        ("12/03/2020 14:00 AM", ("meridiem_mismatch",)),
        ("12/03/2020 25:61", ("clock_impossible",)),
        ("3/25/2020 3:45 PM", ("month_first",)),
    ],
)
def test_what_is_odd_is_flagged(text: str, flags: tuple[str, ...]) -> None:
    stamp = read_timestamp(text)
    assert stamp is not None
    assert stamp.flags == flags


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Ngày đăng: 12/03/2020", ["published"]),
        ("Đăng lúc 09:12 - 12/03/2020", ["published"]),
        ("Publish date 27/09/2019 | 05:18 PM", ["published"]),
        ("Submitted by Ban biên tập on 18 October 2019", ["published"]),
        ("Posted on Thứ Năm, 12/03/2020", ["published"]),
        ("Ngày xuất bản: Thứ năm, 12/03/2020", ["published"]),
        ("Ngày đăng 12/03/2020 09:12 | Cập nhật: 13/03/2020 10:00", ["published", "modified"]),
        ("Cập nhật lúc: 13/03/2020", ["modified"]),
        ("Lần cập nhật cuối 13/03/2020", ["modified"]),
        ("Last updated: 13/03/2020", ["modified"]),
        ("Sửa lần cuối ngày 13/03/2020", ["modified"]),
        ("Hôm nay, thứ năm ngày 12/03/2020", ["clock"]),
        ("Ngày ban hành: 12/03/2020", ["issued"]),
        ("có hiệu lực từ ngày 12/03/2020", ["issued"]),
        ("Quyết định số 1191/QĐ-TTg ngày 05/8/2020", ["issued"]),
        ("Ngày đăng ký: 12/03/2020", ["issued"]),
        ("Thanh Hóa, ngày 06 tháng 10 năm 2020", ["issued"]),
        ("Thứ năm, 12/03/2020 09:12", [None]),
        ("Ngày đăng hồ sơ của các bên 12/03/2020", [None]),
    ],
)
def test_what_a_label_says(text: str, labels: list[str | None]) -> None:
    found = find_timestamps(text)
    assert [item.label for item in found] == labels
    assert found[0].timestamp.at.year in (2019, 2020)


def test_a_span_lies_in_the_text_as_given() -> None:
    text = unicodedata.normalize("NFD", "Đăng lúc: ") + "12\u200b/03/2020 09:12 | Lượt xem: 12"
    (found,) = find_timestamps(text)
    assert text[found.start : found.end] == "12\u200b/03/2020 09:12"
    assert text[found.label_start :].startswith(unicodedata.normalize("NFD", "Đăng"))


@pytest.mark.parametrize(
    ("text", "few"),
    [
        ("Thứ năm, 12/03/2020 09:12 | Lượt xem: 120", True),
        ("Ngày đăng: 12/03/2020 | Cập nhật: 13/03/2020", True),
        ("Ngày 12/03/2020, Sở Thông tin và Truyền thông tổ chức hội nghị", False),
    ],
)
def test_a_date_line_has_no_letters_around(text: str, few: bool) -> None:
    assert (letters_around(text, find_timestamps(text)) == 0) is few


PIECES = st.sampled_from(
    [
        "12/03/2020 ",
        "09:12 ",
        "thứ năm, ",
        "ngày ",
        "tháng ",
        "3 ",
        "năm ",
        "2020 ",
        "- ",
        "/",
        ":",
        ". ",
        ", ",
        "h",
        "\u200b",
        "\u0301",
        "lúc ",
        "đăng ",
        "T",
        "+07",
        "AM ",
        "99 ",
        "trước ",
        "hôm qua ",
        "giờ ",
        "Mar ",
        "İ",
        "ß",
        "ﬁ",
        "/Date(",
        "Z",
        "(GMT+7) ",
        "\n",
        "\t",
        "số 12/QĐ ",
    ]
)


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)))
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_without_an_error(text: str) -> None:
    for found in find_timestamps(text, reference=NOW):
        assert 0 <= found.label_start <= found.start < found.end <= len(text)
        assert found.timestamp.at.utcoffset() == NOW.utcoffset()
        assert 1989 <= found.timestamp.at.year <= 2101
    read_timestamp(text, reference=NOW)


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "12/",
        "12/03/2020 ",
        "9:",
        "09:12 ",
        " ",
        "ngày ",
        "thứ hai ",
        "đăng bởi ",
        "12 tháng ",
        "- ",
        "1 giờ ",
        "hôm qua ",
        ", ",
        "a1/",
        "Posted by ",
        "lan cap nhat ",
    ],
)
def test_the_cost_grows_with_the_length_alone(piece: str) -> None:
    # Counted in seconds only to catch an exponential or cubic pattern, which would take minutes.
    from time import process_time

    text = "2020 trước " + piece * (18_000 // len(piece))
    before = process_time()
    find_timestamps(text, reference=NOW)
    read_timestamp(text, reference=NOW)
    assert process_time() - before < 2.0
