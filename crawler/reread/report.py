"""What a re-reading changed, for a person: a table of slots, examples, and what to do next."""

from __future__ import annotations

from archive.cli.terminal import one_line, table
from crawler.reread.differences import SLOTS, STATES, Change
from crawler.reread.reread import Outcome


def shown(outcome: Outcome) -> str:
    """The text: counts by slot, then the changes that the outcome lists."""
    found = outcome.differences
    rate = (
        f", {found.pages / outcome.seconds:.0f} pages/s"
        if outcome.seconds > 0 and not outcome.resumed
        else ""
    )
    lines = [
        f"{found.pages} pages of {outcome.captures} captures read again in {outcome.seconds:.1f} s{rate}:"
        f" {found.changed_pages} read otherwise"
    ]
    rows = [("slot", *STATES)]
    rows += [(slot, *(str(found.counts[slot][state]) for state in STATES)) for slot in SLOTS]
    lines.append(table(rows, numbers=frozenset(range(1, 5))))
    if found.unreadable:
        lines.append(
            f"{found.unreadable} captures cannot be read (`tinso verify` says why);"
            f" {outcome.put_back} articles stay as they were"
        )
    for change in outcome.changes:
        lines += _change(change)
    lines.append(
        "the new reading is the archive's now"
        if outcome.kept
        else "the archive is as it was; `scrapy reread --keep` (with the same options) swaps the new reading in"
    )
    return "\n".join(lines)


def _change(change: Change) -> list[str]:
    texts = (("-", change.before), ("+", change.after))
    return [
        f"{change.slot} {change.state}  {one_line(change.url)}",
        *(f"  {sign} {one_line(text)}" for sign, text in texts if text is not None),
    ]
