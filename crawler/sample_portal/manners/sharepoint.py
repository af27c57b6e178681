"""VNPT's news on SharePoint: the whole page in one form, listings that go on by `__doPostBack` or an UpdatePanel."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import parse_qsl

from crawler.sample_portal.answer import Answer, Asked, html_answer
from crawler.sample_portal.attachments import file_links
from crawler.sample_portal.content import Entry, Section
from crawler.sample_portal.manners.links import (
    byline_parts,
    first_links,
    menu_links,
    newer_links,
    newest_links,
    path_of,
)
from crawler.sample_portal.manners.updatepanel import delta, delta_error, wants_delta
from crawler.sample_portal.manners.viewstate import InvalidPost, hidden_inputs, state_fields, state_of_post
from crawler.sample_portal.pieces import (
    clock,
    counter,
    date_line,
    day,
    footer,
    link_list,
    teaser,
    today,
    web_links,
    weekday,
)  # fmt: skip
from crawler.sample_portal.text import Style, to_html
from crawler.sample_portal.view import View

_PART = "ctl00$SPWebPartManager1$g_41c2e7a0_9d5b_4a6f_8f3e_20b1c7d9a114$ctl00"
_PAGER = f"{_PART}$pager"
_PANEL = f"{_PART}$UpdatePanel1"
_MANAGER = "ctl00$ScriptManager"
_STYLE = Style(
    paragraph='<p style="text-align:justify"><font size="3" face="arial">{}</font></p>',
    subhead='<p style="text-align:justify"><b><font size="3" face="arial">{}</font></b></p>',
    picture='<p style="text-align:center"><img src="{file}" alt="" /></p><p style="text-align:center"><i>{}</i></p>',
)


class SharePoint:
    """The manner of VNPT eGov on SharePoint 2013."""

    files = "/Documents/"

    def article_path(self, section: Section, entry: Entry) -> str:
        """/vn/tin-tuc/1873/slug.aspx."""
        return f"/vn/tin-tuc/{entry.id}/{entry.slug}.aspx"

    def listing_path(self, section: Section) -> str:
        """/vn/chuyen-muc/12/tin-hoat-dong.aspx."""
        return f"/vn/chuyen-muc/{section.number}/{section.key}.aspx"

    def page(self, view: View, title: str, main: str) -> str:
        """A page whose form has nothing to post but a search."""
        return self._framed(view, title, main, state_fields("page", []))

    def home(self, view: View) -> str:
        """Boxes with the newest of each section."""
        return "".join(
            f"<div class='groupnews_head bg_blue'><a class='group_header_link' href='{self.listing_path(s)}'>{escape(s.name)}</a></div>"
            f"<ul class='groupnews_content'>{first_links(self, view, s)}</ul>"
            for s in view.content.sections
        )

    def article(self, view: View, section: Section, entry: Entry) -> str:
        """A news item: its date above the headline, its source in a panel of its own."""
        crumbs = link_list([("/", "Trang chủ"), (self.listing_path(section), section.name)])
        lead = f"<p>{escape(entry.lead)}</p>" if entry.lead else ""
        end, field = byline_parts(
            entry,
            '<p style="text-align:right"><b>{}</b></p>',
            '<p align="right"><font color="#333"><b>{}</b></font></p>',
        )
        related = newer_links(self, view, entry, "<li><h3>{}</h3></li>")
        return f"""<div class="Around_News_Detail"><div class="Around_News_Content"><ul class="UL_Link_Menu">{crumbs}</ul>
