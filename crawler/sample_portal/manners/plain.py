"""A CMS of nobody's: plain mark-up without marks, each of its listings going on in another manner."""

from __future__ import annotations

from html import escape

from crawler.sample_portal.answer import Answer, Asked
from crawler.sample_portal.attachments import file_links
from crawler.sample_portal.content import Entry, Section
from crawler.sample_portal.manners.links import first_links, menu_links, newer_links, newest_links
from crawler.sample_portal.manners.plain_listings import answer_listing, listing_path
from crawler.sample_portal.pieces import clock, counter, date_line, day, footer, web_links
from crawler.sample_portal.text import Style, to_html
from crawler.sample_portal.view import View

_STYLE = Style()


class Plain:
    """The manner of a portal that one programmer wrote."""

    files = "/tep-tin/"

    def article_path(self, section: Section, entry: Entry) -> str:
        """/bai-viet/slug-5012.htm."""
        return f"/bai-viet/{entry.slug}-{entry.id}.htm"

    def listing_path(self, section: Section) -> str:
        """Another form of address for each manner of paging."""
        return listing_path(section)

    def page(self, view: View, title: str, main: str) -> str:
        """Banner, menu, two columns."""
        name = escape(view.name)
        side = newest_links(self, view)
        return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title><link rel="stylesheet" href="/giao-dien/chinh.css"></head>
<body><div id="dau-trang"><a href="/"><img src="/hinh-anh/banner.png" alt="{name}"></a></div>
<div id="trinh-don"><ul>{menu_links(self, view)}</ul></div>
<div id="than-trang"><div id="cot-chinh">{main}</div>
<div id="cot-phai"><div class="hop"><h4>Tin mới</h4><ul>{side}</ul></div>{web_links()}{counter(view)}</div></div>
<div id="chan-trang">{footer(view)}</div></body></html>"""

    def home(self, view: View) -> str:
        """The newest of each section."""
        return "".join(
            f'<div class="hop"><h3><a href="{escape(listing_path(s))}">{escape(s.name)}</a></h3>'
            f"<ul>{first_links(self, view, s, 1)}</ul></div>"
            for s in view.content.sections
        )

    def article(self, view: View, section: Section, entry: Entry) -> str:
        """Headline, date, text."""
        lead = f'<p class="tom-tat"><b>{escape(entry.lead)}</b></p>' if entry.lead else ""
        end = (
            f'<p class="tac-gia" style="text-align:right"><b>{escape(entry.byline)}</b></p>'
            if entry.byline
            else ""
        )
        related = newer_links(self, view, entry)
        more = f'<div class="tin-khac"><h4>Các tin khác</h4><ul>{related}</ul></div>' if related else ""
        return f"""<div class="duong-dan"><a href="/">Trang chủ</a> / <a href="{escape(listing_path(section))}">{escape(section.name)}</a></div>
<div class="chi-tiet"><h1 class="tieu-de">{escape(entry.headline)}</h1>{self._date(view, entry)}{lead}
<div class="noi-dung">{to_html(entry.text, _STYLE)}{file_links(self.files, entry)}{end}</div></div>{more}"""

    def answer(self, view: View, asked: Asked) -> Answer | None:
        """The listings."""
        return answer_listing(self, view, asked)

    def _date(self, view: View, entry: Entry) -> str:
        if entry.published is None or view.is_broken("dates"):
            return ""
        at = clock(entry.published)
        made = f"Ngày đăng: {day(entry.published)}{' - ' + at if at else ''}"
        return f'<div class="ngay-dang">{date_line(entry, made)}</div>'
