"""ZCE: the CMS of several provincial newspapers."""

from crawler.families.family import Family, Mark, Paging
from crawler.layout import Layout

FAMILY = Family(
    name="zce",
    title="ZCE CMS",
    marks=(
        Mark("html", "zce-content-body", 5),
        Mark("html", "cms-body", 2, r"class=[\"'][^\"']*\bcms-body\b"),
        Mark("html", "cms-title", 2, r"class=[\"'][^\"']*\bcms-title\b"),
        Mark("html", "cms-date", 1, r"class=[\"'][^\"']*\bcms-date\b"),
    ),
    layout=Layout(
        headline=(".article__title.cms-title",),
        body=(".article__body.zce-content-body.cms-body", ".zce-content-body"),
    ),
    paging=(Paging("next-link"),),
    article_url=(r"-post\d+\.html$",),
    feeds=("/rss/home.rss", "/sitemap.xml"),
)
