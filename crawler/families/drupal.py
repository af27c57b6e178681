"""Drupal 7 and later."""

from crawler.families.family import Family, Mark, Paging
from crawler.layout import Layout

FAMILY = Family(
    name="drupal",
    title="Drupal",
    marks=(
        Mark("generator", "drupal", 5),
        Mark("header", "x-generator: drupal", 5),
        Mark("html", "drupal-settings-json", 5),
        Mark("html", "drupal.settings", 5),
        Mark("html", "/core/misc/drupal", 5),
        Mark("html", "/sites/all/", 4, r"/sites/all/(?:themes|modules)/"),
        Mark("html", "/sites/default/files/", 4),
        Mark("html", "data-drupal-", 4),
        Mark("html", "/node/", 1, r"href=[\"'](?:/[a-z]{2})?/node/\d+"),
        Mark("url", "/node/", 2, r"/node/\d+$"),
    ),
    layout=Layout(
        headline=("h1.page-title", "h1#page-title", "h1.page-header", "h1.title"),
        published=(".node__submitted", ".submitted", ".field--name-created", "span[property~='dc:date']"),
        body=(".field--name-body", ".field-name-body", ".node__content"),
        attachments=(".file a", ".field--type-file a"),
        links=(".views-field-title a", ".node__title a", "h2.node-title a"),
        next_page=("li.pager__item--next a", "li.pager-next a", ".pager .next a"),
    ),
    # The first page is number 0.
    paging=(Paging("query", "page", first=0), Paging("next-link")),
    article_url=(r"^(?:/[a-z]{2})?/node/\d+$",),
    ignore_url=(
        r"^/(?:user|admin|search|comment|filter)(?:/|$)",
        r"/(?:edit|print)$",
        r"[?&](?:order|sort)=",
    ),
    feeds=("/rss.xml", "/sitemap.xml"),
)
