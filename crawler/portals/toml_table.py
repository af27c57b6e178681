"""One TOML table, read key by key: typed values out of it, a line for each thing that is wrong with it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from crawler.portals.errors import RegistryError
from crawler.portals.names import nearest


class Table:
    """A table and where it stands ("thanh-hoa.toml [thanhhoa-stttt]"); problems go to the list that is given.

    Each reading method returns the value; the default after noting that the value is of a wrong kind.
    """

    def __init__(self, values: object, where: str, problems: list[str]) -> None:
        self.where = where
        self.problems = problems
        self.values: dict[str, Any] = {}
        if isinstance(values, dict):
            self.values = values
        else:
            self.wrong(f"a table is wanted here, not {values!r}")

    def wrong(self, what: str) -> None:
        """Note one thing that is wrong."""
        self.problems.append(f"{self.where}: {what}")

    def only(self, keys: Sequence[str]) -> None:
        """Note each key that does not exist."""
        for key in self.values:
            if key not in keys:
                self.wrong(f'unknown key "{key}"{nearest(key, keys, 1)} Keys: {", ".join(keys)}')

    def text(self, key: str, default: str = "") -> str:
        """A string that is not empty."""
        return str(self._of_kind(key, str, "a text", default))

    def required(self, key: str) -> str:
        """A string that must be there; "" after it has been noted as missing."""
        if key not in self.values:
            self.wrong(f'the key "{key}" is missing')
        return self.text(key)

    def flag(self, key: str) -> bool:
        """A boolean, false by default."""
        return bool(self._of_kind(key, bool, "true or false", False))

    def seconds(self, key: str) -> float:
        """A number of seconds, not negative; 0 by default."""
        value = self.values.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3600:
            self.wrong(f'"{key}" is to be a number of seconds up to 3600, not {value!r}')
            return 0.0
        return float(value)

    def day(self, key: str) -> date | None:
        """A date, written 2025-07-01 without quotes."""
        value = self._of_kind(key, date, "a date such as 2025-07-01, without quotes", None)
        if isinstance(value, datetime):
            self.wrong(f'"{key}" is to be a date without a time')
            return None
        return value if isinstance(value, date) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings."""
        value = self._of_kind(key, list, 'a list of texts, ["..."]', [])
        if isinstance(value, list) and all(isinstance(item, str) and item for item in value):
            return tuple(value)
        self.wrong(f'"{key}" is to be a list of texts, ["..."]')
        return ()

    def choice(self, key: str, allowed: Iterable[str], default: str) -> str:
        """One of a fixed set of strings."""
        value, known = self.text(key, default), list(allowed)
        if value and value not in known:
            self.wrong(f'"{key}" is "{value}"{nearest(value, known, 1)} Values: {", ".join(known)}')
            return default
        return value

    def tables(self, key: str) -> list[Table]:
        """A list of tables."""
        value = self._of_kind(key, list, "a list of tables, [{ ... }]", [])
        items = value if isinstance(value, list) else []
        return [
            Table(item, f"{self.where} {key}[{number}]", self.problems) for number, item in enumerate(items)
        ]

    def table(self, key: str) -> Table:
        """A table; an empty one where there is none."""
        return Table(self.values.get(key, {}), f"{self.where} {key}", self.problems)

    def _of_kind(self, key: str, kind: type, said: str, default: object) -> object:
        if key not in self.values:
            return default
        value = self.values[key]
        if not isinstance(value, kind) or value == "":
            self.wrong(f'"{key}" is to be {said}, not {value!r}')
            return default
        return value


def tables_of(path: Path, problems: list[str]) -> list[tuple[str, Table]]:
    """Read a TOML file that holds tables only: each with its name, in the file's order."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RegistryError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        problems.append(f"{path.name}: not UTF-8 at byte {error.start}")
        return []
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{path.name}: not TOML: {error}")
        return []
    return [(name, Table(values, f"{path.name} [{name}]", problems)) for name, values in content.items()]
