"""A printed line made fit to be read as a byline: noise, end mark, glued boilerplate and date off."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from crawler.parser.timestamps.find import find_timestamps
from crawler.parser.timestamps.words import fold

MAX_LENGTH: Final = 160
"""A byline is a line: longer texts are prose."""

_NOISE_BEFORE: Final = " *_#~>•·»←→|.,;:=+-–—/\\✍▪■●©®\"'“”‘’"
_NOISE_BEHIND: Final = ' *_#~<>•·«»|,;=-–—\\"“”'
_ZERO_WIDTH: Final = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_END_MARK: Final = re.compile(r"\s*+(?:\./\.|\.\/|/\.|\.\.++|…)++\s*+$")
# What a page's foot begins with. The first group, behind a blank, is at home in a body's name too.
_HEADS: Final = (
    r"Liên kết|Đánh giá|Chuyên mục|Phản hồi|Bình luận|Ý kiến|Ý KIẾN|Chia sẻ|Facebook|"
    r"Zalo|Twitter|"
    r"Print|Trang chủ|Top$|Doanh nghiệp|Tin mới|Bản in|Đọc thêm|Theo dõi"
)
_FOOTS: Final = (
    r"Thống kê truy|Lượt xem|Lượt truy cập|Số lượt|Số lần|View count|Views?:|Về đầu trang|"
    r"Xem chi tiết|Xem thêm|Tin khác|Tin liên quan|Các tin|TIN CÙNG|TIN LIÊN QUAN|TIN NỔI BẬT|TIN MỚI|"
    r"Tags?:|Từ khóa|"
    r"In bài|In trang|In tin|Gửi (?:email|bài|cho|mail|phản hồi)|Quay lại|Trở về|Đăng nhập|Bài viết khác|"
    r"Bài viết liên quan|Liên kết website|Chọn liên kết|Những tin|Tổng số điểm|Click để|Tải về|File đính kèm|"
    r"Tệp đính kèm|Cỡ chữ|Lên đầu trang|Đầu trang|Trang trước|Lưu tin|CÁC TIN|Skip to|Powered by|"
    r"Ý kiến bạn đọc"
)
_GLUED: Final = re.compile(rf"(?:(?<=[^\s(\-–/])(?:{_HEADS})|(?<=[^\s(])\s*(?:{_FOOTS})).*$")
_GLUE: Final = re.compile(f"{_HEADS}|{_FOOTS}")
"""The same words wherever they stand: found sooner, for they begin with few letters."""


_DATE_WORDS: Final = re.compile(r"(?i)[\s,|\-–]+(?:thứ \w+|chủ nhật|ngày|lúc)$")


def clean_byline(text: str) -> str:
    """A printed line without markdown, zero-width characters, end mark and the boilerplate glued to it.

    >>> clean_byline("**_Tiến Dũng_**"), clean_byline("T.HThống kê truy cập"), clean_byline("Nguyễn Hiền./.")
    ('Tiến Dũng', 'T.H', 'Nguyễn Hiền')
    """
    text = text[: 4 * MAX_LENGTH]
    text = unicodedata.normalize("NFC", text if text.isprintable() else _ZERO_WIDTH.sub("", text))
    text = " ".join(text.replace("**", " ").replace("__", " ").split())
    if _GLUE.search(text):
        text = _GLUED.sub("", text, count=1)
    text = text.lstrip(_NOISE_BEFORE).rstrip(_NOISE_BEHIND)
    if text[-1:] in (".", "…"):
        text = _END_MARK.sub("", text).lstrip(_NOISE_BEFORE).rstrip(_NOISE_BEHIND)
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
    before, after = before.strip(" -–|,;(•["), after.strip(" -–|,;)•].")
    if before and after:
        return text  # a date within a sentence
    return _DATE_WORDS.sub("", before or after)
