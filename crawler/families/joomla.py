"""Joomla 1.5 and later."""

from crawler.families.family import Family, Mark, Paging
from crawler.layout import Layout

FAMILY = Family(
    name="joomla",
    title="Joomla",
    marks=(
        Mark("generator", "joomla", 5),
        Mark("html", "joomla-script-options", 5),
        Mark("html", "option=com_content", 4),
        Mark("html", "/media/jui/", 4),
        Mark("html", "/media/system/js/", 3),
        Mark("html", "/components/com_", 3),
        Mark("html", "com-content-article", 4),
        Mark("html", "item-page", 1, r"class=[\"'][^\"']*\bitem-page\b"),
    ),
    layout=Layout(
        headline=(".item-page h1", ".item-page h2", "h2.contentheading", "h2.itemTitle"),
        published=(
            "dd.published time",
            "dd.create time",
            "dd.published",
            "dd.create",
            "span.itemDateCreated",
        ),
        byline=("dd.createdby",),
        body=("[itemprop=articleBody]", ".item-page", "div.itemFullText"),
        boilerplate=("dl.article-info", "ul.pager", ".icons", ".page-header"),
        links=(".blog .page-header a", ".category td.list-title a", "h2.item-title a"),
        next_page=("li.pagination-next a", "a.next"),
    ),
    # start counts articles, in steps of a page.
    paging=(Paging("query", "start", first=0, step=0), Paging("next-link")),
    article_url=(r"/\d+-[^/]+(?:\.html)?$", r"[?&]view=article"),
    ignore_url=(
        r"[?&](?:tmpl=component|print=1|format=pdf)",
        r"/component/(?:mailto|users|search)/",
        r"option=com_(?:mailto|users|user|search)",
        r"[?&](?:filter_order|limit)=",
    ),
    noise_params=("tmpl", "print", "layout"),
    feeds=("/index.php?format=feed&type=rss",),
)
