"""Findings: what one look at a portal brought to light, as records and as lines to read."""

from __future__ import annotations

from dataclasses import dataclass

from archive.records import Article
from crawler.exit_codes import ExitCode
from crawler.families import Recognition
from crawler.politeness.robots_txt import RobotsTxt
from crawler.portals import Portal, Section
from crawler.portals_check.tls_state import TlsState


@dataclass(frozen=True, slots=True)
class Sample:
    """A page that was taken for an article, and what the parser made of it."""

    url: str
    article: Article | None
    refusal: str = ""
    """Why it is none, or why it could not be fetched."""


@dataclass(frozen=True, slots=True)
class Findings:
    """All that one look found. What was not reached is empty."""

    portal: Portal
    robots: RobotsTxt | None = None
    tls: TlsState | None = None
    home: str = ""
    """The address that the home page was at last read from; empty where it could not be."""
    title: str = ""
    status: int = 0
    seconds: float = 0.0
    failure: str = ""
    """Why the look ended early: "connection refused", "robots.txt forbids it"."""
    recognition: Recognition | None = None
    sections: tuple[Section, ...] = ()
    samples: tuple[Sample, ...] = ()

    @property
    def read(self) -> int:
        """How many of the sample pages were read as articles."""
        return sum(sample.article is not None for sample in self.samples)

    @property
    def exit_code(self) -> ExitCode:
        """What the look means to a script."""
        if self.robots is not None and not self.robots.permits(self.portal.start_urls[0]):
            return ExitCode.BLOCKED
        if not self.home:
            return ExitCode.SILENT if 0 < self.status < 400 else ExitCode.NETWORK
        return ExitCode.OK if self.read else ExitCode.SILENT


def as_lines(found: Findings) -> list[str]:
    """What was found, one thing a line, for a person to read."""
    portal = found.portal
    lines = [portal.start_urls[0], _line("portal", _registered(portal))]
    lines.append(_line("reachable", _reached(found)))
    if found.tls is not None:
        lines.append(_line("TLS", _tls(found.tls)))
    if found.robots is not None:
        lines.append(_line("robots.txt", found.robots.said))
    if not found.home:
        return lines
    if found.recognition is None:
        lines.append(_line("CMS", "none whose marks are known: read as generic"))
    else:
        marks = ", ".join(found.recognition.evidence)
        lines.append(_line("CMS", f"{found.recognition.family.name} ({found.recognition.score}): {marks}"))
    lines.append(_line("sections", str(len(found.sections))))
    lines += [f"    {section.name}  {section.url}" for section in found.sections]
    lines.append(
        _line("articles", f"{found.read} of {len(found.samples)} pages that look like one were read")
    )
    for sample in found.samples:
        lines += _sample(sample)
    return lines


def _line(name: str, value: str) -> str:
    return f"  {name:<12}{value}"


def _registered(portal: Portal) -> str:
    if not portal.registered:
        return "not in the registry"
    province = f", {portal.province}" if portal.province else ""
    return f"{portal.slug}: {portal.name}{province}; status {portal.status}"


def _reached(found: Findings) -> str:
    if not found.home:
        return f"no: {found.failure}"
    moved = "" if found.home == found.portal.start_urls[0] else f", moved to {found.home}"
    return f"{found.status} in {found.seconds:.1f} s{moved}" + (f"; {found.failure}" if found.failure else "")


def _tls(state: TlsState) -> str:
    if state.needs is None:
        return f"no handshake: {state.fault}"
    switches = [
        name for name in ("old_protocols", "weak_ciphers", "any_certificate") if getattr(state.needs, name)
    ]
    return f"{state.protocol}, " + (f"needs {', '.join(switches)}: {state.fault}" if switches else "sound")


def _sample(sample: Sample) -> list[str]:
    if sample.article is None:
        return [f"    {sample.refusal}: {sample.url}"]
    article = sample.article
    shown = "%Y-%m-%d %H:%M" if article.published_precision == "minute" else "%Y-%m-%d"
    published = article.published_at.strftime(shown) if article.published_at else "no date"
    byline = article.byline or "no byline"
    return [
        f"    {article.headline}",
        f"      {published}, {byline}, {len(article.body)} characters, {sample.url}",
    ]
