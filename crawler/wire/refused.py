"""Refused: a request that is not made, with a problem's reason."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest

REMOVED = "removed"
"""Of what was taken out of the archive for a lawful request: no failure, and no problem to note each night."""


class Refused(IgnoreRequest):
    """Raised by a middleware; `reason` is a problem's reason, `detail` one line on why."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
