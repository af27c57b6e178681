"""The national calendar: days on which a body's silence says nothing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Calendar:
    """Holidays, from data; outside the years `valid` only weekdays count."""

    quiet: frozenset[date]
    """Tết with the days around it, and the other holidays."""
    valid: tuple[int, int]

    def is_quiet(self, day: date) -> bool:
        """Whether nobody is expected to publish on that day.

        >>> calendar().is_quiet(date(2026, 2, 20)), calendar().is_quiet(date(2026, 3, 20))
        (True, False)
        """
        return day in self.quiet

    def covers(self, day: date) -> bool:
        """Whether the holidays of that day's year are known."""
        return self.valid[0] <= day.year <= self.valid[1]


@cache
def calendar() -> Calendar:
    """The calendar that comes with the project."""
    data = tomllib.loads((resources.files(__package__) / "calendar.toml").read_text("utf-8"))
    around = range(-data["tet_days_before"], data["tet_days_after"] + 1)
    quiet = {first + timedelta(days=n) for first in data["tet"] for n in around}
    quiet.update(data["lunar_holidays"])
    years = range(data["valid_from"], data["valid_until"] + 1)
    quiet.update(date.fromisoformat(f"{year}-{day}") for year in years for day in data["yearly"])
    return Calendar(frozenset(quiet), (data["valid_from"], data["valid_until"]))
