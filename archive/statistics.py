"""What an archive holds, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class SectionCount:
    """Articles of a section; the days are the local ones of publication."""

    section: str | None
    articles: int
    first_published: str | None
    last_published: str | None


@dataclass(frozen=True, slots=True)
class PortalCount:
    """Articles of a portal, by section."""

    portal: str
    articles: int
    first_published: str | None
    last_published: str | None
    last_seen_at: str
    sections: tuple[SectionCount, ...]


@dataclass(frozen=True, slots=True)
class ProblemCount:
    """How many pages came to nothing, and why."""

    reason: str
    pages: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """The whole archive, or one portal of it."""

    articles: int
    undated: int
    without_byline: int
    without_body: int
    gone: int
    versions: int
    addresses: int
    captures: int
    captured_bytes: int
    """Of the captures' records, packed."""
    warc_files: int
    warc_bytes: int
    """Of the files below `warc/`, of all portals."""
    runs: int
    last_run_at: str | None
    first_published: str | None
    last_published: str | None
    portals: tuple[PortalCount, ...]
    problems: tuple[ProblemCount, ...]


def statistics(db: Database, warc_folder: Path, portal: str | None = None) -> Statistics:
    """Count everything, or only what belongs to `portal`."""
    portals = _portals(db, portal)
    sizes = [path.stat().st_size for path in warc_folder.glob("*.warc*")] if warc_folder.is_dir() else []
    mine = "(? IS NULL OR portal = ?)"
    key = (portal, portal)
    articles = db.execute(
        "SELECT count(*), count(*) - count(published_at), count(*) - count(byline), sum(body = ''),"
        f" count(gone_at), min(published_on), max(published_on) FROM articles WHERE {mine}",
        key,
    ).fetchone()
    of_articles = f"article_id IN (SELECT id FROM articles WHERE {mine})"
    captures = db.execute(
        f"SELECT count(*), coalesce(sum(warc_length), 0) FROM captures WHERE {mine}", key
    ).fetchone()
    return Statistics(
        articles=articles[0],
        undated=articles[1],
        without_byline=articles[2],
        without_body=articles[3] or 0,
        gone=articles[4],
        versions=_count(db, f"versions WHERE {of_articles}", key),
        addresses=_count(db, f"addresses WHERE {of_articles}", key),
        captures=captures[0],
        captured_bytes=captures[1],
        warc_files=len(sizes),
        warc_bytes=sum(sizes),
        runs=_count(db, "runs", ()),
        last_run_at=db.execute("SELECT max(started_at) FROM runs").fetchone()[0],
        first_published=articles[5],
        last_published=articles[6],
        portals=portals,
        problems=tuple(
            ProblemCount(*row)
            for row in db.execute(
                f"SELECT reason, count(DISTINCT url) AS pages FROM problems WHERE {mine}"
                " GROUP BY reason ORDER BY pages DESC, reason",
                key,
            )
        ),
    )


def _portals(db: Database, portal: str | None) -> tuple[PortalCount, ...]:
    sections: dict[str, list[SectionCount]] = {}
    for row in db.execute(
        "SELECT portal, section, articles, first_published, last_published FROM sections"
        " WHERE ? IS NULL OR portal = ? ORDER BY portal, articles DESC, section",
        (portal, portal),
    ):
        sections.setdefault(row[0], []).append(SectionCount(*row[1:]))
    return tuple(
        PortalCount(name, articles, first, last, seen, tuple(sections[name]))
        for name, articles, first, last, seen in db.execute(
            "SELECT portal, articles, first_published, last_published, last_seen_at FROM portals"
            " WHERE ? IS NULL OR portal = ? ORDER BY articles DESC, portal",
            (portal, portal),
        )
    )


def _count(db: Database, what: str, values: tuple[object, ...]) -> int:
    return int(db.execute(f"SELECT count(*) FROM {what}", values).fetchone()[0])
