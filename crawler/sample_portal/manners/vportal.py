"""VNPT vPortal: listings that go on by a POST to LoadArticle with ids that stand in the page's script."""

from __future__ import annotations

import json
from html import escape
from urllib.parse import parse_qsl

from crawler.sample_portal.answer import HTML, Answer, Asked, html_answer, json_answer
from crawler.sample_portal.attachments import file_links
from crawler.sample_portal.content import Entry, Section
from crawler.sample_portal.manners.links import menu_links, newer_links, newest_links, path_of
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

LOAD = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"
_SITE = 1187
_STYLE = Style(
    paragraph='<p style="text-align: justify">{}</p>',
    subhead='<p style="text-align: justify"><strong>{}</strong></p>',
    picture='<table align="center" class="image"><tbody><tr><td><img alt="" src="{file}" /></td></tr>'
    '<tr><td style="text-align: center"><em>{}</em></td></tr></tbody></table>',
)


class VPortal:
    """The manner of VNPT's portal of communes and departments."""

    files = "/upload/1001187/20260101/"

    def article_path(self, section: Section, entry: Entry) -> str:
        """/tin-tuc-su-kien/slug-861204."""
        return f"/{section.key}/{entry.slug}-{entry.id}"

    def listing_path(self, section: Section) -> str:
        """/tin-tuc-su-kien."""
        return f"/{section.key}"

    def page(self, view: View, title: str, main: str) -> str:
        """The frame of modules."""
        name = escape(view.name)
        side = newest_links(self, view, '<div class="item">{}</div>')
        return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8" /><title>{escape(title)} - {name}</title>
<link href="/DesktopModule/UIListNews/Style.css" rel="stylesheet" /><script src="/Scripts/jquery-1.9.1.min.js"></script></head>
<body><form method="post" action="./" id="form1"><div class="aspNetHidden">
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUKLTk0NTk1NjQ4Ng9kFgJmD2QWAgIDD2QWAgIBDw==" /></div>
<div class="banner"><a href="/"><img src="/hinh-anh/banner.png" alt="{name}" /></a></div>
<div class="menu-top"><ul class="nav">{menu_links(self, view)}</ul></div>
<div class="row"><div class="col-md-8 ContentPane">{main}</div><div class="col-md-4 RightPane">
<div class="ModuleWrapper"><div class="ModuleTitle">Tin nổi bật</div><div class="UIListNews_Default">{side}</div></div>
{web_links()}{counter(view)}</div></div><div class="footer">{footer(view)}</div></form></body></html>"""

    def home(self, view: View) -> str:
        """A list of news a section."""
        return "".join(
            f'<div class="ModuleWrapper"><div class="ModuleTitle"><a href="{self.listing_path(s)}">{escape(s.name)}</a></div>'
            f'<div class="UIListNews_Default">{self._items(view, view.listed(s)[:2])}</div></div>'
            for s in view.content.sections
        )

    def article(self, view: View, section: Section, entry: Entry) -> str:
        """The article module."""
        lead = f'<div class="ArticleSummary">{escape(entry.lead)}</div>' if entry.lead else ""
        end = (
            f'<p style="text-align: right"><strong>{escape(entry.byline)}</strong></p>'
            if entry.byline
            else ""
        )
        related = newer_links(self, view, entry)
        return f"""<div class="breadcrumb"><a href="/">Trang chủ</a> &raquo; <a href="{self.listing_path(section)}">{escape(section.name)}</a></div>
<div class="ArticleDetailControl"><div class="ArticleHeader">{escape(entry.headline)}</div>{self._date(view, entry)}
{lead}<div class="ArticleContent">{to_html(entry.text, _STYLE)}{file_links(self.files, entry)}{end}</div>
<div class="ArticleAuthor"></div><div class="view-count">Lượt xem: {view.visits * 3 + 211}</div>
<div class="relate-news"><div class="title">Tin liên quan</div><ul>{related}</ul></div></div>"""

    def answer(self, view: View, asked: Asked) -> Answer | None:
        """A listing's page, or more of it."""
        if asked.path == LOAD:
            return self._more(view, asked) if asked.method == "POST" else html_answer("<h1>405</h1>", 405)
        for section in view.content.sections:
            if asked.path == self.listing_path(section):
                return html_answer(self.page(view, section.name, self._listing(view, section)))
        return None

    def _listing(self, view: View, section: Section) -> str:
        shown, last = view.page(section, 1)
        more = (
            '<a class="btn-more" href="javascript:;" onclick="LoadMoreArticle();">Xem thêm</a>'
            if last > 1
            else ""
        )
        return f"""<div class="ModuleWrapper"><div class="ModuleTitle">{escape(section.name)}</div>
<div class="UIListNews_Default" id="article-in-menu">{self._items(view, shown)}</div>{more}
<script type="text/javascript">
var page_index = 1;
function LoadMoreArticle() {{
  page_index++;
  $.ajax({{ type: "POST", url: "{LOAD}", contentType: "application/json; charset=utf-8", dataType: "json",
    data: JSON.stringify({{ article_category_id: {section.number}, categoryIds: "{section.number}", site_id: {_SITE},
      page: page_index, page_size: {section.page_size}, keyword: "", date_begin: "", date_end: "", lang: "vi-VN" }}),
    success: function (result) {{ $("#article-in-menu").append(result.d); }} }});
}}
</script></div>"""

    def _more(self, view: View, asked: Asked) -> Answer:
        text = asked.body.decode("utf-8", "replace")
        as_json = "json" in asked.headers.get("content-type", "")
        try:
            fields = json.loads(text) if as_json else dict(parse_qsl(text))
            category, number = int(fields["article_category_id"]), int(fields["page"])
            section = next(s for s in view.content.sections if s.number == category)
            if int(fields["site_id"]) != _SITE or number < 1:
                raise ValueError("another site's")
        except (ValueError, KeyError, TypeError, StopIteration):
            return Answer(
                b'{"Message":"There was an error processing the request."}', "application/json", 500
            )
        html = self._items(view, view.page(section, number)[0])
        return json_answer({"d": html}) if as_json else Answer(html.encode(), HTML)

    def _items(self, view: View, entries: list[Entry]) -> str:
        return "".join(
            f'<div class="item"><a class="Title" href="{path_of(self, view, e)}">{escape(e.headline)}</a>'
            f'<span class="date">{day(e.published) if e.published else ""}</span><div class="Summary">{escape(teaser(e))}</div></div>'
            for e in entries
        )

    def _date(self, view: View, entry: Entry) -> str:
        if entry.published is None or view.is_broken("dates"):
            return ""
        at = clock(entry.published)
        return f'<div class="PostDate">{date_line(entry, f"{day(entry.published)} {at}".strip())}</div>'
