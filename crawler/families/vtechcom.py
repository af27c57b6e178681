"""Vtechcom and HueCIT: ASP.NET MVC, pictures below /UploadFiles/TinTuc/."""

from crawler.families.family import Family, Mark, Paging

FAMILY = Family(
    name="vtechcom",
    title="Vtechcom MVC",
    marks=(
        Mark("html", "/uploadfiles/tintuc/", 5),
        Mark("html", "vtechcom", 3),
        Mark("html", "huecit", 3),
        Mark("html", "?act=", 2, r"href=[\"'][^\"']*\?act=\w+&(?:amp;)?pa="),
    ),
    paging=(Paging("next-link"), Paging("query", "page|trang")),
    article_url=(r"^/[a-z0-9-]+/[a-z0-9-]+\.html$",),
    listing_url=(r"^/chuyen-muc/.+-a\d+\.html$",),
    case_insensitive_paths=True,
)
