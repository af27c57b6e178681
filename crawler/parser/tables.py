"""Tables: a table of data as rows of cells; a table that only lays text out is none."""

from __future__ import annotations

from itertools import islice
from typing import Final

from crawler.parser.tree import Element, ancestors_of, child_elements, parent_of
from crawler.parser.wording import mend

_LONG: Final = 600
_MOST: Final = 60
"""How many rows are looked at."""


def data_tables(top: Element) -> list[Element]:
    """The tables of data below an element, outer before inner; of nested ones, the outermost."""
    found: list[Element] = []
    for table in top.iter_elements("table"):
        if is_data(table) and not any(outer in found for outer in ancestors_of(table)):
            found.append(table)
    return found


def table_around(element: Element | None, tables: list[Element]) -> Element | None:
    """Which of these tables holds an element."""
    while element is not None:
        if element.tag == "table" and element in tables:
            return element
        element = parent_of(element)
    return None


def is_data(table: Element) -> bool:
    """Whether a table has rows of several short cells with text, rather than laying a page out."""
    wide = 0
    for row in islice(table.iter_elements("tr"), _MOST):
        cells = [cell for cell in child_elements(row) if cell.tag in ("td", "th")]
        filled = 0
        for cell in cells:
            if cell.find("table") is not None:
                return False
            text = cell.text.strip()
            if len(text) > _LONG and len(cells) < 4:
                return False
            filled += bool(text)
        if filled >= 2:
            wide += 1
    if table.find("img") is not None and wide < 3:
        return False
    return wide >= 2


def rows_of(table: Element) -> list[str]:
    """The table's rows, cells parted by " | "; rows without text are left out."""
    found = []
    for row in table.iter_elements("tr"):
        cells = [mend(" ".join(cell.strings)) for cell in child_elements(row) if cell.tag in ("td", "th")]
        if any(cells):
            found.append(" | ".join(cells) if len(cells) > 1 else cells[0])
    return found
