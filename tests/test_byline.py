"""Bylines: who wrote and where it came from, in every manner of print; and the many lines that are none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.parser.bylines.read import Position, byline_likelihood, read_byline

FACTS = Path(__file__).resolve().parents[2] / "shared/facts/bylines.json"


def facts() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(FACTS.read_text("utf-8")) if FACTS.exists() else []
    return rows


@pytest.mark.skipif(not FACTS.exists(), reason="the facts lie beside the repository, not in it")
@pytest.mark.parametrize("fact", facts(), ids=lambda fact: fact["input"])
def test_the_facts(fact: dict[str, Any]) -> None:
    byline = read_byline(fact["input"], position=fact["position"])
    assert (list(byline.authors) if byline else []) == fact["authors"]
    assert (byline.source if byline else None) == fact["source"]


# A line as printed > its authors, parted by ";" > its source.
BYLINES = """
Lê Nam > Lê Nam >
(Lê Nam) > Lê Nam >
* Lê Nam > Lê Nam >
**Lê Nam** > Lê Nam >
LÊ NAM > LÊ NAM >
VĂN HÀO - TRẦN HỮU > VĂN HÀO; TRẦN HỮU >
Thanh Tùng, Ngọc Hà và Văn Đức > Thanh Tùng; Ngọc Hà; Văn Đức >
Lò Văn Thoa > Lò Văn Thoa >
H’Hen Niê > H’Hen Niê >
Y Moan Êban > Y Moan Êban >
Giàng A Páo - Đài TTTH huyện > Giàng A Páo > Đài TTTH huyện
T.Tùng > T.Tùng >
N. Hà - T. Đức > N. Hà; T. Đức >
Ng.Hà > Ng.Hà >
L.N > L.N >
P.V > P.V >
Nhóm PV > Nhóm PV >
BBT (tổng hợp) > BBT >
Lê Nam (ST) > Lê Nam >
Lê Nam - tổng hợp > Lê Nam >
Lê Nam (CTV) > Lê Nam >
Lê Nam/TTXVN > Lê Nam > TTXVN
Lê Nam (TTXVN) > Lê Nam > TTXVN
Lê Nam (theo VnExpress) > Lê Nam > VnExpress
Thu Hà (Báo Thanh Hóa) > Thu Hà > Báo Thanh Hóa
Nguyễn Thị Hoa - Phòng VH&TT huyện Nga Sơn > Nguyễn Thị Hoa > Phòng VH&TT huyện Nga Sơn
Lê Nam tổng hợp > Lê Nam >
PV Lê Nam > Lê Nam >
MINH ANH > MINH ANH >
[Lê Nam] > Lê Nam >
Hương > Hương >
LN > LN >
Lê Nam/Vietnam+ > Lê Nam > Vietnam+
Quỳnh Anh-Lê Hải > Quỳnh Anh; Lê Hải >
Nguyễn Hiền Sở TTTT Thanh Hóa > Nguyễn Hiền > Sở TTTT Thanh Hóa
Tin và ảnh Nguyễn Văn Nam > Nguyễn Văn Nam >
Tác giả - Nguyễn Văn Nam > Nguyễn Văn Nam >
BS. CKII Nguyễn Văn Nam - Trung tâm Y tế huyện > Nguyễn Văn Nam > Trung tâm Y tế huyện
Lê Thị Hồng Nhung, Giáo viên trường THCS Lê Lợi > Lê Thị Hồng Nhung >
Tổng hợp từ Internet > > Internet
Trần Nam (Sở GD&ĐT) > Trần Nam > Sở GD&ĐT
ThS. Lê Lan – Viện KHXH > Lê Lan > Viện KHXH
PGS.TS Trần Hậu, Học viện Chính trị > Trần Hậu > Học viện Chính trị
Trang Anh > Trang Anh >
Phạm Văn Đồng – Chủ tịch Hội Nông dân xã > Phạm Văn Đồng >
Đỗ Thị Ngọc Lan (lớp 12A1) > Đỗ Thị Ngọc Lan >
Tác giả: Lê Nam > Lê Nam >
Tác gỉa : Lê Nam > Lê Nam >
Tác giả bài viết: Lê Nam > Lê Nam >
Tịn, ảnh: Lê Hoa > Lê Hoa >
Tin bài: Minh Anh > Minh Anh >
Tin, bài: Minh Anh > Minh Anh >
Bài và ảnh: Minh Anh > Minh Anh >
Bài, ảnh: Nguyễn Văn Nam – Trần Hà > Nguyễn Văn Nam; Trần Hà >
Tin: Thu Hà; ảnh: Minh Đức > Thu Hà >
Thực hiện: Lê Nam > Lê Nam >
TH: Lê Nam > Lê Nam >
Người viết: Đỗ Hải > Đỗ Hải >
Biên tập: Thu Hà > Thu Hà >
Bút danh: Hoa Xuân > Hoa Xuân >
Phóng viên: Lê Nam > Lê Nam >
Đăng bởi: Nguyễn Hiền > Nguyễn Hiền >
Viết bởi Nguyễn Hiền > Nguyễn Hiền >
By John Smith > John Smith >
Bài viết: Phòng CNTT > > Phòng CNTT
Tác giả: Trường THCS Lê Lợi > > Trường THCS Lê Lợi
Tác giả: Thu Hà   Nguồn tin: Báo Thanh Hóa > Thu Hà > Báo Thanh Hóa
Nguồn tìn: Báo Thanh Hóa > > Báo Thanh Hóa
Nguồn:Google > > Google
Nguồn: https://mic.gov.vn/tin-tuc/123.html > > https://mic.gov.vn/tin-tuc/123.html
(Nguồn HNP) > > HNP
Theo chinhphu.vn > > chinhphu.vn
Theo vnexpress > > vnexpress
Theo https://mic.gov.vn/ > > https://mic.gov.vn/
Theo Báo Tuổi trẻ Online > > Báo Tuổi trẻ Online
Theo Sở Văn hóa, Thể thao và Du lịch > > Sở Văn hóa, Thể thao và Du lịch
Theo Lê Tỉnh (Người lao động) > Lê Tỉnh > Người lao động
Theo Hồ Hương, Đại Đoàn kết > Hồ Hương > Đại Đoàn kết
Theo Minh Anh/VnExpress > Minh Anh > VnExpress
Dương Ngọc, Nhịp sống thị trường > Dương Ngọc > Nhịp sống thị trường
http://ictnews.vn > > http://ictnews.vn
Phòng Báo chí – Xuất bản – Truyền thông > > Phòng Báo chí – Xuất bản – Truyền thông
Đoàn Thanh niên Sở TT&TT Hà Nội > > Đoàn Thanh niên Sở TT&TT Hà Nội
Thanh tra Sở TT&TT > > Thanh tra Sở TT&TT
"""


@pytest.mark.parametrize("row", BYLINES.strip().splitlines())
def test_who_wrote_and_where_it_is_from(row: str) -> None:
    line, authors, source = (cell.strip() for cell in row.split(">"))
    byline = read_byline(line, position="tail")
    assert byline is not None
    assert "; ".join(byline.authors) == authors
    assert (byline.source or "") == source


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("Tác giả: Trường THCS Lê Lợi", "Tác giả: Trường THCS Lê Lợi"),
        ("(Nguồn HNP)", "(Nguồn HNP)"),
        ("(Theo Chinhphu.vn )", "(Theo Chinhphu.vn )"),
        ("Thu Hà   (tổng hợp)", "Thu Hà (tổng hợp)"),
        ("**_Tiến Dũng_**", "Tiến Dũng"),
        ("T.HThống kê truy cập", "T.H"),
        ("Lê NamLượt xem: 120", "Lê Nam"),
        ("Lê Nam./.", "Lê Nam"),
        ("Minh Anh | 12/03/2020 09:12", "Minh Anh"),
        ("Submitted by Ban biên tập on 18 October 2019", "Submitted by Ban biên tập"),
        ("\u200bLe\u0302 Nam\u00a0", "Lê Nam"),
    ],
)
def test_the_text_is_as_printed(line: str, text: str) -> None:
    byline = read_byline(line, position="tail")
    assert byline is not None
    assert byline.text == text


@pytest.mark.parametrize("line", ["(Tổng hợp)", "Nguồn: Sưu tầm", "Sưu tầm", "(TH)"])
def test_a_role_may_stand_without_a_name(line: str) -> None:
    byline = read_byline(line, position="tail")
    assert byline is not None
    assert (byline.text, byline.authors, byline.source) == (line, (), None)
    assert byline_likelihood(line) > 0.5


NO_BYLINES = """
admin
Admin
admin admin
User Admin
quantri
Pho Ban bien tap
bientap
Super User
webmaster
Administrator
editor1
sotttt.thanhhoa
nvhien@thanhhoa.gov.vn
Tác giả: admin
Người đăng: Quản trị
Quản trị viên
Viết bởi Super User
Facebook: Nguyễn Hiền
https://www.facebook.com/nguyenhien
Ảnh: Mạc Vy
Ảnh tư liệu
Hình ảnh: Minh Anh
Ông Lê Nam, Bộ trưởng Tài chính. Ảnh: Minh Anh
Lãnh đạo Sở tham quan gian hàng. Nguồn: TTXVN
KT. GIÁM ĐỐC
HIỆU TRƯỞNG
PHÓ GIÁM ĐỐC Nguyễn Văn A
Nơi nhận:
Thanh Hóa
Việt Nam
Hà Nội, ngày 12 tháng 3 năm 2020
12/03/2020 09:12
Tải về
File đính kèm
congvan123.pdf
Kế hoạch số 12/KH-UBND
Kết luận
I. Mục tiêu
Một số hình ảnh tại hội nghị:
CHỨC NĂNG, NHIỆM VỤ CỦA PHÒNG BÁO CHÍ - XUẤT BẢN
TRƯỜNG THCS LÊ LỢI TỔ CHỨC LỄ KHAI GIẢNG NĂM HỌC MỚI
+ Báo cáo kết quả kiểm tra;
01 | Văn phòng Sở | Lưu trữ | 1
Điện thoại: 0912345678
Lượt xem: 123
Trang Chủ
Tin Tức
Kinh tế
Tuyên Truyền
Thực hiện Nghị quyết số 12
Thực hiện nhiệm vụ chính trị
Tin: Hội nghị tổng kết
Hội Sách Thiếu nhi 01/6/2016
Hội Sách Hà Nội 2017. Ảnh: Lê Nam
Sở TT&TT chúc mừng Báo Thanh Hóa
(Theo quy định tại khoản 2 Điều 15 Luật Thủ đô).
https://drive.google.com/file/d/1f5x6CrJ/view
Báo chí - Xuất bản
Liên Hệ
Theo đó, các đơn vị thực hiện.
Theo ông Nguyễn Văn A, việc này rất tốt.
Theo Luật Báo chí 2016
Theo Bộ Công an, tội phạm giảm
Ông Nguyễn Văn A
Đồng chí Nguyễn Văn A
Xin trân trọng cảm ơn!
Trân trọng./.
Tác giả:
Nguồn:
***
"""


@pytest.mark.parametrize("line", NO_BYLINES.strip().splitlines())
def test_what_is_no_byline(line: str) -> None:
    assert read_byline(line, position="tail") is None
    assert byline_likelihood(line) == 0


@pytest.mark.parametrize("position", ["caption", "footer"])
def test_a_caption_and_a_foot_hold_none(position: Position) -> None:
    assert read_byline("Tác giả: Lê Nam", position=position) is None


def test_a_body_in_the_metadata_is_the_site_itself() -> None:
    assert read_byline("Cổng thông tin điện tử tỉnh Thanh Hóa", position="meta") is None
    assert read_byline("Lê Nam", position="meta") is not None


def test_a_sentence_of_the_body_needs_a_label_to_be_one() -> None:
    assert read_byline("Lê Nam", position="body") is None
    assert read_byline("Tác giả: Lê Nam", position="body") is not None


@pytest.mark.parametrize("line", ["(TTXVN) –", "TTXVN -", "(Thanhhoa.dcs.vn): ", "(HNP) -"])
def test_the_mark_of_a_source_before_the_lead(line: str) -> None:
    byline = read_byline(line, position="lead")
    assert byline is not None
    assert byline.source == line.strip("() –-:")


def test_the_surer_the_form_the_likelier() -> None:
    rising = [
        "Kết luận",
        "Sở Thông tin và Truyền thông",
        "Minh Anh",
        "Nguyễn Thị Hoa (tổng hợp)",
        "Tác giả: Lê Nam",
    ]
    weights = [byline_likelihood(line) for line in rising]
    assert weights == sorted(weights)
    assert weights[0] == 0
    assert weights[1] < 0.7 < weights[2]


PIECES = st.sampled_from(
    [
        "Tác giả: ",
        "Theo ",
        "Nguồn ",
        "Lê Nam",
        " - ",
        ", ",
        "(",
        ")",
        "./.",
        "Sở TT&TT ",
        "**",
        "admin",
        ".",
        "/",
        "T.H",
        "\u200b",
        "\n",
        "ảnh: ",
        "12/03/2020 ",
        "http://a.vn/",
        "Lượt xem",
        "İ",
        "ß",
        "’",
        " và ",
        "[",
        "BBT",
        "H’",
        "|",
        ":",
    ]
)


@given(
    st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)),
    st.sampled_from(get_args(Position)),
)
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_without_an_error(text: str, position: Position) -> None:
    byline = read_byline(text, position=position)
    if byline is not None:
        assert byline.text
        assert all(author.strip() for author in byline.authors)
    assert 0 <= byline_likelihood(text) <= 1


@pytest.mark.parametrize(
    "piece",
    ["a", " ", "(", "Lê ", "Lê - ", "tin, ", "tin, ảnh ", "T.", "*", "a.", "Theo ", "a-", "PV ", "A&", ":"],
)
def test_the_cost_grows_with_the_length_alone(piece: str) -> None:
    # Counted in seconds only to catch an exponential pattern, which would take minutes.
    from time import process_time

    before = process_time()
    for length in (150, 600, 200_000):
        for head in ("", "Tác giả: ", "http://"):
            read_byline(head + piece * (length // len(piece)), position="tail")
            byline_likelihood(head + piece * (length // len(piece)))
    assert process_time() - before < 2.0
