"""What is read of a page does not hang on its names, its wrappers or what stands beside it: pinned shares.

A floor goes up when the parser gets better; it may give way to harder pages, never to the parser.
`python -m tests.page_mutations --list` names what is lost.
"""

import pytest

from tests.page_changes import MUTATIONS, TEXT_MUTATIONS
from tests.page_mutations import measure

FLOORS = {
    "hashed": 0.945,
    "stripped": 0.945,
    "wrapped": 0.995,
    "no_paragraphs": 0.995,
    "bare": 0.95,
    "nested_inline": 0.99,
    "autolinked": 0.99,
    "no_title": 0.97,
    "with_ads": 0.99,
    "in_form": 0.995,
    "in_layout_table": 0.98,
    "sidebar_first": 0.99,
    "sidebar_last": 0.99,
    "box_behind": 0.97,
    "box_amid": 0.95,
    "link_amid": 0.985,
    "card_amid": 0.985,
    "comments_behind": 0.97,
    "entities": 0.995,
    "decomposed": 0.98,
    "spaced": 0.995,
}


def test_every_change_has_a_floor() -> None:
    assert set(FLOORS) == {*MUTATIONS, *TEXT_MUTATIONS}


@pytest.mark.parametrize("name", FLOORS)
def test_what_is_read_stays_the_same(name: str) -> None:
    kept = measure([name])[name]
    assert kept.right > 500
    assert kept.share >= FLOORS[name], f"{kept.share:.4f}: {kept.lost}"
