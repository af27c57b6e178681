"""`scrapy crawl warc -a file=PATH`: the pages of any WARC, read into the archive by the same parser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from archive.captures import has_capture
from archive.errors import ArchiveError
from archive.queue import QueueRow, queue_key
from archive.records import Article, Problem
from archive.warc.writer import SavedResponse, TruncatedWarc, iter_responses, payload_digest
from crawler.discovery.addresses import canonical, host_of
from crawler.order import BadOrder, registry
from crawler.parser import Page, read_page
from crawler.portals import Portal, Registry, portal_for_url
from crawler.report.tally import Tally
from crawler.run import Run
from crawler.visit.recognition import Recognised
from crawler.wire.refused import REMOVED
from crawler.work import Work

_ENCODED = ("content-encoding", "transfer-encoding", "content-length")
_PAGE_TYPES = ("text/html", "application/xhtml")


class WarcSpider(Spider):
    """Reads each HTML response of a WARC (.warc, .warc.gz) as if it had just been fetched, at its own date.

    Argument: `-a file=PATH` (several, parted by commas). Addresses of registered portals get their portal's
    province and department; others are filed under their host.
    """

    name = "warc"

    def __init__(self, *args: Any, files: tuple[Path, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args)
        self.files = files
        self.run: Run | None = None
        self._count = 0
        self._registry: Registry | None = None
        self._recognised: dict[str, Recognised] = {}

    @classmethod
    def check_arguments(cls, arguments: dict[str, str], settings: BaseSettings) -> None:
        """Raises BadOrder, in one line, before anything is opened."""
        _files(arguments)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> WarcSpider:
        """Check the arguments before anything is written. Raises BadOrder."""
        files = _files(kwargs) if kwargs else ()
        spider = cls(*args, files=files)
        spider._set_crawler(crawler)
        if files:
            spider._registry = registry(crawler.settings.getlist("REGISTRY_DIRS"))
            spider.run = Run(Path(crawler.settings["ARCHIVE_DIR"]), "warc", {}, kwargs)
        return spider

    async def start(self) -> AsyncIterator[Article]:
        """Yield each article; every page is captured anew in this archive's own WARC, with its old date."""
        for path in self.files:
            try:
                for saved in iter_responses(path):
                    article = self._read(saved)
                    if article is not None:
                        yield article
            except TruncatedWarc as cut:
                self.logger.error("%s", cut)
                if self.run is not None:
                    self.run.ledger.problem(
                        Problem(str(path), "truncated-warc", datetime.now(UTC), None, str(cut))
                    )
            except ArchiveError as error:
                self.logger.error("%s", error)

    def _read(self, saved: SavedResponse) -> Article | None:
        assert self.run is not None
        assert self._registry is not None
        if saved.status != 200 or not (saved.content_type or "text/html").startswith(_PAGE_TYPES):
            self.run.ledger.tally.of(host_of(saved.url)).counts["kind/no page"] += 1
            return None
        if self.run.archive.tombstones.of_page(saved.url, payload_digest(saved.body)) is not None:
            self.run.ledger.tally.of(host_of(saved.url)).counts[f"kind/{REMOVED}"] += 1
            return None
        if has_capture(self.run.archive.db, saved.url, saved.fetched_at, payload_digest(saved.body)):
            self.run.ledger.tally.of(host_of(saved.url)).discovered["known"] += 1
            return None
        portal = portal_for_url(self._registry, saved.url)
        recognised = self._recognised.setdefault(portal.slug, Recognised(portal))
        page = Page.parse(saved.body, saved.url, charset=None)
        recognised.look(page, saved.body, dict(saved.headers))
        result = read_page(page, layout=recognised.layout, fetched_at=saved.fetched_at)
        work = self._capture(saved, portal)
        if isinstance(result, Article):
            work.kind = "article"
            work.page_url = result.url
            return result
        work.kind = result.reason
        self.run.ledger.finish(work)
        return None

    def _capture(self, saved: SavedResponse, portal: Portal) -> Work:
        """Copy the response into this archive's WARC, with its own date, and open its account."""
        assert self.run is not None
        self._count += 1
        row = QueueRow(
            portal=portal.slug,
            key=queue_key(canonical(saved.url)),
            url=saved.url,
            host=host_of(saved.url),
            kind="warc",
            id=-self._count,
        )
        work = Work(row, portal.origin(), status=saved.status)
        # The reader has undone transfer and content encoding; the copy says so.
        headers = [(name, value) for name, value in saved.headers if name.lower() not in _ENCODED]
        work.captures.append(
            self.run.writer.write_response(
                saved.url, saved.status, "OK", headers, saved.body, saved.fetched_at
            )
        )
        self.run.ledger.start(work)
        return work

    def tell(self, tally: Tally) -> None:
        """Put to the run's tally what only the spider knows: the portals' families."""
        for slug, recognised in self._recognised.items():
            tally.of(slug).told(family=recognised.name, family_evidence=recognised.evidence)


def _files(arguments: dict[str, str]) -> tuple[Path, ...]:
    unknown = [name for name in arguments if name != "file"]
    if unknown:
        raise BadOrder(f"unknown argument {unknown[0]}: the only one is file, -a file=pages.warc.gz")
    if "file" not in arguments:
        raise BadOrder("no file: say which WARC to read, -a file=pages.warc.gz")
    files = tuple(Path(part.strip()).expanduser() for part in arguments["file"].split(",") if part.strip())
    if not files:
        raise BadOrder("file is empty: write -a file=pages.warc.gz")
    for path in files:
        if not path.is_file():
            raise BadOrder(f"no file {path}")
    return files
