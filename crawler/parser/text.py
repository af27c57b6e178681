"""Text: what was gathered of an article's text, with the blocks that it came from."""

from __future__ import annotations

from crawler.parser.blocks import Block


class Text:
    """The article's paragraphs with the blocks that they came from."""

    __slots__ = (
        "apart",
        "captioned",
        "captions",
        "dates",
        "dropped_links",
        "end",
        "images",
        "lead",
        "paragraphs",
    )

    def __init__(self, end: int, apart: frozenset[int]) -> None:
        self.paragraphs: list[tuple[str, Block]] = []
        self.lead: list[tuple[str, Block]] = []
        self.captions: list[str] = []
        self.images: list[tuple[Block, str | None]] = []
        self.dates = 0
        """Lines left out that are a date or tell who posted."""
        self.dropped_links = 0
        """Lines that are links only and stand between paragraphs."""
        self.apart = apart
        """The blocks in boxes within the region: related news, sharing, tags."""
        self.end = end
        """One past the last block that was looked at."""
        self.captioned: Block | None = None
        """The last caption's block."""

    @property
    def length(self) -> int:
        """Characters of the paragraphs."""
        return sum(len(text) for text, _ in self.paragraphs)
