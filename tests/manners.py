"""The marks of each CMS, in as few words as bear them: an address and a source of our own."""

MANNERS: dict[str, tuple[str, str]] = {
    "vnpt_vportal": (
        "http://a.vn/kinh-te",
        '<div class="UIListNews_Default"><div class="item"><a href="/kinh-te/ho-tro-132456">Hỗ trợ</a></div>'
        '<script>$.post("/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle",'
        "{article_category_id: 12, site_id: 4, page: 2})</script>",
    ),
    "vnpt_sharepoint": (
        "http://a.vn/Pages/tin.aspx",
        '<form name="aspnetForm"><script src="/_layouts/1066/init.js"></script>'
        '<div id="ctl00_m_g_pnListNews"><h3><a href="/vn/tin-tuc/1/a.aspx">Tin</a></h3></div>'
        '<div id="divArticleDescription2">Bài</div></form>',
    ),
    "sharepoint_tandan": (
        "http://a.vn/portal/Pages/2024-1-2/bai.aspx",
        '<form id="aspnetForm"><link href="/_layouts/15/style.css">'
        '<p class="tandan-p-article-news-title">Bài</p></form>',
    ),
    "sharepoint": (
        "http://a.vn/Pages/default.aspx",
        '<meta name="GENERATOR" content="Microsoft SharePoint"><form id="aspnetForm" action="/_layouts/x">',
    ),
    "liferay": (
        "http://a.vn/web/guest/-/bai",
        '<body class="aui ltr"><link class="lfr-css-file" href="/x.css"><div id="p_p_id_101_">'
        '<div class="portlet-body"><div class="journal-content-article">Bài</div></div></div>',
    ),
    "liferay_dxp": (
        "http://a.vn/w/bai",
        '<link class="lfr-css-file" data-senna-track="temporary" href="/o/frontend-css-web/main.css">'
        "<script>Liferay.ThemeDisplay={};Liferay.Loader.define()</script>",
    ),
    "nukeviet": (
        "http://a.vn/vi/news/tin/bai-12.html",
        '<meta name="generator" content="NukeViet v4.5"><div id="news-bodyhtml">Bài</div>',
    ),
    "nukeviet_egov": (
        "http://a.vn/vi/news/tin/bai-12.html",
        '<meta name="generator" content="NukeViet eGov v1.2.02"><link href="/themes/egov/css/style.css">',
    ),
    "dnn": (
        "http://a.vn/tabid/12/Default.aspx",
        '<div id="dnn_ctr401_ModuleContent"><img src="/Portals/0/a.png"></div><input name="__dnnVariable">',
    ),
    "wordpress": (
        "http://a.vn/2024/05/06/bai/",
        '<link href="/wp-content/themes/t/style.css"><script src="/wp-includes/js/jquery.js"></script>',
    ),
    "drupal": (
        "http://a.vn/node/12",
        '<meta name="Generator" content="Drupal 9"><img src="/sites/default/files/a.png">',
    ),
    "joomla": (
        "http://a.vn/index.php/tin/12-bai",
        '<meta name="generator" content="Joomla! - Open Source Content Management">'
        '<script src="/media/jui/js/jquery.js"></script><div class="item-page">Bài</div>',
    ),
    "websphere": ("http://a.vn/wps/portal/Home", '<a href="/wps/portal/Home/tin?MOD=AJPERES">Tin</a>'),
    "vhv": (
        "http://a.vn/tin/bai.html",
        '<div id="module12" class="ModuleWrapper" moduleRootId="3"></div><script>VHV.using("x")</script>',
    ),
    "vccorp": (
        "http://a.vn/bai-102240425094504794.htm",
        '<div class="detail-content afcbc-body" data-role="content"><div class="VCSortableInPreviewMode">',
    ),
    "numeric_path": (
        "http://a.vn/1446/38995/68251/637244/tin/bai",
        '<img src="/SiteFolders/a/1.png"><a href="/1446/38995/68251/637245/tin/bai-2">Bài</a>',
    ),
    "threecms": ("http://a.vn/3cms/bai.htm", '<img src="/3cms/upload/a/1.png">'),
    "vtechcom": (
        "http://a.vn/chuyen-muc/tin-a3.html",
        '<img src="/UploadFiles/TinTuc/2021/6/21/a.png">HueCIT',
    ),
    "zce": (
        "http://a.vn/bai-post12.html",
        '<h1 class="article__title cms-title">Bài</h1><div class="article__body zce-content-body cms-body">',
    ),
    "umbraco": (
        "http://a.vn/tin/bai",
        '<img src="/media/5011/3.png?anchor=center&amp;mode=crop&amp;w=2"><script src="/App_Plugins/x.js">',
    ),
    "ckan": (
        "http://a.vn/dataset/",
        '<meta name="generator" content="ckan 2.9.5"><h2 class="dataset-heading"><a href="/dataset/a">A</a>',
    ),
}
