"""A printed line made fit to be read as a byline: noise, end mark, glued boilerplate and date off."""

from __future__ import annotations

import re
import unicodedata

from crawler.parser.timestamp import find_timestamps
from crawler.parser.timestamp_words import fold

MAX_LENGTH = 160
"""A byline is a line: longer texts are prose."""

_NOISE = re.compile(r"^[\s*_#~>•·»←→|.,;:=+\-–—/\\✍▪■●©®\"'“”‘’]+|[\s*_#~<>•·«»|,;=\-–—\\\"“”]+$")
_ZERO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_END_MARK = re.compile(r"\s*(?:\./\.|\.\/|/\.|\.\.+|…)+\s*$")
_GLUED = re.compile(
    r"(?<=[^\s(])\s*(?:Thống kê|Lượt xem|Lượt truy cập|Số lượt|Số lần|View count|Views?:|Về đầu trang|"
    r"Xem chi tiết|Xem thêm|"
    r"Tin khác|Tin liên quan|Các tin|TIN CÙNG|TIN LIÊN QUAN|TIN NỔI BẬT|TIN MỚI|Tin mới|Tags?:|Từ khóa|"
    r"In bài|In trang|In tin|"
    r"Bản in|Gửi (?:email|bài|cho|mail)|Chia sẻ|Bình luận|Ý kiến|Ý KIẾN|Đánh giá|Quay lại|Trở về|"
    r"Đăng nhập|Facebook|Twitter|"
    r"Zalo|Print|Top$|Theo dõi|Bài viết khác|Bài viết liên quan|Liên kết|Chọn liên kết|Những tin|Đọc thêm|"
    r"Tổng số điểm|"
    r"Click để|Tải về|File đính kèm|Tệp đính kèm|Cỡ chữ|Lên đầu trang|Đầu trang|Trang trước|Trang chủ|"
    r"Phản hồi|Gửi phản hồi|"
    r"Lưu tin|Chuyên mục|CÁC TIN|Skip to|Powered by|Doanh nghiệp$).*$"
)


def clean_byline(text: str) -> str:
    """A printed line without markdown, zero-width characters, end mark and the boilerplate glued to it.

    >>> clean_byline("**_Tiến Dũng_**"), clean_byline("T.HThống kê truy cập"), clean_byline("Nguyễn Hiền./.")
    ('Tiến Dũng', 'T.H', 'Nguyễn Hiền')
    """
    text = unicodedata.normalize("NFC", _ZERO_WIDTH.sub("", text[: 4 * MAX_LENGTH]))
    text = " ".join(text.replace("**", " ").replace("__", " ").split())
    text = _GLUED.sub("", text, count=1)
    text = _END_MARK.sub("", _NOISE.sub("", text))
    text = _NOISE.sub("", text)
    if text.startswith("(") and text.endswith((") -", ") –", "):")):
        text = text.rstrip(" -–:")
    return text


def without_date(text: str) -> str:
    """ "Hồng Nhung, Bảo tàng A, đăng 09-03-2014" -> what stands before the date, or after it."""
    found = find_timestamps(text)
    if not found:
        return text
    before, after = text[: found[0].label_start], text[found[-1].end :]
    folded, _ = fold(text[found[0].label_start : found[0].start])
    if folded.startswith(("submitted by", "posted by", "written by", "published by", "dang boi", "viet boi")):
        inner = text[found[0].label_start : found[0].start]
        before = re.sub(r"(?i)\s+(?:on|at|ngày|lúc|vào)(?:\s.*)?$", "", inner)
    kept = before.strip(" -–|,;(•") or after.strip(" -–|,;)•")
    return re.sub(r"(?i)[\s,|\-–]+(?:thứ \w+|chủ nhật|ngày|lúc)$", "", kept)
