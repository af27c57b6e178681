"""Thresholds: from when something is an alarm, and what is muted; `health.toml` in the archive's folder sets them."""

from __future__ import annotations

import dataclasses
import difflib
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError
from archive.health.alarm import KINDS, Alarm

FILE = "health.toml"


class BadThresholds(ArchiveError):
    """`health.toml` cannot be used: the line says which key, and what exists."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The defaults are held by simulated histories: no alarm in quiet nights, each breakage found."""

    silence_per_year: float = 0.004
    """False alarms of silence that are borne for a portal and year: one a year for 250 portals."""
    fewest_gaps: int = 3
    """Gaps between articles from which a portal's rhythm is known."""
    slot_chance: float = 1e-5
    """How unlikely a slot's fall must be."""
    slot_fall: float = 0.3
    """By how much of all articles a slot's rate must fall."""
    refusal_rise: float = 0.2
    """By how much of all pages refusals must rise."""
    unreachable_nights: int = 2
    """Nights in a row without an answer."""
    certificate_days: int = 14
    """Days before a certificate's end. Those that renew themselves do so 30 days before."""
    disk_days: int = 30
    """Days for which the disk must last at the pace of the last weeks."""
    disk_bytes: int = 1_000_000_000
    """What must be free in any case."""
    late_factor: float = 1.25
    """A portal's run is late after so many of its usual intervals."""
    forget_days: int = 60
    """A portal that has not been crawled for so long is no longer expected to be."""
    stuck_hours: int = 36
    """A run that takes longer is taken for stuck."""


@dataclass(frozen=True, slots=True)
class Mute:
    """What a person has seen and does not want to hear of again, until a day."""

    portal: str | None = None
    kind: str | None = None
    part: str | None = None
    until: date | None = None
    reason: str = ""

    def covers(self, alarm: Alarm, today: date) -> bool:
        """Whether the alarm is muted today."""
        return (
            self.portal in (None, alarm.portal)
            and self.kind in (None, alarm.kind)
            and self.part in (None, alarm.part)
            and (self.until is None or today < self.until)
        )


@dataclass(frozen=True, slots=True)
class Rules:
    """Thresholds and mutes."""

    thresholds: Thresholds = Thresholds()
    mutes: tuple[Mute, ...] = ()


def read_rules(path: Path) -> Rules:
    """The rules of a file; the defaults where there is none. Raises BadThresholds, one line."""
    if not path.is_file():
        return Rules()
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadThresholds(f"{path}: no TOML: {error}") from error
    _known(path, data, ("thresholds", "mute"))
    return Rules(
        _thresholds(path, data.get("thresholds", {})), tuple(_mute(path, m) for m in data.get("mute", []))
    )


def _thresholds(path: Path, table: dict[str, Any]) -> Thresholds:
    defaults = dataclasses.asdict(Thresholds())
    _known(path, table, tuple(defaults))
    for name, value in table.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
            raise BadThresholds(f"{path}: {name} = {value!r}: a number greater than 0 is needed")
    return Thresholds(**{name: type(defaults[name])(value) for name, value in table.items()})


def _mute(path: Path, table: dict[str, Any]) -> Mute:
    _known(path, table, tuple(f.name for f in dataclasses.fields(Mute)))
    if "portal" not in table and "kind" not in table:
        raise BadThresholds(f'{path}: a [[mute]] needs a portal or a kind: portal = "SLUG"')
    until = table.get("until")
    if until is not None and (isinstance(until, datetime) or not isinstance(until, date)):
        raise BadThresholds(f"{path}: until = {until!r}: write a day, until = 2027-01-31")
    if table.get("kind", "silent") not in KINDS:
        raise BadThresholds(f"{path}: no kind {table['kind']!r}: there are {', '.join(KINDS)}")
    return Mute(**table)


def _known(path: Path, table: dict[str, Any], keys: tuple[str, ...]) -> None:
    for key in table:
        if key not in keys:
            near = difflib.get_close_matches(key, keys, 1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise BadThresholds(f"{path}: unknown key {key}: {hint}there are {', '.join(keys)}")
