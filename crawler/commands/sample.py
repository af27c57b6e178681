"""`scrapy sample FILE`: what each rule said of one saved page, and which won; the tool for adding a portal."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand

from crawler.exit_codes import ExitCode
from crawler.parser import Page, Refusal, read_page
from crawler.parser.explain import headlines

_WIDTH = 100


class Command(ScrapyCommand):
    """Reads one saved page and shows the headline's candidates, every slot and the rule that filled it."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """The arguments, as `scrapy sample --help` shows them."""
        return "<FILE> [--url URL]"

    def short_desc(self) -> str:
        """The line in `scrapy --help`."""
        return "Show what each rule of the parser said of one saved page"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """--url: the address that the page had."""
        super().add_options(parser)
        parser.add_argument(
            "--url", default="http://localhost/page-1.html", help="the address that the page had"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the candidates and the outcome; exit code 2 where the file cannot be read."""
        if len(args) != 1 or not Path(args[0]).is_file():
            print(f"sample: give one saved page; no such file: {' '.join(args) or '(none)'}", file=sys.stderr)
            self.exitcode = int(ExitCode.USAGE)
            return
        page = Page.parse(Path(args[0]).read_bytes(), opts.url)
        print(f"encoding  {page.encoding}  {' '.join(page.flags)}")
        for candidate in headlines(page):
            print(f"headline? {candidate.score:5.1f}  {candidate.rule}  {candidate.text[:_WIDTH]}")
        outcome = read_page(page)
        if isinstance(outcome, Refusal):
            print(f"refused   {outcome.reason}: {outcome.detail}")
            return
        for item in outcome.evidence:
            print(f"{item.slot:13} {item.rule}  {item.value[:_WIDTH]}")
        print(f"lead          {(outcome.lead or '-')[:_WIDTH]}")
        print(
            f"captions      {len(outcome.captions)}, images {len(outcome.images)}, body {len(outcome.body)} characters"
        )
        for attachment in outcome.attachments:
            print(f"attachment    {attachment.url}  {attachment.title[:60]}")
