"""The truth: what a reader should get out of each article of the sample portals, from the data files alone."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from crawler.sample_portal.attachments import file_path
from crawler.sample_portal.content import NIGHTS, Content, Entry, load_all
from crawler.sample_portal.manners import MANNERS
from crawler.sample_portal.text import captions, plain


@dataclass(frozen=True, slots=True)
class Truth:
    """One text of one article, and the nights on which the portal shows it."""

    portal: str
    paths: tuple[str, ...]
    """Its addresses, apart from host and port; any of them may be the archive's."""
    nights: tuple[int, int]
    """The first and the last."""
    via: str
    section: str
    headline: str
    published_at: str | None
    published_precision: str | None
    byline: str | None
    authors: tuple[str, ...]
    source: str | None
    lead: str | None
    body: str
    captions: tuple[str, ...]
    attachments: tuple[tuple[str, str], ...]
    """Path and title of each."""

    def on(self, night: int) -> bool:
        """Whether the portal shows it on that night."""
        return self.nights[0] <= night <= self.nights[1]


def all_truth() -> list[Truth]:
    """Of every portal, article and text."""
    return [
        truth for content in load_all() for entry in content.entries for truth in _of_entry(content, entry)
    ]


def truth_lines() -> Iterator[str]:
    """The same as lines of JSON."""
    for truth in all_truth():
        yield json.dumps(dataclasses.asdict(truth), ensure_ascii=False) + "\n"


def _of_entry(content: Content, entry: Entry) -> Iterator[Truth]:
    starts = [entry.from_night, *sorted({edit.night for edit in entry.edits})]
    ends = [*(start - 1 for start in starts[1:]), min(entry.gone_night - 1, NIGHTS)]
    for first, last in zip(starts, ends, strict=True):
        yield _of_text(content, entry.on(first), (first, last))


def _of_text(content: Content, entry: Entry, nights: tuple[int, int]) -> Truth:
    manner = MANNERS[content.manner]
    sections = {section.key: section for section in content.sections}
    published = entry.published
    precision = None if published is None else "minute" if isinstance(published, datetime) else "day"
    moment = published.isoformat() if isinstance(published, datetime) else f"{published}T00:00:00"
    return Truth(
        portal=content.slug,
        paths=tuple(quote(manner.article_path(sections[k], entry)) for k in (entry.section, entry.also) if k),
        nights=nights,
        via=entry.via,
        section=sections[entry.section].name,
        headline=entry.headline,
        published_at=f"{moment}+07:00" if published else None,
        published_precision=precision,
        byline=entry.byline,
        authors=entry.authors,
        source=entry.source,
        lead=entry.lead,
        body=plain(entry.text),
        captions=tuple(captions(entry.text)),
        attachments=tuple((file_path(manner.files, file), file.title) for file in entry.files),
    )
