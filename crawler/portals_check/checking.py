"""`scrapy portals check`: look at one portal and tell all, or at many and tell each in a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings

from crawler.exit_codes import ExitCode
from crawler.portals import NoPortal, Portal, Registry, RegistryError, portal_for_url
from crawler.portals_check.findings import Findings, as_lines
from crawler.portals_check.look import Depth
from crawler.portals_check.proposal import toml_of
from crawler.portals_check.spider import is_loopback, run_looks


def target_portal(registry: Registry, target: str) -> Portal:
    """The portal that a slug or an address names. Raises NoPortal."""
    if target in registry.portals:
        return registry.portals[target]
    if "." in target or "/" in target or target.startswith("localhost"):
        return portal_for_url(registry, target)
    (portal,) = registry.select(portal=target)
    return portal


def check_one(portal: Portal, settings: BaseSettings) -> ExitCode:
    """Look at a portal and print everything, then the TOML for the registry."""
    _need_contact([portal], settings)
    found: list[Findings] = []
    run_looks([portal], settings, Depth(), found.append)
    if not found:
        return ExitCode.INTERNAL
    (only,) = found
    sys.stdout.write("\n".join([*as_lines(only), "", toml_of(only)]))
    return only.exit_code


def check_many(portals: Sequence[Portal], settings: BaseSettings, report: Path | None) -> ExitCode:
    """Look at the portals' home pages side by side; a line for each, and a JSON line in the report.

    Portals that the report has are not asked again: an interrupted check goes on where it was.
    """
    _need_contact(portals, settings)
    done = _done(report)
    left = [portal for portal in portals if portal.slug not in done]
    if done:
        sys.stdout.write(f"{len(portals) - len(left)} of {len(portals)} are in {report} already\n")
    counts = {True: 0, False: 0}

    def tell(found: Findings) -> None:
        """Print what was found of a portal, count it, and add its line to the report."""
        counts[bool(found.home)] += 1
        sys.stdout.write(_summary(found) + "\n")
        sys.stdout.flush()
        if report is not None:
            with report.open("a", encoding="utf-8") as file:
                file.write(json.dumps(_as_json(found), ensure_ascii=False) + "\n")

    if left:
        run_looks(left, settings, Depth(articles=0), tell)
    sys.stdout.write(f"{counts[True]} answered, {counts[False]} did not\n")
    return ExitCode.OK if not counts[False] else ExitCode.PARTLY_FAILED


def _need_contact(portals: Sequence[Portal], settings: BaseSettings) -> None:
    hosts = [urlsplit(portal.start_urls[0]).hostname or "" for portal in portals]
    if not settings.get("CONTACT") and not all(map(is_loopback, hosts)):
        raise NoPortal(
            "CONTACT is not set: a portal's administrator must be able to reach you; "
            "add -s CONTACT=you@example.org (or set TINSO_CONTACT)"
        )


def _done(report: Path | None) -> set[str]:
    if report is None or not report.exists():
        return set()
    slugs = set()
    for number, line in enumerate(report.read_text("utf-8").splitlines(), 1):
        try:
            slugs.add(json.loads(line)["slug"])
        except (ValueError, KeyError, TypeError) as error:
            raise RegistryError(
                f"{report}, line {number}: not a line of a report; move the file away"
            ) from error
    return slugs


def _summary(found: Findings) -> str:
    family = found.recognition.family.name if found.recognition else "-"
    state = f"{found.status}" if found.home else f"no: {found.failure}"
    return f"{found.portal.slug:<28} {state:<28} {family:<18} {len(found.sections):>3} sections"


def _as_json(found: Findings) -> dict[str, object]:
    return {
        "slug": found.portal.slug,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "url": found.portal.start_urls[0],
        "home": found.home or None,
        "status": found.status or None,
        "failure": found.failure or None,
        "robots": found.robots.said if found.robots else None,
        "tls": found.tls.protocol or None if found.tls else None,
        "tls_fault": found.tls.fault or None if found.tls else None,
        "family": found.recognition.family.name if found.recognition else None,
        "family_evidence": list(found.recognition.evidence) if found.recognition else [],
        "sections": len(found.sections),
    }
