"""WordPress: /2026/03/slug/, categories with /page/2/, and wp-json, which alone names the old posts."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import escape

from crawler.sample_portal.answer import Answer, Asked, html_answer, json_answer
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

_API = "/wp-json/wp/v2/posts"
_MOST = 4
"""Posts an answer of the API, however many are asked for: sites lower WordPress's own hundred."""
_STYLE = Style(
    paragraph="<p>{}</p>",
    subhead='<h2 class="wp-block-heading">{}</h2>',
    picture='<figure class="wp-block-image"><img decoding="async" src="{file}" alt=""/><figcaption class="wp-element-caption">{}</figcaption></figure>',
    table='<figure class="wp-block-table"><table>{}</table></figure>',
)


class WordPress:
    """The manner of WordPress with a news theme."""

    files = "/wp-content/uploads/2026/"

    def article_path(self, section: Section, entry: Entry) -> str:
        """/2026/03/slug/."""
        assert entry.published is not None
        return f"/{entry.published.year}/{entry.published.month:02}/{entry.slug}/"

    def listing_path(self, section: Section) -> str:
        """/category/tin-tuc/."""
        return f"/category/{section.key}/"

    def page(self, view: View, title: str, main: str) -> str:
        """The theme."""
        name = escape(view.name)
        side = newest_links(self, view)
        return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="UTF-8"><title>{escape(title)} &#8211; {name}</title>
