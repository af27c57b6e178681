"""Pace: how long each host is left alone between two requests, and after it said that it has had enough."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

logger = logging.getLogger(__name__)

_SLOWEST = 4
"""Doublings of a host's delay while it says that it is busy."""


@dataclass(slots=True)
class _Host:
    wants: dict[str, float] = field(default_factory=dict)
    strikes: int = 0
    held_until: float = 0.0
    given_up: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a server may ask of us, in seconds, and how often it may refuse."""

    delay: float = 60.0
    """The longest Crawl-delay that is kept."""
    hold: float = 120.0
    """The longest that a 429 or 503 holds a host back."""
    first_hold: float = 5.0
    """The first hold where the server names no time; it doubles with each further refusal."""
    give_up: int = 8
    """Refusals in a row after which a host is left for the next run."""


class Paces:
    """The pace of each host (`pace_key`) of one crawl."""

    def __init__(self, bounds: Bounds, base_delay: float = 0.0) -> None:
        self.bounds = bounds
        self._base = base_delay
        self._hosts: dict[str, _Host] = {}

    def want(self, host: str, who: str, seconds: float) -> float:
        """Note that someone ("Crawl-delay", "family nukeviet") wants so long between two requests; returns
        what of it is kept."""
        kept = min(seconds, self.bounds.delay)
        self._of(host).wants[who] = kept
        return kept

    def delay(self, host: str) -> float:
        """The fewest seconds between two requests: the most that was wanted, longer while the host is busy."""
        state = self._hosts.get(host)
        if state is None:
            return 0.0
        wanted = max(state.wants.values(), default=0.0)
        if state.strikes:
            slow = max(wanted, self._base, 0.1) * float(1 << min(state.strikes, _SLOWEST))
            return max(wanted, min(slow, self.bounds.delay))
        return wanted

    def busy(self, host: str, retry_after: float | None) -> float:
        """The host answered 429 or 503, naming these seconds or none: the seconds for which it is now held."""
        state = self._of(host)
        state.strikes += 1
        state.given_up |= state.strikes >= self.bounds.give_up
        wanted = self.bounds.first_hold * 2 ** (state.strikes - 1) if retry_after is None else retry_after
        wait = min(wanted, self.bounds.hold)
        self.hold(host, wait)
        return wait

    def hold(self, host: str, seconds: float) -> None:
        """Ask a host for nothing more for so long; the others go on."""
        state = self._of(host)
        state.held_until = max(state.held_until, time.monotonic() + seconds)

    def well(self, host: str) -> None:
        """The host answered: it recovers step by step."""
        state = self._hosts.get(host)
        if state is not None and state.strikes:
            state.strikes -= 1

    def is_held(self, host: str) -> bool:
        """Whether the host is to be asked for nothing now."""
        state = self._hosts.get(host)
        return state is not None and state.held_until > time.monotonic()

    def is_given_up(self, host: str) -> bool:
        """Whether the host refused so often that it is left for the next run."""
        state = self._hosts.get(host)
        return state is not None and state.given_up

    def _of(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host())


def pace_key(url: str) -> str:
    """The name by which a host is paced: with its port, without "www.", for both are one server.

    >>> pace_key("https://www.SCT.hatinh.gov.vn/tin"), pace_key("http://127.0.0.1:8080/")
    ('sct.hatinh.gov.vn', '127.0.0.1:8080')
    """
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return f"{(parts.hostname or '').rstrip('.').removeprefix('www.')}{port}"


def spacing(most_requests: Iterable[tuple[int, int]]) -> float:
    """The seconds between two requests that keep below each (count, seconds), by one request.

    >>> spacing([(40, 60), (150, 300)])
    2.013
    """
    return round(max((seconds / max(count - 1, 1) for count, seconds in most_requests), default=0.0), 3)
