"""IBM WebSphere Portal and WCM."""

from crawler.families.family import Family, Mark, Paging

FAMILY = Family(
    name="websphere",
    title="WebSphere Portal",
    marks=(
        Mark("html", "/wps/", 5, r"(?:href|src|action)=[\"']/wps/(?:portal|wcm|myportal|contenthandler)"),
        Mark("url", "/wps/", 5, r"^/wps/(?:portal|wcm|myportal)"),
        Mark("html", "?mod=ajperes", 3),
        Mark("html", "ibm_portal", 2),
        Mark("html", "wptheme", 2),
    ),
    paging=(Paging("next-link"),),
    ignore_url=(r"^/wps/myportal", r"/wps/.*(?:login|search)"),
    # The state of the whole page is written into the address: !ut/p/...
    noise_params=("(?i:cacheid)", "(?i:mod)", "(?i:contentcache)", "(?i:current)"),
)
