"""Attachments: the documents that an article offers."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from archive.records import Attachment
from crawler.parser.page import Page
from crawler.parser.tree import Element
from crawler.parser.wording import mend

_DOCUMENT: Final = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|rtf|odt|zip|rar|7z)(?:$|[?#&])", re.I)
_SERVED: Final = re.compile(
    r"/documents/\d+/|/documents/d/[^?]+-(?:pdf|docx?|xlsx?|zip|rar)\b|linkclick\.aspx\?fileticket=|/download|documentcontent\?ddocname",
    re.I,
)
_HINTS: Final = ("/documents/", "/download", "fileticket", "ddocname")
_PICTURE: Final = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp|svg)(?:$|[?/&])", re.I)
MOST: Final = 60


def offers(href: str) -> bool:
    """Whether an address is that of a document to take home."""
    if _DOCUMENT.search(href) is None:
        spelt = href.lower()
        if not any(word in spelt for word in _HINTS) or _SERVED.search(spelt) is None:
            return False
    return _PICTURE.search(href) is None


def find_attachments(page: Page, links: list[Element]) -> tuple[Attachment, ...]:
    """The links among these that lead to a PDF, DOC, XLS, ... file; each file once."""
    found: dict[str, Attachment] = {}
    for link in links:
        href = (link.attr("href") or "").strip()
        if not href or not offers(href):
            continue
        url = page.join(href)
        title = mend(link.text) or unquote(url.split("?", 1)[0].rsplit("/", 1)[-1])
        found.setdefault(url, Attachment(url, title[:300]))
        if len(found) >= MOST:
            break
    return tuple(found.values())
