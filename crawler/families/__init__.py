"""CMS families: one file each, how to recognise it, its Layout, how its listings page."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from crawler.families.family import Family, Mark, Paging
from crawler.families.paging import next_address, post_form
from crawler.families.recognise import Recogniser, Recognition

__all__ = [
    "Family",
    "Mark",
    "Paging",
    "Recognition",
    "families",
    "family_names",
    "next_address",
    "post_form",
    "recognise",
]

_MACHINERY = {"__init__", "family", "paging", "recognise"}


@lru_cache(maxsize=1)
def family_names() -> tuple[str, ...]:
    """The names of all families, which are those of the files in this folder."""
    return tuple(
        sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in _MACHINERY)
    )


@lru_cache(maxsize=1)
def families() -> Mapping[str, Family]:
    """All families by name. Raises TypeError where a file holds none under its own name."""
    found: dict[str, Family] = {}
    for name in family_names():
        family = getattr(importlib.import_module(f"{__name__}.{name}"), "FAMILY", None)
        if not isinstance(family, Family) or family.name != name:
            raise TypeError(f'crawler/families/{name}.py: FAMILY is to be a Family named "{name}"')
        found[name] = family
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def _recogniser() -> Recogniser:
    return Recogniser(families().values())


class Addressed(Protocol):
    """What recognising needs of a page."""

    @property
    def url(self) -> str:
        """Its own address."""


def recognise(page: Addressed, source: bytes, headers: Mapping[str, str] | None = None) -> Recognition | None:
    """The CMS of a page by its marks; None where none bears enough. `source` is the body as it came."""
    return _recogniser().recognise(source, page.url, headers or {})
