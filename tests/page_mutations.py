"""Changes to a page that a reader would not see: what is read must stay the same.

    python -m tests.page_mutations [--list] [CHANGE ...]

prints, for each change, the share of rightly read fields that stay right over tests/pages; --list names the rest.
"""

from __future__ import annotations

import argparse
import functools
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from crawler.parser import read
from tests.page_changes import MUTATIONS, TEXT_MUTATIONS, changed
from tests.test_pages import NAMES, PAGES, misread

FIELDS = ("kind", "headline", "published", "byline", "lead", "body", "captions")
UNSEEN = {"hashed": {"lead"}, "stripped": {"lead"}, "bare": {"lead"}}
"""Fields that only a name tells on many pages: a lead that is set like the other paragraphs."""


@dataclass
class Kept:
    """What one change left of what had been read rightly."""

    right: int = 0
    kept: int = 0
    lost: dict[str, list[str]] = field(default_factory=dict)
    """Page: the fields that are misread since."""
    by_field: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        return self.kept / self.right if self.right else 1.0


def _pages() -> Iterator[tuple[str, dict[str, Any], str]]:
    for name in NAMES:
        source = (PAGES / f"{name}.html").read_bytes()
        try:
            html = source.decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
        yield name, json.loads((PAGES / f"{name}.json").read_text("utf-8")), html


@functools.cache
def _right() -> list[tuple[str, dict[str, Any], str, set[str]]]:
    """Each page with the fields that are read rightly as it is."""
    found = []
    for name, expected, html in _pages():
        slots = set(FIELDS) if expected["kind"] == "article" else {"kind"}
        found.append((name, expected, html, slots - _wrong(expected, html.encode())))
    return found


def _wrong(expected: dict[str, Any], html: bytes) -> set[str]:
    wrong = misread(expected, read(html, expected["url"]))
    return (set(FIELDS) if "kind" in wrong else wrong) & set(FIELDS)


def measure(names: list[str]) -> dict[str, Kept]:
    """What each of the changes leaves, over all pages of tests/pages that are UTF-8."""
    found = {name: Kept() for name in names}
    for page, expected, html, right in _right():
        for name, kept in found.items():
            asked = right - UNSEEN.get(name, set())
            lost = asked & _wrong(expected, changed(html, name)) if asked else set()
            kept.right += len(asked)
            kept.kept += len(asked) - len(lost)
            kept.by_field.update(lost)
            if lost:
                kept.lost[page] = ["kind"] if "kind" in lost else sorted(lost)
    return found


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("names", nargs="*", metavar="CHANGE", help=", ".join([*MUTATIONS, *TEXT_MUTATIONS]))
    options.add_argument("--list", action="store_true")
    chosen = options.parse_args()
    for name, kept in measure(chosen.names or [*MUTATIONS, *TEXT_MUTATIONS]).items():
        print(f"{name:14} {kept.share:.4f}  {kept.kept}/{kept.right}  {dict(kept.by_field)}")
        if chosen.list:
            for page, slots in kept.lost.items():
                print(f"    {page}: {', '.join(slots)}")


if __name__ == "__main__":
    main()
