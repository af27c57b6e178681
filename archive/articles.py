"""Articles as rows: which article a page is, which version of it, and what that changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from archive.address import address_key, other_number, stored_url
from archive.records import Article, Origin, SaveOutcome
from archive.rows import READ_COLUMNS, TEXT_COLUMNS, article_values, evidence_text
from archive.text_digest import text_digest, twin_digest

_KNOWN = """
SELECT a.id, a.text_digest, a.twin_digest, a.version, a.last_seen_at, a.url
FROM addresses AS d JOIN articles AS a ON a.id = d.article_id WHERE d.address = ?
"""
_TWINS = """
SELECT id, version, url FROM articles
WHERE twin_digest = ? AND portal = ? AND id IS NOT ?
    AND (published_on IS NULL OR ? IS NULL OR published_on = ?)
ORDER BY id
"""
_LISTS = ("authors", "captions", "images", "attachments", "tags", "flags")
_SAME_DAY = ":published_precision = 'day' AND substr(published_at, 1, 10) = substr(:published_at, 1, 10)"


def _reread(name: str) -> str:
    """SQL for a column after another reading, which never takes away what was read before."""
    if name in ("published_at", "published_precision"):
        return f"CASE WHEN {_SAME_DAY} THEN {name} ELSE coalesce(:{name}, {name}) END"
    if name in _LISTS:
        return f"coalesce(nullif(:{name}, '[]'), {name})"
    return f"coalesce(:{name}, {name})"


_READINGS = {name: _reread(name) for name in READ_COLUMNS if name not in TEXT_COLUMNS}
_REREAD = f"""
UPDATE articles SET {", ".join(f"{name} = {value}" for name, value in _READINGS.items())}
WHERE id = :id AND ({" OR ".join(f"{value} IS NOT {name}" for name, value in _READINGS.items())})
"""
_ORIGIN = ("portal", "province", "province_now", "department", "listing")
_INSERT_ARTICLE = (
    f"INSERT INTO articles (id, url, {', '.join(_ORIGIN)}, {', '.join(READ_COLUMNS)},"
    " first_seen_at, last_seen_at, text_digest, twin_digest)"
    f" VALUES (:row_id, :url, {', '.join(f':{n}' for n in (*_ORIGIN, *READ_COLUMNS))},"
    " :at, :at, :text_digest, :twin_digest) RETURNING id"
)
_INSERT_VERSION = (
    f"INSERT INTO versions (article_id, number, first_seen_at, last_seen_at, {', '.join(READ_COLUMNS)},"
    " evidence, text_digest)"
    f" VALUES (:id, :number, :at, :at, {', '.join(f':{n}' for n in READ_COLUMNS)}, :evidence, :text_digest)"
    " ON CONFLICT (article_id, text_digest) DO UPDATE SET"
    " first_seen_at = min(first_seen_at, excluded.first_seen_at),"
    " last_seen_at = max(last_seen_at, excluded.last_seen_at) RETURNING number"
)
_NEW_CURRENT = f"""
UPDATE articles SET {", ".join(f"{n} = :{n}" for n in READ_COLUMNS)}, version = :number,
    text_digest = :text_digest, twin_digest = :twin_digest WHERE id = :id
"""
_SEEN = """
UPDATE articles SET last_seen_at = max(last_seen_at, :at), first_seen_at = min(first_seen_at, :at),
    gone_at = CASE WHEN gone_at <= :at THEN NULL ELSE gone_at END
