"""The words around a byline: labels, the roles behind a name, CMS accounts, and what is no byline at all."""

from __future__ import annotations

import re
from typing import Final, Literal

from crawler.parser.timestamps.words import fold

Kind = Literal["author", "source", "photo", "poster"]

# Folded. Misspelt ones are as portals print them: "Nguồn tìn", "Tịn, ảnh", "Tác gỉa".
_TEXT: Final = r"(?:tin|tim|ti|bai|bai viet|noi dung|tin bai|tin tuc|tinbai|loi)"
_PHOTO: Final = (
    r"(?:anh|hinh|hinh anh|hinh minh hoa|anh minh hoa|photo|photos|video|clip|do hoa|infographic|thiet ke|"
    r"nguon anh|anh bia|ky thuat|dung phim|quay phim|trinh bay|minh hoa|nguon hinh|nguon video)"
)
_LABELS: tuple[tuple[Kind, str], ...] = (
    ("photo", rf"{_PHOTO}(?:(?: va | - |, ?| & |/){_PHOTO})*"),
    (
        "source",
        r"(?:\(?theo)|nguon(?: tin| bai| tin bai| bai viet| trich| tham khao| tu lieu| du lieu| tai lieu|"
        r" thong tin| tu)?"
        r"|trich (?:nguon|tu|dan)|source|xuat xu|dan nguon|nguon goc|via|suu tam tu|don vi(?: dang| tra loi|"
        r" dang tin| cung cap)?",
    ),
    (
        "poster",
        r"(?:duoc )?(?:dang|gui|post|up)(?: tin| bai)? (?:boi|by)|nguoi (?:dang|gui|nhap|post|cap nhat|"
        r"tao)(?: tin| bai)?"
        r"|(?:posted|submitted|published|created|uploaded) by|tai khoan|bien tap|bt|hieu dinh|kiem duyet|"
        r"duyet",
    ),
    (
        "author",
        r"tac gia(?: bai viet| tin bai| bai| va anh)?|tac gai|tac gi a|tac ga|author|"
        r"(?:written |text |translated |compiled |edited |reported |story )?by"
        r"|nguoi (?:viet|thuc hien|soan|thong tin|dua tin)(?: tin| bai)?|(?:duoc )?viet boi|viet bai|"
        r"bai viet cua|but danh"
        rf"|{_TEXT}(?:(?: va | - |, ?| & |/| |\+){_TEXT})*(?:(?: va | - |, ?,? ?| & |/| |\+|"
        rf"-)(?:{_PHOTO})){{0,3}}"
        rf"|{_PHOTO}(?: va | - |, ?| & |/| )(?:{_TEXT})"
        r"|(?:nhom |to )?thuc hien(?: boi)?|t\.?/h|t\.?h|th|t\. ?hop|tong hop(?: tu)?|bien soan|bien dich|"
        r"luoc (?:dich|ghi|thuat)"
        r"|suu tam(?: va tong hop)?|tong hop va suu tam|du bao vien|"
        r"st|s\.t|nguoi suu tam|dich|phong vien|pv|p\.v|ctv|cong tac vien|btv|nhom (?:pv|tac gia|"
        r"phong vien|thuc hien)"
        r"|ghi|ghi chep|thuc hien va bien tap|bbt|ban bien tap",
    ),
)
_LABEL: Final = re.compile(
    r"(?<![a-z0-9])(?:" + "|".join(f"(?P<{kind}>{forms})" for kind, forms in _LABELS) + r") ?[:;](?!//)"
)
_OPEN_LABEL: Final = re.compile(
    r"[(\[]? ?(?:(?P<source>theo|nguon(?: tin| tu)?|trich (?:nguon|tu)|(?:tong hop|suu tam|luoc dich|"
    r"dich) (?:tu|theo))|(?P<poster>(?:duoc )?(?:dang|gui|viet|tao) boi|boi|posted by|submitted by|written by)"
    r"|(?P<author>(?:translated |compiled |edited )?by|viet boi|thuc hien|tac gia|"
    r"(?:tin bai|tin|bai)(?:, ?| va | & )(?:bai va |"
    r"bai, ?)?anh|(?:(?:bai|tin)(?: viet| va anh|, ?anh)?|ghi chep|but ky|ky su|phong su|tuy but|tan van|tho|"
    r"chum anh|bien soan) cua)) (?:- ?)?(?=\S)"
)
_PERSON_LABEL: Final = re.compile(r"(?:tac g|author|but danh|nguoi (?:viet|soan)).*[:;]")
TITLE: Final = re.compile(
    r"(?:giao vien|hoc sinh|sinh vien|chuyen vien|can bo|nguyen |cuu |doan vien|hoi vien|lop [0-9]|thon |"
    r"to dan pho|"
    r"khu pho|xom |ap |xa |phuong |huyen |thi xa |thi tran |tp |thanh pho |tinh |uy vien|dai bieu|nha bao|"
    r"nha van|"
    r"giang vien|"
    r"tham tra vien|kiem sat vien|tham phan|thu ky toa|dieu tra vien|cong chuc|vien chuc|vien truong|"
    r"luat su|bac si|ky su|phong vien|cong tac vien|truong doan|nguoi dan|ban doc|"
    r"doc gia).*"
)
"""Folded: who or where a person is, behind the name."""

