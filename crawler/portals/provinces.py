"""Provinces before and after the merger of 1 July 2025, and what a researcher may call them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from crawler.portals.errors import NoPortal, RegistryError
from crawler.portals.names import name_key, nearest, without_old_mark
from crawler.portals.toml_table import Table, tables_of

_FILE = Path(__file__).with_name("provinces.toml")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a unit was ("province" or "city", a centrally governed one) from one day until before another."""

    kind: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Province:
    """One of the 63 (then `now` is the slug of the unit that took it in) or one of the 34 (its own)."""

    slug: str
    name: str
    now: str
    kinds: tuple[Kind, ...]
    names: tuple[str, ...] = ()
    portal: str | None = None

    def kind_on(self, day: date) -> str | None:
        """What it was on that day; None where it did not exist."""
        for kind in self.kinds:
            if (kind.valid_from or date.min) <= day < (kind.valid_to or date.max):
                return kind.kind
        return None


@dataclass(frozen=True, slots=True)
class Provinces:
    """The 63 before and the 34 since, by slug."""

    before: Mapping[str, Province]
    now: Mapping[str, Province]

    def now_of(self, name: str) -> str:
        """The name since July 2025 of one of the 63; a name that is none of them as it is."""
        old = next((each for each in self.before.values() if each.name == name), None)
        return self.now[old.now].name if old else name

    def named(self, text: str) -> frozenset[str]:
        """The slugs (of the 63) that a name means: one of before itself, one of now all that it took in.

        "An Giang" is both and means the new one; "An Giang (cũ)" the old one alone. Raises NoPortal.
        """
        bare, old_only = without_old_mark(text)
        key = name_key(bare)
        if not old_only:
            for unit in self.now.values():
                if key in _keys(unit):
                    return frozenset(old.slug for old in self.before.values() if old.now == unit.slug)
        for old in self.before.values():
            if key in _keys(old):
                return frozenset({old.slug})
        known = {unit.name for unit in (*self.before.values(), *self.now.values())}
        raise NoPortal(f'no province is called "{text}"{nearest(bare, known)}')


def _keys(unit: Province) -> set[str]:
    return {name_key(name) for name in (unit.slug, unit.name, *unit.names)}


@lru_cache(maxsize=1)
def provinces() -> Provinces:
    """Both lists, as they stand beside this file."""
    problems: list[str] = []
    read: dict[str, dict[str, Province]] = {}
    for era, table in tables_of(_FILE, problems):
        read[era] = {
            slug: _province(slug, Table(values, f"{_FILE.name} [{era}.{slug}]", problems))
            for slug, values in table.values.items()
        }
    if problems:
        raise RegistryError(*problems)
    return Provinces(read["before"], read["now"])


def _province(slug: str, table: Table) -> Province:
    table.only(("name", "names", "now", "kinds", "portal", "centre", "note"))
    kinds = []
    for kind in table.tables("kinds"):
        kind.only(("kind", "valid_from", "valid_to"))
        which = kind.choice("kind", ("province", "city"), "province")
        kinds.append(Kind(which, kind.day("valid_from"), kind.day("valid_to")))
    return Province(
        slug,
        table.required("name"),
        table.text("now", slug),
        tuple(kinds),
        table.texts("names"),
        table.text("portal") or None,
    )
