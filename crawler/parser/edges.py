"""Edges: the lines around a text that are not its own: who posted it and when, its files, buttons, calls to follow."""

from __future__ import annotations

import re
from typing import Final

from crawler.parser.attachments import offers
from crawler.parser.blocks import Block
from crawler.parser.dated import dates_of
from crawler.parser.timestamps.find import find_timestamps, letters_around
from crawler.parser.timestamps.likely import CLOCK_ALONE, is_likely

_BUTTON: Final = (
    r"in bài(?: viết)?|in trang(?: này)?|in tin|in ra|gửi (?:mail|email|bạn bè|cho bạn(?: bè)?|"
    r"bài viết|phản hồi)|copy link|link gốc|sao chép liên kết|chia sẻ(?: bài viết)?(?: qua|"
    r" lên)?(?: facebook| zalo| twitter)?|"
    r"đọc bài(?: viết)?|lưu(?: bài)?|nghe (?:bài|đọc bài|nội dung bài)(?: viết)?|"
    r"tóm tắt bằng ai|facebook|twitter|zalo|"
    r"google\+?|email|print|share|tweet|like|pinterest|linkedin|"
    r"a a a|a-? ?a\+?|cỡ chữ (?:nhỏ|to|lớn)|(?:cỡ chữ|kích cỡ chữ|font size|xem cỡ chữ|"
    r"đổi cỡ chữ)(?:\s*:)?(?: ?a[-+]?){0,4}|(?:giảm |tăng )?kích thước chữ|"
    r"giọng (?:nam|nữ)|mặc định|tương phản|chế độ đọc|đọc tin|nghe nội dung|"
    r"đã xem\W{0,3}[\d.,]{0,12}(?: (?:lần|lượt))?|👁|"
    r"(?:(?:số )?(?:lượt|lần) (?:xem|đọc|truy cập)|view count|views?)\W{0,3}[\d.,]{0,12}|"
    r"(?:lượt|lần) (?:xem|đọc)|bình luận|bình chọn|"
    r"xem (?:với )?cỡ chữ|trở về|trở lại|quay lại|về trang trước|lên đầu trang|về đầu trang|"
    r"tải về|download|xem chi tiết|chi tiết|đọc thêm|xem thêm|tin liên quan|bài liên quan|có thể bạn quan tâm|"
    r"mục lục|nội dung chính|table of contents|contents|"
    r"advertisement|quảng cáo|đóng lại|\[?ảnh\]?|play|video|(?:in|f)(?![^\W\d_])|f(?=zalo)"
)
NOISE: Final = re.compile(
    rf"(?i)(?>[\W\d_]{{0,12}}(?:{_BUTTON})){{1,8}}+[\W\d_]{{0,12}}|[\W\d_]{{0,9}}(?:nghe (?:bài|đọc bài|nội dung bài)"
    r"(?: viết)?.{0,50}|theo dõi (?:chúng tôi )?(?:trên)?.{0,40}google news.{0,20}|"
    r"trang\W{0,3}(?:\d{1,3}\W{0,3}){1,20})[\W\d_]{0,9}"
)
"""Buttons, counters and tools: a line of nothing else."""
_ABOUT: Final = re.compile(
    r"(?i)[\W_]{0,3}(?:đọc \d{1,9} lần|"
    r"(?:submitted|posted|published|written|(?:được )?(?:đăng|viết|gửi|xuất bản|ban hành) "
    r"(?:bởi|lúc|ngày|ở|trong)|người (?:đăng|gửi)|lượt xem|lần xem|"
    r"chuyên mục|danh mục|thể loại|chủ đề|category|section|đọc bài|nhãn|"
    r"(?:được )?gắn thẻ|sửa lần cuối|viết bởi|(?:tác giả|nguồn|nguồn tin)[\W_]*$|"
    r"cỡ chữ|ngày đăng|cập nhật|số lượt|xem cỡ)(?![^\W_]))"
)
ENTRY: Final = re.compile(
    r"(?i)\W{0,3}(?:this (?:entry|post) was (?:posted|written|published)|"
    r"bài (?:viết )?này (?:đã )?được (?:đăng|viết|gửi|xuất bản))(?![^\W_])"
)
"""The sentence at a post's foot with which weblogs tell when it was posted and where."""
LEAD: Final = re.compile(
    r"sapo|\blead\b|(?<!with-)summary|hometext|brief|abstract|mo-?ta\b|tom-?tat|trich-?(?:dan|yeu)|"
    r"\bdesc\b|descript|excerpt|intro(?:text)?\b|chapeau|shotdes|short-?des|news-?des|article-?desc|"
    r"gioi-?thieu-?bai"
)
"""How the element is named that holds an article's lead."""
_CALL: Final = re.compile(
    r"(?i)[\W_]{0,6}mời (?:độc giả|bạn đọc|quý độc giả|quý vị|các bạn|bạn)[^.]{0,60}"
    r"(?:theo dõi|đón đọc|đón xem|quan tâm|tham gia|nhấn|truy cập|gửi).{0,120}"
)
_FILES: Final = re.compile(
    r"(?i)[\W\d_]{0,6}(?:(?:các )?(?:tệp|tập|file|tài liệu|văn bản|biểu mẫu|phụ lục)(?: tin)?(?: gửi)? ?"
    r"(?:đính kèm|kèm theo)|đính kèm|attachments?|attached files?|tải (?:về|file|tệp|xuống)|download)[\W\d_]{0,4}"
)
_FILE: Final = re.compile(
    r"(?i)\W{0,3}[\w .,()+–-]{1,120}\.(?:pdf|docx?|xlsx?|pptx?|zip|rar)\W{0,3}"
    r"(?:[\d.,]{1,9} ?[kmg]?i?b(?:ytes?)?\W{0,3})?"
    r"(?:tải (?:về|xuống|file)|xem(?: trước)?|download|preview)?\W{0,3}"
)
"""A file's name, with its size and a button."""
FOOT: Final = re.compile(r"(?:entry|post)-?(?:meta|foot|info)")
"""How the foot of a weblog's post is named."""
_STAMP: Final = re.compile(r"https?://\S+$|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S{0,300}$")
_AGO: Final = re.compile(r"\d\s?(?:giây|phút|giờ|tiếng|ngày|tuần|tháng|năm) trước\W{0,3}$")
_SIZE: Final = re.compile(r"\W{0,3}[\d.,]{1,9} ?[kmg]?i?b(?:ytes?)?\W{0,3}$", re.I)