_ONE_WORD: Final = re.compile(r"[a-z0-9][\w.:/-]{3,60}", re.ASCII)
ROLE: Final = re.compile(
    r"(?:(?:da |duoc )?(?:tong hop(?: va bien tap)?|tong thuat|thuc hien|t\.?/h|th|t\.h\.?|suu tam|st|"
    r"s\.t\.?|bien soan|bien dich|"
    r"luoc (?:ghi|dich|thuat|trich)|bien tap|ghi|dich|trich|gioi thieu|ctv|pv|bt|btv|cong tac vien|"
    r"phong vien|gt|tgt|g\.t|"
    r"tong hop va gioi thieu|trich dan|doc gia|ban doc|bai va anh|tin va anh|anh|bai|tin|chi dao noi dung|"
    r"ghi chep|"
    r"(?:tong hop|bien soan|bien dich|luoc dich|dich|suu tam|ghi|trich) (?:theo|tu)?)) *"
)
"""A role that stands behind a name, folded: "(tổng hợp)", "(TH)"."""

ROLE_ALONE: Final = re.compile(
    r"\(?(?:tong hop|suu tam|t/h|th|st|s\.t|tong hop va bien tap|bien soan|luoc dich)\.?\)?"
)
"""Folded: the roles that stand without a name: "(Tổng hợp)"."""

_ACCOUNTS: Final = """
    admin administrator admins administrators user users super superuser root editor editors bientap
    bientapvien quantri quantrivien webmaster manager mod moderator test tester guest host portal system
    sysadmin author anonymous unknown khach thanhvien btv bbt ban pho truong bien tap quan tri vien web
    website hethong he thong nguoi dung nhap lieu cms owner support noreply login dnnadmin joomla wordpress
    drupal default staff account none null n/a mac dinh tai khoan mang so phong duyet tin bai cong dien tu
"""
_ACCOUNT_WORDS: Final = frozenset(_ACCOUNTS.split())
_ACCOUNT_CORE: Final = re.compile(
    r"(?<![a-z])(?:admin\w*|administrator|user|webmaster|quan ?tri\w*|editor\w*|root|super ?user|"
    r"bientap\w*|system|anonymous|"
    r"khach|guest|test\w*|moderator|mod|portal|manager|author|bien tap|unknown|none|null|nguoi dung|"
    r"nhap lieu|host)(?![a-z])"
)
_LOGIN: Final = re.compile(r"[a-z][a-z0-9._-]*[0-9._-][a-z0-9._-]*|[a-z]{3,24}|\S{1,64}@\S{1,64}")

NEVER: Final = re.compile(
    r"(?<![a-z])(?:ghi ro nguon|ban quyen|copyright|©|®|giay phep|facebook|fb\.com|zalo|dien thoai|"
    r"hotline|email|e-mail|fax|dia chi"
    r"|noi nhan|luu: ?vt|luu vt|kinh gui|[0-9]{3}[ .-]?[0-9]{3}[ .-]?[0-9]{3}|tai ve|download|dinh kem|"
    r"xem tai|tai day|chi tiet"
    r"|luot xem|lan xem|binh luan|y kien|anh minh ho?a|anh tu lieu|nguon internet\)|tags?:|tu khoa|"
    r"\w\.(?:pdf|docx?|xlsx?|jpe?g|png|rar|zip)"
    r"|tin lien quan|tin khac|trang chu|ve dau trang|moi ban|hay like|(?:so|quyet dinh|cong van|nghi dinh|"
    r"thong tu)[^a-z]*[0-9]+/"
    r"|chiu trach nhiem|truong ban bien tap|tong bien tap)"
)
"""Folded: what stands in foots, tails and notices, never in a byline."""

