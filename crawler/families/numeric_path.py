"""ASP.NET portals whose addresses are rows of numbers: /1446/38995/68251/637244/muc/bai."""

from crawler.families.family import Family, Mark, Paging

_NUMBERS = r"/\d{3,5}/\d{4,6}/\d{4,6}/\d{4,7}/"

FAMILY = Family(
    name="numeric_path",
    title="Numeric paths, SiteFolders",
    marks=(
        Mark("html", "/sitefolders/", 5),
        Mark("html", "href=", 4, r"href=[\"'][^\"'?]*" + _NUMBERS),
        Mark("url", "/", 4, _NUMBERS),
    ),
    paging=(Paging("next-link"), Paging("postback", r"Page\$\d+|\d+|")),
    article_url=(_NUMBERS + r"[^/]+/[^/]+$",),
    case_insensitive_paths=True,
)
