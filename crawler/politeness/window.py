"""Window: the hours of the day in which a portal may be asked, in Vietnam's time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
_SPAN = re.compile(r"\s*(\d{1,2}:\d{2}(?::\d{2})?)\s*[-–]\s*(\d{1,2}:\d{2}(?::\d{2})?)\s*")


@dataclass(frozen=True, slots=True)
class Window:
    """From `begin` until before `end`, each day; over midnight where `end` is the earlier."""

    begin: time
    end: time

    @classmethod
    def parse(cls, text: str) -> Window:
        """Read "22:00-06:00" (seconds may be given). Raises ValueError, one line.

        >>> Window.parse("22:00-06:00").is_open(datetime(2026, 11, 25, 23, 30, tzinfo=VIETNAM))
        True
        """
        found = _SPAN.fullmatch(text)
        try:
            if found is None:
                raise ValueError(text)
            begin, end = (
                time.fromisoformat(part.rjust(len(part) // 3 * 3 + 2, "0")) for part in found.groups()
            )
        except ValueError:
            raise ValueError(f'"{text}" is no window: write it as "22:00-06:00", Vietnam\'s time') from None
        if begin == end:
            raise ValueError(f'"{text}" begins when it ends: leave it out for the whole day')
        return cls(begin, end)

    def is_open(self, now: datetime) -> bool:
        """Whether an aware moment lies in it."""
        clock = now.astimezone(VIETNAM).time()
        if self.begin < self.end:
            return self.begin <= clock < self.end
        return clock >= self.begin or clock < self.end

    def __str__(self) -> str:
        return f"{self.begin.isoformat('auto' if self.begin.second else 'minutes')}-" + self.end.isoformat(
            "auto" if self.end.second else "minutes"
        )
