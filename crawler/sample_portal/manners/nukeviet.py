"""NukeViet 4: news as /vi/news/<section>/<slug>-<id>.html, pages as /page-2/, sitemaps and RSS."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import format_datetime
from html import escape

from crawler.sample_portal.answer import Answer, Asked, html_answer, xml_answer
from crawler.sample_portal.attachments import file_path
from crawler.sample_portal.content import Entry, Section
from crawler.sample_portal.manners.links import byline_parts, menu_links, newer_links, newest_links, path_of
from crawler.sample_portal.pieces import (
    clock,
    counter,
    date_line,
    day,
    footer,
    link_list,
    teaser,
    web_links,
    weekday,
)
from crawler.sample_portal.text import Style, to_html
from crawler.sample_portal.view import View

_STYLE = Style(
    paragraph='<p style="text-align: justify;">{}</p>',
    subhead='<h2 style="text-align: justify;">{}</h2>',
    picture='<figure class="image"><img alt="" src="{file}" width="600" /><figcaption>{}</figcaption></figure>',
)
_FEED_LENGTH = 5


class NukeViet:
    """The manner of NukeViet 4.5's own theme."""

    files = "/uploads/news/"

    def article_path(self, section: Section, entry: Entry) -> str:
        """/vi/news/di-san/slug-214.html."""
        return f"{self.listing_path(section)}{entry.slug}-{entry.id}.html"

    def listing_path(self, section: Section) -> str:
        """/vi/news/di-san/."""
        return f"/vi/news/{section.key}/"

    def page(self, view: View, title: str, main: str) -> str:
        """The theme around a module's output."""
        name = escape(view.name)
        side = newest_links(self, view, '<li class="clearfix">{}</li>')
        return f"""<!DOCTYPE html>
<html lang="vi" xmlns="http://www.w3.org/1999/xhtml" prefix="og: http://ogp.me/ns#"><head><title>{escape(title)}</title>
<meta name="description" content="{escape(title)} - Savefile - Tin Tức"><meta name="author" content="{name}">
<meta name="generator" content="NukeViet v4.5"><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<meta property="og:title" content="{escape(title)}"><meta property="og:site_name" content="{name}">
<link rel="alternate" href="/vi/news/rss/" title="Tin Tức" type="application/rss+xml">
<script>var nv_base_siteurl="/",nv_lang_data="vi",nv_module_name="news";</script></head><body>
<noscript><div class="alert alert-danger">Trình duyệt của bạn đã tắt chức năng hỗ trợ JavaScript.</div></noscript>
<div class="body-bg"><div class="wraper"><header><div class="container"><div id="header" class="row"><div class="logo">
<a title="{name}" href="/"><img src="/hinh-anh/banner.png" alt="{name}"></a><span class="site_name">{name}</span></div></div></div></header>
<nav class="second-nav" id="menusite"><div class="menu"><ul class="slimmenu">{menu_links(self, view)}</ul></div></nav>
<nav class="header-nav"><a title="Đăng nhập" href="/users/login/">Đăng nhập</a></nav>
<section><div class="container" id="body"><div class="row"><div class="col-sm-16 col-md-18">
{main}</div><div class="col-sm-8 col-md-6"><div class="panel panel-default"><div class="panel-heading">Tin mới</div>
<div class="panel-body"><ul class="block_groups">{side}</ul></div></div>{web_links()}{counter(view)}</div></div></div></section>
<footer id="footer"><div class="wraper">{footer(view)}<div class="copyright">Mã nguồn NukeViet CMS</div></div></footer></div></div>
<div id="run_cronjobs" style="visibility:hidden;display:none;"><img alt="" src="/index.php?second=cronjobs&amp;p=4hd7" width="1" height="1" /></div>
</body></html>"""

    def home(self, view: View) -> str:
        """Blocks of the newest, a section each."""
        return "".join(
            f'<div class="news_column panel panel-default"><div class="panel-heading"><h4 class="cat-icon"><a href="{self.listing_path(s)}">{escape(s.name)}</a></h4></div>'
            f"<div class='panel-body'>{self._items(view, view.listed(s)[:2])}</div></div>"
            for s in view.content.sections
        )

    def article(self, view: View, section: Section, entry: Entry) -> str:
        """News detail: the date under the headline, microdata hidden beside it."""
        crumbs = link_list([("/", "Trang nhất"), (self.listing_path(section), section.name)])
        lead = (
            f'<div class="hometext m-bottom" itemprop="description">{escape(entry.lead)}</div>'
            if entry.lead
            else ""
        )
        end, field = byline_parts(
            entry,
            '<p style="text-align: right;"><strong>{}</strong></p>',
            '<p class="h5 text-right"><strong>{}</strong></p>',
        )
        related = newer_links(self, view, entry)
        files = "".join(
            f'<li class="list-group-item news-download-file"><a href="{file_path(self.files, f)}" download>{escape(f.title)}</a></li>'
            for f in entry.files
        )
        attached = (
            f'<div class="panel panel-default download"><h4>File đính kèm</h4><ul class="list-group">{files}</ul></div>'
            if files
            else ""
        )
        return f"""<ul class="breadcrumbs list-none">{crumbs}</ul>
<div class="news_column panel panel-default" itemtype="http://schema.org/NewsArticle" itemscope><div class="panel-body">
<h1 class="title margin-bottom-lg" itemprop="headline">{escape(entry.headline)}</h1>{self._date(view, entry)}
<div class="clearfix">{lead}</div><div id="news-bodyhtml" class="bodytext margin-bottom-lg">{to_html(entry.text, _STYLE)}{end}</div>
{field}{attached}</div></div><div class="news_column panel panel-default"><div class="panel-body"><p>Tổng số điểm của bài viết là: 5 trong 1 đánh giá</p>
<p>Xếp hạng: 5 - 1 phiếu bầu</p></div></div>
<div class="news_column panel panel-default other-news"><p class="h3"><strong>Những tin mới hơn</strong></p><ul class="related">{related}</ul></div>"""

    def answer(self, view: View, asked: Asked) -> Answer | None:
        """Listings by page, the sitemaps, the feed."""
        origin = f"http://{asked.headers.get('host', '127.0.0.1')}"
        if asked.path == "/sitemap.xml":
            return xml_answer(
                '<?xml version="1.0" encoding="UTF-8"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
                f"<sitemap><loc>{origin}/vi/sitemap-news.xml</loc></sitemap></sitemapindex>"
            )
        if asked.path == "/vi/sitemap-news.xml":
            return xml_answer(self._sitemap(view, origin))
        if asked.path.rstrip("/") == "/vi/news/rss":
            return xml_answer(self._feed(view, origin))
        for section in view.content.sections:
            found = re.fullmatch(re.escape(self.listing_path(section)) + r"(?:page-(\d{1,4})/?)?", asked.path)
            if found:
                main = self._listing(view, section, int(found[1] or 1))
                return html_answer(self.page(view, section.name, main))
        return None

    def _listing(self, view: View, section: Section, number: int) -> str:
        shown, last = view.page(section, number)
        pages = "".join(
            f'<li class="active"><a href="#">{n}</a></li>' if n == number
            else f'<li><a rel="{"next" if n > number else "prev"}" href="{self.listing_path(section)}{f"page-{n}/" if n > 1 else ""}">{n}</a></li>'
            for n in range(max(1, number - 1), min(last, number + 1) + 1)
        )  # fmt: skip
        return (
            f'<h1 class="hidden">{escape(section.name)}</h1>{self._items(view, shown)}'
            f'<div class="text-center"><ul class="pagination">{pages}</ul></div>'
        )

    def _items(self, view: View, entries: list[Entry]) -> str:
        return "".join(
            f'<div class="news_column panel panel-default"><div class="panel-body featured"><h3><a href="{path_of(self, view, e)}">{escape(e.headline)}</a></h3>'
            f'<div class="text-muted">{day(e.published) if e.published else ""}</div><div>{escape(teaser(e))}</div></div></div>'
            for e in entries
        )

    def _sitemap(self, view: View, origin: str) -> str:
        urls = "".join(
            f"<url><loc>{origin}{path_of(self, view, e)}</loc>"
            + (f"<lastmod>{e.published.isoformat()[:10]}</lastmod>" if e.published else "")
            + "</url>"
            for e in view.entries()
            if e.via == "sitemap"
        )
        return f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'

    def _feed(self, view: View, origin: str) -> str:
        in_feed = [e for e in view.entries() if e.via == "rss"] + view.newest()
        items = "".join(
            f"<item><title><![CDATA[{e.headline}]]></title><link>{origin}{path_of(self, view, e)}</link>"
            + (
                f"<pubDate>{format_datetime(e.published)}</pubDate>"
                if isinstance(e.published, datetime)
                else ""
            )
            + "</item>"
            for e in in_feed[:_FEED_LENGTH]
        )
        return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{escape(view.name)}</title>{items}</channel></rss>'

    def _date(self, view: View, entry: Entry) -> str:
        if entry.published is None or view.is_broken("dates"):
            return ""
        made = f"{weekday(entry.published)} - {day(entry.published)} {clock(entry.published)}".strip()
        stamp = f'<span class="hidden" itemprop="datePublished">{entry.published.isoformat()}</span>'
        return f'<div class="row"><span class="h5">{date_line(entry, made)}</span></div>{stamp}'
