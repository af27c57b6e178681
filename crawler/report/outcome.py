"""Outcome: from what a run counted to its exit code."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from crawler.exit_codes import ExitCode
from crawler.report.tally import PortalTally

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.run import Run

_NETWORK = (
    "timeout", "dns", "connection-refused", "connection-failed", "cut-short", "fetch-failed", "tls-certificate",
    "tls-protocol", "tls-cipher",
)  # fmt: skip
_BLOCKED = ("robots", "robots-unreadable", "http-401", "http-403", "http-429")
_HARMLESS = (
    "http-404",
    "http-410",
    "outside-portal",
    "outside-dates",
    "robots",
    "soft-404",
    "not-html",
    "not-a-document",
)
"""Dead links and what a portal forbids are its business: they are counted, the run is well."""
_NOT_KEPT = ("removed", "outside-dates", "over-limit")
"""Articles that a portal shows and the archive does not want."""
_ENDS = {
    "finished": None,
    "limit": None,
    "window": None,
    "busy": None,
    "disk": ExitCode.DISK,
    "shutdown": ExitCode.INTERRUPTED,
}
"""How a crawl can end; None: by itself, what it brought decides. After "window" and "busy" more is queued."""


def outcome_of(crawler: Crawler) -> ExitCode:
    """The exit code of a crawl that has ended; INTERNAL if it ended by a defect."""
    stats: Mapping[str, object] = crawler.stats.get_stats() if crawler.stats else {}
    run: Run | None = getattr(crawler.spider, "run", None)
    code = ended(str(stats.get("finish_reason")), has_defect=bool(stats.get("spider_exceptions/count")))
    if code is not None:
        return code
    return run.exit_code if run is not None else ExitCode.OK


def ended(reason: str, *, has_defect: bool) -> ExitCode | None:
    """The exit code that the end of a crawl means, whatever it brought; None: what it brought decides.

    >>> ended("shutdown", has_defect=False), ended("finished", has_defect=False)
    (<ExitCode.INTERRUPTED: 130>, None)
    """
    code = _ENDS.get(reason, ExitCode.INTERNAL)
    return ExitCode.INTERNAL if code is None and has_defect else code


def grade(tally: PortalTally) -> ExitCode:
    """How a finished run went for one portal.

    >>> from collections import Counter
    >>> grade(PortalTally(pages=3, articles=Counter(new=2)))
    <ExitCode.OK: 0>
    >>> grade(PortalTally(pages=1, counts=Counter({"refused/dns": 1})))
    <ExitCode.NETWORK: 6>
    >>> grade(PortalTally(pages=9, discovered=Counter(known=40)))
    <ExitCode.OK: 0>
    """
    refused = {
        name.removeprefix("refused/"): n for name, n in tally.counts.items() if name.startswith("refused/")
    }
    articles = tally.met + sum(tally.counts[f"kind/{kind}"] for kind in _NOT_KEPT)
    if tally.counts["left/busy"] and not articles:
        return ExitCode.BLOCKED
    if tally.counts["left/window"] and not articles:
        return ExitCode.OK
    if tally.pages and not articles:
        if sum(refused.get(r, 0) for r in _NETWORK) >= tally.pages - tally.counts["kind/sitemap"] > 0:
            return ExitCode.NETWORK
        if sum(refused.get(r, 0) for r in _BLOCKED) * 2 >= tally.pages:
            return ExitCode.BLOCKED
        return ExitCode.SILENT
    if tally.silent_sections:
        return ExitCode.SILENT
    if tally.counts["left/busy"] or sum(n for reason, n in refused.items() if reason not in _HARMLESS):
        return ExitCode.PARTLY_FAILED
    return ExitCode.OK


def combined(codes: Collection[ExitCode]) -> ExitCode:
    """The exit code of a run over several portals: silence anywhere shows, the rest is a part unless it is all.

    >>> combined([ExitCode.OK, ExitCode.NETWORK, ExitCode.SILENT]), combined([ExitCode.OK, ExitCode.NETWORK])
    (<ExitCode.SILENT: 4>, <ExitCode.PARTLY_FAILED: 3>)
    >>> combined([ExitCode.NETWORK, ExitCode.BLOCKED]), combined([])
    (<ExitCode.NETWORK: 6>, <ExitCode.OK: 0>)
    """
    if ExitCode.SILENT in codes:
        return ExitCode.SILENT
    worst, best = max(codes, default=ExitCode.OK), min(codes, default=ExitCode.OK)
    if worst > ExitCode.SILENT > best:
        return ExitCode.PARTLY_FAILED
    return worst
