"""A host that was taken over or left empty is told from a portal that writes of gambling."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import html

from crawler.portals.parked import not_the_portal

REAL = Path(__file__).resolve().parents[1].parent / "shared" / "pages"


@pytest.mark.parametrize(
    ("title", "text", "why"),
    [
        ("KUBET - Nhà cái uy tín số 1", "Đăng ký tài khoản, nạp rút trong một phút", "hijacked"),
        ("Trang chủ", "Nổ hũ, bắn cá đổi thưởng, live casino, slot game, tỷ lệ kèo hôm nay", "hijacked"),
        ("example.vn", "This domain is for sale. Buy this domain.", "parked"),
        ("Thông báo", "Tên miền này đã được đăng ký tại nhà cung cấp", "parked"),
        ("IIS Windows Server", "", "default-page"),
        ("Apache2 Ubuntu Default Page: It works", "It works!", "default-page"),
        # Decomposed letters say the same.
        ("NHÀ CÁI", "Nổ hũ", "hijacked"),
    ],
)
def test_what_is_no_portal(title: str, text: str, why: str) -> None:
    found = not_the_portal(title, text)
    assert found is not None
    assert found.why == why
    assert found.words


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Công an tỉnh Bắc Giang",
            "Bắt nhóm tổ chức cá cược bóng đá, lô đề, tài xỉu qua mạng; cảnh báo nhà cái",
        ),
        ("Sở Thông tin và Truyền thông", "Cảnh báo trang mạng đánh bạc: nhà cái, nổ hũ, game bài đổi thưởng"),
        ("Sở Tài chính", "Đăng ký tên miền .vn; chỉ số hiệu quả"),
        ("", ""),
    ],
)
def test_what_is_one(title: str, text: str) -> None:
    assert not_the_portal(title, text) is None


def test_no_real_page_is_refused() -> None:
    paths = sorted((REAL / "raw").glob("*.html"))
    if not paths:
        pytest.skip(f"the real pages are not beside the project: {REAL}")
    for path in paths:
        tree = html.document_fromstring(path.read_bytes().decode("utf-8", "replace").lstrip())
        title = json.loads((REAL / "gold" / f"{path.stem}.json").read_text("utf-8")).get("headline") or ""
        assert not_the_portal(title, str(tree.xpath("string()"))) is None, path.name
