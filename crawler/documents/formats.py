"""Formats: what a file is, by its bytes; a server's header and a name are often wrong."""

from __future__ import annotations

import io
import zipfile
from urllib.parse import urlsplit

_MAGIC = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
)
_OLE = b"\xd0\xcf\x11\xe0"
_ZIPPED = (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"), ("ppt/presentation.xml", "pptx"))
_OLD_OFFICE = frozenset(("doc", "xls", "ppt", "msg"))


def format_of(body: bytes, url: str) -> str:
    """A short word: "pdf", "docx", "doc", "xlsx", "xls", "zip", "html", ..., "other".

    >>> format_of(b"%PDF-1.7 ...", "http://example.vn/tai-ve?id=7")
    'pdf'
    """
    head = body[:1024].lstrip()
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head.startswith(b"PK\x03\x04"):
        return _zipped(body)
    if head.startswith(_OLE):
        ending = urlsplit(url).path.rpartition(".")[2].lower()
        return ending if ending in _OLD_OFFICE else "doc"
    if head[:1] == b"<" and (b"<html" in head.lower() or b"<!doctype html" in head.lower()):
        return "html"
    return "pdf" if b"%PDF-" in head else "other"


def _zipped(body: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return "zip"
    return next((name for part, name in _ZIPPED if part in names), "zip")
