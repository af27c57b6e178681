"""CKAN: open data; data sets and resources, few articles."""

from crawler.families.family import Family, Mark, Paging
from crawler.layout import Layout

FAMILY = Family(
    name="ckan",
    title="CKAN",
    marks=(
        Mark("generator", "ckan", 5),
        Mark("html", "dataset-heading", 3),
        Mark("html", "ckan-", 3, r"class=[\"'][^\"']*\bckan-"),
        Mark("html", "/webassets/", 2),
        Mark("html", "/fanstatic/", 2),
        Mark("html", "/dataset/", 2, r"href=[\"'](?:/[a-z]{2})?/dataset/"),
        Mark("html", "/api/3/", 3),
    ),
    layout=Layout(
        headline=("h1.heading", ".module-content h1", "h1"),
        body=("div.notes", ".module-content .notes", ".prose"),
        attachments=("ul.resource-list a.resource-url-analytics",),
        links=("h2.dataset-heading a", "h3.dataset-heading a"),
        next_page=(".pagination li.active + li a",),
    ),
    paging=(Paging("query", "page"), Paging("next-link")),
    article_url=(r"^(?:/[a-z]{2})?/(?:news|blog|pages|tin-tuc)/[^/]+$",),
    listing_url=(r"^(?:/[a-z]{2})?/(?:news|blog|tin-tuc)/?$",),
    ignore_url=(
        # Facets multiply: each combination of tags, formats, groups and orders is an address.
        r"[?&](?:tags|res_format|groups|organization|license_id|sort|ext_\w+|_\w+_limit)=",
        r"^(?:/[a-z]{2})?/(?:user|login|activity|feeds)(?:/|$)",
        r"/(?:download|dump|resource_edit|activity|history)(?:/|$)",
        r"^/(?:[a-z]{2}/)?(?:[a-z]{2}/)dataset",
    ),
    noise_params=("_.*_limit", "sort"),
)
