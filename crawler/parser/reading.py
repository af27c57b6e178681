"""Reading: a page's slots filled one after the other, or why it is no article."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from archive.records import Article, Evidence, Image
from crawler.layout import Layout
from crawler.parser.about import language_of, section_of, tags_of
from crawler.parser.attachments import find_attachments
from crawler.parser.body import lead_above, read_body, take_bold_lead
from crawler.parser.credit import find_credit
from crawler.parser.credit_found import Credit
from crawler.parser.frame import frame_of
from crawler.parser.headline import Headline
from crawler.parser.kind import LEAST, Refusal, by_address, by_list, by_text, by_title
from crawler.parser.page import Page
from crawler.parser.place import find_place, region_near, widened
from crawler.parser.published import Published, find_published
from crawler.parser.region import first_prose, is_teaser
from crawler.parser.scene import Scene, Span
from crawler.parser.text import Text
from crawler.parser.tree import below
from crawler.parser.wording import mend, words

__all__ = ["Draft", "Refusal", "draft_of", "read_page"]


_SHORT: Final = 60
"""From how many characters a line between a headline and its date may be text."""
_LINES: Final = 4
"""How many lines may stand between the two that tell of the article: its author, its office."""
_LEADS: Final = 2
"""How many paragraphs a lead has at most."""


class Draft:
    """An article's slots as they were filled, before the page was judged."""

    __slots__ = ("credit", "first", "headline", "published", "region", "text")

    def __init__(
        self,
        region: Span,
        headline: Headline,
        first: int,
        published: Published,
        text: Text,
        credit: Credit | None,
    ) -> None:
        self.region = region
        self.headline = headline
        self.first = first
        """The block with which the text begins."""
        self.published = published
        self.text = text
        self.credit = credit

    @property
    def above(self) -> int:
        """The headline's block; -1 where only the metadata say it."""
        return self.headline.block.index if self.headline.block is not None else -1


def read_page(
    page: Page, *, layout: Layout | None = None, fetched_at: datetime | None = None
) -> Article | Refusal:
    """What the page says. `fetched_at` is what "3 giờ trước" counts from. Never fetches, never raises."""
    if "no_markup" in page.flags:
        return Refusal("not-html")
    refused = by_address(page)
    if refused is not None:
        return refused
    scene = Scene.of(page, layout, fetched_at)
    draft = draft_of(scene)
    return draft if isinstance(draft, Refusal) else _article(scene, draft)


def draft_of(scene: Scene, *, whole: bool = False) -> Draft | Refusal:
    """The slots of a page, or why it has none; `whole`: of a list or a document's record too, as far as they go."""
    if not any(block.text for block in scene.blocks):
        return Refusal("empty")
    region, headline, values = find_place(scene)
    refused = by_title(scene, headline)
    if refused is not None:
        return refused
    if headline is None:
        return Refusal("no-headline" if region and not _is_list(scene, region) else "listing")
    refused = by_list(scene, headline)
    if refused is not None and not whole:
        return refused
    above = headline.block.index if headline.block is not None else -1
    region = widened(scene, region_near(scene, region, headline, values))
    start = max(region.start, above + 1)
    first = first_prose(scene.blocks, start, region.end)
    frame = frame_of(scene, region, start)
    published = find_published(scene, above, first, frame.end)
    taken = {above} if above >= 0 else set()
    if published.block is not None and len(published.block.text) < 160:
        taken.add(published.block.index)
    if published.block is not None and 0 <= above < published.block.index < first:
        between = scene.blocks[above + 1 : published.block.index]
        if len(between) < _LINES and not any(block.linked for block in between):
            taken.update([block.index for block in between if len(block.text) < _SHORT])
    skip = frozenset(taken)
    text = read_body(scene, region, frame, skip, headline.text)
    if above >= 0 and above < region.start:
        text.lead = [*lead_above(scene, region, above, skip), *text.lead]
    if len(text.lead) > _LEADS:  # the text's own beginning
        text.paragraphs[:0], text.lead = text.lead, []
    if len(text.paragraphs) > 2 and not text.lead and _same(text.paragraphs[0][0], text.paragraphs[1][0]):
        first_line, block = text.paragraphs.pop(0)
        if block.strong > 0.9 * len(block.text):
            text.lead.append((first_line, block))
    take_bold_lead(text, headline.text)
    refused = by_text(scene, region, text, headline, published)
    if refused is not None and not whole:
        return refused
    credit = find_credit(scene, text, above, first, published.block)
    return Draft(region, headline, first, published, text, credit)


