"""The child process that reads one file: bytes on stdin, JSON on stdout, little memory and time.

`python -m crawler.documents.child URL < FILE`. A file from the web may be made to hang or to fill the memory of who
reads it; here that ends a process and no crawl.
"""

from __future__ import annotations

import io
import json
import resource
import struct
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from crawler.documents.formats import format_of
from crawler.parser.legacy import from_legacy, legacy_of

MEMORY = 1 << 30
"""Bytes of address space."""
CPU_SECONDS = 60
MOST_CHARACTERS = 2_000_000
MOST_UNPACKED = 200_000_000
_SCAN = 60
"""Characters a page below which pages with pictures are a scan: a signature's stamp has as many."""
_BROKEN = (
    ValueError, LookupError, TypeError, AttributeError, RecursionError, MemoryError, AssertionError, ArithmeticError,
    NotImplementedError, OSError, zlib.error, struct.error,
)  # fmt: skip
"""What the libraries let out of a broken file."""


def main() -> None:
    """Read stdin, print what was read."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    body = sys.stdin.buffer.read()
    name = format_of(body, sys.argv[1] if len(sys.argv) > 1 else "")
    found: dict[str, Any] = {"format": name, "outcome": "not-read", "pages": None, "text": ""}
    if name == "pdf":
        found |= _pdf(body)
    elif name == "docx":
        found |= _docx(body)
    json.dump(found, sys.stdout)


def _pdf(body: bytes) -> dict[str, Any]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"outcome": "encrypted"}
        pages = len(reader.pages)
        texts = list(_texts(reader))
        text = _tidy("\n\n".join(texts))
        pictures = any(_has_picture(page) for page in reader.pages[:20])
    except (PyPdfError, *_BROKEN) as error:
        return {"outcome": "unreadable", "detail": type(error).__name__}
    if pictures and len(text) < _SCAN * pages:
        return {"outcome": "scan", "pages": pages, "text": text}
    return {"outcome": "text" if text else "empty", "pages": pages, "text": text}


def _texts(reader: Any) -> Iterator[str]:
    total = 0
    for page in reader.pages:
        text = page.extract_text() or ""
        total += len(text)
        yield text
        if total > MOST_CHARACTERS:
            return


def _has_picture(page: Any) -> bool:
    resources = page.get("/Resources")
    named = resources.get_object().get("/XObject") if resources is not None else None
    if named is None:
        return False
    return any(item.get_object().get("/Subtype") == "/Image" for item in named.get_object().values())


def _docx(body: bytes) -> dict[str, Any]:
    import docx
    from docx.opc.exceptions import OpcError
    from docx.table import Table
    from lxml.etree import LxmlError

    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            if sum(item.file_size for item in packed.infolist()) > MOST_UNPACKED:
                return {"outcome": "unreadable", "detail": "it unpacks to more than it should"}
        parts = []
        for part in docx.Document(io.BytesIO(body)).iter_inner_content():
            if isinstance(part, Table):
                parts += [" | ".join(cell.text.strip() for cell in row.cells) for row in part.rows]
            else:
                parts.append(part.text)
    except (OpcError, LxmlError, zipfile.BadZipFile, *_BROKEN) as error:
        return {"outcome": "unreadable", "detail": type(error).__name__}
    text = _tidy("\n\n".join(part for part in parts if part.strip()))
    return {"outcome": "text" if text else "empty", "text": text}


def _tidy(text: str) -> str:
    """NFC, no control characters, no lone surrogates; text typed for old fonts as Unicode; cut to MOST_CHARACTERS."""
    whole = "".join(ch if ch >= " " or ch == "\n" else " " for ch in text.encode("utf-8", "replace").decode())
    typed = legacy_of(whole[:20_000])
    lines = unicodedata.normalize("NFC", from_legacy(whole, typed) if typed else whole).splitlines()
    lines = [" ".join(line.split()) for line in lines]
    return "\n".join(lines).strip()[:MOST_CHARACTERS]


if __name__ == "__main__":
    main()
