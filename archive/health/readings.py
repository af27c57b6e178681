"""Readings: whether the parser still fills a slot as often as it did, with as long a body, by the same rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from archive.health.alarm import Alarm
from archive.health.chance import dispersion, few_tail
from archive.health.history import Night
from archive.health.thresholds import Thresholds

_WINDOWS = (1, 2, 3, 5, 8, 13)
"""Nights with articles that are looked at together: a break shows in one night, or adds up."""
_BASELINE = 60
"""Nights with articles before them."""
_MOST_A_NIGHT = 20
"""What a night counts at most: the backlog of a first crawl must not outweigh every night that follows."""
_FEWEST = 12
"""Articles before, at least, for a rate to be known."""
_OFTEN_MISSING, _CAUTION = frozenset(("byline", "lead")), 0.1
"""Slots that many articles do not have: their rates wander, and a fall must be the more unlikely."""
_NAMES = {
    "headline": "headline",
    "published_at": "date",
    "byline": "byline",
    "lead": "lead",
    "body": "body",
}

Share = Callable[[Night], tuple[float, float]]
"""Of a night: hits, of how many."""


@dataclass(frozen=True, slots=True)
class Fall:
    """A rate that fell: of the articles of the last `nights` nights, against before."""

    hits: float
    of: float
    before: float
    """The rate, 0 to 1."""
    nights: int
    since: date
    """The first of them."""
    chance: float

    @property
    def depth(self) -> float:
        """By how much of all articles."""
        return self.before - self.hits / self.of


def fall(nights: Sequence[Night], share: Share, chance: float, depth: float) -> Fall | None:
    """The most unlikely fall of a rate over the last nights; None where there is none of that chance and depth."""
    seen_on = [(night.day, *share(night)) for night in nights]
    seen_on = [row for row in seen_on if row[2] > 0][-_BASELINE - _WINDOWS[-1] :]
    pairs = [(k * min(1, _MOST_A_NIGHT / n), min(n, _MOST_A_NIGHT)) for _, k, n in seen_on]
    best: Fall | None = None
    for window in _WINDOWS:
        before, last = pairs[:-window], pairs[-window:]
        if sum(n for _, n in before) < _FEWEST or len(before) < window:
            break
        hits, of = sum(k for k, _ in last), sum(n for _, n in last)
        known, known_of = sum(k for k, _ in before), sum(n for _, n in before)
        if known / known_of - hits / of < depth:
            continue
        wide = dispersion(before)
        # What a night's articles share is one observation, not many; the last night's at least one.
        seen = max(1, round(of / wide))
        tail = few_tail(round(hits * seen / of), seen, known / wide, (known_of - known) / wide)
        if tail < chance and (best is None or tail < best.chance):
            best = Fall(hits, of, known / known_of, window, seen_on[-window][0], tail)
    return best


def reading_alarms(portal: str, nights: Sequence[Night], thresholds: Thresholds) -> list[Alarm]:
    """Slots that are no longer filled, bodies that became short or long, rules that another took over from."""
    alarms = []
    for slot in _NAMES:
        lost = _slot_lost(portal, nights, slot, thresholds)
        if lost is not None:
            alarms.append(lost)
        elif (moved := _rule_moved(nights, slot, thresholds)) is not None:
            alarms.append(Alarm("note", "rule", portal, moved, nights[-1].day, slot))
    found = fall(nights, lambda night: night.dated, thresholds.slot_chance, thresholds.slot_fall)
    if found is not None:
        today = found.of - found.hits
        what = f"date: {today:.0f} of {found.of:.0f} older articles are dated on the day of the crawl ({_odds(found)})"
        alarms.append(Alarm("alarm", "slot", portal, what, found.since, "published_at today", found.depth))
    alarms += _lengths(portal, nights, thresholds)
    return alarms


def _slot_lost(portal: str, nights: Sequence[Night], slot: str, thresholds: Thresholds) -> Alarm | None:
    often_missing = slot in _OFTEN_MISSING
    chance = thresholds.slot_chance * (_CAUTION if often_missing else 1)
    found = fall(nights, _filled(slot), chance, thresholds.slot_fall)
    if found is None:
        return None
    what = f"{_NAMES[slot]}: read in {_of(found)} articles, {found.before:.0%} before ({_odds(found)})"
    return Alarm(
        "warning" if often_missing else "alarm", "slot", portal, what, found.since, slot, found.depth
    )


def _filled(slot: str) -> Share:
    if slot == "headline":
        # A page whose headline is not found is refused: it is counted there.
        return lambda night: (
            night.slots.get(slot, (0, 0))[0],
            night.slots.get(slot, (0, 0))[1] + night.headless,
        )
    return lambda night: night.slots.get(slot, (0, 0))


def _rule_moved(nights: Sequence[Night], slot: str, thresholds: Thresholds) -> str | None:
    totals: Counter[str] = Counter()
    for night in nights[-_BASELINE:-1]:
        totals.update(night.rules.get(slot, Counter()))
    totals.pop("", None)
    if not totals or slot not in nights[-1].rules:
        return None
    rule, _ = totals.most_common(1)[0]

    def share(night: Night) -> tuple[float, float]:
        hits = night.rules.get(slot, Counter())
        return hits[rule], sum(hits.values()) - hits[""]

    found = fall(nights, share, thresholds.slot_chance, 0.5)
    if found is None:
        return None
    now = nights[-1].rules[slot].most_common(1)[0][0] or "nothing"
    return f"{_NAMES[slot]}: read by {now} now, by {rule} in {found.before:.0%} of the articles before ({_odds(found)})"


def _lengths(portal: str, nights: Sequence[Night], thresholds: Thresholds) -> list[Alarm]:
    """Bodies shorter or longer than nine of ten were before."""
    total: Counter[int] = Counter()
    for night in nights[-_BASELINE - _WINDOWS[-1] : -1]:
        total.update(night.lengths)
    of = sum(total.values())
    if of < _FEWEST:
        return []
    low, high = _bounds(total, of)
    alarms = []
    for word, usual in (("shorter", lambda n: n >= low), ("longer", lambda n: n <= high)):
        found = fall(nights, _usual(usual), thresholds.slot_chance, thresholds.slot_fall)
        if found is not None:
            bound = low if word == "shorter" else high
            what = (
                f"body: {found.of - found.hits:.0f} of {found.of:.0f} are {word} than {bound} characters, "
                f"{1 - found.before:.0%} before ({_odds(found)})"
            )
            alarms.append(
                Alarm("alarm", "slot", portal, what, found.since, f"body {word}", weight=found.depth)
            )
    return alarms


def _usual(test: Callable[[int], bool]) -> Share:
    return lambda night: (
        sum(n for length, n in night.lengths.items() if test(length)),
        sum(night.lengths.values()),
    )


def _bounds(total: Counter[int], of: int) -> tuple[int, int]:
    """The classes of length between which eight of ten bodies lie."""
    below, low, high = 0, 0, max(total)
    for length in sorted(total):
        if below <= of * 0.1:
            low = length
        below += total[length]
        if below >= of * 0.9:
            high = length
            break
    return low, high


def _of(found: Fall) -> str:
    return f"{found.hits:.0f} of {found.of:.0f}"


def _odds(found: Fall) -> str:
    nights = "last night" if found.nights == 1 else f"the last {found.nights} nights with articles"
    return f"{nights}; chance {found.chance:.0e}"
