"""Text for a terminal: harmless whatever a web page put into it, aligned whatever its letters are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 without tab and line feed, DEL, C1: escape sequences begin there
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi controls: they show text in another order
    "\u2028\u2029\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def clean(text: str) -> str:
    r"""Show what could steer the terminal instead of sending it.

    >>> clean("Tin\x1b[2J m\u202eới")
    'Tin<U+001B>[2J m<U+202E>ới'
    """
    return _CONTROL.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)


def one_line(text: str) -> str:
    """Cleaned, on one line.

    >>> one_line("Thông  báo\\n số 1")
    'Thông báo số 1'
    """
    return clean(" ".join(text.split()))


def json_safe(text: str) -> str:
    r"""JSON whose strings keep their characters but escape what could steer a terminal.

    >>> json_safe('"m\u202eới"')
    '"m\\u202eới"'
    """
    return re.sub(_CONTROL, lambda match: _escaped(match[0]), text)


def width(text: str) -> int:
    """How many columns a text takes: marks that combine take none, wide letters two.

    >>> width("Tin tức"), width(unicodedata.normalize("NFD", "Tin tức")), width("新聞")
    (7, 7, 4)
    """
    return sum(_columns(ch) for ch in _ANSI.sub("", text))


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """Filled with blanks to a width."""
    blanks = " " * max(columns - width(text), 0)
    return blanks + text if right else text + blanks


def clipped(text: str, columns: int) -> str:
    """Cut to a width, with … where something is left out.

    >>> clipped("Đào tạo nghề", 8)
    'Đào tạo…'
    """
    if width(text) <= columns:
        return text
    kept, used = [], 0
    for ch in text:
        used += _columns(ch)
        if used > columns - 1:
            break
        kept.append(ch)
    return "".join(kept).rstrip() + "…"


def wrapped(text: str, columns: int, indent: str = "") -> str:
    """Broken at blanks so that no line is wider than `columns`, each line indented."""
    lines, line = [], ""
    for word in text.split():
        if line and width(indent) + width(line) + 1 + width(word) > columns:
            lines.append(indent + line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([*lines, indent + line] if line else lines)


def table(rows: Sequence[tuple[str, ...]], *, numbers: frozenset[int] = frozenset(), widest: int = 60) -> str:
    """Rows in aligned columns; those in `numbers` end at the right. Cells are clipped to `widest` columns."""
    cells = [tuple(clipped(cell, widest) for cell in row) for row in rows]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    lines = []
    for row in cells:
        places = enumerate(zip(row, widths, strict=True))
        lines.append("  ".join(padded(cell, wide, right=place in numbers) for place, (cell, wide) in places))
    return "\n".join(line.rstrip() for line in lines)


def size(count: int) -> str:
    """Bytes for a person.

    >>> size(999), size(84_000_000)
    ('999 bytes', '84.0 MB')
    """
    number, unit = float(count), "bytes"
    for larger in ("KB", "MB", "GB", "TB"):
        if number < 1000:
            break
        number, unit = number / 1000, larger
    return f"{number:.0f} {unit}" if unit == "bytes" else f"{number:.1f} {unit}"


def _columns(ch: str) -> int:
    if unicodedata.combining(ch) or unicodedata.category(ch) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(ch) in "WF" else 1


def _escaped(ch: str) -> str:
    units = ch.encode("utf-16-be")
    return "".join(f"\\u{units[place]:02x}{units[place + 1]:02x}" for place in range(0, len(units), 2))
