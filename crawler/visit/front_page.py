"""Front page: what a home page says of its portal: it is the portal's, or another has the host, or it moved on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.order import BadOrder, registry
from crawler.portals.parked import not_the_portal

if TYPE_CHECKING:
    from archive.queue import QueueRow
    from crawler.parser import Page
    from crawler.run import Run

FRONT = frozenset(("home", "start"))
"""Kinds of requests that begin a crawl."""
_OFFICIAL = (".gov.vn", ".chinhphu.vn", ".edu.vn", ".org.vn", ".vn")


class FrontPages:
    """The judgement on each portal of a run; `lost` holds the reason for those whose host is no longer theirs."""

    def __init__(self, run: Run, registry_dirs: Sequence[str]) -> None:
        self._run = run
        self._registry_dirs = registry_dirs
        self.lost: dict[str, str] = {}

    def judge(self, page: Page, row: QueueRow) -> tuple[str, str] | None:
        """Reason and detail where a portal's front page is not the portal's: gambling, for sale, a bare server.

        From then on the portal is lost to this run: what else the host offers is not its text either.
        """
        if row.kind not in FRONT:
            return None
        title = page.tree.find("title")
        wrong = not_the_portal(title.text if title is not None else "", page.tree.text)
        if wrong is None:
            return None
        words = ", ".join(wrong.words)
        self.lost[row.portal] = wrong.why
        self._run.note(row.portal, wrong.why, f"its home page says: {words}; nothing more is asked or kept")
        return wrong.why, words

    def led_away(self, row: QueueRow, target: str) -> None:
        """A front page sends its visitors to an address outside the portal: said in the report, and not followed."""
        if row.kind not in FRONT:
            return
        host = urlsplit(target).hostname or ""
        slug = self._slug_of(target)
        if slug is not None:
            self._run.note(
                row.portal, "moved", f"it leads to {target}: {slug} in the registry; crawl that one"
            )
        elif host.endswith(_OFFICIAL):
            said = f"it leads to {target}, which is not in the registry; `scrapy portals check {host}` looks at it"
            self._run.note(row.portal, "moved", said)
        else:
            self._run.note(row.portal, "led-away", f"it leads to {target}, which is no public body's address")
            return
        self._run.ledger.tally.of(row.portal).told(successor=slug or host)

    def _slug_of(self, url: str) -> str | None:
        try:
            found = registry(self._registry_dirs).by_url(url)
        except BadOrder:
            return None
        return found.slug if found is not None else None
