"""VNPT eGov: the news web part on SharePoint that ministries used."""

from crawler.families.family import Family, Mark, Paging
from crawler.layout import Layout

FAMILY = Family(
    name="vnpt_sharepoint",
    title="VNPT eGov on SharePoint",
    variant_of="sharepoint",
    marks=(
        Mark("html", "_pnlistnews", 4),
        Mark("html", "_pngroupnews", 4),
        Mark("html", "_pnnguontin", 4),
        Mark("html", "_pnhide", 2),
        Mark("html", "divarticledescription", 4),
        Mark("html", "news_detail_title", 3),
        Mark("html", "news_time_post", 3),
        Mark("html", "listnews_item", 3),
        Mark("html", "author_write_tg", 3),
    ),
    layout=Layout(
        headline=("h1.News_Detail_Title", "#divArticleDescription3 h1"),
        # The text ends in "|".
        published=("span.News_Time_Post", "[id$=_pnHide] span"),
        lead=("#divArticleDescription1 p",),
        body=("#divArticleDescription2", "#divArticleDescription"),
        # The block of the source stands outside the body.
        byline=("div.Author_Write_TG > p", "[id$=_pnNguontin]"),
        links=("[id$=_pnListNews] h3 a", "div.listnews_item div.listnews_item_title a"),
    ),
    # One ministry's listings ignored ?page= and answered post-backs only.
    paging=(Paging("query", "page"), Paging("postback", r"Page\$\d+|\d+|")),
    article_url=(r"(?i:^/vn/tin-tuc/\d+/[^/]+\.aspx)",),
    listing_url=(r"(?i:^/vn/chuyen-muc/\d+/[^/]+\.aspx)",),
    ignore_url=(r"(?i:/_layouts/)", r"(?i:/searchcenter/)"),
    case_insensitive_paths=True,
)
