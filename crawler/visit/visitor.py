"""Visit: one answer of a portal, read: an article, a page that leads on, a source, or a refusal with its reason."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from w3lib.url import add_or_replace_parameter, url_query_parameter

from archive.errors import ArchiveError
from archive.records import Article
from archive.revisits import last_payload, published_at
from archive.warc.writer import read_payload
from crawler.discovery.answers import read_answer
from crawler.discovery.explore import Explorer
from crawler.discovery.links import may_click
from crawler.discovery.sources import read_source
from crawler.documents.reading import read_document
from crawler.parser import Page, read_page
from crawler.parser.decode import decode
from crawler.visit.recognition import Recognised
from crawler.visit.soft404 import HomePages

if TYPE_CHECKING:
    from scrapy.http import Response

    from archive.queue import Known, QueueRow
    from crawler.order import Order
    from crawler.run import Run
    from crawler.visit.front_page import FrontPages
    from crawler.work import Work

SOURCES = frozenset(("sitemap", "feed"))
# Refusals that are no page of another kind, but a page that failed.
NO_PAGE = frozenset(("soft-404", "empty", "not-html", "too-large"))
_LEADS_ON = 4
"""Links from which a page without text is no empty page, but a listing or menu."""
_KEPT_AS_IT_IS = frozenset(("article", "attachment"))
"""What a 304 leaves as it was read."""
_READ_AGAIN = frozenset(("home", "listing", "menu-page", "sitemap", "feed"))
"""What a 304 is welcome for beside articles: the links are read once more out of the WARC."""
_LINK_NEXT = re.compile(r"<([^<>]+)>\s*;[^,]*\brel=\"?next\b", re.I)


class Visitor:
    """Reads the answers of one portal, and puts what follows from them to their works."""

    def __init__(self, run: Run, order: Order, explorer: Explorer, front: FrontPages) -> None:
        self.explorer = explorer
        self._front = front
        portal = explorer.portal
        self._run = run
        self._order = order
        self.recognised = Recognised(portal)
        self._homes = HomePages(portal.start_urls)

    def conditions(self, known: Known) -> dict[str, str]:
        """The headers that ask for a page only if it is another than the one that was kept."""
        if known.kind not in ("article", "attachment") and not (
            known.kind in _READ_AGAIN and self._has_copy(known.url)
        ):
            return {}
        headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: value for name, value in headers.items() if value}

    def _has_copy(self, url: str) -> bool:
        copy = last_payload(self._run.archive.db, url)
        return copy is not None and (self._run.folder / "warc" / copy.warc_file).is_file()

    def read(self, response: Response, work: Work) -> Article | None:
        """What the answer says; links, refusals and kinds go to its work."""
        lost = self._front.lost.get(work.row.portal)
        if lost is not None:
            return _refuse(work, lost, "refused")
        if response.status == 304:
            return self._unchanged(response, work)
        if response.status == 400 and work.row.kind == "feed" and "page=" in response.url:
            work.kind = "feed"  # so WordPress says that the page before was the last
            return None
        if response.status != 200:
            gone = response.status in (404, 410)
            return _refuse(work, f"http-{response.status}", "gone" if gone else "failed")
        return self._read(response.body, response, work)

    async def read_document(self, response: Response, work: Work, seconds: float) -> None:
        """A file that an article offers; it is in the WARC already, whatever comes of reading it."""
        work.kind = "attachment"
        if response.status == 200:
            document = await read_document(response.body, work.row.url, seconds)
            if document.format == "html":
                _refuse(work, "not-a-document", "not-a-document", "an HTML page in its place")
            else:
                work.document = document
        elif response.status != 304:
            _refuse(work, f"http-{response.status}", "gone" if response.status in (404, 410) else "failed")

    def documents(self, article: Article) -> list[QueueRow]:
        """The requests for the files of an article that is kept, if they were asked for."""
        return (
            self.explorer.documents(item.url for item in article.attachments)
            if self._order.attachments
            else []
        )

    def _unchanged(self, response: Response, work: Work) -> Article | None:
        if work.known_as == "article":
            work.kind, work.unchanged = "article", True
            work.published_at = published_at(self._run.archive.db, work.row.url)
            return None
        try:
            copy = last_payload(self._run.archive.db, response.url)
            body = read_payload(self._run.folder / "warc", copy) if copy is not None else b""
        except ArchiveError as error:
            # Without validators the next run gets the whole page.
            work.etag = work.last_modified = None
            return _refuse(work, "copy-unreadable", "failed", str(error))
        return self._read(body, response, work)

    def _read(self, body: bytes, response: Response, work: Work) -> Article | None:
        if work.row.kind in SOURCES:
            work.kind = work.row.kind
            source = read_source(body)
            following = _following(response, len(source.entries))
            work.links += self.explorer.from_source(source, work.row, following)
            return None
        if work.row.kind == "more" or work.row.method == "POST":
            self._read_piece(body, response, work)
            return None
        return self._read_page(body, response, work)

    def _read_piece(self, body: bytes, response: Response, work: Work) -> None:
        """What a listing's script or post-back brought: never an article."""
        work.kind = "listing"
        answer = read_answer(decode(body, charset_of(response)).text)
        page = Page.parse(answer.html.encode(), response.url, charset="utf-8")
        found = self.explorer.survey(page, with_scripts=work.row.kind != "more")
        followed = self.explorer.follow(page, found, work.row, is_article=False, answer=answer)
        work.links += followed.rows

    def _read_page(self, body: bytes, response: Response, work: Work) -> Article | None:
        page = Page.parse(body, response.url, charset=charset_of(response))
        wrong = self._front.judge(page, work.row)
        if wrong is not None:
            return _refuse(work, wrong[0], wrong[0], wrong[1])
        self.recognised.look(page, body, headers_of(response))
        work.links += self.explorer.use(self.recognised.family)
        if self._homes.is_home(page, work.row):
            return _refuse(work, "soft-404", "soft-404", "the home page under another address")
        fetched_at = work.captures[-1].fetched_at
        result = read_page(page, layout=self.recognised.layout, fetched_at=fetched_at)
        article = result if isinstance(result, Article) else None
        # What an article's scripts ask for are comments and the like; of a page that may be none they are read.
        scripts = article is None or not self.explorer.is_sure(work.row)
        found = self.explorer.survey(page, with_scripts=scripts, clicks=scripts and may_click(body))
        if article is not None and self.explorer.is_listing(found, work.row, article):
            article, work.kind = None, "listing"
        elif not isinstance(result, Article):
            work.kind = result.reason
        if not (article is not None and work.row.kind == "start"):
            followed = self.explorer.follow(page, found, work.row, is_article=article is not None)
            work.links += followed.rows
            work.leads = followed.leads
        if article is not None:
            return self._kept(article, work)
        if not isinstance(result, Article) and result.reason in NO_PAGE:
            # A page with links or a few words is a page; one without any failed.
            if result.reason == "empty" and sum(1 for _ in page.tree.iter_elements("a")) >= _LEADS_ON:
                work.kind = "menu-page"
                return None
            if result.reason == "empty" and result.detail:
                return None
            reason = result.reason if body else "empty"
            return _refuse(work, reason, reason, result.detail)
        return None

    def _kept(self, article: Article, work: Work) -> Article | None:
        work.kind = "article"
        self.explorer.dated(work.row, article.published_at)
        if self._order.wants(article.published_at):
            return article
        work.published_at = article.published_at
        return _refuse(work, "outside-dates", "outside-dates")


