"""Site: one sample portal, from a request to its answer."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from threading import Lock

from crawler.sample_portal.answer import Answer, Asked, html_answer
from crawler.sample_portal.attachments import file_path
from crawler.sample_portal.content import Content, Entry, Section
from crawler.sample_portal.documents import document, picture
from crawler.sample_portal.manners import MANNERS
from crawler.sample_portal.pieces import LOST, NOT_FOUND, SEARCH, other_pages
from crawler.sample_portal.view import View

_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class Site:
    """Answers for one portal. `night` may be changed while it is served."""

    def __init__(self, content: Content, night: int = 1) -> None:
        self.content = content
        self.night = night
        self.manner = MANNERS[content.manner]
        self.asked: list[str] = []
        """Method and target of each request, in order."""
        self._lock = Lock()

    def answer(self, asked: Asked, target: str) -> Answer:
        """The answer to a request whose request line said `target`."""
        with self._lock:
            self.asked.append(f"{asked.method} {target}")
            view = View(self.content, self.night, len(self.asked))
        if view.is_broken("down"):
            return html_answer("<h1>503 Service Unavailable</h1>", 503)
        if asked.path == "/robots.txt":
            return Answer(self._robots(asked).encode(), "text/plain; charset=utf-8")
        return (
            self._article(view, asked)
            or self._file(view, asked)
            or self.manner.answer(view, asked)
            or self._other(view, asked)
        )

    def _robots(self, asked: Asked) -> str:
        text = f"User-agent: *\nDisallow: {SEARCH}\nDisallow: /quan-tri/\n"
        if self.content.manner == "nukeviet":
            text += f"Sitemap: http://{asked.headers.get('host', '127.0.0.1')}/sitemap.xml\n"
        return text

    def _article(self, view: View, asked: Asked) -> Answer | None:
        if asked.method != "GET":
            return None
        for entry in view.entries():
            for key in filter(None, (entry.section, entry.also)):
                section = view.section(key)
                if self.manner.article_path(section, entry) == asked.path:
                    return self._page(view, asked, section, entry)
        return None

    def _page(self, view: View, asked: Asked, section: Section, entry: Entry) -> Answer:
        headers = _validators(self.content.manner, entry, view)
        given = asked.headers
        if any(
            (name == "ETag" and given.get("if-none-match") == value)
            or (name == "Last-Modified" and given.get("if-modified-since") == value)
            for name, value in headers
        ):
            return Answer(b"", status=304, headers=headers)
        main = self.manner.article(view, section, entry)
        return html_answer(self.manner.page(view, entry.headline, main), 200, headers)

    def _file(self, view: View, asked: Asked) -> Answer | None:
        if asked.path.startswith("/hinh-anh/"):
            return Answer(picture(asked.path), "image/png")
        for entry in view.entries():
            for file in entry.files:
                if asked.path == file_path(self.manner.files, file):
                    return Answer(document(file), _TYPES[file.name.rpartition(".")[2]])
        return None

    def _other(self, view: View, asked: Asked) -> Answer:
        if asked.path == "/":
            return html_answer(self.manner.page(view, "Trang chủ", self.manner.home(view)))
        page = other_pages(view).get(asked.path)
        if page is not None:
            return html_answer(self.manner.page(view, *page))
        # A removed page answers 200 on half of the portals there are; here at one address.
        return html_answer(
            self.manner.page(view, "Không tìm thấy", NOT_FOUND), 200 if asked.path == LOST else 404
        )


def _validators(manner: str, entry: Entry, view: View) -> tuple[tuple[str, str], ...]:
    """What lets a crawler ask whether an article changed: two of the CMSs send it."""
    if manner == "nukeviet":
        said = repr((entry.headline, entry.lead, entry.text, view.is_broken("dates")))
        return (("ETag", f'"{hashlib.sha256(said.encode()).hexdigest()[:20]}"'),)
    if manner == "wordpress":
        edits = [edit.night for edit in entry.edits if edit.night <= view.night]
        day = view.day_of(entry)
        changed = (
            datetime(day.year, day.month, day.day, tzinfo=UTC) if day else datetime(2026, 1, 1, tzinfo=UTC)
        )
        return (
            ("Last-Modified", format_datetime(changed + timedelta(days=max(edits, default=0)), usegmt=True)),
        )
    return ()
