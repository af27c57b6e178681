"""Liferay 6: portlets, asset publishers, addresses with /-/."""

from crawler.families.family import Family, Mark, Paging
from crawler.layout import Layout

FAMILY = Family(
    name="liferay",
    title="Liferay 6",
    marks=(
        Mark("header", "liferay-portal", 5),
        Mark("html", "liferay.themedisplay", 4),
        Mark("html", "liferay.portlet", 4),
        Mark("html", "lfr-css-file", 4),
        Mark("html", "portlet-asset-publisher", 4),
        Mark("html", "/-/asset_publisher/", 4),
        Mark("html", "/-/view_content/", 4),
        Mark("html", "journal-content-article", 3),
        Mark("html", "p_p_id", 3, r"(?:p_p_id=\w|id=[\"']p_p_id_)"),
        Mark("html", "portlet-boundary", 2),
        Mark("html", "portlet-body", 2, r"class=[\"'][^\"']*\bportlet-body\b"),
        Mark("url", "/-/", 2, r"/-/(?:asset_publisher|view_content|details)/"),
    ),
    layout=Layout(
        headline=(
            ".asset-full-content-title",
            ".title-news h1",
            ".title-detail h1",
            "h1:not(.portlet-title)",
            "h3.asset-title",
        ),
        published=("div.assetPublishDate.block_timer", ".assetPublishDate"),
        lead=("p.sapo", ".asset-summary"),
        body=(
            ".journal-content-article",
            ".asset-content",
            ".content-detail",
            ".detail-content",
            ".it-content",
        ),
        links=(".asset-abstract h3.asset-title a",),
        next_page=(".lfr-pagination-buttons a.next", ".lfr-pagination-buttons li.next a", ".pager a.next"),
        day_only_midnight=True,
    ),
    paging=(Paging("query", r"_101_(?:INSTANCE_\w+_)?cur"), Paging("next-link")),
    article_url=(
        r"/-/asset_publisher/[^/]+/content/",
        r"/-/view_content/\d+-",
        r"^/web/[^/]+/-/[^/]+$",
        r"/-/details/\d+/",
    ),
    ignore_url=(
        # The language switch writes its code before the one that is there: /en/en/vi/..., without end.
        r"(?:^|/)(?:en|vi|vn)/(?:en|vi|vn)(?:/|$)",
        # Sign-in (58), search (3), tags cloud and calendar portlets link to themselves by the thousand.
        r"[?&]p_p_id=(?:58|3|8|141|148)(?:_|&|$)",
        r"^/c/portal/",
        r"[?&]p_p_state=(?:pop_up|exclusive)",
        # A maximised portlet is a link to itself, but for the asset publisher that shows an article so.
        r"^(?!.*view_content).*[?&]p_p_state=maximized",
        r"[?&]p_p_lifecycle=[12]",
    ),
    # "resetCur", "delta" and the portlet's place on the page say nothing about what is shown.
    noise_params=(
        "p_p_(?:lifecycle|state|mode|col_id|col_pos|col_count|auth)",
        "p_r_p_.*[rR]esetCur",
        "p_auth",
        ".*_(?:delta|keywords|advancedSearch|andOperator|resetCur)",
        "redirect",
        "t",
    ),
)