def is_about(block: Block) -> bool:
    """Whether a line at the text's edge tells when, by whom or where it was posted, and nothing else."""
    if block.about is None:
        block.about = says_about(block.text, block)
    return block.about


def says_about(text: str, block: Block | None = None) -> bool:
    """The same of a text; `block`: the one that remembers its dates."""
    if len(text) > 130:
        return _STAMP.match(text) is not None or ENTRY.match(text) is not None
    if text[-1] == "." and len(text) > 60:
        return _CALL.fullmatch(text) is not None
    if len(text) < 60 and _AGO.search(text):
        return True
    if _STAMP.match(text) or _ABOUT.match(text) or CLOCK_ALONE.fullmatch(text) or _CALL.fullmatch(text):
        return text[-1] not in ".…" or len(text) < 60
    if not is_likely(text):
        return False
    found = dates_of(block) if block is not None else find_timestamps(text)
    return bool(found) and text[-1] != "." and letters_around(text, found) == 0


def is_file(block: Block, text: str) -> bool:
    """Whether a line is but a link to a document, or the label over such: the attachments hold it."""
    if _FILES.fullmatch(text):
        return True
    if block.linked and _FILE.fullmatch(text):
        return True
    anchor = block.anchor
    if anchor is None or not offers(anchor.attr("href") or ""):
        return False
    if text[0] == "(" or text[-1] in ".;":
        return False  # a sentence of links
    text = _SIZE.sub("", text)
    rest = len(text) - block.linked
    return rest < 0.25 * len(text) or (rest < 24 and _FILES.match(text) is not None)
