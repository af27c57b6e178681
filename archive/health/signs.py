"""Signs: what a portal showed of itself last night that it did not show before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from archive.health.alarm import Alarm, Severity
from archive.health.history import BLOCKED, NETWORK, Night
from archive.health.readings import fall
from archive.health.thresholds import Thresholds

_GROUPS = {
    "refuses us": ("http-401", "http-403", "http-407", "http-429", "http-451", "robots", "robots-unreadable"),
    "fails": ("timeout", "dns", "connection-refused", "connection-failed", "cut-short", "fetch-failed", "redirects",
              "tls-certificate", "tls-protocol", "tls-cipher"),
    "has dead links": ("http-404", "http-410", "soft-404"),
    "answers with what is no page": ("not-html", "empty", "broken-encoding", "too-large"),
}  # fmt: skip
_NO_FAMILY_NIGHTS, _ENOUGH_PAGES = 3, 5
_SOON = timedelta(days=3)


def sign_alarms(portal: str, nights: Sequence[Night], thresholds: Thresholds, now: datetime) -> list[Alarm]:
    """Family, robots, certificate, successor, refusals: what changed."""
    found = [
        _unreachable(portal, nights, thresholds),
        _blocked(portal, nights),
        _robots(portal, nights),
        _family(portal, nights),
        _certificate(portal, nights, thresholds, now),
        _successor(portal, nights),
        *_refusals(portal, nights, thresholds),
    ]
    return [alarm for alarm in found if alarm is not None]


def _unreachable(portal: str, nights: Sequence[Night], thresholds: Thresholds) -> Alarm | None:
    away = _last_run(nights, NETWORK)
    if away < thresholds.unreachable_nights or away == len(nights):
        return None
    since = nights[-away].day
    reasons = _listed(nights[-1].refused)
    what = f"has not answered for {away} nights ({reasons}); it answered on {nights[-away - 1].day:%Y-%m-%d}"
    return Alarm("alarm", "unreachable", portal, what, since, weight=away)


def _blocked(portal: str, nights: Sequence[Night]) -> Alarm | None:
    nights_of_it = _last_run(nights, BLOCKED)
    last = nights[-1]
    if not nights_of_it or nights_of_it == len(nights) or _by_robots(last) * 2 >= last.pages:
        return None
    what = f"refused {sum(last.refused.values())} of {last.pages} pages ({_listed(last.refused)})"
    return Alarm("alarm", "refusals", portal, what, nights[-nights_of_it].day, weight=nights_of_it)


def _robots(portal: str, nights: Sequence[Night]) -> Alarm | None:
    """robots.txt forbids the portal now, or can no longer be read: most of what was asked for was left out."""

    def forbids(night: Night) -> bool:
        return night.exit_code == BLOCKED and _by_robots(night) * 2 >= night.pages

    count = next((n for n, night in enumerate(reversed(nights)) if not forbids(night)), len(nights))
    if not count or count == len(nights):
        return None
    said = f" ({nights[-1].site.robots})" if nights[-1].site.robots else ""
    left = _listed(nights[-1].refused)
    what = f"robots.txt forbids it since {nights[-count].day:%Y-%m-%d}{said}; left out: {left}"
    return Alarm("alarm", "robots", portal, what, nights[-count].day)


def _family(portal: str, nights: Sequence[Night]) -> Alarm | None:
    seen = Counter(night.site.family for night in nights[:-1] if night.site.family)
    last = nights[-1]
    if not seen or not last.answered:
        return None
    usual = seen.most_common(1)[0][0]
    if last.site.family and last.site.family != usual and sum(seen.values()) >= _NO_FAMILY_NIGHTS:
        what = f"its CMS reads as {last.site.family} ({last.site.family_evidence}); it was {usual}"
        return Alarm("alarm", "family", portal, what, last.day)
    looked = [night for night in nights if night.answered and night.pages >= _ENOUGH_PAGES]
    bare = next((n for n, night in enumerate(reversed(looked)) if night.site.family), len(looked))
    if bare >= _NO_FAMILY_NIGHTS and bare < len(looked):
        what = f"its CMS is not recognised any more for {bare} nights; it was {usual}"
        return Alarm("warning", "family", portal, what, looked[-bare].day)
    return None


def _certificate(portal: str, nights: Sequence[Night], thresholds: Thresholds, now: datetime) -> Alarm | None:
    until = next((n.site.certificate_until for n in reversed(nights) if n.site.certificate_until), None)
    if until is None or until - now >= timedelta(days=thresholds.certificate_days):
        return None
    left = until - now
    severity: Severity = "alarm" if left < _SOON else "warning"
    when = f"ends in {left.days} days" if left > timedelta() else "has ended"
    what = f"its certificate {when}, on {until:%Y-%m-%d}"
    return Alarm(severity, "certificate", portal, what, weight=-left.total_seconds())


def _successor(portal: str, nights: Sequence[Night]) -> Alarm | None:
    last = nights[-1].site.successor
    if last is None:
        return None
    count = next((n for n, night in enumerate(reversed(nights)) if night.site.successor != last), len(nights))
    what = f"sends its visitors to {last} since {nights[-count].day:%Y-%m-%d}"
    return Alarm("alarm", "successor", portal, what, nights[-count].day)


def _refusals(portal: str, nights: Sequence[Night], thresholds: Thresholds) -> list[Alarm]:
    if not nights[-1].answered:
        return []
    answered = [night for night in nights if night.answered]
    alarms = []
    for word, reasons in _GROUPS.items():

        def well(night: Night, reasons: tuple[str, ...] = reasons) -> tuple[float, float]:
            return max(0, night.pages - sum(night.refused[reason] for reason in reasons)), night.pages

        found = fall(answered, well, thresholds.slot_chance, thresholds.refusal_rise)
        if found is not None:
            now = 1 - found.hits / found.of
            what = f"{word}: {now:.0%} of the pages, {1 - found.before:.0%} before ({_listed(nights[-1].refused)})"
            alarms.append(Alarm("warning", "refusals", portal, what, nights[-1].day, word, found.depth))
    return alarms


def _by_robots(night: Night) -> int:
    return night.refused["robots"] + night.refused["robots-unreadable"]


def _last_run(nights: Sequence[Night], code: int) -> int:
    """How many nights in a row, up to the last, ended so."""
    return next((n for n, night in enumerate(reversed(nights)) if night.exit_code != code), len(nights))


def _listed(refused: Counter[str]) -> str:
    return ", ".join(f"{n} {reason}" for reason, n in refused.most_common(4)) or "no reason given"
