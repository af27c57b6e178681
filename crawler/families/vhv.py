"""VHV (Viettel): modules numbered in the page, addresses without an id."""

from crawler.families.family import Family, Mark, Paging
from crawler.layout import Layout

FAMILY = Family(
    name="vhv",
    title="VHV CMS",
    marks=(
        Mark("html", "vhv.", 4, r"\bvhv\.(?:using|init|load|app|cache|user|alert)\b"),
        Mark("html", "/3rdparty/vhv", 4),
        Mark("html", "vhvinit", 3),
        Mark("html", "modulewrapper", 3, r"id=[\"']module\d+[\"'][^>]*class=[\"']modulewrapper"),
        Mark("html", "modulerootid=", 3),
        Mark("html", "article-news", 2, r"class=[\"'][^\"']*\barticle-news\b"),
        Mark("html", "/publish/thumbnail/", 3),
        Mark("html", "?isfeatured=1", 2),
        # A short hash is put before the ending of every picture.
        Mark(
            "html", "/upload/", 2, r"/upload/\d{4,7}/\d{8}/[^\"'?/]+_[0-9a-f]{5}\.(?:jpe?g|png|gif|pdf|docx?)"
        ),
        Mark("html", "/upload/", 1, r"/upload/\d{4,7}/(?:\d{8}|fck)/"),
    ),
    layout=Layout(
        headline=("h1.title-detail",),
        published=("span.post-date",),
        lead=("div.brief",),
        body=("div.content-detail",),
        byline=("div.author",),
        links=(
            "article.list-news-one h2 a",
            "article.Article-News .left-new figure a",
            "div.news-item a[title]",
        ),
    ),
    paging=(Paging("next-link"), Paging("query", "page|pageNo")),
    ignore_url=(r"[?&]isFeatured=", r"^/(?:login|logout|register)", r"/page/[0-9a-f]+\.html"),
    noise_params=("isFeatured",),
    feeds=("/sitemap.xml",),
)
