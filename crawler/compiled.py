"""Compiled: the same modules, compiled by mypyc, in place of their sources where `crawler.compiling` made them.

A package that may be compiled says `__path__ = compiled_first(__name__, __path__)`. What was compiled is used only
while its sources are the very ones it was made from; TINSO_PURE=1 in the environment leaves it alone.
"""

from __future__ import annotations

import hashlib
import os
import sysconfig
from collections.abc import Iterable
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent / "parser"
"""What is compiled: the parser, where most of a crawl's time goes."""


def place() -> Path:
    """Where the compiled modules of this interpreter lie; TINSO_COMPILED in the environment names another folder."""
    if other := os.environ.get("TINSO_COMPILED"):
        return Path(other)
    return Path(sysconfig.get_path("platlib")) / "tinso_compiled"


def sources() -> list[Path]:
    """The modules that are compiled, in the order of their names; packages' own files stay as they are."""
    return sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")


def digest() -> str:
    """What tells these sources and this interpreter from any others."""
    found = hashlib.sha256(str(sysconfig.get_config_var("EXT_SUFFIX")).encode())
    for path in sources():
        found.update(str(path.relative_to(PACKAGE)).encode())
        found.update(path.read_bytes())
    return found.hexdigest()


@cache
def usable() -> bool:
    """Whether compiled modules lie there that were made from the sources as they are now."""
    if os.environ.get("TINSO_PURE"):
        return False
    try:
        return (place() / "digest").read_text("ascii").strip() == digest()
    except OSError:
        return False


def compiled_first(name: str, path: Iterable[str]) -> list[str]:
    """The path of package `name` with that of its compiled modules before it."""
    if not usable():
        return list(path)
    return [str(place().joinpath(*name.split("."))), *path]
