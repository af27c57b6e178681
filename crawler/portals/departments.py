"""The bodies that run portals: their codes and names before and after the mergers of 2025."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from crawler.portals.errors import NoPortal, RegistryError
from crawler.portals.names import name_key, nearest, without_old_mark
from crawler.portals.toml_table import Table, tables_of

_FILE = Path(__file__).with_name("departments.toml")


@dataclass(frozen=True, slots=True)
class Department:
    """A body: its code ("tttt"), its name in a province and at the centre, and what took over its work."""

    code: str
    name: str
    ministry: str | None = None
    names: tuple[str, ...] = ()
    valid_from: date | None = None
    merged_into: str | None = None
    merged_on: date | None = None
    """The first day on which the other body had its work."""


@dataclass(frozen=True, slots=True)
class Departments:
    """All of them, by code."""

    by_code: Mapping[str, Department]

    def now(self, code: str) -> str:
        """The code of the body that has the work today: "tttt" gives "khcn", "yt" gives "yt"."""
        department = self.by_code.get(code)
        return department.merged_into if department and department.merged_into else code

    def named(self, text: str) -> frozenset[str]:
        """The codes that a code or name means: a merged body means itself, one that took others in means all.

        So "tttt" finds the portals of the old departments alone, "khcn" those of tttt too, and "khcn (cũ)"
        only those of the department of that name. Raises NoPortal.
        """
        bare, old_only = without_old_mark(text)
        key = name_key(bare)
        code = bare.lower() if bare.lower() in self.by_code else self._codes().get(key)
        if code is None:
            known = {name for each in self.by_code.values() for name in (each.code, each.name)}
            raise NoPortal(f'no department is called "{text}"{nearest(bare, known)}')
        if old_only:
            return frozenset({code})
        return frozenset({code} | {each.code for each in self.by_code.values() if each.merged_into == code})

    def _codes(self) -> dict[str, str]:
        # Later entries win: a host's manner ("stttt", "sokhcn") must not hide a code or a name.
        codes: dict[str, str] = {}
        for each in self.by_code.values():
            if each.name.startswith("Sở "):
                codes |= {f"s{name_key(each.code)}": each.code, f"so{name_key(each.code)}": each.code}
        for each in self.by_code.values():
            for name in (each.name, each.ministry or "", *each.names):
                codes[name_key(name)] = each.code
        codes |= {code: code for code in self.by_code}
        codes.pop("", None)
        return codes


@lru_cache(maxsize=1)
def departments() -> Departments:
    """The list as it stands beside this file."""
    problems: list[str] = []
    read = {code: _department(code, table) for code, table in tables_of(_FILE, problems)}
    for each in read.values():
        if each.merged_into and each.merged_into not in read:
            problems.append(f'{_FILE.name} [{each.code}]: "merged_into" names no department')
    if problems:
        raise RegistryError(*problems)
    return Departments(read)


def _department(code: str, table: Table) -> Department:
    table.only(
        ("name", "ministry", "names", "valid_from", "merged_into", "merged_on", "basis", "note"),
    )
    return Department(
        code,
        table.required("name"),
        table.text("ministry") or None,
        table.texts("names"),
        table.day("valid_from"),
        table.text("merged_into") or None,
        table.day("merged_on"),
    )