def _refuse(work: Work, reason: str, kind: str, detail: str | None = None) -> Article | None:
    """No article comes of it."""
    work.refuse(reason, kind, datetime.now(UTC), detail)
    return None


def _following(response: Response, entries: int) -> str | None:
    """The next page of an API's list: as its Link header says, or WordPress's count of pages; without either the
    next number, as long as there is something."""
    header = response.headers.get("Link")
    found = _LINK_NEXT.search(header.decode("latin-1")) if header else None
    if found:
        return response.urljoin(found[1])
    if not entries or "wp/v2/" not in response.url:
        return None
    number = int(url_query_parameter(response.url, "page", "1") or 1)
    total = response.headers.get("X-WP-TotalPages")
    if total is not None and total.isdigit() and number >= int(total):
        return None
    return str(add_or_replace_parameter(response.url, "page", str(number + 1)))


def charset_of(response: Response) -> str | None:
    """What the server says of the encoding; the parser weighs it against the bytes."""
    header = response.headers.get("Content-Type")
    if not header:
        return None
    _, found, rest = header.decode("latin-1").lower().partition("charset=")
    return rest.strip(" \"';") or None if found else None


def headers_of(response: Response) -> dict[str, str]:
    """A response's headers as texts, several of a name joined."""
    return {
        name.decode("latin-1"): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }
