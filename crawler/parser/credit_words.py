"""Credit words: the labels and names by which a line with a byline is known, and what is cut off it."""

from __future__ import annotations

import re
from typing import Final

from crawler.parser.wording import mend

LABEL: Final = re.compile(
    r"(?i)^\W{0,3}(?:tác giả|người (?:viết|đăng|gửi)|bài viết|bài|tin|tin,? ?(?:bài|ảnh)|nguồn|"
    r"nguồn tin|theo|thực hiện|biên tập|"
    r"biên soạn|sưu tầm|tổng hợp|t/?h|ctv|pv|bài và ảnh|tin và ảnh|tin bài|tịn|by|author|source|"
    r"posted by|written by)\b[^:]{0,20}\s?:?"
)
LABELLED: Final = re.compile(
    r"(?i)^\W{0,3}(?:tác giả|người viết|bài viết|bài|tin|tin,? ?(?:bài|ảnh)|nguồn|nguồn tin|thực hiện|biên soạn|"
    r"sưu tầm|nội dung|thiết kế|đồ họa|video|clip|ảnh|ảnh và lời|lời|bài và ảnh|tin và ảnh|tin bài|tin ảnh|"
    r"author|source)\b[^:]{0,16}:"
)
BY: Final = re.compile(
    r"(?:(?:Được )?(?:[Vv]iết|[Tt]hực hiện|[Bb]iên soạn) bởi|By|BY|Written by|Story by|Reported by|Translated by|"
    r"Compiled by|Edited by):? (?=[A-ZÀ-ỸĐ])"
)
PHOTO: Final = re.compile(
    r"(?i)\W{0,3}(?:ảnh|hình ảnh|video|clip|thiết kế|đồ họa|quay phim|kỹ thuật)\b[^:]{0,12}: ?\w"
)
BARS: Final = re.compile(r"\s*[|•·]\s*")
GLUED: Final = re.compile(r"(?<=[a-zà-ỹ])(?<!\dh)(?<!\dg)(?=(?:Thứ|Chủ nhật|Ngày|Đăng|Cập nhật)\b|\d)")
"""Where a name and a date of two inline elements meet."""
WEEKDAY: Final = re.compile(r"(?i)[\s|,–-]*\b(?:thứ \w+|chủ nhật)[\s,]*$")
POSTED: Final = re.compile(
    r"(?i)\W{0,3}(?:submitted|posted|published|written|created|(?:được )?(?:đăng|gửi|viết|tạo)) (?:by|bởi)\b"
)
BESIDE: Final = re.compile(r"^bởi\s+")
"""What joins a name to the date before it."""
NAMED: Final = re.compile(
    r"author|tac-?gia|nguon|source|by-?line|but-?danh|writer|-tg\b|\btg\b|signature|credit|journalist"
)
AFTER: Final = re.compile(
    r"(?i)\s*(?:copy link|chia sẻ|lấy link|in bài|link gốc|theo dõi|sao chép|in trang|gửi email|"
    r"lượt xem.{0,20}|\|\s*lượt.{0,20})\s*$"
)
ACCOUNT: Final = re.compile(r"view-content-author|user-?name|poster\b|account")
MAX_LINE: Final = 160


def trimmed(text: str) -> str:
    """A line without the buttons that stand in it."""
    line = mend(text)
    for _ in range(3):
        shorter = AFTER.sub("", line)
        if shorter == line:
            break
        line = shorter
    return line