<div style="float:left;width:100%">{self._date(view, entry)}<span class="font">Cỡ chữ <a>A+</a> <a>A-</a></span></div>
<div class="title"><h1 class="News_Detail_Title"> {escape(entry.headline)} </h1></div>
<div id="divArticleDescription"><div id="divArticleDescription1">{lead}</div>
<div id="divArticleDescription2">{to_html(entry.text, _STYLE)}{file_links(self.files, entry)}{end}</div></div>
<div id="{_id(_PART)}_pnNguontin" class="nguon">{field}</div></div></div>
<div id="{_id(_PART)}_pnRating"><span>Đánh giá:</span> <a>1</a><a>2</a><a>3</a><a>4</a><a>5</a> (0 lượt)</div>
<div class="groupnews_head bg_blue"><span class="group_header_link">Bài viết cùng chuyên mục</span></div>
<div class="groupnews_content" id="{_id(_PART)}_pnListNews"><ul class="othernews_fullwidth">{related}</ul></div>"""

    def answer(self, view: View, asked: Asked) -> Answer | None:
        """A listing, or what a post from one asks for."""
        for section in view.content.sections:
            if asked.path == self.listing_path(section):
                if asked.method == "POST":
                    return self._posted(view, section, asked)
                return self._listing(view, section, 1)
        if asked.method == "POST":
            return _error("The HTTP verb POST used to access path is not allowed.", 405)
        return None

    def _posted(self, view: View, section: Section, asked: Asked) -> Answer:
        form = dict(parse_qsl(asked.body.decode("utf-8", "replace"), keep_blank_values=True))
        is_delta = section.paging == "updatepanel" and wants_delta(asked, form)
        try:
            name, _, here = state_of_post(form).partition(" ")
            if name != section.key:
                raise InvalidPost("The state information is invalid for this page and might be corrupted.")
        except InvalidPost as error:
            return delta_error(str(error)) if is_delta else _error(str(error), 500)
        number = int(here) + 1 if form["__EVENTARGUMENT"] == "Next" else int(form["__EVENTARGUMENT"][5:])
        if is_delta:
            if form.get(_MANAGER) != f"{_PANEL}|{_PAGER}":
                return delta_error("The control with ID could not be located or is not an UpdatePanel's.")
            return delta(_id(_PANEL), self._list(view, section, number), self._state(view, section, number))
        return self._listing(view, section, number)

    def _listing(self, view: View, section: Section, number: int) -> Answer:
        listed = self._list(view, section, number)
        if section.paging == "updatepanel":
            listed = f'<div id="{_id(_PANEL)}">{listed}</div>'
        main = f'<h2 class="ms-webpart-titleText">{escape(section.name)}</h2>{listed}'
        state = self._state(view, section, number)
        action = self.listing_path(section).rpartition("/")[2]
        return html_answer(self._framed(view, section.name, main, state, f"./{action}"))

    def _list(self, view: View, section: Section, number: int) -> str:
        shown, _ = view.page(section, number)
        items = "".join(
            f'<div class="listnews_item"><div class="listnews_item_title"><h3><a href="{path_of(self, view, e)}">{escape(e.headline)}</a></h3></div>'
            f'<div class="listnews_item_time">({day(e.published) if e.published else ""})</div>'
            f'<div class="listnews_item_des">{escape(teaser(e))}</div></div>'
            for e in shown
        )
        pager = "".join(
            f"<td><span>{n}</span></td>" if n == number
            else f"<td><a href=\"javascript:__doPostBack('{_PAGER}','Page${n}')\">{n}</a></td>"
            for n in self._offered(view, section, number)
        )  # fmt: skip
        return f'<div id="{_id(_PART)}_pnListNews">{items}</div><table class="pager"><tr>{pager}</tr></table>'

    def _offered(self, view: View, section: Section, number: int) -> range:
        _, last = view.page(section, number)
        return range(max(1, number - 1), min(last, number + 1) + 1)

    def _state(self, view: View, section: Section, number: int) -> dict[str, str]:
        offered = [(_PAGER, f"Page${n}") for n in self._offered(view, section, number) if n != number]
        return state_fields(f"{section.key} {number}", offered)

    def _framed(
        self, view: View, title: str, main: str, state: Mapping[str, str], action: str = "./trang.aspx"
    ) -> str:
        top = menu_links(self, view, '<li class="static dynamic-children">{}</li>')
        side = newest_links(self, view)
        manager = (
            f"<script type='text/javascript'>Sys.WebForms.PageRequestManager._initialize('{_MANAGER}', 'aspnetForm',"
            f" ['t{_PANEL}','{_id(_PANEL)}'], ['{_PAGER}',''], [], 90, '');</script>"
            if _id(_PANEL) in main
            else ""
        )
        return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html dir="ltr" lang="vi-vn"><head><meta name="GENERATOR" content="Microsoft SharePoint" />
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>
	{escape(title)}
</title><link rel="stylesheet" type="text/css" href="/_layouts/15/1066/styles/Themable/corev15.css?rev=WTxx" />
<script type="text/javascript" src="/_layouts/15/init.js?rev=abc"></script></head>
<body onhashchange="if (typeof(_spBodyOnHashChange) != 'undefined') _spBodyOnHashChange();">
<form method="post" action="{action}" onsubmit="javascript:return WebForm_OnSubmit();" id="aspnetForm">
<div class="aspNetHidden"><input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />
<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
{hidden_inputs(state)}</div>{manager}
<div id="s4-workspace"><div id="s4-bodyContainer"><div class="vnpt-header"><a href="/"><img src="/hinh-anh/banner.png"
alt="{escape(view.name)}" /></a></div><div id="DeltaTopNavigation" role="navigation"><ul class="root static">{top}</ul></div>
<div class="top-date"><span id="ctl00_lblNgay">{today()}</span> <input name="ctl00$txtSearch" type="text" value="" />
<input type="submit" name="ctl00$btnSearch" value="Tìm" /></div><div class="row">
<div class="col-md-9" id="DeltaPlaceHolderMain"><div class="ms-webpart-chrome"><div id="{_id(_PART)}_pnHide">{main}</div></div></div>
<div class="col-md-3"><div class="box"><h3>Tin mới nhất</h3><ul>{side}</ul></div>{web_links()}{counter(view)}</div></div>
<div class="footer">{footer(view)}</div></div></div></form></body></html>"""

    def _date(self, view: View, entry: Entry) -> str:
        if entry.published is None or view.is_broken("dates"):
            return ""
        at = clock(entry.published)
        made = f"{weekday(entry.published)}, {day(entry.published)}{', ' + at if at else ''}"
        return f'<span class="News_Time_Post">{date_line(entry, made)} | </span>'


def _id(control: str) -> str:
    return control.replace("$", "_")


def _error(message: str, status: int) -> Answer:
    return html_answer(
        f"<html><head><title>{message}</title></head><body bgcolor='white'><span><h1>Server Error in '/' Application."
        f"<hr width=100% size=1></h1><h2><i>{message}</i></h2></span></body></html>",
        status,
    )
