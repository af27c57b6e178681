"""What another reading changes, slot by slot, with examples: by it a change of the parser is judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from archive.records import Article
from archive.rows import local_text

SLOTS = ("kind", "headline", "date", "byline", "lead", "body")
State = Literal["same", "new", "lost", "changed"]
STATES: tuple[State, ...] = ("same", "new", "lost", "changed")
_EXAMPLES = 5
_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Change:
    """One slot of one page that reads otherwise."""

    url: str
    slot: str
    state: str
    before: str | None
    after: str | None


@dataclass(slots=True)
class Differences:
    """The count of each slot's states, and the first examples of each."""

    pages: int = 0
    """Read again by the parser."""
    unreadable: int = 0
    counts: dict[str, Counter[str]] = field(default_factory=lambda: {slot: Counter() for slot in SLOTS})
    examples: list[Change] = field(default_factory=list)
    changed_pages: int = 0

    def compare(
        self, url: str, before: Mapping[str, Any] | None, after: Article | str, *, slots: bool = True
    ) -> list[Change]:
        """Take a page into account: its row of `versions` before, its article (or refusal's reason) now.

        Without `slots` only whether it is an article is compared.
        """
        self.pages += 1
        changes = self._kind(url, before, after)
        if slots and before is not None and isinstance(after, Article):
            for slot, old, new in _slots(before, after):
                state = _state(old, new)
                self.counts[slot][state] += 1
                if state != "same":
                    start = _parting(old or "", new or "")
                    changes.append(Change(url, slot, state, _short(old, start), _short(new, start)))
        self.changed_pages += bool(changes)
        for change in changes:
            if self.counts[change.slot][change.state] <= _EXAMPLES:
                self.examples.append(change)
        return changes

    def _kind(self, url: str, before: Mapping[str, Any] | None, after: Article | str) -> list[Change]:
        """ "new": the page is an article now; "lost": it no longer is."""
        is_article = isinstance(after, Article)
        if (before is not None) == is_article:
            self.counts["kind"]["same"] += 1
            return []
        state = "new" if is_article else "lost"
        self.counts["kind"][state] += 1
        headline = before["headline"] if before is not None else None
        now = after.headline if isinstance(after, Article) else f"({after})"
        return [Change(url, "kind", state, _short(headline), _short(now))]

    def as_json(self) -> dict[str, Any]:
        """Counts and examples, for JSON."""
        return asdict(self) | {"counts": {slot: dict(states) for slot, states in self.counts.items()}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Differences:
        """What `as_json` gave."""
        return cls(
            data["pages"],
            data["unreadable"],
            {slot: Counter(data["counts"].get(slot, {})) for slot in SLOTS},
            [Change(**change) for change in data["examples"]],
            data["changed_pages"],
        )


def _slots(before: Mapping[str, Any], after: Article) -> list[tuple[str, str | None, str | None]]:
    day_only = after.published_precision == "day"
    date = local_text(after.published_at)
    old_date = before["published_at"]
    if old_date and before["published_precision"] == "day":
        old_date = old_date[:10]
    return [
        ("headline", before["headline"], after.headline),
        ("date", old_date, date[:10] if date and day_only else date),
        ("byline", before["byline"], after.byline),
        ("lead", before["lead"], after.lead),
        ("body", before["body"] or None, after.body or None),
    ]


def _state(old: str | None, new: str | None) -> State:
    if old == new:
        return "same"
    if old is None:
        return "new"
    return "lost" if new is None else "changed"


def _parting(old: str, new: str) -> int:
    """Where two texts part, a few words before."""
    place = next(
        (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    return max(place - 40, 0)


def _short(text: str | None, start: int = 0) -> str | None:
    if text is None:
        return None
    return ("…" if start else "") + " ".join(text[start:].split())[:_SHOWN]
