"""The headline's candidates: that some are not weighed changes nothing."""

from __future__ import annotations

import pytest

from crawler.parser.headline import candidates_of, judged
from crawler.parser.headline_around import best_of
from crawler.parser.page import Page
from crawler.parser.scene import Scene
from tests.family_sites import PAGES, own_pages

FOLDERS = sorted(path.name for path in PAGES.iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_best_is_the_best_of_all(folder: str) -> None:
    pages = own_pages(folder)
    assert pages
    for page in pages:
        for first in (5, 20, 60):
            scene = Scene.of(Page.parse(page.html, page.expected["url"]), None, None)
            best = best_of(scene, candidates_of(scene, first), first)
            every = judged(scene, first)
            expected = max(every, key=lambda found: found.score, default=None)
            assert (best and (best.block, best.score)) == (expected and (expected.block, expected.score)), (
                page.name
            )


def test_not_every_candidate_is_weighed() -> None:
    left = 0
    for page in own_pages("departments"):
        scene = Scene.of(Page.parse(page.html, page.expected["url"]), None, None)
        candidates = candidates_of(scene, 20)
        best_of(scene, candidates, 20)
        left += sum(candidate.weighed is None for candidate in candidates)
    assert left > 0
