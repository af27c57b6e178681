"""Which captures are read again, and what the archive has of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from archive.captures import capture_of
from archive.records import Capture

_PARSERS_OWN = (
    "article", "listing", "no-headline", "home", "menu-page", "document-table", "dataset", "login", "search", "contact",
    "empty", "not-html", "page", "gone", "failed",
)  # fmt: skip
"""Kinds of pages that today's parser may overrule. All others a crawl judged by more than the page: its order, what
the portal's front page shows, a removal, an attachment."""
_LOOKS = 5
_PAGE = "(content_type IS NULL OR content_type LIKE '%html%' OR content_type LIKE 'text/plain%')"


@dataclass(frozen=True, slots=True)
class Selection:
    """What to read again: everything, or the articles (and other pages) of a portal, or since a day."""

    portal: str | None = None
    since: str | None = None
    """UTC text: articles that were captured at or after it, with all their captures."""

    @property
    def condition(self) -> str:
        """SQL over `captures AS c`; its values are `values`."""
        parts = ["c.removal_id IS NULL"]
        if self.portal is not None:
            parts.append(
                "(c.portal = :portal OR c.article_id IN (SELECT id FROM articles WHERE portal = :portal))"
            )
        if self.since is not None:
            parts.append(
                "(c.article_id IN (SELECT article_id FROM captures WHERE fetched_at >= :since"
                " AND article_id IS NOT NULL) OR (c.article_id IS NULL AND c.fetched_at >= :since))"
            )
        return " AND ".join(parts)

    @property
    def values(self) -> dict[str, str | None]:
        """The values of `condition`."""
        return {"portal": self.portal, "since": self.since}


@dataclass(frozen=True, slots=True)
class Item:
    """A capture to be read again."""

    id: int
    capture: Capture
    portal: str
    run_id: int | None
    article_id: int | None
    version: int | None

    @property
    def group(self) -> tuple[int | None, str]:
        """Pages of one run over one portal: the CMS is known from its first pages."""
        return (self.run_id, self.portal)


class Items:
    """The captures of a selection in the order in which the archive learned of them."""

    def __init__(self, db: Database, selection: Selection) -> None:
        self._db = db
        self._selection = selection
        marks = ", ".join("?" * len(_PARSERS_OWN))
        sql = f"SELECT url FROM pages WHERE kind NOT IN ({marks})"
        self._judged = {row[0] for row in db.execute(sql, _PARSERS_OWN)}

    def count(self) -> int:
        """How many captures are looked at."""
        sql = f"SELECT count(*) FROM captures AS c WHERE {self._selection.condition}"
        return int(self._db.conn.execute(sql, self._selection.values).fetchone()[0])

    def after(self, position: int) -> Iterator[Item]:
        """Those behind a capture's row."""
        sql = f"SELECT c.* FROM captures AS c WHERE c.id > :position AND {self._selection.condition} ORDER BY c.id"
        for row in self._db.query(sql, {**self._selection.values, "position": position}):
            yield _item(row)

    def is_page(self, item: Item) -> bool:
        """Whether the parser is to read it."""
        if item.capture.status != 200:
            return False
        if item.article_id is not None:
            return True
        kind = item.capture.content_type
        readable = kind is None or "html" in kind.lower() or kind.lower().startswith("text/plain")
        return readable and item.capture.url not in self._judged

    def first_of(self, group: tuple[int | None, str]) -> tuple[Item, ...]:
        """The first pages of a run over a portal."""
        run_id, portal = group
        rows = self._db.query(
            f"SELECT * FROM captures WHERE run_id IS ? AND portal = ? AND status = 200 AND removal_id IS NULL"
            f" AND {_PAGE} ORDER BY id LIMIT {_LOOKS}",
            (run_id, portal),
        )
        return tuple(_item(row) for row in rows)


def _item(row: dict[str, Any]) -> Item:
    return Item(
        row["id"], capture_of(row), row["portal"] or "", row["run_id"], row["article_id"], row["version"]
    )
