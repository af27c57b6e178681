"""Liferay DXP: the seventh generation, with display pages below /w/ and resources below /o/."""

from crawler.families.family import Family, Mark, Paging
from crawler.layout import Layout

FAMILY = Family(
    name="liferay_dxp",
    title="Liferay DXP",
    variant_of="liferay",
    marks=(
        Mark("html", "liferay.spa", 3),
        Mark("html", "liferay.loader", 3),
        Mark("html", "/o/frontend-", 4),
        Mark("html", "/o/js_", 3),
        Mark("html", "com_liferay_", 4),
        Mark("html", "lfr-layout-structure-item", 5),
        Mark("html", "data-senna", 3),
    ),
    layout=Layout(
        headline=(".component-heading", ".asset-full-content .component-title", "h1:not(.portlet-title)"),
        body=(".journal-content-article", ".asset-content", ".component-paragraph"),
        links=(".asset-abstract .asset-title a", ".asset-entry-title a"),
        next_page=(".lfr-pagination-buttons li:last-child a", ".pagination .page-item:last-child a"),
    ),
    paging=(Paging("query", r"_\w+_cur|start"), Paging("next-link")),
    article_url=(r"^(?:/[a-z]{2})?(?:/web/[^/]+)?/w/[^/]+$", r"/-/asset_publisher/[^/]+/content/"),
    ignore_url=(
        r"(?:^|/)(?:en|vi|vn)/(?:en|vi|vn)(?:/|$)",
        r"[?&]p_p_id=com_liferay_(?:login|portal_search|calendar)",
        r"^/c/portal/",
        r"[?&]p_p_state=(?:pop_up|exclusive)",
        # A maximised portlet is a link to itself, but for the asset publisher that shows an article so.
        r"^(?!.*view_content).*[?&]p_p_state=maximized",
        r"[?&]p_p_lifecycle=[12]",
    ),
    noise_params=(
        "p_p_(?:lifecycle|state|mode|auth)",
        "p_r_p_.*[rR]esetCur",
        "p_auth",
        ".*_(?:delta|resetCur)",
        "redirect",
        "t",
    ),
    feeds=("/sitemap.xml",),
)
