"""Outages: a host that has ceased to answer is left alone for a while, and its pages stay queued.

One page that hangs is the page's failure. Several in a row, of which none brought an answer, are the host's, or our
own network's: writing each of ten thousand queued pages off as failed would end a crawl in minutes that an hour's
patience, or the next night, completes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.queue import QueueRow

NO_ANSWER = frozenset(("dns", "timeout", "connection-refused", "connection-failed", "fetch-failed"))
"""The reasons of a problem that may be the host's rather than the page's."""
_LONGEST_WAIT = 600.0


@dataclass(frozen=True, slots=True)
class Outage:
    """What to do about a host that does not answer."""

    host: str
    rows: tuple[QueueRow, ...]
    """Requests that failed because of it: to be queued again."""
    wait: float
    """Seconds to leave it alone; 0 while an earlier wait lasts."""
    given_up: bool
    """Whether it was waited for long enough: its pages are left to the next run."""


@dataclass(slots=True)
class _Silence:
    began: float
    rows: list[QueueRow] = field(default_factory=list)
    waits: int = 0
    until: float = 0.0


class Outages:
    """Tells a host's failure from a page's. `now` is a monotonic clock's, in seconds.

    >>> outages = Outages(after=2, first_wait=30.0, patience=100.0)
    >>> row = QueueRow("p", 1, "http://a.vn/1", "a.vn", "page")
    >>> outages.failed(row, 0.0)
    >>> outages.failed(row, 1.0).wait
    30.0
    >>> outages.failed(row, 32.0).wait
    60.0
    >>> outages.failed(row, 95.0).given_up
    True
    """

    def __init__(self, after: int, first_wait: float, patience: float) -> None:
        """`after` failures in a row are an outage; waits double, and end after `patience` seconds in all."""
        self._after = after
        self._first_wait = first_wait
        self._patience = patience
        self._silent: dict[str, _Silence] = {}

    def answered(self, host: str) -> None:
        """The host answered, whatever it said."""
        self._silent.pop(host, None)

    def failed(self, row: QueueRow, now: float) -> Outage | None:
        """A request brought no answer; None while that may be the page's fault."""
        silence = self._silent.setdefault(row.host, _Silence(now))
        silence.rows.append(row)
        if not silence.waits and len(silence.rows) < self._after:
            return None
        rows, silence.rows = tuple(silence.rows), []
        if now < silence.until:
            return Outage(row.host, rows, 0.0, given_up=False)
        wait = min(self._first_wait * 2**silence.waits, _LONGEST_WAIT)
        silence.waits += 1
        silence.until = now + wait
        return Outage(row.host, rows, wait, given_up=now - silence.began + wait > self._patience)
