"""Legacy: text typed for TCVN3 or VNI fonts, told by its letters and turned into Unicode."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal

Legacy = Literal["tcvn3", "vni"]

_TCVN3: Final = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_TCVN3_TABLE: Final = str.maketrans(_TCVN3)
_TCVN3_OWN: Final = frozenset("µ¸¶·¹¨»¾¼½©®ª«¬\u00ad¡¢§£¤¥¦Ö×ÞÏÐ")
"""Letters that hardly stand in any other text."""

_TONES: Final = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_BREVE: Final = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_HAT: Final = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_ALONE: Final = {"ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ô": "ơ", "ö": "ư"}


def _vni() -> dict[str, str]:
    """VNI spells a letter with a mark as two: the letter, and a letter for the mark."""
    pairs: dict[str, str] = {}
    for base, sign in (("ô", "ơ"), ("ö", "ư"), ("a", "a"), ("e", "e"), ("o", "o"), ("u", "u"), ("y", "y")):
        pairs |= {base + mark: sign + tone for mark, tone in _TONES.items()}
    pairs |= {"a" + mark: "ă" + tone for mark, tone in _BREVE.items()}
    pairs |= {base + mark: base + "\u0302" + tone for base in "aeo" for mark, tone in _HAT.items()}
    both = pairs | _ALONE
    both |= {key.upper(): value.upper() for key, value in both.items()}
    both |= {key[0].upper() + key[1:]: value[0].upper() + value[1:] for key, value in pairs.items()}
    return {key: unicodedata.normalize("NFC", value) for key, value in both.items()}


_VNI: Final = _vni()
_VNI_PAIR: Final = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_VNI_OWN: Final = re.compile("[aeouyôöAEOUYÔÖ][øùûïØÙÛÏ]|[aeoAEO][âåäÂÅÄ]|ñ[aeiouöô]")


def legacy_of(text: str) -> Legacy | None:
    """Which of the two a text is typed in; None for Unicode, and for text too short to tell."""
    letters = sum(char.isalpha() or char in _TCVN3_OWN for char in text)
    if letters < 60:
        return None
    if len(_VNI_OWN.findall(text)) * 16 > letters:
        return "vni"
    if sum(char in _TCVN3_OWN for char in text) * 16 > letters:
        return "tcvn3"
    return None


def from_legacy(text: str, kind: Legacy) -> str:
    """The same text in Unicode.

    >>> from_legacy("Th«ng b¸o tuyÓn dông", "tcvn3")
    'Thông báo tuyển dụng'
    >>> from_legacy("Thoâng baùo tuyeån duïng", "vni")
    'Thông báo tuyển dụng'
    """
    if kind == "tcvn3":
        return text.translate(_TCVN3_TABLE)
    return _VNI_PAIR.sub(lambda match: _VNI[match[0]], text)
