"""Outcome: from what a run counted to its exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.exit_codes import ExitCode

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.run import Run

_NETWORK = ("timeout", "dns", "connection-refused", "connection-failed", "cut-short", "fetch-failed")
_BLOCKED = ("robots", "http-401", "http-403", "http-429")
_HARMLESS = ("http-404", "http-410", "outside-portal", "outside-dates", "robots", "soft-404", "not-html")
"""Dead links and what a portal forbids are its business: they are counted, the run is well."""


def outcome_of(crawler: Crawler) -> ExitCode:
    """The exit code of a crawl that has ended; INTERNAL if it ended by a defect."""
    stats = crawler.stats.get_stats() if crawler.stats else {}
    reason = stats.get("finish_reason")
    if reason == "disk":
        return ExitCode.DISK
    if reason == "shutdown":
        return ExitCode.INTERRUPTED
    if stats.get("spider_exceptions/count") or reason not in ("finished", "limit"):
        return ExitCode.INTERNAL
    run: Run | None = getattr(crawler.spider, "run", None)
    return run.exit_code if run is not None else ExitCode.OK


def grade(counts: dict[str, int]) -> ExitCode:
    """The exit code that the counts of a finished run mean.

    >>> grade({"pages": 3, "articles/new": 2}), grade({"pages": 1, "refused/dns": 1})
    (<ExitCode.OK: 0>, <ExitCode.NETWORK: 6>)
    """
    refused = {k.removeprefix("refused/"): n for k, n in counts.items() if k.startswith("refused/")}
    pages = counts.get("pages", 0)
    articles = sum(n for k, n in counts.items() if k.startswith("articles/")) + counts.get("known", 0)
    articles += counts.get("kind/article", 0)
    failed = sum(n for reason, n in refused.items() if reason not in _HARMLESS)
    if pages and not articles:
        if sum(refused.get(r, 0) for r in _NETWORK) >= pages - counts.get("kind/sitemap", 0) > 0:
            return ExitCode.NETWORK
        if sum(refused.get(r, 0) for r in _BLOCKED) * 2 >= pages:
            return ExitCode.BLOCKED
        return ExitCode.SILENT
    if failed:
        return ExitCode.PARTLY_FAILED
    return ExitCode.OK
