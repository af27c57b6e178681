"""Survey: what one page shows, sorted: links to pages, links of its pagers, feeds, post-backs, script calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from archive.queue import queue_key
from crawler.discovery.addresses import canonical
from crawler.discovery.departing import called_links
from crawler.discovery.embedded import inline_scripts, listed, quoted
from crawler.discovery.links import Link, absolute, anchors, is_next, other_links, text_of
from crawler.discovery.paging import LONGEST_PAGER, PageNumber, page_number, says_more, says_next, turns_page
from crawler.discovery.targets import Target, Targets

if TYPE_CHECKING:
    from crawler.parser import Page

_LEAST_HEADLINE = 15
"""Letters below which a headline may be the text of any link."""
_SEVERAL = 2
_FEW = 3
"""Paragraphs of a text that one link's text and its teaser make up."""


@dataclass(frozen=True, slots=True)
class PagerLink:
    """A link that leads on in a listing."""

    target: Target
    text: str
    says_next: bool


@dataclass(slots=True)
class Survey:
    """What a page shows, each address once."""

    address: str
    """The page's own, canonical."""
    key: int
    number: PageNumber | None
    """The page number that its own address carries."""
    plain: dict[int, tuple[Target, str]] = field(default_factory=dict)
    """By key: the pages that it links, with the links' longest texts."""
    pager: list[PagerLink] = field(default_factory=list)
    acting: list[Link] = field(default_factory=list)
    """Links without an address: post-backs and script calls."""
    sources: list[tuple[str, str]] = field(default_factory=list)
    """Feeds and APIs that the page's head names: kind ("feed", "api") and address."""
    scripts: list[str] = field(default_factory=list)
    scripts_read: bool = False

    @property
    def has_own_pager(self) -> bool:
        """Whether the page links other numbers of its own listing."""
        own = self.number.group if self.number else self.address
        return any(
            link.target.number is not None
            and own in (link.target.number.group, link.target.number.group.partition("#")[0])
            for link in self.pager
        )

    def links_as(self, headline: str) -> bool:
        """Whether another page, an article by its address, is linked by this headline."""
        wanted = headline.casefold().strip(" .…")
        if len(wanted) < _LEAST_HEADLINE:
            return False
        return any(
            target.looks and text.casefold().strip(" .…").startswith(wanted)
            for target, text in self.plain.values()
        )

    def stands_in(self, body: str) -> bool:
        """Whether an article's text is a list of others: the texts of several links begin its paragraphs."""
        paragraphs = [p.casefold() for p in body.split("\n\n")]
        count = 0
        for key, (_, text) in self.plain.items():
            wanted = text.casefold().strip(" .…")
            if (
                len(wanted) >= _LEAST_HEADLINE
                and key != self.key
                and any(p.startswith(wanted) for p in paragraphs)
            ):
                count += 1
        return count >= _SEVERAL or (count == 1 and len(paragraphs) <= _FEW)


def survey(page: Page, targets: Targets, *, with_scripts: bool, clicks: bool = True) -> Survey:
    """Sort what the page shows. `with_scripts`: also what stands in its scripts; `clicks` as for `links`."""
    address = canonical(page.url, targets.spelling)
    found = Survey(address, queue_key(address), page_number(address))
    read = targets.reader(page.base_url)
    for element, href in anchors(page):
        target = read(href)
        if target is not None:
            _sort(target, text_of(element), is_next(element), found)
    for link in other_links(page, partial(absolute, page.base_url), clicks=clicks):
        if not link.url:
            found.acting.append(link)
        elif link.source:
            found.sources.append((link.source, link.url))
        elif (target := targets.of(link.url)) is not None:
            _sort(target, link.text, link.rel_next, found)
    # A picture without words, and beside it the headline, both linked to "?p=12".
    found.pager = [link for link in found.pager if link.target.key not in found.plain]
    if with_scripts:
        found.scripts_read = True
        found.scripts = inline_scripts(page)
        for link in (*listed(page, found.scripts), *called_links(page, found.scripts, found.acting)):
            if (target := targets.of(link.url)) is not None:
                _sort(target, link.text, False, found)
        for link in quoted(page, found.scripts):
            target = targets.of(link.url)
            if target is not None and target.looks and target.number is None:
                found.plain.setdefault(target.key, (target, ""))
    return found


def _sort(target: Target, text: str, rel_next: bool, found: Survey) -> None:
    if len(text) <= LONGEST_PAGER:
        onward = rel_next or says_next(text) or (target.number is not None and says_more(text))
        # "Bài tiếp" under an article leads to another article, not to a listing's next page; "?p=12" may be one.
        if (target.number is not None and (onward or turns_page(text))) or (onward and not target.looks):
            found.pager.append(PagerLink(target, text, onward))
            return
    before = found.plain.get(target.key)
    if before is None or len(before[1]) < len(text):
        found.plain[target.key] = (target, text)
