"""Run report: a finished run as a record, as JSON for `ARCHIVE_DIR/runs`, and as a short text for a person."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive.run_records import OpenRun, PortalReport
from archive.sqlite import file_errors
from crawler.exit_codes import ExitCode
from crawler.report.notes import Note

FOLDER = "runs"
_SLOTS = {"published_at": "date", "byline": "byline", "lead": "lead", "body": "text"}
_GOOD = 0.9
_MOST_LINES = 30
"""Portals named in the text; the JSON has all."""


@dataclass(frozen=True, slots=True)
class RunReport:
    """What one run brought. Times are UTC."""

    run_id: int
    command: str
    """"crawl portal"."""
    arguments: Mapping[str, str]
    started_at: datetime
    ended_at: datetime
    reason: str
    """How it ended: "finished", "limit", "disk", "shutdown"."""
    exit_code: ExitCode
    counts: Mapping[str, int]
    """Over all portals: 'pages', 'articles/new', 'refused/http-404', ..."""
    portals: tuple[PortalReport, ...]
    disk_free: int
    """Bytes, where the archive lies."""
    killed: tuple[OpenRun, ...] = ()
    """Earlier runs that this one found killed."""
    notes: tuple[Note, ...] = ()
    """What was met and decided: robots.txt policies, moves, hosts that were left."""

    @property
    def seconds(self) -> float:
        """How long it took."""
        return (self.ended_at - self.started_at).total_seconds()

    @property
    def bytes(self) -> int:
        """Written to the WARC, packed."""
        return sum(portal.traffic.bytes for portal in self.portals)

    def summary(self) -> dict[str, object]:
        """What stands in the `runs` row; the portals' shares stand in `run_portals`."""
        return {
            "reason": self.reason,
            "seconds": round(self.seconds, 1),
            "bytes": self.bytes,
            "disk_free": self.disk_free,
            **self.counts,
        }

    def write(self, folder: Path, name: str) -> Path:
        """Write the JSON to `folder`/runs/<stamp>-<name>.json, whole or not at all.

        Raises `archive.errors.DiskFull` or NotWritable.
        """
        stamp = self.started_at.strftime("%Y%m%dT%H%M%SZ")
        name = "".join(ch if ch.isalnum() or ch in "-_." else "-" for ch in name)
        path = folder / FOLDER / f"{stamp}-{name}.json"
        if path.exists():
            path = path.with_name(f"{stamp}-{name}-{self.run_id}.json")
        part = path.with_suffix(".part")
        with file_errors(path):
            path.parent.mkdir(exist_ok=True)
            try:
                part.write_text(self.json() + "\n", encoding="utf-8")
                part.replace(path)
            except OSError:
                with contextlib.suppress(OSError):
                    part.unlink()
                raise
        return path

    def json(self) -> str:
        """One object; times as ISO texts, UTC."""
        value = dataclasses.asdict(self)
        value["exit"] = self.exit_code.name.lower()
        value["seconds"], value["bytes"] = round(self.seconds, 1), self.bytes
        # The long part comes last.
        value["portals"] = value.pop("portals")
        return json.dumps(value, ensure_ascii=False, indent=1, default=datetime.isoformat)


def disk_free(folder: Path) -> int:
    """Bytes that this user may still write where the archive lies."""
    stat = os.statvfs(folder)
    return stat.f_bavail * stat.f_frsize


def text(report: RunReport) -> str:
    """The short text: what needs a look first, then what the run brought."""
    lines = [*_trouble(report), *_brought(report.counts, report.reason, report.seconds)]
    lines += [how for p in report.portals if (how := _read_how(p))][:_MOST_LINES]
    lines += [
        f"the run of {run.started_at:%Y-%m-%d %H:%M} UTC (pid {run.pid}) was killed; its queue was taken up"
        for run in report.killed
    ]
    lines += [f"{note.where}: {note.about}: {note.text}" for note in report.notes if note.loud][:_MOST_LINES]
    return "\n".join(lines) + "\n"


def _trouble(report: RunReport) -> list[str]:
    if report.exit_code == ExitCode.OK:
        return []
    bad = [p for p in report.portals if p.exit_code]
    bad.sort(key=lambda p: (p.exit_code != ExitCode.SILENT, -(p.exit_code or 0), p.portal))
    lines = [f"{_words(report.exit_code)}: {len(bad)} of {len(report.portals)} portals need a look"]
    lines += [f"  {p.portal}: {_words(ExitCode(p.exit_code or 0))}: {_why(p)}" for p in bad[:_MOST_LINES]]
    if len(bad) > _MOST_LINES:
        lines.append(f"  and {len(bad) - _MOST_LINES} more")
    return lines


def _words(code: ExitCode) -> str:
    return code.name.lower().replace("_", " ")


def _why(portal: PortalReport) -> str:
    empty = [name.partition("/")[2] for name in portal.counts if name.startswith("silent-section/")]
    met = portal.harvest.read + portal.harvest.known
    parts = [f"{portal.traffic.pages} pages", f"{met} articles" if met else "no article"]
    if empty:
        parts.append(f"nothing on {', '.join(empty[:5])}")
    parts.append(_listed(portal.counts, "refused/"))
    if portal.site.successor:
        parts.append(f"sends its visitors to {portal.site.successor}")
    return ", ".join(filter(None, parts))


def _read_how(portal: PortalReport) -> str:
    """How well a portal was read: its CMS, and the share of the articles of this run in which each slot was filled.

    Empty where nothing was read, or where its CMS is known and every slot that all articles have was filled.
    """
    rules = portal.reading.rules
    read = sum(rules.get("headline", {}).values())
    if not read:
        return ""
    filled = {slot: 1 - hits.get("", 0) / read for slot, hits in rules.items()}
    if portal.site.family and filled.get("published_at", 0) > _GOOD and filled.get("body", 0) > _GOOD:
        return ""
    cms = portal.site.family or "no CMS whose marks are known, read generically"
    shares = ", ".join(f"{name} {filled.get(slot, 0):.0%}" for slot, name in _SLOTS.items())
    return f"{portal.portal}: {cms}: {read} articles of {portal.traffic.pages} pages: {shares}"


def _brought(counts: Mapping[str, int], reason: str, seconds: float) -> list[str]:
    lines = [f"{counts.get('pages', 0)} pages in {seconds:.1f} s ({reason})"]
    article = {name: counts.get(f"articles/{name}", 0) for name in ("new", "changed", "unchanged", "alias")}
    lines.append(
        f"articles: {article['new']} new, {article['changed']} changed, {article['unchanged']} unchanged, "
        f"{article['alias']} under another address"
    )
    if counts.get("articles/gone"):
        lines.append(f"no longer on the portal, kept here: {counts['articles/gone']}")
    if counts.get("known"):
        lines.append(f"known and not due for a visit: {counts['known']}")
    if not article["new"] and not article["changed"]:
        lines.append("nothing new: the archive is as it was")
    kinds = _listed(counts, "kind/", leave_out=("article", "failed", "gone"))
    if kinds:
        lines.append(f"no article: {kinds}")
    refused = _listed(counts, "refused/")
    if refused:
        lines.append(f"refused: {refused}")
    traps = _listed(counts, "left-out/", leave_out=("outside", "not-a-page"))
    if traps:
        lines.append(f"addresses left out: {traps}")
    return lines


def _listed(counts: Mapping[str, int], prefix: str, leave_out: tuple[str, ...] = ()) -> str:
    rows = [(n, k.removeprefix(prefix)) for k, n in counts.items() if k.startswith(prefix)]
    return ", ".join(f"{n} {k}" for n, k in sorted(rows, key=lambda r: (-r[0], r[1])) if k not in leave_out)
