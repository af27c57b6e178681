"""`scrapy sample URL|FILE`: what each rule said of one page, and which won; the tool for adding a portal."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand

from archive.records import Article
from crawler.families import families, family_names, recognise
from crawler.layout import Layout
from crawler.parser import Page, Refusal, read_page
from crawler.parser.explain import Said, explain
from crawler.sampling import NotFetched, fetch_page

_WIDTH = 100


class Command(ScrapyCommand):
    """Reads one page and shows each slot's candidates with their weights, and the rule that won."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """The arguments, as `scrapy sample --help` shows them."""
        return "<URL or FILE> [--url URL] [--family NAME]"

    def short_desc(self) -> str:
        """The line in `scrapy --help`."""
        return "Show what each rule of the parser said of one page, fetched or saved"

    def long_desc(self) -> str:
        """What `scrapy sample --help` says."""
        return (
            "An address is fetched politely: robots.txt is asked first and obeyed, and CONTACT must be set for any "
            "host but this machine. A file is read as it is; --url says what its address was. The CMS family is "
            "recognised and its layout used, as in a crawl."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """--url: the address that a saved page had; --family: the CMS, or "none"."""
        super().add_options(parser)
        parser.add_argument(
            "--url", default="http://localhost/page-1.html", help="the address that a file had"
        )
        parser.add_argument("--family", help='the CMS family; "none" to read without a layout')

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the candidates and the outcome; one line and exit code 2 or 6 where there is no page."""
        try:
            url, body, fetched = self._page(args, opts)
        except NotFetched as error:
            print(f"sample: {error}", file=sys.stderr)
            self.exitcode = int(error.exit_code)
            return
        page = Page.parse(body, url)
        print(f"encoding  {page.encoding}  {' '.join(page.flags)}".rstrip())
        layout = _layout(page, body, opts.family)
        for candidate in explain(page, layout=layout, fetched_at=fetched):
            print(_candidate(candidate))
        outcome = read_page(page, layout=layout, fetched_at=fetched)
        if isinstance(outcome, Refusal):
            print(f"refused   {outcome.reason}: {outcome.detail}")
        else:
            _show(outcome)

    def _page(self, args: list[str], opts: argparse.Namespace) -> tuple[str, bytes, datetime | None]:
        if opts.family and opts.family not in (*family_names(), "none"):
            raise NotFetched(
                f"no family is called {opts.family}; there are {', '.join(family_names())}, none"
            )
        if len(args) != 1:
            raise NotFetched("give one address or one saved page")
        if args[0].startswith(("http://", "https://")):
            assert self.settings is not None
            return fetch_page(args[0], self.settings)
        if not Path(args[0]).is_file():
            raise NotFetched(f"no such file, and no address that begins with http: {args[0]}")
        return opts.url, Path(args[0]).read_bytes(), None


def _layout(page: Page, body: bytes, family: str | None) -> Layout | None:
    if family == "none":
        return None
    if family:
        return families()[family].layout
    found = recognise(page, body)
    if found is None:
        print("family    none recognised")
        return None
    print(f"family    {found.family.name}")
    return found.family.layout


def _candidate(said: Said) -> str:
    weight = f"{said.weight:8.1f}" if said.weight is not None else " " * 8
    return f"{said.slot + '?':14}{weight}  {said.rule}  {said.value[:_WIDTH]}"


def _show(article: Article) -> None:
    for item in article.evidence:
        print(f"{item.slot:13} {item.rule}  {item.value[:_WIDTH]}")
    print(f"lead          {(article.lead or '-')[:_WIDTH]}")
    print(f"language      {article.language}, tags {', '.join(article.tags) or '-'}")
    print(
        f"captions      {len(article.captions)}, images {len(article.images)}, body {len(article.body)} characters"
    )
    for attachment in article.attachments:
        print(f"attachment    {attachment.url}  {attachment.title[:60]}")
