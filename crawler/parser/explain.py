"""Explain: what the rules said of a page before one of them won."""

from __future__ import annotations

from crawler.parser.headline import Headline, judged
from crawler.parser.page import Page
from crawler.parser.region import find_region, first_prose, worths
from crawler.parser.scene import Scene


def headlines(page: Page, most: int = 6) -> list[Headline]:
    """The best candidates for the headline, best first, each with its rule and score."""
    scene = Scene.of(page, None, None)
    region = find_region(scene, worths(scene))
    first = first_prose(scene.blocks, region.start, region.end) if region else len(scene.blocks)
    return sorted(judged(scene, first), key=lambda found: -found.score)[:most]
