"""Reading: a page's slots filled one after the other, or why it is no article."""

from __future__ import annotations

import re
from datetime import datetime

from archive.records import Article, Evidence, Image
from crawler.layout import Layout
from crawler.parser.about import language_of, section_of, tags_of
from crawler.parser.attachments import find_attachments
from crawler.parser.blocks import Block
from crawler.parser.body import Text, frame_of, heads_list, lead_above, prose_of, read_body, take_bold_lead
from crawler.parser.credit import Credit, find_credit
from crawler.parser.headline import Headline, find_headline
from crawler.parser.kind import LEAST, Refusal, by_address, by_text, by_title
from crawler.parser.page import Page
from crawler.parser.published import Published, find_published
from crawler.parser.region import REACH, find_region, first_prose, region_under, without_teasers, worths
from crawler.parser.scene import Scene, Span, tail_marker
from crawler.parser.wording import mend, words

_OTHERS = re.compile(r"(?i)khác|liên quan|cùng (?:chuyên mục|chủ đề)|mới nhất|related|other")
"""What a list of other articles is headed with."""

__all__ = ["Refusal", "read_page"]


def read_page(
    page: Page, *, layout: Layout | None = None, fetched_at: datetime | None = None
) -> Article | Refusal:
    """What the page says. `fetched_at` is what "3 giờ trước" counts from. Never fetches, never raises."""
    if "no_markup" in page.flags:
        return Refusal("not-html")
    scene = Scene.of(page, layout, fetched_at)
    refused = by_address(scene)
    if refused is not None:
        return refused
    if not any(block.text for block in scene.blocks):
        return Refusal("empty")
    region, headline, values = _place(scene)
    refused = by_title(scene, headline)
    if refused is not None:
        return refused
    if headline is None:
        return Refusal("no-headline" if region else "listing")
    above = headline.block.index if headline.block is not None else -1
    region = _near(scene, region, headline, values)
    start = max(region.start, above + 1)
    first = first_prose(scene.blocks, start, region.end)
    frame = frame_of(scene, region, start)
    published = find_published(scene, above, first, frame.end)
    taken = {above} if above >= 0 else set()
    if published.block is not None and len(published.block.text) < 160:
        taken.add(published.block.index)
    skip = frozenset(taken)
    text = read_body(scene, region, frame, skip, headline.text)
    if above >= 0 and above < region.start:
        text.lead = [*lead_above(scene, region, above, skip), *text.lead]
    take_bold_lead(text)
    credit = find_credit(scene, text, above, first, published.block)
    refused = by_text(scene, region, text, headline, published)
    if refused is not None:
        return refused
    return _article(scene, region, headline, published, text, credit)


def _place(scene: Scene) -> tuple[Span | None, Headline | None, list[float]]:
    """The region and the headline, each found by help of the other.

    A sidebar may hold more prose than a short article: where teasers do not count and the region is another, that
    one is right if a headline stands at it which a title or the address names.
    """
    values = worths(scene)
    region = find_region(scene, values)
    fair = without_teasers(scene, values)
    other = find_region(scene, fair)
    beside = None
    if other is not None and region is not None and other.element is not region.element:
        beside = find_headline(scene, first_prose(scene.blocks, other.start, other.end))
        if beside is not None and beside.named_by and not _is_near(scene, region, beside.block):
            return other, beside, fair
    first = first_prose(scene.blocks, region.start, region.end) if region else len(scene.blocks)
    headline = find_headline(scene, first)
    if (
        beside is not None
        and beside.block is not None
        and (headline is None or headline.score < beside.score - 0.5)
    ):
        return other, beside, fair
    return region, headline, fair


def _is_near(scene: Scene, region: Span, block: Block | None) -> bool:
    """Whether a region holds a headline's block, or begins within a few lines under it."""
    if block is None or region.end <= block.index:
        return block is None
    first = first_prose(scene.blocks, region.start, region.end)
    return sum([1 for b in scene.blocks[block.index : first] if b.text]) < REACH


def _near(scene: Scene, region: Span | None, headline: Headline, values: list[float]) -> Span:
    """The region under a shown headline; where none begins near it, the few blocks behind the headline."""
    block = headline.block
    if block is None:
        return region or Span(scene.page.tree, 0, len(scene.blocks))
    sure = bool(headline.named_by) and headline.text.count(" ") >= 3
    near = region if region is not None and _is_near(scene, region, block) else None
    if near is not None and not sure:
        return near
    if region is not None and region.end > block.index and not headline.named_by:
        return region
    under = region_under(scene, values, block.index)
    if near is not None and under is not None and near.start > under.start:
        inner = prose_of(scene.blocks[near.start : near.end])
        if near.end <= under.end and inner > 0.7 * prose_of(scene.blocks[block.index : under.end]):
            return near  # the one around holds little more than the lead
    if under is not None and (near is None or under.start < near.end):
        return under
    if near is not None and not any(
        tail_marker(b.text) and _OTHERS.search(b.text) and heads_list(scene, b.index, near.end)
        for b in scene.blocks[block.index + 1 : near.start]
    ):
        return near
    end = block.index + 1
    while end < len(scene.blocks) and end < block.index + 40:
        following = scene.blocks[end]
        if (
            tail_marker(following.text)
            or scene.boxed(following.holder)
            or (following.holder.tag in ("h1", "h2") and end > block.index + 3)
        ):
            break
        end += 1
    return Span(scene.page.tree, block.index + 1, end)


def _article(
    scene: Scene, region: Span, headline: Headline, published: Published, text: Text, credit: Credit | None
) -> Article | Refusal:
    gone = set(credit.taken) if credit else set()
    paragraphs = [t for t, b in text.paragraphs if b.index not in gone]
    lead = [t for t, b in text.lead if b.index not in gone]
    if lead and paragraphs and words(paragraphs[0]) in (words(lead[0]), words(" ".join(lead))):
        paragraphs = paragraphs[1:]
    if not paragraphs:
        paragraphs, lead = lead, []
    body = "\n\n".join(paragraphs)
    start = headline.block.index if headline.block is not None else region.start
    links = [a for b in scene.blocks[start : text.end + 12] if b.linked for a in b.holder.iter("a")]
    attachments = find_attachments(scene.page, links)
    sure = len(headline.named_by) > 1 and len(headline.text) >= 30 and published.block is not None
    if len(body) < LEAST and not attachments and not (sure and (body or text.images or text.dropped_links)):
        return Refusal("empty", f"{len(body)} characters of text")
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


def _images(scene: Scene, text: Text) -> tuple[Image, ...]:
    found = []
    for block, caption in text.images:
        element = block.image
        if element is None:
            continue
        source = element.get("data-src") or element.get("data-original") or element.get("src") or ""
        if source and not source.startswith("data:"):
            found.append(Image(scene.page.join(source), mend(caption) if caption else None))
    return tuple(found)
