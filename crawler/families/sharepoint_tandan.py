"""Tân Dân on SharePoint: the class names begin with "tandan-"."""

from crawler.families.family import Family, Mark, Paging
from crawler.layout import Layout

FAMILY = Family(
    name="sharepoint_tandan",
    title="Tân Dân on SharePoint",
    variant_of="sharepoint",
    marks=(
        Mark("html", "tandan-", 5, r"class=[\"'][^\"']*\btandan-"),
        Mark("html", "/portal/pages/", 1),
    ),
    layout=Layout(
        headline=(".tandan-p-article-news-title",),
        # Begins with "Đăng ngày".
        published=(".tandan-span-date-publish",),
        lead=(".tandan-p-article-news-summary",),
        body=(".tandan-p-article-main", ".ms-rtestate-field", ".tandan-p-article-news-content"),
        tags=(".td-tags a",),
        boilerplate=(".tandan-div-article-other", ".social-share"),
    ),
    paging=(Paging("query", "PageIndex"), Paging("next-link")),
    article_url=(r"(?i:^/portal/pages/\d{4}-\d{1,2}-\d{1,2}/[^/]+\.aspx)",),
    listing_url=(r"(?i:^/portal/pages/[a-z_-]+\.aspx)",),
    ignore_url=(r"(?i:/_layouts/)",),
    case_insensitive_paths=True,
)
