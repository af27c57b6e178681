"""VNPT vPortal: ASP.NET; listings go on by a form posted from a script."""

from crawler.families.family import Family, Mark, Paging
from crawler.layout import Layout

# The ids stand in the listing's own script, as "article_category_id: 54442". That the fields go as a form
# and the answer is HTML was seen in programs that ran against portals of several provinces.
_MORE = Paging(
    "ajax-post",
    endpoint="/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle",
    fields=(
        ("article_category_id", "{category}"),
        ("categoryIds", "{categories}"),
        ("site_id", "{site}"),
        ("page", "{page}"),
        ("page_size", "{size}"),
        ("keyword", ""),
        ("date_begin", ""),
        ("date_end", ""),
        ("show_no", "False"),
        ("show_post_date", "True"),
        ("num_of_text", "0"),
        ("show_view_count", "False"),
        ("filter_order_in_list", "False"),
        ("is_default", "False"),
        ("new", "False"),
        ("number_of_day", "3"),
        ("no", "-{size}"),
        ("articlelang", "vi-VN"),
        ("lang", "vi-VN"),
        ("is_authenticated", "False"),
    ),
    ids=(
        ("category", r"article_category_id[\"']?\s*[:=]\s*[\"']?(\d+)", ""),
        ("site", r"site_id[\"']?\s*[:=]\s*[\"']?(\d+)", ""),
        ("categories", r"categoryIds[\"']?\s*[:=]\s*[\"']([^\"']+)", ""),
        ("size", r"page_size[\"']?\s*[:=]\s*[\"']?(\d+)", "15"),
    ),
)

FAMILY = Family(
    name="vnpt_vportal",
    title="VNPT vPortal",
    marks=(
        Mark("html", "/desktopmodule/ui", 5),
        Mark("html", "uilistnews_default", 4),
        Mark("html", "article_category_id", 4),
        Mark("html", "articleheader", 3, r"class=[\"'][^\"']*\barticleheader\b"),
        Mark("html", "articlecontent", 2, r"class=[\"'][^\"']*\barticlecontent\b"),
        Mark("html", "postdate", 1, r"class=[\"'][^\"']*\bpostdate\b"),
        Mark("html", "/upload/", 1, r"/upload/\d{5,7}/\d{8}/"),
    ),
    layout=Layout(
        headline=(".ArticleHeader", ".Title"),
        published=(".PostDate", "div.date"),
        lead=(".ArticleSummary",),
        body=(".ArticleContent", ".news-content", "#news-content"),
        boilerplate=("div.relate-news", "div.box-relate"),
        links=(".UIListNews_Default .item a", ".list-news .item a"),
    ),
    paging=(_MORE, Paging("next-link")),
    article_url=(r"^/(?:[a-z0-9-]+/)*[a-z0-9-]+-\d{3,7}(?:\.html)?$",),
    case_insensitive_paths=True,
)
