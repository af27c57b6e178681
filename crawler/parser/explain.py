"""Explain: what each rule said of a page before one of them won."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crawler.layout import Layout
from crawler.parser.credit import RULES
from crawler.parser.headline import judged
from crawler.parser.kind import by_address
from crawler.parser.page import Page
from crawler.parser.published import dates_in
from crawler.parser.published_place import Where
from crawler.parser.reading import Draft, Refusal, draft_of
from crawler.parser.region import find_region, first_prose, without_teasers, worths
from crawler.parser.said import said_in_metadata
from crawler.parser.scene import Scene


@dataclass(frozen=True, slots=True)
class Said:
    """One candidate for a slot: the rule, its weight (None: the rule only says yes or no) and what it found."""

    slot: str
    rule: str
    weight: float | None
    value: str


def explain(
    page: Page, *, layout: Layout | None = None, fetched_at: datetime | None = None, most: int = 5
) -> list[Said]:
    """The candidates for headline, date, byline and body, the best of each slot first, `most` of each."""
    scene = Scene.of(page, layout, fetched_at)
    values = worths(scene)
    region = find_region(scene, values)
    first = first_prose(scene.blocks, region.start, region.end) if region else len(scene.blocks)
    draft = by_address(page) or draft_of(scene, whole=True)
    if isinstance(draft, Draft):
        first = draft.first
    found = [*_bodies(scene, values, most)]
    headlines = sorted(judged(scene, first), key=lambda candidate: -candidate.score)[:most]
    found += [Said("headline", item.rule, item.score, item.text) for item in headlines]
    if isinstance(draft, Refusal):
        return found
    found += _dates(scene, draft, most)
    for rule in RULES:
        credit = rule(scene, draft.text, draft.above, draft.first, draft.published.block)
        if credit is not None:
            found.append(Said("byline", credit.rule, None, credit.byline.text))
    return found


def _bodies(scene: Scene, values: list[float], most: int) -> list[Said]:
    """The elements that hold the most text less links; with and without teasers and boxes."""
    found: list[Said] = []
    for rule, worth in (("density", values), ("without-teasers", without_teasers(scene, values))):
        sums = sorted(
            ((sum(worth[start:end]), element, start, end) for element, start, end in scene.laid.spans),
            key=lambda item: -item[0],
        )
        for total, element, start, end in sums[:most]:
            where = f"<{element.tag}> {scene.names(element).strip()[:40]}, lines {start} to {end}"
            found.append(Said("body", rule, total, where))
    return found


def _dates(scene: Scene, draft: Draft, most: int) -> list[Said]:
    where = Where(draft.above if draft.above >= 0 else draft.first, draft.first, draft.text.end)
    dates = [date for zone in where.zones(len(scene.blocks)) for date in dates_in(scene, where, zone)]
    dates.sort(key=lambda date: -date.score)
    found = [
        Said(
            "published_at",
            f"shown:{date.found.label or 'bare'}",
            date.score,
            f"{date.found.timestamp.at.isoformat()} in: {date.block.text[:60]}",
        )
        for date in dates[:most]
    ]
    return found + [Said("published_at", rule, None, value) for rule, value in said_in_metadata(scene)]
