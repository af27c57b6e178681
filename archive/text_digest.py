"""What makes a text another text, and what makes two pages show the same article."""

from __future__ import annotations

import hashlib

from archive.address import address_key
from archive.records import Article

_TELLING = 40
"""Characters of a headline that no second notice of the same minute has by chance."""
_SHORT = 300
"""Characters of lead and body below which the attachments tell two notices apart."""


def text_digest(article: Article) -> str:
    """Of what defines a version: headline, lead, body and attachments, blind to white space.

    Byline, date, captions, section and tags are read from around the text, by rules that improve: another
    reading of them refreshes the article's row and makes no version. Where the lead ends is such a reading
    too.
    """
    files = [f"{address_key(item.url)} {item.title}" for item in article.attachments]
    return _hash("headline", article.headline, "text", article.lead or "", article.body, "files", *files)


def twin_digest(article: Article) -> str | None:
    """Of what two paths, sections or locales of one portal share when they show the same article.

    A short text ("Chi tiết xem tệp đính kèm") says nothing without its attachments, so they count there. A
    page with neither text nor attachment (a picture of the document) is told by a long headline and its minute;
    else it has no digest and no twin.
    """
    text = f"{article.lead or ''} {article.body}".strip()
    files = sorted(address_key(item.url) for item in article.attachments) if len(text) < _SHORT else []
    if not text and not files:
        tells = len(article.headline) >= _TELLING and article.published_precision == "minute"
        if article.published_at is None or not tells:
            return None
        return _hash("headline", article.headline, "at", article.published_at.isoformat())
    return _hash("headline", article.headline, "text", text, "files", *files)


def _hash(*parts: str) -> str:
    words = " ".join(" ".join(parts).split())
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:32]