<meta name="generator" content="WordPress 6.4.3"><link rel="https://api.w.org/" href="/wp-json/">
<link rel="stylesheet" href="/wp-content/themes/congthongtin/style.css"><script src="/wp-includes/js/jquery/jquery.min.js"></script></head>
<body class="wp-embed-responsive"><div id="page" class="site"><header id="masthead" class="site-header"><p class="site-title"><a href="/" rel="home">{name}</a></p>
<nav class="main-navigation"><ul id="primary-menu">{menu_links(self, view, '<li class="menu-item">{}</li>')}</ul></nav></header>
<div id="content" class="site-content"><main id="main" class="site-main">
{main}</main><aside id="secondary" class="widget-area"><section class="widget widget_recent_entries"><h2 class="widget-title">Bài viết mới</h2><ul>{side}</ul></section>
{web_links()}{counter(view)}</aside></div><footer id="colophon" class="site-footer">{footer(view)}</footer></div></body></html>"""

    def home(self, view: View) -> str:
        """The newest of each category."""
        return "".join(
            f'<section><h2 class="widget-title"><a href="{self.listing_path(s)}">{escape(s.name)}</a></h2>{self._items(view, view.listed(s)[:2])}</section>'
            for s in view.content.sections
        )

    def article(self, view: View, section: Section, entry: Entry) -> str:
        """A single post; without an author of its own it carries the account's name."""
        author = entry.byline if entry.byline and entry.credit == "field" else "admin"
        end = (
            f"<p style='text-align:right'><strong>{escape(entry.byline)}</strong></p>"
            if entry.byline and author == "admin"
            else ""
        )
        lead = (
            f'<p class="wp-block-paragraph has-medium-font-size"><strong>{escape(entry.lead)}</strong></p>'
            if entry.lead
            else ""
        )
        newer = newer_links(self, view, entry, '<div class="nav-next">{}</div>')
        return f"""<article id="post-{entry.id}" class="post type-post status-publish hentry"><header class="entry-header">
<span class="cat-links"><a href="{self.listing_path(section)}" rel="category tag">{escape(section.name)}</a></span>
<h1 class="entry-title">{escape(entry.headline)}</h1><div class="entry-meta">{self._date(view, entry)}
<span class="byline"> bởi <span class="author vcard"><a class="url fn n" href="/author/{"admin" if author == "admin" else "bien-tap"}/">{escape(author)}</a></span></span></div></header>
<div class="entry-content">{lead}{to_html(entry.text, _STYLE)}{file_links(self.files, entry)}{end}</div>
<footer class="entry-footer"><span>Lượt xem: {view.visits * 2 + 90}</span></footer></article>
<nav class="navigation post-navigation"><h2 class="screen-reader-text">Điều hướng bài viết</h2><div class="nav-links">{newer}</div></nav>"""

    def answer(self, view: View, asked: Asked) -> Answer | None:
        """Categories and the API."""
        if asked.path.rstrip("/") == _API:
            return self._api(view, asked)
        for section in view.content.sections:
            found = re.fullmatch(re.escape(self.listing_path(section)) + r"(?:page/(\d{1,4})/)?", asked.path)
            if found:
                number = int(found[1] or 1)
                if number > view.page(section, number)[1]:
                    return None
                return html_answer(self.page(view, section.name, self._listing(view, section, number)))
        return None

    def _listing(self, view: View, section: Section, number: int) -> str:
        shown, last = view.page(section, number)
        path = self.listing_path(section)
        pages = "".join(
            f'<span aria-current="page" class="page-numbers current">{n}</span>' if n == number
            else f'<a class="page-numbers" href="{path}{f"page/{n}/" if n > 1 else ""}">{n}</a>'
            for n in range(max(1, number - 1), min(last, number + 1) + 1)
        )  # fmt: skip
        onward = (
            f'<a class="next page-numbers" href="{path}page/{number + 1}/">Trang sau</a>'
            if number < last
            else ""
        )
        return (
            f'<header class="page-header"><h1 class="page-title">Chuyên mục: <span>{escape(section.name)}</span></h1></header>'
            f'{self._items(view, shown)}<nav class="navigation pagination"><div class="nav-links">{pages}{onward}</div></nav>'
        )

    def _items(self, view: View, entries: list[Entry]) -> str:
        return "".join(
            f'<article class="post hentry"><h2 class="entry-title"><a href="{path_of(self, view, e)}" rel="bookmark">{escape(e.headline)}</a></h2>'
            f'<div class="entry-meta">{day(e.published) if e.published else ""}</div><div class="entry-summary"><p>{escape(teaser(e))}</p></div></article>'
            for e in entries
        )

    def _api(self, view: View, asked: Asked) -> Answer:
        posts = view.entries()
        size = min(_MOST, _number(asked.query.get("per_page"), 10))
        number, last = _number(asked.query.get("page"), 1), -(-len(posts) // size)
        if number > last:
            body = b'{"code":"rest_post_invalid_page_number","message":"","data":{"status":400}}'
            return Answer(body, "application/json; charset=UTF-8", 400)
        origin = f"http://{asked.headers.get('host', '127.0.0.1')}"
        shown = [self._post(view, origin, e) for e in posts[(number - 1) * size : number * size]]
        headers = [("X-WP-Total", str(len(posts))), ("X-WP-TotalPages", str(last))]
        if number < last:
            per_page = asked.query.get("per_page", "10")
            headers.append(("Link", f'<{origin}{_API}?per_page={per_page}&page={number + 1}>; rel="next"'))
        return json_answer(shown, tuple(headers))

    def _post(self, view: View, origin: str, entry: Entry) -> dict[str, object]:
        published = entry.published if isinstance(entry.published, datetime) else datetime(2026, 1, 1)  # noqa: DTZ001 - the API writes local time without an offset
        return {
            "id": entry.id,
            "date": published.isoformat(),
            "date_gmt": (published - timedelta(hours=7)).isoformat(),
            "link": origin + path_of(self, view, entry),
            "title": {"rendered": entry.headline},
            "excerpt": {"rendered": f"<p>{teaser(entry)}</p>", "protected": False},
        }

    def _date(self, view: View, entry: Entry) -> str:
        if entry.published is None or view.is_broken("dates"):
            return ""
        at = clock(entry.published)
        made = f"{day(entry.published)}{' lúc ' + at if at else ''}"
        stamp = f"{entry.published.isoformat()}+07:00" if at else entry.published.isoformat()
        return f'<span class="posted-on"><time class="entry-date published" datetime="{stamp}">{date_line(entry, made)}</time></span>'


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and int(text) else otherwise
