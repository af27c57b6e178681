"""The key under which a Vietnamese name is looked up, however it is typed."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

_PREFIX = re.compile(r"^(?:tinh|thanh pho|tp)[ .]+")
_NO_LETTER = re.compile(r"[^a-z0-9]+")
_OLD = "(cũ)"


def name_key(text: str) -> str:
    """Fold case, diacritics, đ, punctuation and "tỉnh", "thành phố", "TP." away.

    >>> name_key("TP. Hồ Chí Minh"), name_key("thanh-hoa"), name_key("Tỉnh Đắk Lắk")
    ('hochiminh', 'thanhhoa', 'daklak')
    """
    decomposed = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).lower().strip()
    return _NO_LETTER.sub("", _PREFIX.sub("", plain))


def without_old_mark(text: str) -> tuple[str, bool]:
    """Take "(cũ)" off a name: the name, and whether the unit of before the merger alone is meant.

    >>> without_old_mark("An Giang (cũ)"), without_old_mark("An Giang")
    (('An Giang', True), ('An Giang', False))
    """
    stripped = unicodedata.normalize("NFC", text).strip()
    if stripped.lower().endswith(_OLD):
        return stripped[: -len(_OLD)].strip(), True
    return stripped, False


def nearest(wanted: str, known: Iterable[str], count: int = 3) -> str:
    """Name the known values most like `wanted`, as the end of an error line; "" where none is like it.

    >>> nearest("Thanh Hoa", ["Thanh Hóa", "Cà Mau"])
    '; did you mean "Thanh Hóa"?'
    """
    keys = {name_key(value): value for value in known}
    found = difflib.get_close_matches(name_key(wanted), keys, n=count, cutoff=0.6)
    if not found:
        return ""
    return "; did you mean " + " or ".join(f'"{keys[key]}"' for key in found) + "?"
