"""Dated: the timestamps of a page's lines, found once for all the rules that ask for them."""

from __future__ import annotations

from crawler.parser.blocks import Block
from crawler.parser.timestamps.find import Found, find_timestamps


def dates_of(block: Block) -> tuple[Found, ...]:
    """Every timestamp in a line but the relative ones."""
    if block.dates is None:
        block.dates = find_timestamps(block.text)
    return block.dates
