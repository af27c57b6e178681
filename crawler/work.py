"""Work: one leased request, and all that came of it until the ledger writes it."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from archive.queue import QueueRow
from archive.records import Article, Capture, Document, Origin, Problem


@dataclasses.dataclass(slots=True)
class Work:
    """One leased request and all that came of it so far."""

    row: QueueRow
    origin: Origin
    captures: list[Capture] = dataclasses.field(default_factory=list)
    links: list[QueueRow] = dataclasses.field(default_factory=list)
    article: Article | None = None
    document: Document | None = None
    """What was read of a file that an article offers."""
    unchanged: bool = False
    """The server answered 304: what was read before still stands."""
    published_at: datetime | None = None
    """Of an article that is not saved again: unchanged, or outside the days that were asked for."""
    changed: bool = False
    """The text is another than the one that was known."""
    problem: Problem | None = None
    page_url: str | None = None
    """Where the page was read from, after redirects."""
    kind: str = "page"
    status: int = 0
    etag: str | None = None
    last_modified: str | None = None
    known_as: str | None = None
    """What the page was when it was fetched last; None: it never was."""
    leads: bool = False
    """Whether the page shows articles of its own: then it is looked at in every run."""
    finished: bool = False

    def refuse(self, reason: str, kind: str, at: datetime, detail: str | None = None) -> None:
        """Nothing is kept of this page, for a reason with a name; `kind` is what is remembered of it."""
        self.kind = kind
        self.problem = Problem(self.row.url, reason, at, self.row.portal, detail)
