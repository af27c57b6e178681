"""Listings that read like an article: told by what else stands on the page, as the crawl does on a first visit."""

from __future__ import annotations

from collections import Counter

from archive.records import Article
from crawler.discovery.survey import survey
from crawler.discovery.targets import Targets
from crawler.families.family import Family
from crawler.parser import Page
from crawler.portals import Portal


def is_listing(page: Page, article: Article, portal: Portal, family: Family | None) -> bool:
    """Whether a page that was no article before, and reads like one now, is a listing of few items.

    What the crawl has learnt of the portal's addresses by then is not known here: an address that looks like an
    article's is taken for one.
    """
    targets = Targets(portal, Counter())
    if family is not None:
        targets.use(family)
    found = survey(page, targets, with_scripts=False)
    if found.number is not None and found.has_own_pager:
        return True
    target = targets.of(page.url)
    if target is not None and target.looks:
        return False
    return (
        found.links_as(article.headline)
        or found.stands_in(article.body)
        or (found.has_own_pager and any(other.looks for other, _ in found.plain.values()))
    )
