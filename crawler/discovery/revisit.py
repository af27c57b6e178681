"""Revisit: when a page that was fetched before is worth a request again."""

from __future__ import annotations

from datetime import datetime, timedelta

from archive.queue import Known

_NEVER_WAIT = frozenset(("home", "listing", "feed", "sitemap", "outside-dates", "over-limit"))
"""What brings new articles is asked for in every run, and what an earlier run read but was told not to keep."""
_WAIT = {
    "failed": timedelta(hours=12),
    "gone": timedelta(days=90),
    "menu-page": timedelta(days=14),
    "attachment": timedelta(days=180),
}
_OTHER = timedelta(days=30)
_SOONEST, _LATEST = timedelta(hours=20), timedelta(days=180)
_UNDATED = timedelta(days=60)
"""The age taken for an article that shows no date."""


def next_visit(
    kind: str, key: int, fetched_at: datetime, published_at: datetime | None, changed_at: datetime | None
) -> datetime | None:
    """When to ask for a page again; None: in every run that meets it.

    An article is asked for again after a third of the age of its text: a fresh one daily, one of last year twice
    a year. Edits and removals come early or never. Its key moves the moment by up to a fifth, so that a portal that
    was archived in one night is not due again in one night.
    """
    if kind in _NEVER_WAIT:
        return None
    if kind == "article":
        newest = max((m for m in (published_at, changed_at) if m is not None), default=fetched_at - _UNDATED)
        wait = min(max((fetched_at - newest) / 3, _SOONEST), _LATEST)
    else:
        wait = _WAIT.get(kind, _OTHER)
    return fetched_at + (wait if wait <= _SOONEST else wait * (1 - (key % 200) / 1000))


def is_due(known: Known, now: datetime) -> bool:
    """Whether to ask again for a page of which this is known."""
    return known.due_at is None or known.due_at <= now
