"""Whether a host that answers is still its portal's: some are parked, or taken over for gambling."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

# Words by which gambling sites sell themselves. Words for the crime ("cá cược", "lô đề") are not among them:
# the police write of it every day.
_GAMBLING = re.compile(
    r"nhà cái|nổ hũ|bắn cá đổi thưởng|game bài đổi thưởng|kèo nhà cái|tỷ lệ kèo|soi cầu|xóc đĩa online"
    r"|tài xỉu online|casino online|live casino|slot game|nạp rút|hoàn trả không giới hạn|khuyến mãi nạp đầu"
    r"|link vào \w+ mới nhất|\b(?:kubet|ku casino|fb88|w88|m88|bong88|sunwin|go88|hitclub|789club|789bet"
    r"|new88|jun88|hi88|shbet|f8bet|8xbet|mb66|bk8|fun88|188bet|v9bet|vn88|rikvip|b52club|iwin|okvip|188loto|xoilac)\b"
)
_ENOUGH = 4
_SHORT = 3000
"""Characters: a page that sells a domain name is no longer."""
_PARKED = re.compile(
    r"(?:this|the) domain (?:name )?(?:is|may be) (?:for sale|parked)|buy this domain|domain parking"
    r"|sedoparking|parkingcrew|tên miền này (?:đã|đang) được (?:đăng ký|rao bán|bán)|tên miền (?:đã )?hết hạn"
)
_EMPTY = re.compile(
    r"^(?:welcome to nginx!?|apache2 (?:ubuntu|debian) default page.*|iis windows(?: server)?"
    r"|test page for .*|iis\d+|microsoft internet information services \d+|index of /)$"
)

Why = Literal["hijacked", "parked", "default-page"]


@dataclass(frozen=True, slots=True)
class NotThePortal:
    """Why a home page is no portal's, and the words that say so."""

    why: Why
    words: tuple[str, ...]


def not_the_portal(title: str, text: str) -> NotThePortal | None:
    """Judge a home page by its title and its visible text; None: nothing speaks against it.

    >>> not_the_portal("Welcome to nginx!", "If you see this page, the web server works.")
    NotThePortal(why='default-page', words=('welcome to nginx!',))
    >>> not_the_portal("Công an tỉnh", "Triệt phá đường dây cá cược bóng đá, lô đề, tài xỉu") is None
    True
    """
    title, text = _plain(title), _plain(text)
    empty = _EMPTY.match(title)
    if empty:
        return NotThePortal("default-page", (empty[0],))
    sold = tuple(dict.fromkeys(_GAMBLING.findall(f"{title} {text}")))
    # One such word in the title of a home page and others in its text, or many of them.
    if len(sold) >= _ENOUGH or (len(sold) > 1 and _GAMBLING.search(title)):
        return NotThePortal("hijacked", sold[:6])
    # A portal writes of domain names too; a parked page says nothing else.
    parked = _PARKED.search(f"{title} {text}") if len(text) < _SHORT else None
    return NotThePortal("parked", (parked[0],)) if parked else None


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).lower().split())
