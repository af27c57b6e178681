"""Which CMS a page comes from: marks, weighed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crawler.families.family import Family, Mark

ENOUGH = 5
"""The sum of weights from which a page is taken to be of a family."""
_OWN = 3
"""What a variant's own marks must bring before it stands before the family that it varies."""
_GENERATOR = re.compile(rb"<meta[^>]{0,200}?name\s*=\s*[\"']?generator[\"']?[^>]{0,300}>")
_LONGEST = 2_000_000
"""Bytes that are looked at."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """The family of a page, the sum of its marks' weights, and the marks: 'html "/_layouts/" (3)'."""

    family: Family
    score: int
    evidence: tuple[str, ...]


class Recogniser:
    """The marks of all families, compiled once."""

    def __init__(self, families: Iterable[Family]) -> None:
        self._families = {family.name: family for family in families}
        self._marks = [
            (
                family.name,
                mark,
                mark.needle.encode(),
                re.compile(mark.pattern.encode()) if mark.pattern else None,
            )
            for family in self._families.values()
            for mark in family.marks
        ]

    def recognise(self, source: bytes, url: str, headers: Mapping[str, str]) -> Recognition | None:
        """The family with the highest sum, ENOUGH at least; of equals the first by name. None: no family."""
        places = _places(source, url, headers)
        found: dict[str, list[Mark]] = {}
        for name, mark, needle, pattern in self._marks:
            place = places[mark.where]
            if needle in place and (pattern is None or pattern.search(place)):
                found.setdefault(name, []).append(mark)
        sums = {name: sum(mark.weight for mark in marks) for name, marks in found.items()}
        best: Recognition | None = None
        for name, marks in found.items():
            family, score = self._families[name], sums[name]
            if family.variant_of:
                if score < _OWN:
                    continue
                marks = marks + found.get(family.variant_of, [])
                score += sums.get(family.variant_of, 0)
            if score >= ENOUGH and (best is None or score > best.score):
                said = tuple(f'{mark.where} "{mark.needle}" ({mark.weight})' for mark in marks)
                best = Recognition(family, score, said)
        return best


def _places(source: bytes, url: str, headers: Mapping[str, str]) -> dict[str, bytes]:
    html = source[:_LONGEST].lower()
    address = "/" + url.partition("://")[2].partition("/")[2]
    generator = _GENERATOR.search(html)
    return {
        "html": html,
        "url": address.lower().encode(),
        "generator": generator[0] if generator else b"",
        "header": "\n".join(f"{name}: {value}" for name, value in headers.items()).lower().encode(),
    }
