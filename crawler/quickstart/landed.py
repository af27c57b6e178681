"""What landed: articles by section, their days, what was refused and why, and a search typed without diacritics."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sqlite_utils import Database

from archive.cli.terminal import one_line, table
from archive.errors import ArchiveError, NoArchive
from archive.search import Query, search
from archive.store import reading
from archive.vietnamese import fold
from crawler.sample_portal.compare import FIELDS, compare
from crawler.sample_portal.truth import all_truth

_HITS = 3


@dataclass(frozen=True, slots=True)
class Before:
    """What the archive held before the crawl."""

    articles: int = 0
    last_run: int = 0

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Zeros where there is no archive yet."""
        try:
            with reading(folder) as db:
                return cls(
                    _number(db, "count(*) FROM articles"), _number(db, "coalesce(max(id), 0) FROM runs")
                )
        except ArchiveError:
            return cls()


def show_landed(folder: Path, before: Before, words: str, sample: dict[str, str] | None) -> None:
    """Print it. Where the crawl wrote nothing, nothing is printed: it has said why."""
    try:
        with reading(folder) as db:
            run = db.execute("SELECT max(id), portals FROM runs WHERE id > ?", (before.last_run,)).fetchone()
            if run[0] is None:
                return
            parts = [_sections(db, json.loads(run[1])), _refused(db, run[0]), _held(db, folder, before)]
            if sample is not None:
                parts.append(_beside_the_truth(db, sample))
            parts.append(_search(db, folder, words))
    except NoArchive:
        return
    except ArchiveError as error:
        sys.stderr.write(f"make crawl: {error}\n")
        return
    sys.stdout.write("\n" + "\n\n".join(filter(None, parts)) + "\n")


def _sections(db: Database, portals: list[str]) -> str:
    marks = ",".join("?" * len(portals))
    rows = [("portal", "section", "articles", "published")]
    for portal, section, articles, first, last in db.execute(
        "SELECT portal, section, articles, first_published, last_published FROM sections"
        f" WHERE portal IN ({marks}) ORDER BY portal, section IS NULL, section",
        portals,
    ):
        span = "undated" if first is None else first if first == last else f"{first} to {last}"
        rows.append((one_line(portal), one_line(section or "(no section)"), f"{articles}", span))
    return table(rows, numbers=frozenset({2})) if len(rows) > 1 else "no article yet"


def _refused(db: Database, run: int) -> str:
    rows = [
        (f"{pages}", one_line(reason), one_line(url))
        for reason, pages, url in db.execute(
            "SELECT reason, count(DISTINCT url) AS pages, min(url) FROM problems WHERE run_id = ?"
            " GROUP BY reason ORDER BY pages DESC, reason",
            (run,),
        )
    ]
    return (
        table([("refused", "why", "for instance"), *rows], numbers=frozenset({0}))
        if rows
        else "nothing was refused"
    )


def _held(db: Database, folder: Path, before: Before) -> str:
    articles = _number(db, "count(*) FROM articles")
    first, last = db.execute("SELECT min(published_on), max(published_on) FROM articles").fetchone()
    added = articles - before.articles
    said = f"{added} more than before" if added else "as many as before: nothing was added twice"
    return f"{folder / 'archive.db'}: {articles} articles ({said}), published {first} to {last}"


def _beside_the_truth(db: Database, urls: dict[str, str]) -> str:
    truths = [truth for truth in all_truth() if truth.on(1)]
    found = compare(db, urls, truths)
    held = len(truths) - len(found.missing)
    fields = held * len(FIELDS)
    line = (
        f"beside the sample portals' truth: {held} of {len(truths)} articles, "
        f"{fields - len(found.wrong)} of {fields} fields as they should be"
    )
    if found.missing:
        sections = sorted({f"{truth.portal}: {truth.section}" for truth in found.missing})
        line += f" (missing in {', '.join(sections)}; a section that a script fills needs render=true)"
    return line + (f", {len(found.extra)} pages kept that are no article" if found.extra else "")


def _search(db: Database, folder: Path, words: str) -> str:
    words = words or _of_the_newest(db)
    hits = search(db, Query(words), limit=_HITS) if words else []
    where = "" if folder == Path("data") else f" --archive {folder}"
    lines = [f"$ tinso search {words}{where} -n {_HITS}"]
    for hit in hits:
        lines += [
            f"{(hit.published_at or 'undated')[:10]:<10}  {one_line(hit.headline)}",
            f"            {one_line(hit.snippet)}",
        ]
    return "\n".join(lines) if words else ""


def _of_the_newest(db: Database) -> str:
    """Two words of the newest headline, as one types them without diacritics."""
    row = db.execute("SELECT headline FROM articles ORDER BY published_at DESC NULLS LAST LIMIT 1").fetchone()
    words = re.findall(r"[a-z]{2,}", fold(row[0])) if row else []
    return " ".join(words[:2])


def _number(db: Database, what: str) -> int:
    return int(db.execute(f"SELECT {what}").fetchone()[0])
