"""Liferay 6: portlets, an asset publisher on each page, addresses with /-/, pages of a listing by `_cur`."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from crawler.sample_portal.answer import Answer, Asked, html_answer
from crawler.sample_portal.attachments import file_links
from crawler.sample_portal.content import Entry, Section
from crawler.sample_portal.manners.links import (
    byline_parts,
    first_links,
    menu_links,
    newer_links,
    newest_links,
)
from crawler.sample_portal.pieces import (
    clock,
    counter,
    date_line,
    day,
    footer,
    teaser,
    web_links,
)
from crawler.sample_portal.text import Style, to_html
from crawler.sample_portal.view import View

_STYLE = Style(
    paragraph='<p style="text-align: justify;"><span style="font-size: 14px;">{}</span></p>',
    subhead='<p style="text-align: justify;"><strong>{}</strong></p>',
    picture='<p style="text-align: center;"><img alt="" src="{file}" style="width: 500px;"></p>'
    '<p style="text-align: center;"><em>{}</em></p>',
)


class Liferay:
    """The manner of Liferay 6.2 with a portal's own theme: no headline in the `<title>`, a hidden h1."""

    files = "/documents/20182/0/"

    def article_path(self, section: Section, entry: Entry) -> str:
        """/web/guest/tin-hoat-dong/-/asset_publisher/x4Kd/content/slug."""
        return f"{self.listing_path(section)}/-/asset_publisher/{_instance(section)}/content/{entry.slug}"

    def listing_path(self, section: Section) -> str:
        """/web/guest/tin-hoat-dong."""
        return f"/web/guest/{section.key}"

    def page(self, view: View, title: str, main: str) -> str:
        """The theme around a portlet; the `<title>` is the site's on every page."""
        name = escape(view.name)
        side = newest_links(self, view, "<li class='tin'>{}</li>")
        return f"""<!DOCTYPE html>
<html class="ltr" dir="ltr" lang="vi-VN"><head><meta content="text/html; charset=UTF-8" http-equiv="content-type">
<title>Trang chủ - {name}</title>
<link class="lfr-css-file" href="/html/css/main.css?minifierType=css" rel="stylesheet" type="text/css">
<script>var Liferay = {{ThemeDisplay: {{getLayoutId: function() {{return "12";}}}}}}; Liferay.Portlet = {{}};</script>
</head><body class="yui3-skin-sam controls-visible signed-out public-page site">
<header id="banner" role="banner"><div id="heading"><h1 class="site-title"><a class="logo" href="/"><img alt="{name}"
src="/hinh-anh/banner.png"></a></h1><h2 class="page-title"><span>Trang chủ</span></h2></div>
<a href="/en/en/vi/trang-chu">English</a> <a href="/web/guest/home?p_p_id=58&amp;p_p_lifecycle=0">Sign In</a></header>
<nav class="sort-pages" id="navigation"><ul role="menubar">{menu_links(self, view, '<li role="presentation">{}</li>')}</ul></nav>
<div id="content" class="columns-2"><div class="portlet-layout row-fluid"><div class="portlet-column span8">
{main}</div><div class="portlet-column span4">
<div class="portlet-boundary portlet-borderless"><h3>Tin mới nhất</h3><ul>{side}</ul></div>{web_links()}{counter(view)}</div>
</div></div><footer id="footer">{footer(view)}</footer></body></html>"""

    def home(self, view: View) -> str:
        """An asset publisher a section."""
        return "".join(
            f"<section class='portlet'><header class='portlet-topper'><h1 class='portlet-title'>{escape(s.name)}</h1></header>"
            f"<div class='portlet-content'><ul>{first_links(self, view, s)}</ul>"
            f"<a href='{self.listing_path(s)}'>Xem tất cả</a></div></section>"
            for s in view.content.sections
        )

    def article(self, view: View, section: Section, entry: Entry) -> str:
        """The full content in an asset publisher."""
        date = "" if view.is_broken("dates") else self._date(entry)
        lead = f'<p class="sapo">{escape(entry.lead)}</p>' if entry.lead else ""
        end, author = byline_parts(
            entry,
            '<p style="text-align: right;"><strong>{}</strong></p>',
            '<div class="asset-author">{}</div>',
        )
        related = newer_links(self, view, entry)
        return f"""<div class="portlet-boundary portlet-asset-publisher" id="p_p_id_101_INSTANCE_{_instance(section)}_">
<ul class="breadcrumb"><li><a href="/">Trang chủ</a></li><li class="active"><a href="{self.listing_path(section)}">{escape(section.name)}</a></li></ul>
<div class="asset-full-content"><h1 class="asset-full-content-title">{escape(entry.headline)}</h1>{date}
<div class="font-size"><a href="javascript:;">A+</a> <a href="javascript:;">A-</a> <a href="javascript:window.print()">In trang</a></div>
<div class="asset-content"><div class="journal-content-article">{lead}{to_html(entry.text, _STYLE)}
{file_links(self.files, entry)}{end}</div>{author}
<div class="taglib-ratings">Lượt xem: {view.visits * 7 + entry.id}</div></div>
<div class="asset-links"><h3>Tin liên quan</h3><ul>{related}</ul></div></div></div>"""

    def answer(self, view: View, asked: Asked) -> Answer | None:
        """The pages of the listings: the portlet's own parameter says which."""
        for section in view.content.sections:
            if asked.path == self.listing_path(section):
                number = asked.query.get(f"_101_INSTANCE_{_instance(section)}_cur", "1")
                main = self._listing(view, section, int(number) if number.isdecimal() else 1)
                return html_answer(self.page(view, section.name, main))
        return None

    def _listing(self, view: View, section: Section, number: int) -> str:
        shown, last = view.page(section, number)
        items = "".join(
            f'<div class="asset-abstract"><h3 class="asset-title"><a href="{self.article_path(section, e)}">{escape(e.headline)}</a></h3>'
            f'<div class="asset-date">{day(e.published) if e.published else ""}</div>'
            f'<div class="asset-summary">{escape(teaser(e))}</div></div>'
            for e in shown
        )
        links = [("Đầu tiên", 1), ("Trang trước", number - 1), ("Tiếp theo", number + 1), ("Cuối cùng", last)]
        buttons = "".join(
            f'<li><a href="{escape(self._cur(section, n))}">{text}</a></li>' if 1 <= n <= last and n != number
            else f'<li class="disabled"><a href="javascript:;">{text}</a></li>'
            for text, n in links
        )  # fmt: skip
        return (
            f'<div class="portlet-boundary portlet-asset-publisher"><h1 class="portlet-title">{escape(section.name)}</h1>{items}'
            f'<div class="taglib-page-iterator">Hiển thị trang {number} trên {last}.'
            f'<ul class="pager lfr-pagination-buttons">{buttons}</ul></div></div>'
        )

    def _cur(self, section: Section, number: int) -> str:
        portlet = f"101_INSTANCE_{_instance(section)}"
        query = {
            "p_p_id": portlet, "p_p_lifecycle": "0", "p_p_state": "normal", "p_p_mode": "view",
            f"_{portlet}_delta": str(section.page_size), f"_{portlet}_keywords": "", f"_{portlet}_cur": str(number),
        }  # fmt: skip
        return f"{self.listing_path(section)}?{urlencode(query)}"

    def _date(self, entry: Entry) -> str:
        if entry.published is None:
            return ""
        # This Liferay shows midnight where only the day is known.
        made = f"{day(entry.published)} {clock(entry.published) or '12:00 AM'}"
        return f'<div class="assetPublishDate block_timer">{date_line(entry, made)}</div>'


def _instance(section: Section) -> str:
    return f"x{section.number:03}Kd"
