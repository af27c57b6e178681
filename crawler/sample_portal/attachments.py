"""Attachments: their addresses, and the links to them."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from crawler.sample_portal.content import Entry, File


def file_path(folder: str, file: File) -> str:
    """The address of an attachment."""
    return quote(folder + file.name)


def file_links(folder: str, entry: Entry) -> str:
    """A paragraph a document, as an editor puts them under a text."""
    return "".join(
        f'<p><a href="{file_path(folder, file)}" target="_blank">{escape(file.title)}</a></p>'
        for file in entry.files
    )
