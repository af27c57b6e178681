"""Umbraco: ASP.NET; pictures with crop parameters below /media/."""

from crawler.families.family import Family, Mark, Paging

FAMILY = Family(
    name="umbraco",
    title="Umbraco",
    marks=(
        Mark("generator", "umbraco", 5),
        Mark("html", "/umbraco/", 4),
        Mark("html", "anchor=center", 5, r"/media/\w+/[^\"'?]+\?anchor=center&(?:amp;)?mode=crop"),
        Mark("html", "/media/", 2, r"/media/\d{4}/[^\"'?/]+"),
        Mark("html", "/app_plugins/", 3),
    ),
    paging=(Paging("next-link"), Paging("query", "page")),
    ignore_url=(r"^/umbraco/",),
    case_insensitive_paths=True,
)
