"""Reading a file in a child process, so that a file made to hang or to fill memory ends a process and no crawl."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import json
import os
import sys
from pathlib import Path

from archive.records import Document
from crawler.documents.formats import format_of

_ROOT = Path(__file__).resolve().parents[2]
READ = frozenset(("pdf", "docx"))
"""The formats whose text is read; others are kept and not read."""
_AT_ONCE = asyncio.Semaphore(1)


def missing() -> str | None:
    """The packages of the extra `attachments` that are not installed, as one line; None if all are there."""
    absent = [name for name in ("pypdf", "docx") if importlib.util.find_spec(name) is None]
    if not absent:
        return None
    return f"attachments=true needs {' and '.join(absent)}: pip install 'tinso[attachments]'"


async def read_document(body: bytes, url: str, seconds: float) -> Document:
    """What a file says; "unreadable" where its reader failed or took longer than `seconds`. One file at a time."""
    name = format_of(body, url)
    if name not in READ:
        return Document(url, name, len(body), "not-read")
    async with _AT_ONCE:
        said = await _child(body, url, seconds)
    if said is None:
        return Document(url, name, len(body), "unreadable")
    found = json.loads(said)
    return Document(url, name, len(body), found["outcome"], found["pages"], found["text"])


async def _child(body: bytes, url: str, seconds: float) -> bytes | None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "crawler.documents.child",
        url,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(_ROOT)},
    )
    try:
        said, _ = await asyncio.wait_for(process.communicate(body), seconds)
    except TimeoutError:
        return None
    except (BrokenPipeError, ConnectionResetError):
        said = b""
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return said if process.returncode == 0 and said else None
