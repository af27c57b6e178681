"""NukeViet eGov: the edition for government bodies, with its own theme."""

from crawler.families.family import Family, Mark, Paging
from crawler.layout import Layout

FAMILY = Family(
    name="nukeviet_egov",
    title="NukeViet eGov",
    variant_of="nukeviet",
    marks=(
        Mark("generator", "egov", 5, r"nukeviet\s+e-?gov"),
        Mark("html", "/themes/egov", 5),
        Mark("html", "nukeviet egov", 4),
    ),
    layout=Layout(
        headline=("h1[itemprop=headline]", ".news_column h1.title", "h1.title"),
        published=("span.h5", "span[itemprop=datePublished]"),
        lead=(".hometext[itemprop=description]", ".hometext"),
        body=("#news-bodyhtml", ".bodytext"),
        byline=("p.h5.text-right", "span[itemprop=author] [itemprop=name]"),
        attachments=(".news-download-file a[download]", ".news-download-file a"),
        boilerplate=(".detail-related", ".other-news"),
        links=(".news_column h3 a", ".news_column h2 a", ".newscontent h3 a"),
        next_page=("ul.pagination li.active + li a",),
    ),
    paging=(Paging("path", "/page-{page}"), Paging("next-link")),
    article_url=(
        r"^/(?:index\.php/)?(?:[a-z]{2}/)?[a-z0-9-]+/(?:[a-z0-9-]+/)+[a-z0-9-]+-\d+\.html$",
        r"[?&]op=[^&]+-\d+(?:\.html)?(?:&|$)",
    ),
    ignore_url=(
        r"/(?:print|savefile|sendmail)/",
        r"^/(?:index\.php/)?(?:[a-z]{2}/)?users/",
        r"^/(?:admin|install|includes|modules|cache|data|logs|sess|tmp)/",
        r"[?&](?:nv_redirect|nvvithemever)=",
        # Without rewriting, every address is /index.php?language=vi&nv=news&op=...
        r"[?&]nv=(?:users|statistics|banners|comment|voting|seek|feeds)(?:&|$)",
        r"/(?:seek|statistics|comment|banners)/",
    ),
    # The CMS's own guard as it is shipped: past it, "You are temporarily blocked".
    most_requests=((40, 60), (150, 300)),
    noise_params=("nv_redirect", "nvvithemever", "nvcheckss"),
    feeds=("/sitemap.xml", "/index.php?language=vi&nv=SitemapIndex.xml", "/vi/news/rss/", "/news/rss/"),
)
