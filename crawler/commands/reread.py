"""`scrapy reread`: the archive's captures read again by today's parser, compared, and kept if wanted."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from scrapy.commands import ScrapyCommand

from archive.errors import ArchiveError, Locked
from crawler.exit_codes import ExitCode
from crawler.order import BadOrder
from crawler.reread.items import Selection
from crawler.reread.report import shown
from crawler.reread.reread import Order, Outcome, reread

_LOG_SECONDS = 60.0


class Command(ScrapyCommand):
    """Reads captures again into a database beside the archive and says what reads otherwise, slot by slot."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """The arguments, as `scrapy reread --help` shows them."""
        return "[--keep] [--portal SLUG] [--since DAY] [--changed-only] [--json]"

    def short_desc(self) -> str:
        """The line in `scrapy --help`."""
        return "Read the archive's captures again with today's parser, and compare"

    def long_desc(self) -> str:
        """The text of `scrapy reread --help`."""
        return (
            "Reads the captures again, out of the WARCs, on all cores, into archive.reread.db, and says what reads"
            " otherwise. The archive stays as it is unless --keep swaps the new reading in. Killed, it goes on when"
            " started again. Exit codes: 0 done; 2 not understood; 3 some captures cannot be read (their articles"
            " stay as they were); 7 the archive cannot be used or the disk is full; 8 a crawl is at work; 130 stopped."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The options of `scrapy reread`."""
        super().add_options(parser)
        parser.add_argument("--keep", action="store_true", help="swap the new reading in when it is done")
        parser.add_argument("--portal", metavar="SLUG", help="only this portal's articles and pages")
        parser.add_argument("--since", metavar="DAY", help="only what was captured on this day or later")
        parser.add_argument(
            "--changed-only",
            action="store_true",
            help="list every page that reads otherwise, not the first few",
        )
        parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (all cores)")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read again; prints what changed and sets the exit code."""
        assert self.settings is not None
        try:
            order = Order(
                Path(self.settings["ARCHIVE_DIR"]),
                Selection(opts.portal, _day(opts.since)),
                tuple(self.settings.getlist("REGISTRY_DIRS")),
                max(opts.jobs, 1),
                opts.keep,
                opts.changed_only,
            )
            if args:
                raise BadOrder(f"{args[0]}: there are only options; `scrapy reread --help` lists them")
            with _Shown() as progress:
                outcome = reread(order, progress.at)
        except BadOrder as error:
            self._fail(str(error), ExitCode.USAGE)
        except Locked as error:
            self._fail(str(error), ExitCode.ALREADY_RUNNING)
        except ArchiveError as error:
            self._fail(str(error), ExitCode.DISK)
        except KeyboardInterrupt:
            self._fail("stopped; the same command goes on where it stood", ExitCode.INTERRUPTED)
        else:
            print(_json(outcome) if opts.json else shown(outcome))
            self.exitcode = int(ExitCode.PARTLY_FAILED if outcome.differences.unreadable else ExitCode.OK)

    def _fail(self, message: str, code: ExitCode) -> None:
        print(f"scrapy reread: {message}", file=sys.stderr)
        self.exitcode = int(code)


def _day(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise BadOrder(f"--since {text} is no day: write it as 2024-03-05") from None


def _json(outcome: Outcome) -> str:
    data = asdict(outcome)
    data["differences"] = outcome.differences.as_json()
    del data["differences"]["examples"]
    return json.dumps(data, ensure_ascii=False, indent=1)


class _Shown:
    """A bar on a terminal, a line a minute elsewhere; both on the error stream."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._said = time.monotonic()
        self._task: Any = None

    def __enter__(self) -> _Shown:
        if sys.stderr.isatty():
            columns = (TextColumn("read again"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task("")
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    @property
    def at(self) -> Callable[[int, int], None]:
        """Called with the captures that are done and their total."""
        return self._at

    def _at(self, done: int, total: int) -> None:
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=total)
        elif time.monotonic() - self._said >= _LOG_SECONDS:
            self._said = time.monotonic()
            print(f"{done} of {total} captures read again", file=sys.stderr, flush=True)
