"""Any other CMS: nothing is known, and the page is read all the same."""

from crawler.families.family import Family, Paging

# No marks: what no family's marks fit is read by this one.
FAMILY = Family(
    name="generic",
    title="unknown CMS",
    paging=(
        Paging("next-link"),
        Paging("query", "(?i:page|trang|p|pageindex|pageno|pagenumber|currentpage)"),
    ),
    ignore_url=(
        r"(?i:^/(?:login|logout|dang-nhap|dang-ky|register|admin|search|tim-kiem)(?:[/.?]|$))",
        r"(?i:[?&](?:print|in)=)",
    ),
    feeds=("/rss.xml", "/rss", "/feed/", "/sitemap.xml"),
)
