"""WordPress, with whatever theme."""

from crawler.families.family import Family, Mark, Paging
from crawler.layout import Layout

FAMILY = Family(
    name="wordpress",
    title="WordPress",
    marks=(
        Mark("generator", "wordpress", 5),
        Mark("html", "/wp-includes/", 5),
        # One picture linked from somewhere else is not enough.
        Mark("html", "/wp-content/", 3),
        Mark("html", "/wp-content/themes/", 4),
        Mark("html", "/wp-json/", 3),
        Mark("header", "/wp-json/", 4),
        Mark("html", "entry-title", 1),
        Mark("html", "single-post", 1, r"<body[^>]+class=[\"'][^\"']*\bsingle-post\b"),
    ),
    layout=Layout(
        headline=("h1.entry-title", "h1.tdb-title-text", "h1.elementor-heading-title"),
        published=("time.entry-date.published", "time.entry-date", ".posted-on time"),
        byline=(".author.vcard a", ".td-post-author-name a"),
        body=(".td-post-content", ".entry-content", ".elementor-widget-theme-post-content"),
        section=(".cat-links a", ".entry-category a"),
        tags=(".tags-links a", ".td-tags a"),
        boilerplate=(".sharedaddy", ".jp-relatedposts", ".td-post-sharing", ".yarpp-related"),
        links=("h2.entry-title a", "h3.entry-title a", ".td-module-title a", ".tpg-post-holder h3 a"),
        next_page=("a.next.page-numbers", ".nav-previous a", ".page-nav a[aria-label=next-page]"),
    ),
    paging=(Paging("path", "/page/{page}/"), Paging("next-link")),
    article_url=(r"^/\d{4}/\d{2}/(?:\d{2}/)?[^/]+/?$", r"[?&]p=\d+"),
    listing_url=(r"^/category/", r"^/chuyen-muc/"),
    ignore_url=(
        r"^/wp-(?:admin|login|comments|cron)",
        r"^/(?:tag|author)/",
        r"/feed/?$",
        r"[?&](?:replytocom|share|s|add-to-cart)=",
        r"^/\d{4}/\d{2}/\d{2}/?$",
        r"^/xmlrpc\.php",
    ),
    noise_params=("replytocom", "share", "amp"),
    feeds=("/wp-sitemap.xml", "/sitemap_index.xml", "/feed/", "/wp-json/wp/v2/posts?per_page=100"),
)
