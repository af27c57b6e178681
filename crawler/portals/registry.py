"""The registry: all portals, loaded, checked against each other, and chosen from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypedDict, Unpack
from urllib.parse import urlsplit

from crawler.families import family_names
from crawler.portals.departments import departments
from crawler.portals.errors import NoPortal, RegistryError
from crawler.portals.names import nearest
from crawler.portals.portal import LEVELS, STATUSES, Portal, host_key
from crawler.portals.portal_table import read_portal
from crawler.portals.provinces import provinces
from crawler.portals.toml_table import tables_of


class Wanted(TypedDict, total=False):
    """What to choose portals by; each a value or several parted by commas, None or "" for any."""

    portal: str | None
    province: str | None
    department: str | None
    family: str | None
    status: str | None
    level: str | None


class Registry:
    """All portals, by slug."""

    def __init__(self, portals: Iterable[Portal]) -> None:
        self.portals: Mapping[str, Portal] = {portal.slug: portal for portal in portals}

    def __len__(self) -> int:
        return len(self.portals)

    def __iter__(self) -> Iterator[Portal]:
        return iter(self.portals.values())

    def with_portals(self, *portals: Portal) -> Registry:
        """The same registry with these portals too (those of a slug that it has take its place)."""
        return Registry([*self, *portals])

    def select(self, **wanted: Unpack[Wanted]) -> list[Portal]:
        """The portals that fit all of what is wanted, in the registry's order.

        A province or department of before the mergers finds its own portals, one of now those of all that
        it took in too. Raises NoPortal, one line with the nearest matches, where a value is not known or
        nothing fits.
        """
        chosen = list(self)
        for key, value in wanted.items():
            if value:
                assert isinstance(value, str)
                fits = self._test(key, value)
                chosen = [portal for portal in chosen if fits(portal)]
        if not chosen:
            said = ", ".join(f'{key}="{value}"' for key, value in wanted.items() if value)
            raise NoPortal(f"no portal in the registry has {said}{self._hint(wanted)}")
        return chosen

    def by_host(self, host: str, on: date | None = None) -> Portal | None:
        """The portal of a host ("www." and the usual ports aside), of that day if one is given."""
        return self.by_url(f"//{host}/", on)

    def by_url(self, url: str, on: date | None = None) -> Portal | None:
        """The portal that a URL belongs to: of several on the host the one with the longest path above it."""
        parts = urlsplit(url)
        candidates = self._by_host.get(host_key(parts.netloc, parts.scheme), ())
        # Where several claim the same place, one that was replaced comes last.
        claims = [(portal.claim(url, on), portal.status != "replaced") for portal in candidates]
        best = max(zip(claims, candidates, strict=True), key=lambda pair: pair[0], default=None)
        return best[1] if best and best[0][0] >= 0 else None

    @cached_property
    def _by_host(self) -> dict[str, list[Portal]]:
        hosts: dict[str, list[Portal]] = {}
        for portal in self:
            for name in dict.fromkeys(host_key(host.name) for host in portal.hosts):
                hosts.setdefault(name, []).append(portal)
        return hosts

    def _test(self, key: str, value: str) -> Callable[[Portal], bool]:
        if key == "province":
            both = provinces()
            slugs = _several(value, both.named)
            names = {both.before[slug].name for slug in slugs}
            return lambda portal: portal.province in names
        if key == "department":
            codes = _several(value, departments().named)
            return lambda portal: portal.department in codes
        known = {
            "portal": list(self.portals),
            "family": list(family_names()),
            "status": list(STATUSES),
            "level": list(LEVELS),
        }[key]
        values = _several(value, lambda one: frozenset({_known(key, one, known)}))
        field = "slug" if key == "portal" else key
        return lambda portal: getattr(portal, field) in values

    def _hint(self, wanted: Wanted) -> str:
        department, province = wanted.get("department"), wanted.get("province")
        if not department or not province:
            return ""
        codes = _several(department, departments().named)
        later = {departments().now(code) for code in codes} - codes
        went = f"; its work went to {', '.join(sorted(later))} in 2025" if later else ""
        there = Counter(portal.department for portal in self if self._test("province", province)(portal))
        return f"{went}; in that province there are {', '.join(sorted(filter(None, there)))}"


def load_registry(*folders: Path) -> Registry:
    """Read every TOML file of the folders. Raises RegistryError with a line for each thing that is wrong."""
    problems: list[str] = []
    portals: dict[str, Portal] = {}
    seen: dict[str, str] = {}
    of_file = {slug: old.name for slug, old in provinces().before.items()}
    for folder in folders:
        if not folder.is_dir():
            raise RegistryError(f"{folder}: no such folder; the registry's TOML files are looked for there")
        for path in sorted(folder.glob("*.toml")):
            for slug, table in tables_of(path, problems):
                if slug in seen:
                    table.wrong(f"the slug stands in {seen[slug]} too; it must be unique in the country")
                    continue
                seen[slug] = path.name
                portals[slug] = read_portal(slug, table, of_file.get(path.stem))
                table.choice("family", family_names(), "")
    registry = Registry(portals.values())
    problems += _clashes(registry, seen)
    if problems:
        raise RegistryError(*problems)
    return registry


def _clashes(registry: Registry, seen: Mapping[str, str]) -> list[str]:
    problems = []
    owners: dict[tuple[str, str], Portal] = {}
    for portal in registry:
        where = f"{seen[portal.slug]} [{portal.slug}]"
        if portal.successor and portal.successor not in registry.portals:
            problems.append(
                f'{where}: "successor" names no portal: "{portal.successor}"'
                + nearest(portal.successor, registry.portals)
            )
        if portal.status == "replaced":
            continue
        for host in portal.hosts:
            other = owners.setdefault((host_key(host.name), host.path.rstrip("/")), portal)
            if other is not portal and _overlap(portal, other, host_key(host.name)):
                problems.append(
                    f"{where}: {host.name}{host.path} is {other.slug}'s too; give the hosts valid_from and"
                    ' valid_to, or one of the portals the status "replaced"'
                )
    return problems


def _overlap(one: Portal, other: Portal, name: str) -> bool:
    spans = [
        [(h.valid_from or date.min, h.valid_to or date.max) for h in portal.hosts if host_key(h.name) == name]
        for portal in (one, other)
    ]
    return any(a[0] < b[1] and b[0] < a[1] for a in spans[0] for b in spans[1])


def _several(value: str, named: Callable[[str], frozenset[str]]) -> frozenset[str]:
    # Names hold commas themselves ("Sở Văn hóa, Thể thao và Du lịch"): the whole is tried first.
    try:
        return named(value.strip())
    except NoPortal:
        parts = [part.strip() for part in value.split(",") if part.strip()]
        if len(parts) < 2:
            raise
    return frozenset().union(*(named(part) for part in parts))


def _known(key: str, value: str, known: list[str]) -> str:
    if value not in known:
        listed = "" if key == "portal" else f" Values: {', '.join(known)}"
        raise NoPortal(f'no {key} is called "{value}"{nearest(value, known)}{listed}')
    return value