WHERE id = :id AND (:at NOT BETWEEN first_seen_at AND last_seen_at OR gone_at <= :at)
"""
_VERSION_SEEN = """
UPDATE versions SET last_seen_at = max(last_seen_at, :at), first_seen_at = min(first_seen_at, :at)
WHERE article_id = :id AND number = :number AND :at NOT BETWEEN first_seen_at AND last_seen_at
"""
_ADDRESS = """
INSERT INTO addresses (address, url, article_id, first_seen_at, last_seen_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (address) DO UPDATE SET article_id = excluded.article_id,
    first_seen_at = min(first_seen_at, excluded.first_seen_at),
    last_seen_at = max(last_seen_at, excluded.last_seen_at)
"""


RowOf = Callable[[str], int | None]


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save came to: the outcome, the article's row and the number of the version that was seen."""

    outcome: SaveOutcome
    article_id: int
    version: int


@dataclass(frozen=True, slots=True)
class _Page:
    """A page about to be saved: its values by column, its address, its digests."""

    values: dict[str, Any]
    address: str
    at: str
    portal: str

    @classmethod
    def of(cls, article: Article, origin: Origin, at: str) -> _Page:
        """The row of an article that was fetched from `origin` at `at` (ISO, UTC), and the keys it is known by."""
        values: dict[str, Any] = article_values(article, origin.section)
        values |= {
            "url": stored_url(article.url),
            "portal": origin.portal,
            "province": origin.province,
            "province_now": origin.province_now,
            "department": origin.department,
            "listing": origin.section,
            "at": at,
            "evidence": evidence_text(article),
            "text_digest": text_digest(article),
            "twin_digest": twin_digest(article),
        }
        return cls(values, address_key(article.url), at, origin.portal)

    @property
    def published_on(self) -> str | None:
        published = self.values["published_at"]
        return None if published is None else str(published)[:10]


class Articles:
    """Saves articles into the database of an open archive; each method runs inside a transaction."""

    def __init__(self, db: Database, row_of: RowOf | None = None) -> None:
        """`row_of` gives a new article its row by its `addresses.address`; without it SQLite does."""
        self._execute = db.conn.execute
        self._row_of = row_of

    def save(self, article: Article, origin: Origin, at: str) -> Saved:
        """Keep what a page said at `at` (UTC text). See `Archive.save`."""
        page = _Page.of(article, origin, at)
        known = self._execute(_KNOWN, (page.address,)).fetchone()
        if known is None:
            return self._first_visit(page, not_this=None)
        article_id, digest, twin, version, last_seen_at, url = known
        if address_key(url) == page.address:
            if digest != page.values["text_digest"]:
                return self._changed(page, article_id, is_latest=at >= last_seen_at)
            self._execute(_REREAD, page.values | {"id": article_id})
            return self._seen(page, article_id, version, "unchanged")
        if page.values["text_digest"] == digest or (twin is not None and page.values["twin_digest"] == twin):
            return self._seen(page, article_id, version, "alias")
        # The address no longer shows what it shared: from here on it is an article of its own.
        return self._first_visit(page, not_this=article_id)

    def mark_gone(self, url: str, at: str) -> bool:
        """Note that the article whose own address this is is gone; False if there is none."""
        known = self._execute(_KNOWN, (address_key(url),)).fetchone()
        if known is None or address_key(known[5]) != address_key(url):
            return False
        self._execute("UPDATE articles SET gone_at = ? WHERE id = ? AND gone_at IS NULL", (at, known[0]))
        return True

    def _first_visit(self, page: _Page, *, not_this: int | None) -> Saved:
        for article_id, version in self._twins(page, not_this):
            return self._seen(page, article_id, version, "alias")
        row_id = self._row_of(page.address) if self._row_of is not None else None
        article_id = int(self._execute(_INSERT_ARTICLE, page.values | {"row_id": row_id}).fetchone()[0])
        number = self._add_version(page, article_id, 1)
        self._visit_address(page, article_id)
        return Saved("new", article_id, number)

    def _changed(self, page: _Page, article_id: int, *, is_latest: bool) -> Saved:
        next_number = self._execute(
            "SELECT max(number) + 1 FROM versions WHERE article_id = ?", (article_id,)
        ).fetchone()[0]
        number = self._add_version(page, article_id, next_number)
        if is_latest:
            self._execute(_NEW_CURRENT, page.values | {"id": article_id, "number": number})
            for twin_id, _ in self._twins(page, article_id):
                self._absorb(twin_id, article_id, number)
        return self._seen(page, article_id, number, "changed")

    def _add_version(self, page: _Page, article_id: int, number: int) -> int:
        row = self._execute(_INSERT_VERSION, page.values | {"id": article_id, "number": number}).fetchone()
        return int(row[0])

    def _seen(self, page: _Page, article_id: int, version: int, outcome: SaveOutcome) -> Saved:
        place = {"id": article_id, "number": version, "at": page.at}
        self._execute(_SEEN, place)
        self._execute(_VERSION_SEEN, place)
        self._visit_address(page, article_id)
        return Saved(outcome, article_id, version)

    def _visit_address(self, page: _Page, article_id: int) -> None:
        self._execute(_ADDRESS, (page.address, page.values["url"], article_id, page.at, page.at))

    def _twins(self, page: _Page, not_this: int | None) -> list[tuple[int, int]]:
        """Articles of the portal that say the same, were not published on another day, and that the portal does not
        number apart."""
        twin = page.values["twin_digest"]
        if twin is None:
            return []
        day = page.published_on
        return [
            (int(row[0]), int(row[1]))
            for row in self._execute(_TWINS, (twin, page.portal, not_this, day, day)).fetchall()
            if not other_number(row[2], page.values["url"])
        ]

    def _absorb(self, twin_id: int, article_id: int, number: int) -> None:
        """Take in an article that was only ever another address of this one, met after a change.

        An article edited on the portal changes under all its paths, but one path is read first: that one
        parts (see `save`), and comes back here when the article's own address shows the same text.
        """
        versions = self._execute("SELECT count(*) FROM versions WHERE article_id = ?", (twin_id,)).fetchone()[
            0
        ]
        if versions != 1:
            return
        self._execute("UPDATE addresses SET article_id = ? WHERE article_id = ?", (article_id, twin_id))
        self._execute(
            "UPDATE captures SET article_id = ?, version = ? WHERE article_id = ?",
            (article_id, number, twin_id),
        )
        self._execute("DELETE FROM articles WHERE id = ?", (twin_id,))
