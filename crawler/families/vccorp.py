"""VCCorp (IMS): newspapers and the pages of the government."""

from crawler.families.family import Family, Mark, Paging
from crawler.layout import Layout

FAMILY = Family(
    name="vccorp",
    title="VCCorp IMS",
    marks=(
        Mark("html", "vcsortableinpreviewmode", 5),
        Mark("html", "afcbc-body", 4),
        Mark("html", "photocms_caption", 4),
        Mark("html", "knc-content", 3),
        Mark("html", "data-role=", 3, r"data-role=[\"'](?:publishdate|sapo|content)[\"']"),
        Mark("html", "-1", 2, r"href=[\"'][^\"']*-\d{15,}\.(?:htm|chn)[\"']"),
        Mark("html", "mediacdn.vn", 2),
        Mark("html", "cdnchinhphu.vn", 3),
        Mark("html", "vccorp", 1),
        Mark("url", "-1", 2, r"-\d{9,}\.(?:htm|chn)$"),
    ),
    layout=Layout(
        headline=("[data-role=title]", "h1.detail-title", "h1.title"),
        published=("[data-role=publishdate]", ".detail-time", "div.publishDate", "span.pdate"),
        lead=("[data-role=sapo]", "h2.detail-sapo", "h2.sapo"),
        body=("[data-role=content]", "div.detail-content.afcbc-body", ".detail-content"),
        byline=("[data-role=author]", ".detail-author", "p.author"),
        boilerplate=("[type=RelatedOneNews]", "[type=RelatedNews]", ".link-content-footer"),
        links=("a.box-category-link-title", "h3.box-category-title-text a"),
    ),
    # Listings go on by scripts whose endpoints differ from site to site: sitemaps and feeds lead further.
    paging=(Paging("next-link"), Paging("path", "/trang-{page}.htm")),
    article_url=(r"-\d{9,}\.(?:htm|chn)$",),
    ignore_url=(r"^/(?:tim-kiem|search)", r"/(?:print|amp)/"),
    feeds=("/sitemap.xml", "/sitemaps/categories.rss", "/rss/home.rss", "/rss.htm"),
)
