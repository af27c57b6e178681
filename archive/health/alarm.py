"""Alarm: something that needs a person, with its evidence and the remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Severity = Literal["alarm", "warning", "note"]
_ORDER = ("alarm", "warning", "note")

KINDS = {
    "shows-nothing": "Open the portal: its template or its address has changed, or it is empty. "
    "`scrapy portals check SLUG` says what is seen of it.",
    "silent": "Open the portal: if it has newer articles, its listings are no longer read "
    "(`scrapy portals check SLUG`); if not, mute it until it is due.",
    "barren": "No article was ever met here: check its address, its sections, or whether its pages need a browser.",
    "section-shows-nothing": "Open the section: correct its address in the registry, or take it out.",
    "section-silent": "Open the section: its listing may have moved; if its editors have stopped, mute it.",
    "slot": "Open an article of last night beside one of before: `scrapy sample URL` shows what is read and why. "
    "Correct the family's or the portal's layout, then read the archive again.",
    "rule": "The page's markup has changed and another rule reads the slot: look at an article before it fails.",
    "family": "The portal has a new CMS: check its sections, and take `family` out of its registry row if it is there.",
    "unreachable": "Look whether the portal answers from elsewhere; if it has moved or closed, set `status` and "
    "`successor` in the registry.",
    "network": "Nothing answers: look at this machine's network, DNS and proxy.",
    "refusals": "See `SELECT reason, url, detail FROM problems` of the last run; if the server refuses us, crawl less "
    "often or write to its administrator.",
    "robots": "The portal's robots.txt forbids us now: respect it, or ask its administrator.",
    "certificate": "Tell the portal's administrator; when it has expired, `tls.any_certificate` in the registry lets "
    "the crawl go on, logged.",
    "successor": "Add the new host to the registry: `scrapy portals check HOST` prints the row; name it as "
    "`successor`.",
    "disk": "Make room, or move the archive to a larger disk: `tinso backup` copies it while a crawl runs.",
    "not-run": "Look at cron or the timer: `crontab -l`, `systemctl list-timers`, `journalctl -u 'tinso-*'`.",
    "failing": "See the run's report in runs/ and its log; docs/operations.md says what its exit code means.",
    "killed": "Look for the OOM killer (`journalctl -k`), a reboot, or a time limit; the next run goes on by itself.",
    "stuck": "See whether it still fetches (its log); otherwise end its pid: the next run goes on.",
    "calendar": "Install a newer tinso, or add the years to archive/health/calendar.toml.",
}
"""What can be wrong -> what to do about it."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that is wrong."""

    severity: Severity
    kind: str
    """A key of KINDS."""
    portal: str | None
    """None: it concerns the machine or many portals."""
    what: str
    """What is wrong, with the figures that show it."""
    since: date | None = None
    part: str | None = None
    """The section, or the slot."""
    weight: float = 0.0
    """Among equals the heavier comes first."""

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return KINDS[self.kind].replace("SLUG", self.portal or "SLUG")


def worst_first(alarms: Iterable[Alarm]) -> list[Alarm]:
    """Alarms before warnings before notes; the machine's before a portal's; then by weight and name."""
    return sorted(
        alarms,
        key=lambda a: (
            _ORDER.index(a.severity),
            a.portal is not None,
            -a.weight,
            a.kind,
            a.portal or "",
            a.part or "",
        ),
    )
