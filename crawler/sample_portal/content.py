"""What the sample portals say: their articles by night, read from one TOML file a portal, apart from any mark-up."""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"
NIGHTS = 7
FIRST_PORT = 18401
"""Of the first portal; the others follow."""


@dataclass(frozen=True, slots=True)
class File:
    """A document that an article offers. `scan`: a picture of a page, without text."""

    name: str
    title: str
    text: str = ""
    scan: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of an article's text from a night on."""

    night: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as the portal's editors wrote it. Nights count from 1."""

    id: int
    slug: str
    section: str
    headline: str
    text: str = ""
    lead: str | None = None
    published: datetime | date | None = None
    """Local time; a day where the page shows no time of day."""
    shown: str | None = None
    """The date as printed, where it is not the manner's own."""
    byline: str | None = None
    credit: str = "end"
    """Where the byline stands: "end" of the text or the manner's own "field"."""
    authors: tuple[str, ...] = ()
    source: str | None = None
    files: tuple[File, ...] = ()
    also: str | None = None
    """Another section under which it has a second address."""
    via: str = "listing"
    """What alone leads to it: "listing", "sitemap", "rss", "api"."""
    from_night: int = 1
    gone_night: int = NIGHTS + 1
    """The first night on which it is not there any more."""
    edits: tuple[Edit, ...] = ()

    def on(self, night: int) -> Entry:
        """The article as it reads on a night."""
        entry = self
        for edit in self.edits:
            if night >= edit.night:
                text = entry.text.replace(edit.old, edit.new)
                entry = dataclasses.replace(
                    entry, text=text, headline=entry.headline.replace(edit.old, edit.new)
                )
        return entry

    def is_there(self, night: int) -> bool:
        """Whether the portal shows it on a night."""
        return self.from_night <= night < self.gone_night


@dataclass(frozen=True, slots=True)
class Section:
    """A listing: its key in addresses, its name, and how it goes on."""

    key: str
    name: str
    paging: str
    page_size: int
    number: int
    """Its id in the CMS."""


@dataclass(frozen=True, slots=True)
class Breakage:
    """What is broken on some nights: "dates" (the template lost them), "listings" (empty), "down" (503)."""

    what: str
    nights: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """The body whose portal it is, for banner and footer."""

    name: str
    address: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Content:
    """One portal."""

    slug: str
    manner: str
    body: Body
    sections: tuple[Section, ...]
    entries: tuple[Entry, ...]
    """Newest first."""
    breakages: tuple[Breakage, ...] = ()


@cache
def load_all() -> tuple[Content, ...]:
    """All sample portals, in the order of their ports. Raises ValueError, naming file and article."""
    return tuple(load(path) for path in sorted(CONTENT.glob("*.toml"), key=_port_order))


def _port_order(path: Path) -> int:
    return int(tomllib.loads(path.read_text("utf-8"))["order"])


def load(path: Path) -> Content:
    """One portal's file. Raises ValueError, naming file and article, where something does not fit."""
    data: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    sections = tuple(Section(**section) for section in data["section"])
    entries = [_entry(path.name, article) for article in data["article"]]
    keys = {section.key for section in sections}
    for entry in entries:
        if not {entry.section, entry.also or entry.section} <= keys:
            raise ValueError(f"{path.name}: {entry.slug}: no section {entry.section} or {entry.also}")
        for edit in entry.edits:
            if edit.old not in entry.text and edit.old not in entry.headline:
                raise ValueError(
                    f"{path.name}: {entry.slug}: the edit's text does not stand in it: {edit.old}"
                )
    if len({entry.id for entry in entries}) < len(entries) or len({e.slug for e in entries}) < len(entries):
        raise ValueError(f"{path.name}: an id or a slug stands twice")
    return Content(
        slug=path.stem,
        manner=data["manner"],
        body=Body(data["name"], data["address"], data["phone"], data["email"]),
        sections=sections,
        entries=tuple(sorted(entries, key=_newest_first, reverse=True)),
        breakages=tuple(Breakage(b["what"], tuple(b["nights"])) for b in data.get("broken", ())),
    )


def _entry(file: str, article: dict[str, Any]) -> Entry:
    files = tuple(File(**each) for each in article.pop("files", ()))
    edits = tuple(Edit(**each) for each in article.pop("edit", ()))
    authors = tuple(article.pop("authors", ()))
    try:
        return Entry(**article, files=files, edits=edits, authors=authors)
    except TypeError as error:
        raise ValueError(f"{file}: {article.get('slug')}: {error}") from error


def _newest_first(entry: Entry) -> tuple[str, int]:
    return (entry.published.isoformat() if entry.published else "", entry.id)
