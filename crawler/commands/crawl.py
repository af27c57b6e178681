"""`scrapy crawl`: Scrapy's own, with arguments checked first and an exit code that cron can read."""

from __future__ import annotations

import argparse
import asyncio
import difflib
import sys
from pathlib import Path
from typing import NoReturn

from scrapy.commands import crawl
from scrapy.spiderloader import get_spider_loader

from archive.errors import ArchiveError
from crawler.exit_codes import ExitCode
from crawler.locks import AlreadyRunning
from crawler.order import BadOrder
from crawler.report.outcome import outcome_of

REPORTS = ("always", "problems")


class Command(crawl.Command):
    """Says one clear line and gives an exit code where Scrapy would print a traceback and give 0."""

    def short_desc(self) -> str:
        """The line in `scrapy --help`."""
        return "Run a spider into the archive (-s ARCHIVE_DIR=DIR)"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check spider and arguments before Scrapy starts anything, so that a mistake costs one line."""
        super().process_options(args, opts)
        assert self.settings is not None
        _make_log_folder(self.settings.get("LOG_FILE"))
        if (wanted := self.settings.get("REPORT")) not in REPORTS:
            _stop(f"REPORT={wanted} is unknown: there are {', '.join(REPORTS)}", ExitCode.USAGE)
        loader = get_spider_loader(self.settings)
        names = loader.list()
        if len(args) != 1:
            _stop(f"name one spider: {', '.join(names)}", ExitCode.USAGE)
        if args[0] not in names:
            near = difflib.get_close_matches(args[0], names, 1)
            hint = f"did you mean {near[0]}? " if near else ""
            _stop(f"no spider {args[0]}: {hint}there are {', '.join(names)}", ExitCode.USAGE)
        check = getattr(loader.load(args[0]), "check_arguments", None)
        if check is not None:
            try:
                check(opts.spargs, self.settings)
            except BadOrder as error:
                _stop(str(error), ExitCode.USAGE)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, and set the exit code."""
        assert self.crawler_process is not None
        crawler = self._create_crawler(args[0])
        failed: list[BaseException] = []

        def done(task: asyncio.Task[None]) -> None:
            if not task.cancelled() and (error := task.exception()) is not None:
                failed.append(error)

        task = self.crawler_process.crawl(crawler, **opts.spargs)
        assert isinstance(task, asyncio.Task)
        task.add_done_callback(done)
        self.crawler_process.start()
        if not failed:
            self.exitcode = int(outcome_of(crawler))
        elif isinstance(failed[0], AlreadyRunning):
            _stop(str(failed[0]), ExitCode.ALREADY_RUNNING)
        elif isinstance(failed[0], ArchiveError):
            _stop(str(failed[0]), ExitCode.DISK)
        else:
            raise failed[0]


def _make_log_folder(file: str | None) -> None:
    if file:
        try:
            Path(file).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            _stop(f"LOG_FILE={file}: {(error.strerror or str(error)).lower()}", ExitCode.DISK)


def _stop(message: str, code: ExitCode) -> NoReturn:
    sys.stderr.write(f"scrapy crawl: {message}\n")
    raise SystemExit(int(code))
