"""The records: what a page said, when it was fetched, where the proof lies.

Each field's meaning is written here, once. All text is NFC, entities decoded, free of zero-width
characters; the bytes as they came are in the WARC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Precision = Literal["minute", "day"]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article: its absolute URL and its caption, if it has one."""

    url: str
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document that the article offers (PDF, DOC, XLS, ...): its absolute URL and the link's text."""

    url: str
    title: str


DocumentOutcome = Literal["text", "scan", "empty", "encrypted", "unreadable", "not-read"]


@dataclass(frozen=True, slots=True)
class Document:
    """A file that articles offer, as far as it could be read."""

    url: str
    format: str
    """"pdf", "docx", "doc", "xlsx", "xls", ...: what the bytes are, not what the name claims."""
    bytes: int
    outcome: DocumentOutcome
    """"text"; "scan": pages, and no text on them; "empty"; "encrypted"; "unreadable": broken, or too much
    work; "not-read": of a format that is kept and not read."""
    pages: int | None = None
    """Of a PDF."""
    text: str = ""
    """NFC; paragraphs parted by an empty line where the format tells them apart."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which rule filled a slot: `slot` ("headline"), `rule` ("layout:h1.title"), `value` (200 characters)."""

    slot: str
    rule: str
    value: str


@dataclass(frozen=True, slots=True)
class Article:
    """What one page says without banner and sidebar."""

    url: str
    """The address it was read from, absolute."""
    headline: str
    """The article's own, as shown; not the `<title>`, not the section, not the site."""
    body: str = ""
    """Paragraphs parted by an empty line, sub-heads kept, table rows as " | "; without headline, date,
    byline, captions, related links, share buttons, counters, forms. Empty for a notice that is only an
    attachment."""
    lead: str | None = None
    """The sapo, where the page sets it apart from the body; then the body does not repeat it."""
    published_at: datetime | None = None
    """When the page says it was published: aware, +07:00. None where nothing, or the impossible, is shown."""
    published_precision: Precision | None = None
    """"minute", or "day" where the page gives no time of day (then the time is 00:00)."""
    modified_at: datetime | None = None
    """When the page says that it was last changed: aware, +07:00."""
    byline: str | None = None
    """As printed. A CMS account ("admin") or the site's name is not a byline."""
    authors: tuple[str, ...] = ()
    """The people (or initials, or "PV", "Ban biên tập") read out of the byline."""
    source: str | None = None
    """The body or paper that the byline says the text came from."""
    captions: tuple[str, ...] = ()
    """The pictures' captions, in the page's order."""
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    section: str | None = None
    """The section that the page itself names (breadcrumb, category)."""
    tags: tuple[str, ...] = ()
    language: str = "vi"
    """"vi", "en", ... as the text reads, not as `lang` claims."""
    canonical_url: str | None = None
    """The page's own `rel=canonical`, absolute, where it names a page of the same host."""
    flags: tuple[str, ...] = ()
    """What was odd in reading: "weekday_mismatch", "tcvn3", "charset_mislabelled", ..."""
    evidence: tuple[Evidence, ...] = ()
    """Which rule filled which slot."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One response, and where its bytes lie."""

    url: str
    fetched_at: datetime
    """UTC, aware."""
    status: int
    digest: str
    """Of the payload, as in the WARC header: "sha256:<hex>"."""
    warc_file: str
    """The WARC's name below `ARCHIVE_DIR/warc/`."""
    warc_offset: int
    """Of the record's gzip member, in bytes."""
    warc_length: int
    """Of the record's gzip member, in bytes."""
    content_type: str | None = None
    removed: bool = False
    """Its payload was taken out for a lawful request; the digest still says what it was."""
    tls: str | None = None
    """The portal's TLS switches under which it was fetched, and the certificate that was shown; None for plain
    http, and where all was as it should be."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a page stands in the registry: the portal as it was when the page was fetched."""

    portal: str
    """The portal's slug; of a page outside the registry, its host."""
    province: str | None = None
    """The province of the portal's own time (one of 63)."""
    province_now: str | None = None
    """The province since 1 July 2025 (one of 34)."""
    department: str | None = None
    """The department's code, "tttt"."""
    section: str | None = None
    """The listing that led to the page, as its link's text or its name in the registry."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A page that was refused, or a fetch that failed: an outcome with a name."""

    url: str
    reason: str
    """A short fixed word: "not-an-article:listing", "http-404", "timeout", "robots", ..."""
    at: datetime
    """UTC, aware."""
    portal: str | None = None
    detail: str | None = None


SaveOutcome = Literal["new", "changed", "unchanged", "alias", "removed"]


@dataclass(frozen=True, slots=True)
class Version:
    """One distinct text of an article: the nth, first seen then, with the fields as they were read."""

    number: int
    first_seen_at: datetime
    last_seen_at: datetime
    article: Article


@dataclass(frozen=True, slots=True)
class Hit:
    """A search result."""

    url: str
    portal: str
    headline: str
    published_at: str | None
    snippet: str
    """Of the original text; the words found stand in `[` `]`."""
    score: float
    """bm25: the smaller, the better."""
    document: str | None = None
    """The address of the file under the article in which the words stand; None: in the article itself."""


@dataclass(frozen=True, slots=True)
class Citation:
    """The line that lets someone else check an article."""

    portal: str
    headline: str
    published_at: str | None
    url: str
    captured_at: str
    digest: str
    warc_file: str
    warc_offset: int