SIGNATURE: Final = re.compile(
    r"(?:kt|tl|tm|tuq|q|k\.t|t\.l|t\.m)\.? ?\S|(?:pho |quyen |tm\. ?)?(?:giam doc|hieu truong|chu tich|"
    r"chanh van phong|truong phong|"
    r"truong (?:ban|khoa|bo mon|tram)|chu nhiem|tru tri|cuc truong|"
    r"chi cuc truong|vien truong|bi thu|thu truong|thu tuong|pct|pgd|gd |bo truong|"
    r"tong giam doc|"
    r"chanh thanh tra|hieu pho|"
    r"nguoi lap bieu|ke toan|thu truong don vi|chu toa|thu ky|dai dien|thuong truc|doi truong|truong doan|"
    r"van thu)(?![a-z]).*"
    r"|(?:da |nguoi )?ky(?![a-z]| su).*|\(?(?:da ky|ky ten).*"
)
"""Folded: how a document is signed."""


class Part:
    """A stretch of a byline under one label; `kind` is None where it has none."""

    __slots__ = ("kind", "names_a_person", "value")

    def __init__(self, kind: Kind | None, value: str, names_a_person: bool = False) -> None:
        self.kind: Kind | None = kind
        self.value = value
        self.names_a_person = names_a_person
        """Whether the label ("Tác giả:") leaves no doubt that what follows is who wrote."""


def split_labels(text: str, *, in_brackets: bool = False) -> tuple[Part, ...]:
    """A line at its labels: "Bài: A - Ảnh: B" -> author "A", photo "B". All but the first need a colon.

    `in_brackets`: a source may be written small, "(theo howtogeek)".

    >>> [(p.kind, p.value) for p in split_labels("Bài: Minh Khôi - Ảnh: Đức Tâm")]
    [('author', 'Minh Khôi'), ('photo', 'Đức Tâm')]
    """
    folded, offsets = fold(text)
    where = offsets if offsets is not None else range(len(text))
    parts: list[Part] = []
    marks = list(_LABEL.finditer(folded)) if ":" in folded or ";" in folded else []
    first = _OPEN_LABEL.match(folded)
    if first and (not marks or marks[0].start() > first.start() + 1):
        rest = text[where[first.end()] :]
        if (
            in_brackets
            or rest[0].isupper()
            or rest[0] in "\"“'"
            or (first["source"] and _ONE_WORD.fullmatch(rest))
        ):
            marks.insert(0, first)
    if not marks:
        return (Part(None, text),)
    if lead := text[: where[marks[0].start()]].strip(" \t-–—,;|/(["):
        parts.append(Part(None, lead))
    for index, mark in enumerate(marks):
        end = where[marks[index + 1].start()] if index + 1 < len(marks) else len(text)
        start = where[mark.end()] if mark.end() < len(where) else len(text)
        value = text[start:end].strip(" \t-–—,;|").removesuffix(" /").strip()
        kind: Kind = mark.lastgroup  # type: ignore[assignment] # the groups are named after the kinds
        parts.append(Part(kind, value, _PERSON_LABEL.match(mark[0]) is not None))
    return tuple(parts)


def is_account(text: str) -> bool:
    """Whether `text` is what a CMS calls its user: "admin admin", "Pho Ban bien tap", "quantri2", an e-mail.

    >>> [is_account(name) for name in ("User Admin", "Phó Ban biên tập", "BBT", "Nguyễn Hiền")]
    [True, False, False, False]
    """
    if _LOGIN.fullmatch(text):
        return True
    folded, _ = fold(text)
    words = folded.split()
    if not words or len(words) > 6:
        return False
    if folded.startswith(("quan tri", "nguoi quan tri", "ban quan tri")):
        return True
    plain = text.isascii() and _ACCOUNT_CORE.search(folded) is not None
    return plain and all(word.strip("0123456789") in _ACCOUNT_WORDS for word in words)
