"""More: a listing's next piece that a script asks for, as a pattern with the page's number left open.

The pattern travels in the queue row's group, so that a crawl that was killed goes on in the middle of a listing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from archive.queue import QueueRow, queue_key
from crawler.discovery.addresses import canonical, host_of

HOLE = "{page}"
MARK = "#more="


@dataclass(frozen=True, slots=True)
class More:
    """A request for the nth piece of a listing."""

    listing: str
    """The canonical address of the listing's first page."""
    url: str
    """With HOLE for the number, unless it stands in the body."""
    number: int
    step: int = 1
    body: str | None = None
    """A form or JSON with HOLE; None: the request is a GET."""

    def row(self, row: QueueRow) -> QueueRow:
        """The queue's row for this piece, in the place of the page `row` that leads to it."""
        url = self.url.replace(HOLE, str(self.number))
        body = self.body.replace(HOLE, str(self.number)) if self.body is not None else None
        address = canonical(url)
        return QueueRow(
            portal=row.portal,
            key=queue_key(address if body is None else f"POST {address} {body}"),
            url=url,
            host=host_of(url),
            kind="more",
            priority=row.priority,
            depth=row.depth,
            section=row.section,
            method="GET" if body is None else "POST",
            body=None if body is None else body.encode(),
            group=f"{self.listing}{MARK}{json.dumps([self.url, self.number, self.step, self.body])}",
        )

    def next(self) -> More:
        """The piece after this one."""
        return replace(self, number=self.number + self.step)


def more_of(row: QueueRow) -> More | None:
    """The pattern that a row was made from; None for rows of another make."""
    listing, found, pattern = (row.group or "").partition(MARK)
    if not found:
        return None
    url, number, step, body = json.loads(pattern)
    return More(listing, url, number, step, body)
