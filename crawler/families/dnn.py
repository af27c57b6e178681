"""DotNetNuke (DNN)."""

from crawler.families.family import Family, Mark, Paging
from crawler.layout import Layout

FAMILY = Family(
    name="dnn",
    title="DotNetNuke",
    marks=(
        Mark("generator", "dotnetnuke", 5),
        Mark("html", "__dnnvariable", 5),
        Mark("html", "dnn_ctr", 4),
        Mark("html", "dnn_", 2, r"id=[\"']dnn_\w+"),
        Mark("html", "/desktopmodules/", 3),
        Mark("html", "linkclick.aspx?fileticket=", 4),
        # Pasted from a portal of this CMS, it stands in the articles of others too.
        Mark("html", "/portals/", 2, r"/portals/\d+/"),
        Mark("html", "/tabid/", 2, r"/tabid/\d+"),
        Mark("url", "/tabid/", 3, r"/tabid/\d+"),
    ),
    layout=Layout(
        headline=(".DNNModuleContent h1", "h1.title", ".Head h1"),
        body=(".DNNModuleContent .news-content", ".DNNModuleContent .content-detail", ".Normal"),
    ),
    paging=(
        Paging("next-link"),
        Paging("postback", r"Page\$\d+|\d+|"),
        Paging("query", "(?i:page|currentpage)"),
    ),
    article_url=(r"(?i:/(?:articleid|nid|id|newsid)/\d+)", r"(?i:[?&](?:nid|articleid|newsid)=\d+)"),
    ignore_url=(
        r"(?i:/ctl/(?:login|register|terms|privacy|sendpassword)/)",
        r"(?i:linkclick\.aspx)",
        r"(?i:/login\.aspx)",
    ),
    noise_params=("(?i:returnurl)", "(?i:popup)"),
    feeds=("/SiteMap.aspx",),
    case_insensitive_paths=True,
)
