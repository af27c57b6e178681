"""Notes: what a run says of a host or portal beside its counts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a host or portal that the run's report says: a policy taken, a move, what was left."""

    where: str
    """A host or a portal's slug."""
    about: str
    """One word: "robots", "crawl-delay", "left", "moved", "tls", ..."""
    text: str
    loud: bool = True
    """Whether it is worth a line to who reads the short report; all stand in the log and in the run's JSON."""