def _is_list(scene: Scene, region: Span) -> bool:
    """Whether a region's prose is what stands under the links of a list."""
    prose = [b.index for b in scene.blocks[region.start : region.end] if b.own >= 40]
    return sum(is_teaser(scene.blocks, index) for index in prose) > max(2, 0.5 * len(prose))


def _article(scene: Scene, draft: Draft) -> Article | Refusal:
    region, headline, published = draft.region, draft.headline, draft.published
    text, credit = draft.text, draft.credit
    gone = set(credit.taken) if credit else set()
    paragraphs = [t for t, b in text.paragraphs if b.index not in gone]
    lead = [t for t, b in text.lead if b.index not in gone]
    if lead and paragraphs and (_same(paragraphs[0], lead[0]) or _same(paragraphs[0], " ".join(lead))):
        paragraphs = paragraphs[1:]
    if not paragraphs:
        paragraphs, lead = lead, []
    body = "\n\n".join(paragraphs)
    start = headline.block.index if headline.block is not None else region.start
    links = [a for b in scene.blocks[start : text.end + 12] if b.linked for a in below(b.holder, "a")]
    attachments = find_attachments(scene.page, links)
    sure = len(headline.named_by) > 1 and len(headline.text) >= 30 and published.block is not None
    if len(body) < LEAST and not attachments and not (sure and (body or text.images or text.dropped_links)):
        linked = sum(block.linked >= 20 for block in scene.blocks)
        return Refusal("listing" if linked >= 3 else "empty", f"{len(body)} characters of text")
    stamp = published.timestamp
    section = section_of(scene, headline.block.index if headline.block is not None else -1, headline.text)
    last = max((b.index for _, b in text.paragraphs), default=start)
    evidence = [
        Evidence("headline", headline.rule, headline.text[:200]),
        Evidence("body", f"{region.rule}:{region.element.tag}", body[:200]),
    ]
    if stamp is not None:
        evidence.append(Evidence("published_at", published.rule, stamp.at.isoformat()))
    if section is not None:
        evidence.append(Evidence("section", section[1], section[0]))
    if credit is not None:
        evidence.append(Evidence("byline", credit.rule, credit.byline.text))
    return Article(
        url=scene.page.url,
        headline=headline.text,
        body=body,
        lead=" ".join(lead) or None,
        published_at=stamp.at if stamp else None,
        published_precision=stamp.precision if stamp else None,
        modified_at=published.modified,
        byline=credit.byline.text if credit else None,
        authors=credit.byline.authors if credit else (),
        source=credit.byline.source if credit else None,
        captions=tuple(text.captions),
        images=_images(scene, text),
        attachments=attachments,
        section=section[0] if section else None,
        tags=tags_of(scene, last, text.end),
        language=language_of(f"{headline.text} {body or ' '.join(lead)}"),
        canonical_url=scene.page.join(scene.head.canonical) if scene.head.canonical else None,
        flags=(*scene.page.flags, *scene.flags, *(stamp.flags if stamp else ())),
        evidence=tuple(evidence),
    )


def _same(one: str, other: str) -> bool:
    """Whether two texts have the same words."""
    return abs(len(one) - len(other)) < 40 and words(one) == words(other)


def _images(scene: Scene, text: Text) -> tuple[Image, ...]:
    found = []
    for block, caption in text.images:
        element = block.image
        if element is None:
            continue
        source = element.attr("data-src") or element.attr("data-original") or element.attr("src") or ""
        if source and not source.startswith("data:"):
            found.append(Image(scene.page.join(source), mend(caption) if caption else None))
    return tuple(found)
