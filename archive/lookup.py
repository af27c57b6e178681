"""Looking up what the archive holds of one address: the article, its versions, its captures, its citation."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from archive.address import address_key
from archive.captures import capture_of
from archive.errors import UnknownArticle
from archive.keeping.tombstones import removal_of
from archive.records import Article, Capture, Citation, Version
from archive.rows import article_of, from_utc_text


@dataclass(frozen=True, slots=True)
class Found:
    """An article as the archive has it now."""

    id: int
    article: Article
    portal: str
    province: str | None
    province_now: str | None
    department: str | None
    version: int
    versions: int
    captures: int
    first_seen_at: str
    last_seen_at: str
    gone_at: str | None
    addresses: tuple[str, ...]
    """Every address under which it was seen, its own first."""


def find(db: Database, url: str) -> Found:
    """The article seen under this address, however it is spelled (scheme, fragment and tracking do not
    matter).

    Raises UnknownArticle, with the nearest address of the same host.
    """
    row = _one(
        db,
        "SELECT a.*, (SELECT count(*) FROM versions WHERE article_id = a.id) AS versions,"
        " (SELECT count(*) FROM captures WHERE article_id = a.id) AS captures"
        " FROM addresses AS d JOIN articles AS a ON a.id = d.article_id WHERE d.address = ?",
        (address_key(with_scheme(url)),),
    )
    if row is None:
        raise UnknownArticle(f"no article under {url}{_nearest(db, url)}")
    others = db.execute(
        "SELECT url FROM addresses WHERE article_id = ? AND url <> ? ORDER BY first_seen_at, url",
        (row["id"], row["url"]),
    ).fetchall()
    return Found(
        id=row["id"],
        article=article_of(row, row["url"]),
        portal=row["portal"],
        province=row["province"],
        province_now=row["province_now"],
        department=row["department"],
        version=row["version"],
        versions=row["versions"],
        captures=row["captures"],
        first_seen_at=row["first_seen_at"],
        last_seen_at=row["last_seen_at"],
        gone_at=row["gone_at"],
        addresses=(row["url"], *(other[0] for other in others)),
    )


def versions(db: Database, found: Found) -> list[Version]:
    """Every text that the article had, oldest first."""
    rows = _all(db, "SELECT * FROM versions WHERE article_id = ? ORDER BY first_seen_at, number", (found.id,))
    return [
        Version(
            number=row["number"],
            first_seen_at=from_utc_text(row["first_seen_at"]),
            last_seen_at=from_utc_text(row["last_seen_at"]),
            article=article_of(row, found.article.url),
        )
        for row in rows
    ]


def captures(db: Database, found: Found) -> list[tuple[int | None, Capture]]:
    """Every capture of the article with the version that it shows, oldest first."""
    rows = _all(db, "SELECT * FROM captures WHERE article_id = ? ORDER BY fetched_at, id", (found.id,))
    return [(row["version"], capture_of(row)) for row in rows]


def latest_capture(db: Database, url: str) -> Capture:
    """Where the newest response of this address lies: of its article, or of any other page.

    Raises UnknownArticle if the address was never fetched.
    """
    row = _one(
        db,
        "SELECT c.* FROM addresses AS d JOIN captures AS c ON c.article_id = d.article_id"
        " WHERE d.address = ? AND c.status = 200 ORDER BY c.fetched_at DESC, c.id DESC LIMIT 1",
        (address_key(with_scheme(url)),),
    ) or _one(
        db,
        "SELECT * FROM captures WHERE url IN (?, ?) AND removal_id IS NULL ORDER BY fetched_at DESC, id DESC LIMIT 1",
        (url, with_scheme(url)),
    )
    if row is None:
        raise UnknownArticle(f"nothing was captured under {url}{_nearest(db, url)}")
    return capture_of(row)


def cite(db: Database, url: str) -> Citation:
    """What someone else needs to check the article as it reads now: the newest capture that shows this text.

    Raises UnknownArticle, also for an article whose captures are not in this archive.
    """
    found = find(db, url)
    row = _one(
        db,
        "SELECT * FROM captures WHERE article_id = ? ORDER BY version IS NOT ?,"
        " fetched_at DESC, id DESC LIMIT 1",
        (found.id, found.version),
    )
    if row is None:
        raise UnknownArticle(f"the archive holds no capture of {url}; `tinso verify` tells more")
    published = found.article.published_at
    day = found.article.published_precision == "day"
    return Citation(
        portal=found.portal,
        headline=found.article.headline,
        published_at=None
        if published is None
        else published.isoformat(timespec="minutes")[: 10 if day else 99],
        url=found.article.url,
        captured_at=row["fetched_at"],
        digest=row["digest"],
        warc_file=row["warc_file"],
        warc_offset=row["warc_offset"],
    )


def citation_line(citation: Citation) -> str:
    """The citation as one line for a footnote."""
    published = f"published {citation.published_at}" if citation.published_at else "undated"
    place = f"{citation.warc_file} at byte {citation.warc_offset}"
    return (
        f"{citation.portal}: “{citation.headline}”, {published}, {citation.url},"
        f" captured {citation.captured_at}, {citation.digest}, {place}"
    )


def with_scheme(url: str) -> str:
    """As typed, with https:// where there is no scheme."""
    return url if "://" in url else f"https://{url}"


def _nearest(db: Database, url: str) -> str:
    """What to say of an address under which there is nothing: that it was removed, or what comes nearest."""
    removal = removal_of(db, with_scheme(url))
    if removal is not None:
        return f"; it was removed on {removal.removed_at[:10]} ({removal.reason})"
    key = address_key(with_scheme(url))
    host = key.partition("/")[0]
    # "0" is the character after "/": all addresses of this host.
    rows = db.execute(
        "SELECT address, url FROM addresses WHERE address >= ? AND address < ? LIMIT 5000",
        (f"{host}/", f"{host}0"),
    ).fetchall()
    by_key = {row[0]: row[1] for row in rows}
    near = difflib.get_close_matches(key, by_key, n=1, cutoff=0.8) if len(key) < 500 else []
    return f"; the nearest is {by_key[near[0]]}" if near else ""


def _all(db: Database, sql: str, values: tuple[Any, ...]) -> list[dict[str, Any]]:
    return list(db.query(sql, values))


def _one(db: Database, sql: str, values: tuple[Any, ...]) -> dict[str, Any] | None:
    return next(iter(db.query(sql, values)), None)
