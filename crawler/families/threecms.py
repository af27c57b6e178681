"""3CMS: everything stands below /3cms/."""

from crawler.families.family import Family, Mark, Paging

FAMILY = Family(
    name="threecms",
    title="3CMS",
    marks=(
        Mark("html", "/3cms/", 5, r"(?:href|src)=[\"'][^\"']*/3cms/"),
        Mark("url", "/3cms/", 5, r"^/3cms/"),
        Mark("html", "/3cms/upload/", 1),
    ),
    paging=(Paging("next-link"), Paging("query", "page|p")),
    article_url=(r"^/3cms/[a-z0-9-]+\.html?$",),
    ignore_url=(r"[?&]lang=en",),
)
