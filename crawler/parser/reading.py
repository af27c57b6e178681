"""Reading: a page's blocks, headline, date, byline and body, or why it is no article."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from archive.records import Article, Attachment, Evidence
from crawler.layout import Layout
from crawler.parser.blocks import Block, blocks
from crawler.parser.byline import Byline, read_byline
from crawler.parser.page import Page
from crawler.parser.timestamp import Timestamp, find_timestamps

_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|rtf|odt|zip|rar)$", re.I)
_HEADLINE_CLASS = re.compile(r"title|tieude|tieu-de|headline|subject", re.I)
_TAIL = re.compile(
    r"^(?:(?:các )?tin (?:liên quan|khác|cùng chuyên mục|mới hơn|cũ hơn|đã đưa|nổi bật)|bài viết liên quan|xem thêm"
    r"|đọc thêm"
    r"|những tin (?:mới|cũ) hơn|các bài (?:khác|viết khác)|ý kiến bạn đọc|bình luận|đánh giá|chia sẻ|tags?:|từ khóa"
    r"|tổng số điểm|lượt xem|số lượt|tin tức khác|bài khác)",
    re.I,
)
_LEAST_BODY = 250


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a page is no article: a fixed word, and what was seen."""

    reason: str
    detail: str = ""


def read_page(
    page: Page, *, layout: Layout | None = None, fetched_at: datetime | None = None
) -> Article | Refusal:
    """What the page says. `fetched_at` is what "3 giờ trước" counts from. Never fetches, never raises."""
    path = urlsplit(page.url).path
    if path in ("", "/"):
        return Refusal("home")
    all_blocks = list(blocks(page.tree))
    if not all_blocks:
        return Refusal("empty")
    container = _container(all_blocks)
    inside = [b for b in all_blocks if _is_within(b.element, container)] if container is not None else []
    text_length = sum(len(b.text) - b.linked for b in inside)
    headline = _headline(page, all_blocks, inside)
    if headline is None:
        return Refusal("no-headline")
    attachments = _attachments(page, container)
    if text_length < _LEAST_BODY and not (attachments and text_length >= 0 and len(attachments) <= 5):
        return Refusal("listing", f"{text_length} characters of text")
    linked = sum(b.linked for b in inside)
    if linked * 2 > text_length + linked:
        return Refusal("listing", "more links than text")
    published = _published(all_blocks, headline, fetched_at, layout)
    body, byline = _body(inside, headline)
    evidence = [Evidence("headline", "block", headline.text[:200])]
    return Article(
        url=page.url,
        headline=headline.text,
        body="\n\n".join(body),
        published_at=published.at if published else None,
        published_precision=published.precision if published else None,
        byline=byline.text if byline else None,
        authors=byline.authors if byline else (),
        source=byline.source if byline else None,
        attachments=attachments,
        flags=(*page.flags, *(published.flags if published else ())),
        evidence=tuple(evidence),
    )


def _container(all_blocks: list[Block]) -> HtmlElement | None:
    """The element whose own paragraphs hold the most text that is no link."""
    scores: dict[HtmlElement, float] = defaultdict(float)
    for block in all_blocks:
        gain = len(block.text) - 2 * block.linked
        if len(block.text) < 40:
            continue
        element: HtmlElement | None = block.element
        for share in (1.0, 0.9, 0.5, 0.25):
            if element is None:
                break
            scores[element] += gain * share
            element = element.getparent()
    return max(scores, key=lambda e: scores[e], default=None)


def _is_within(element: HtmlElement, container: HtmlElement | None) -> bool:
    node: HtmlElement | None = element
    while node is not None:
        if node is container:
            return True
        node = node.getparent()
    return False


def _headline(page: Page, all_blocks: list[Block], inside: list[Block]) -> Block | None:
    first = inside[0].position if inside else len(all_blocks)
    title = " ".join((page.tree.findtext(".//title") or "").split()).casefold()
    best: tuple[float, Block] | None = None
    for block in all_blocks:
        if len(block.text) < 8 or len(block.text) > 300 or block.position > first + 12:
            continue
        name = f"{block.element.get('class') or ''} {block.element.get('id') or ''}"
        score = 0.0
        tag = block.element.tag
        score += {"h1": 4, "h2": 3, "h3": 2, "h4": 1.5}.get(tag, 0)
        score += 2 if _HEADLINE_CLASS.search(name) else 0
        score += 4 if len(block.text) > 15 and block.text.casefold() in title else 0
        score -= abs(first - block.position) * 0.15
        score -= 2 if block.linked else 0
        if score > 2 and (best is None or score > best[0]):
            best = (score, block)
    return best[1] if best else None


def _published(
    all_blocks: list[Block], headline: Block, fetched_at: datetime | None, layout: Layout | None
) -> Timestamp | None:
    midnight = layout is not None and layout.day_only_midnight
    near = all_blocks[max(0, headline.position - 6) : headline.position + 7]
    best: tuple[float, Timestamp] | None = None
    for block in near:
        if len(block.text) > 160:
            continue
        for found in find_timestamps(block.text, reference=fetched_at, day_only_midnight=midnight):
            if found.label in ("clock", "issued"):
                continue
            score = 3.0 if found.label == "published" else 1.0 if found.label == "modified" else 2.0
            score -= abs(block.position - headline.position) * 0.2 + len(block.text) / 200
            if best is None or score > best[0]:
                best = (score, found.timestamp)
    return best[1] if best else None


def _body(inside: list[Block], headline: Block) -> tuple[list[str], Byline | None]:
    texts: list[Block] = []
    for block in inside:
        if _TAIL.match(block.text):
            break
        if block.position > headline.position or headline not in inside:
            texts.append(block)
    byline = None
    for block in reversed(texts[-3:]):
        found = read_byline(block.text, position="tail") if len(block.text) < 80 else None
        if found is not None:
            byline = found
            texts.remove(block)
            break
    return [b.text for b in texts if not _is_date(b.text)], byline


def _is_date(text: str) -> bool:
    return len(text) < 80 and bool(find_timestamps(text)) and not text.endswith(".")


def _attachments(page: Page, container: HtmlElement | None) -> tuple[Attachment, ...]:
    if container is None:
        return ()
    found: dict[str, Attachment] = {}
    for link in container.iter("a"):
        href = (link.get("href") or "").strip()
        if href and _DOCUMENT.search(urlsplit(href).path):
            url = urljoin(page.base_url, href)
            found.setdefault(url, Attachment(url, " ".join(link.text_content().split())))
    return tuple(found.values())
