"""What a timestamp is said to be: "Ngày đăng", "Cập nhật lúc", "Hôm nay", "Ngày ban hành"."""

from __future__ import annotations

import re
from typing import Final, Literal

from crawler.parser.timestamps.forms import JOIN

Label = Literal["published", "modified", "clock", "issued"]

_REACH: Final = 72
"""How far before a timestamp its label may begin, in characters."""

_MODIFIED: Final = (
    r"(?:ngay |gio |thoi gian |lan |duoc |da |moi |tin )?(?:cap nhat|sua doi|chinh sua|sua)"
    r"(?: (?:lan cuoi|cuoi cung|cuoi|gan nhat|moi nhat|ngay|luc))*",
    r"lan (?:cap nhat|sua) cuoi(?: cung)?",
    r"(?:last |date |recently )?(?:updated?|modified|edited|changed|revised)(?: (?:on|at|date|time))?",
    r"last (?:modification|change|edit)",
)
_ISSUED: Final = (
    r"(?:ngay )?(?:ban hanh|phat hanh|dang ky)",
    r"(?:ngay |da )?ky(?: ban hanh)?",
    r"(?:ngay )?(?:co )?hieu luc(?: thi hanh)?(?: (?:ke )?tu)?",
    r"(?:ngay )?het (?:hieu luc|han)",
    r"han (?:nop|cuoi|chot)(?: [a-z]+){0,2}",
    r"(?:ngay )?sinh",
    r"(?<!thu )tu|den|truoc|ke tu|khai mac|be mac|dien ra",
    r"ngay (?:hop|thi|mo|bat dau|ket thuc|tiep nhan|tra(?! loi)|cap|trinh)",
    r"(?:so )?[0-9]{1,6}/[a-z0-9&./-]{2,24}",
)
_PUBLISHED: Final = (
    r"(?:posted|published|submitted|written|created|dang|gui|viet|tao) (?:by|boi):? [^|]{1,60}?"
    r" (?:on|at|ngay|luc|vao)",
    r"(?:ngay|gio|thoi gian|duoc|da|luc|bai) (?:dang|dua|gui|viet|post|xuat ban|phat|tao|tra loi)"
    r"(?: (?:tin bai|bai viet|tin|bai|tai|len|luc|ngay|vao))*",
    r"(?:dang|xuat ban|dua tin|gui|tao|viet)(?: (?:tin|bai|tai|luc|ngay|vao|hoi))*",
    r"(?:dua|dang|cap nhat) (?:tin |bai )?(?:len|tren) (?:mang|trang|web)(?: (?:luc|ngay|vao))*",
    r"xb",
    r"(?:date |first )?(?:publish(?:ed)?|publication|posted|post|written|created?|submitted|released?)"
    r"(?: (?:on|at|date|time))*",
)
_CLOCK: Final = (r"(?:hom nay|bay gio)(?: la)?", r"today(?: is)?", r"(?:gio|thoi gian) hien tai")

_KINDS: tuple[tuple[Label, tuple[str, ...]], ...] = (
    ("modified", _MODIFIED),
    ("issued", _ISSUED),
    ("published", _PUBLISHED),
    ("clock", _CLOCK),
)
"""In the order of trial: "Ngày đăng ký" is no "Ngày đăng"."""

_WORDS: Final = re.compile(
    r"(?<![a-z0-9])(?:"
    + "|".join(f"(?P<{kind}>{'|'.join(forms)})" for kind, forms in _KINDS)
    + r")(?![a-z0-9])"
)
_PLACE: Final = re.compile(r"(?:^|[|\n])\s*(?:tp\.? ?|tinh )?[a-z]+(?: [a-z.]+){0,4}, (?=ngay $)")


def label_before(folded: str, start: int, floor: int = 0) -> tuple[Label | None, int]:
    """What stands before the timestamp at `start` in folded text, and where that begins.

    `floor` is the end of the timestamp before it. Without a label: (None, start).
    """
    left = max(floor, start - _REACH)
    window = folded[left:start]
    for match in reversed(list(_WORDS.finditer(window))):
        if JOIN.fullmatch(window, match.end()):
            kind: Label = match.lastgroup  # type: ignore[assignment] # the groups are named after the kinds
            return kind, left + match.start()
    if place := _PLACE.search(window):
        return "issued", left + place.start()
    return None, start
