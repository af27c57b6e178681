"""Capture: the middleware next to the wire. Every response goes to the WARC as it came, before anything reads it."""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.exceptions import NotConfigured

from archive.revisits import last_payload
from archive.warc.payload import TLS_HEADER
from archive.warc.writer import payload_digest
from crawler.portals import host_key
from crawler.wire.refused import REMOVED, Refused
from crawler.wire.rendering import RENDERED_HEADER, is_rendered
from crawler.wire.tls import names_of, shown_by, switches_by_host
from crawler.work import Work

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.run import Run

_OURS = frozenset((TLS_HEADER.lower(), RENDERED_HEADER.lower()))
_COOKIE_VALUE = re.compile(r"^([^=;]*=)[^;]*")


class CaptureMiddleware:
    """Writes each response of a crawl; a spider without a run (`scrapy shell`) leaves no trace."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        run: Run | None = getattr(crawler.spider, "run", None)
        self._switches = switches_by_host(run.portals.values()) if run is not None else {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CaptureMiddleware:
        """Raises NotConfigured for a spider that keeps no archive."""
        if getattr(crawler.spider, "run", None) is None:
            raise NotConfigured("this spider keeps no archive")
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Write the record, note its place; a full disk raises `archive.errors.DiskFull` and ends the crawl.

        Raises Refused, and writes nothing, for what was removed from the archive.
        """
        run: Run = self._crawler.spider.run  # type: ignore[union-attr]  # from_crawler made sure of it
        tombstones = run.archive.tombstones
        if tombstones.exist():
            digest = payload_digest(response.body) if response.status == 200 else None
            if tombstones.of_page(response.url, digest) is not None:
                raise Refused(REMOVED, response.url)
        headers = [
            (_named(name), _public(name, value.decode("latin-1")))
            for name, values in response.headers.items()
            for value in values
        ]
        tls = self._tls_of(response)
        if tls:
            headers.append((TLS_HEADER, tls))
            run.note(run.portal_of(response.url), "tls", tls)
        if is_rendered(response):
            headers.append((RENDERED_HEADER, "chromium"))
        now, reason = datetime.now(UTC), _reason(response.status)
        earlier = last_payload(run.archive.db, response.url) if response.status == 304 else None
        if earlier is not None:
            capture = run.writer.write_revisit(earlier, response.status, reason, headers, now)
        else:
            capture = run.writer.write_response(
                response.url, response.status, reason, headers, response.body, now
            )
        if tls:
            capture = dataclasses.replace(capture, tls=tls)
        work: Work | None = request.meta.get("work")
        if work is not None:
            work.captures.append(capture)
            work.status = response.status
            work.etag = _header(response, "ETag") or work.etag
            work.last_modified = _header(response, "Last-Modified") or work.last_modified
        else:
            run.ledger.stray(capture, run.portal_of(response.url))
        return response

    def _tls_of(self, response: Response) -> str | None:
        parts = urlsplit(response.url)
        switches = self._switches.get(host_key(parts.netloc, parts.scheme))
        if parts.scheme != "https" or switches is None:
            return None
        return f"{names_of(switches)} {shown_by(response)}".strip()


def _named(name: bytes) -> str:
    """A header's name; one that looks like our own line is moved out of its way."""
    text = name.decode("latin-1")
    return f"X-Archive-Orig-{text}" if text.lower() in _OURS else text


def _public(name: bytes, value: str) -> str:
    """A header's value as it may be shown to others: a session's cookie opens the session."""
    return _COOKIE_VALUE.sub(r"\1[withheld]", value) if name.lower() == b"set-cookie" else value


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
