"""The worker: a process that reads batches of captures out of the WARCs, as the crawl would read the responses."""

from __future__ import annotations

import multiprocessing
import os
import threading
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveError, Damaged
from archive.records import Article, Capture
from archive.warc.payload import HttpMessage, decoded_body, parse_http
from archive.warc.reader import read_record, warc_path
from crawler.order import registry
from crawler.parser import Page, read_page
from crawler.portals import Portal, Registry, portal_for_url
from crawler.reread.items import Item
from crawler.reread.listing import is_listing
from crawler.visit.recognition import Recognised

UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Batch:
    """Captures to be read, and the first pages of their runs, by which the CMS is known."""

    items: tuple[Item, ...]
    looks: dict[tuple[int | None, str], tuple[Item, ...]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What today's parser says of a capture: an article, or why it is none."""

    id: int
    article: Article | None
    reason: str | None = None


class Reader:
    """Reads captures of the archive in `folder`; one a process."""

    def __init__(self, folder: Path, registry_dirs: tuple[str, ...]) -> None:
        self._warcs = folder / "warc"
        self._registry: Registry = registry(registry_dirs)
        self._recognised: dict[tuple[int | None, str], Recognised] = {}

    def read(self, batch: Batch) -> list[Reading]:
        """Each capture's reading, in order."""
        return [self._read(item, batch.looks.get(item.group, ())) for item in batch.items]

    def portal(self, item: Item) -> Portal:
        """The item's portal in today's registry; what is in none gets one of its own."""
        return self._registry.portals.get(item.portal) or portal_for_url(self._registry, item.capture.url)

    def _read(self, item: Item, looks: Iterable[Item]) -> Reading:
        recognised = self._recognise(item, looks)
        try:
            page, _, _ = self._page(item.capture)
        except ArchiveError as error:
            return Reading(item.id, None, f"{UNREADABLE}: {error}")
        result = read_page(page, layout=recognised.layout, fetched_at=item.capture.fetched_at)
        if not isinstance(result, Article):
            return Reading(item.id, None, result.reason)
        if item.article_id is None and is_listing(page, result, self.portal(item), recognised.family):
            return Reading(item.id, None, "listing")
        return Reading(item.id, result)

    def _recognise(self, item: Item, looks: Iterable[Item]) -> Recognised:
        recognised = self._recognised.get(item.group)
        if recognised is None:
            recognised = self._recognised[item.group] = Recognised(self.portal(item))
            for look in looks:
                try:
                    recognised.look(*self._page(look.capture))
                except ArchiveError:
                    continue  # it is reported where it is read
        return recognised

    def _page(self, capture: Capture) -> tuple[Page, bytes, dict[str, str]]:
        """The page, its bytes and the headers that it came with."""
        message = self._message(capture)
        body = decoded_body(message)
        charset = (message.header("content-type") or "").lower().partition("charset=")[2].strip(
            " \"';"
        ) or None
        return Page.parse(body, capture.url, charset=charset), body, dict(message.headers)

    def _message(self, capture: Capture) -> HttpMessage:
        """The response out of its gzip member at once; what is packed otherwise goes the careful way."""
        path = warc_path(self._warcs, capture.warc_file)
        block: bytes | None = None
        try:
            with path.open("rb") as file:
                file.seek(capture.warc_offset)
                member = file.read(capture.warc_length)
            unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
            plain = unpacker.decompress(member)
            if unpacker.eof and not unpacker.unused_data:
                block = plain.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n\r\n")
        except (OSError, zlib.error):
            block = None
        if block is None:
            block = read_record(self._warcs, capture).block
        message = parse_http(block)
        if message is None:
            raise Damaged(f"{path}: no response at byte {capture.warc_offset}")
        return message


_reader: Reader | None = None


def begin(folder: Path, registry_dirs: tuple[str, ...]) -> None:
    """Start a worker process; it ends when the one that started it is killed."""
    global _reader
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _reader = Reader(folder, registry_dirs)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def read_batch(batch: Batch) -> list[Reading]:
    """Read a batch in a worker process."""
    assert _reader is not None
    return _reader.read(batch)
