"""SharePoint publishing sites of any maker."""

from crawler.families.family import Family, Mark, Paging
from crawler.layout import Layout

FAMILY = Family(
    name="sharepoint",
    title="SharePoint",
    marks=(
        Mark("generator", "microsoft sharepoint", 5),
        Mark("header", "microsoftsharepointteamservices", 5),
        Mark("html", "_sppagecontextinfo", 5),
        Mark("html", "spwebpartmanager", 4),
        Mark("html", "/_layouts/", 4),
        Mark("html", "/style library/", 3),
        Mark("html", "/style%20library/", 3),
        Mark("html", "ms-rtestate-field", 3),
        Mark("html", "ctl00_placeholdermain", 3),
        Mark("html", "_g_", 3, r"ctl\d\d_g_[0-9a-f]{8}_[0-9a-f]{4}_"),
        Mark("html", "aspnetform", 1),
        Mark("html", "/pages/", 2, r"href=[\"'][^\"'?]*/pages/[^\"'?]+\.aspx"),
        Mark("url", "/pages/", 2, r"/pages/[^?]+\.aspx"),
    ),
    layout=Layout(
        headline=("#news-title", "h1.title"),
        lead=("#news-des",),
        body=("#news-detail", "div.fck_detail", ".ms-rtestate-field"),
    ),
    paging=(
        Paging("query", "Page|page|PageIndex"),
        Paging("next-link"),
        Paging("postback", r"Page\$\d+|dvt_.*|\d+|"),
    ),
    article_url=(
        r"(?i:/pages/\d{4}-\d{1,2}-\d{1,2}/[^/]+\.aspx)",
        r"(?i:/pages/glp-.+-glpnd-\d+-.+\.html)",
        r"(?i:/[^/]+-\d{3,}\.aspx$)",
    ),
    ignore_url=(r"(?i:/_layouts/)", r"(?i:/_vti_bin/)", r"(?i:/forms/allitems\.aspx)", r"(?i:/_catalogs/)"),
    noise_params=("(?i:source)", "(?i:contenttypeid)", "(?i:isdlg)"),
    case_insensitive_paths=True,
)
