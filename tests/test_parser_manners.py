"""One article of our own in the manners of a dozen systems: each slot comes out of each of them."""
# ruff: noqa: E501 - the markup stands in lines as pages have it

from __future__ import annotations

from datetime import datetime

import pytest

from archive.records import Article
from crawler.layout import Layout
from crawler.parser import Page, Refusal, read, read_page

HEADLINE = "Sở Xây dựng tổ chức hội nghị triển khai quy hoạch đô thị năm 2023"
URL = "https://soxaydung.example.gov.vn/tin-tuc/so-xay-dung-to-chuc-hoi-nghi-trien-khai-quy-hoach-do-thi-nam-2023-4711.html"
LEAD = "Sáng 12/3, Sở Xây dựng tổ chức hội nghị triển khai nhiệm vụ quy hoạch đô thị năm 2023 cho các huyện, thành phố trong tỉnh."
ONE = (
    "Tham dự hội nghị có lãnh đạo Sở, đại diện các phòng chuyên môn và phòng kinh tế hạ tầng của các huyện, thành phố. "
    "Theo báo cáo, năm qua toàn tỉnh đã lập và phê duyệt 17 đồ án quy hoạch phân khu."
)
TWO = (
    "Phát biểu tại hội nghị, Giám đốc Sở yêu cầu các địa phương rà soát những đồ án chậm tiến độ, công khai quy hoạch "
    "đã duyệt để người dân giám sát và hoàn thành việc cắm mốc trước ngày 30/6/2023."
)
THREE = (
    "Hội nghị cũng thảo luận về kinh phí lập quy hoạch, nhân lực của các phòng quản lý đô thị và việc số hóa bản đồ "
    "trong thời gian tới./."
)
MENU = "".join(
    f'<li><a href="/muc-{n}">{name}</a></li>'
    for n, name in enumerate(
        ("Trang chủ", "Giới thiệu", "Tin tức sự kiện", "Văn bản", "Thủ tục hành chính", "Liên hệ")
    )
)
RELATED = "".join(
    f'<li><a href="/tin-tuc/tin-cu-{n}.html">Kiểm tra công tác quản lý trật tự xây dựng tại huyện số {n}</a> <span>(0{n}/02/2023)</span></li>'
    for n in range(1, 7)
)
FOOT = "<p>Địa chỉ: Số 1 đường Hùng Vương, thành phố. Điện thoại: 0123 456 789. Ghi rõ nguồn khi phát hành lại thông tin từ trang này.</p>"
SITE = "Cổng thông tin điện tử Sở Xây dựng"


def paragraphs(template: str = "<p>{}</p>") -> str:
    return "\n".join(template.format(text) for text in (ONE, TWO, THREE))


MANNERS = {
    "nukeviet": f"""<title>{HEADLINE}</title><meta property="og:title" content="{HEADLINE}"><body><nav><ul>{MENU}</ul></nav>
<div class="news_column panel"><h1 class="title margin-bottom-lg">{HEADLINE}</h1><div class="row"><span class="h5">Thứ hai - 13/03/2023 08:15</span></div>
<div id="news-bodyhtml" class="bodytext"><div class="hometext">{LEAD}</div>{paragraphs()}</div>
<p class="h5 text-right"><strong>Tác giả: </strong>Lê Minh Hà</p></div>
<p>Tổng số điểm của bài viết là: 5 trong 1 đánh giá</p><p><strong>Những tin cũ hơn</strong></p><ul>{RELATED}</ul><footer>{FOOT}</footer>""",
    "sharepoint": f"""<title>{SITE}</title><body><form id="aspnetForm"><div>Hôm nay, Thứ ba, 21/03/2023 10:00</div><ul class="ms-core">{MENU}</ul>
<div class="tandan-p-article-news"><p class="tandan-p-article-news-title">{HEADLINE}</p><span class="tandan-span-date-publish">Đăng ngày 13/03/2023 08:15</span>
<p class="tandan-p-article-news-summary">{LEAD}</p><div class="ms-rtestate-field">{paragraphs('<p style="text-align:justify"><span style="font-size:14pt">{}</span></p>')}
<p style="text-align:right"><strong>Lê Minh Hà</strong></p></div></div>
<div class="tandan-div-article-other"><h3>Tin khác</h3><ul>{RELATED}</ul></div>{FOOT}</form>""",
    "table-and-br": f"""<title>{SITE}</title><body><table width=100%><tr><td><table><tr><td><ul>{MENU}</ul></td></tr></table></td>
<td><table><tr><td><b>{HEADLINE}</b></td></tr><tr><td><i>(Cập nhật lúc: 08:15 13/03/2023)</i></td></tr>
<tr><td><b>{LEAD}</b><br><br>{ONE}<br><br>{TWO}<br><br>{THREE}<br><br><div align=right><b>Lê Minh Hà</b></div></td></tr>
<tr><td><b>Các tin khác:</b><br>{RELATED}</td></tr></table></td></tr></table>{FOOT}""",
    "joomla": f"""<title>{HEADLINE} - {SITE}</title><body class="com_content"><ul class="nav menu">{MENU}</ul><div class="item-page" itemscope>
<div class="page-header"><h2 itemprop="headline">{HEADLINE}</h2></div><dl class="article-info"><dd class="published">Ngày đăng: <time datetime="2023-03-13T08:15:00+07:00">13 Tháng 3 2023 08:15</time></dd>
<dd class="hits">Lượt xem: 231</dd></dl><div itemprop="articleBody"><p><strong>{LEAD}</strong></p>{paragraphs('<p class="MsoNormal"><span>{}<o:p></o:p></span></p>')}
<p style="text-align: right;"><em>Lê Minh Hà</em></p></div><ul class="pager"><li><a href="/a">Trang trước</a></li></ul></div>{FOOT}""",
    "wordpress": f"""<title>{HEADLINE} | {SITE}</title><meta property="article:published_time" content="2023-03-13T01:15:00+00:00"><meta property="og:type" content="article">
<body class="single-post"><header><ul class="menu">{MENU}</ul></header><article class="post"><h1 class="entry-title">{HEADLINE}</h1>
<div class="entry-content"><p><strong>{LEAD}</strong></p>{paragraphs()}<p><strong>Lê Minh Hà</strong></p>
<div class="sharedaddy"><h3>Chia sẻ:</h3><ul><li><a href="#">Facebook</a></li></ul></div></div></article>
<aside class="sidebar widget-area"><h2>Bài viết mới</h2><ul>{RELATED}</ul></aside><footer>{FOOT}</footer>""",
    "dnn": f"""<title>{SITE}</title><body><form id="Form" method="post"><div id="dnn_menu"><ul>{MENU}</ul></div><div class="DnnModule DnnModule-ViewNews"><div class="Normal">
<span id="dnn_ctr512_lblTitle" class="TieuDe">{HEADLINE}</span><br><span class="NgayDang">Thứ Hai, 13/3/2023 | 08:15</span>
<div class="MoTa">{LEAD}</div><div class="NoiDung"><div>{ONE}</div><div>{TWO}</div><div>{THREE}</div></div><div class="TacGia">Lê Minh Hà</div></div></div>
<div>Các tin đã đưa</div><ul>{RELATED}</ul>{FOOT}</form>""",
    "newspaper": f"""<title>{HEADLINE}</title><meta property="og:title" content="{HEADLINE}"><body><header class="site-header"><div class="clock">Thứ Ba, 21/03/2023 10:02</div><ul>{MENU}</ul></header>
<div class="article"><h1 class="article__title cms-title">{HEADLINE}</h1><div class="article__meta"><span class="author">Lê Minh Hà</span> <time class="time">13/03/2023 08:15 (GMT+7)</time></div>
<div class="article__sapo cms-desc">{LEAD}</div><div class="article__body zce-content-body cms-body">{paragraphs()}
<table class="picture"><tr><td><img src="/a.jpg"></td></tr><tr><td class="caption">Quang cảnh hội nghị.</td></tr></table>
<div class="article-relate"><a href="/b">Thêm ba đồ án quy hoạch được phê duyệt</a></div></div>
<div class="article__tag"><a href="/t/1">quy hoạch</a><a href="/t/2">đô thị</a></div></div><div class="timeline">{RELATED}</div><footer>{FOOT}</footer>""",
}


@pytest.fixture(params=sorted(MANNERS))
def article(request: pytest.FixtureRequest) -> Article:
    found = read(MANNERS[request.param].encode(), URL)
    assert found is not None
    return found


def test_headline_date_and_byline(article: Article) -> None:
    assert article.headline == HEADLINE
    assert article.published_at == datetime.fromisoformat("2023-03-13T08:15:00+07:00")
    assert article.published_precision == "minute"
    assert article.byline is not None
    assert article.authors == ("Lê Minh Hà",)


def test_the_body_holds_the_text_and_nothing_else(article: Article) -> None:
    assert [part for part in article.body.split("\n\n") if part != LEAD] == [ONE, TWO, THREE]
    assert LEAD in (article.lead or "") or article.body.startswith(LEAD)


def test_each_slot_says_which_rule_won(article: Article) -> None:
    assert {item.slot for item in article.evidence} == {"headline", "published_at", "byline", "body"}


def test_pictures_in_a_layout_table_give_captions() -> None:
    found = read(MANNERS["newspaper"].encode(), URL)
    assert found is not None
    assert found.captions == ("Quang cảnh hội nghị.",)
    assert [image.url for image in found.images] == ["https://soxaydung.example.gov.vn/a.jpg"]


def test_a_notice_is_a_headline_and_its_attachment() -> None:
    page = f"""<title>{SITE}</title><body><ul>{MENU}</ul><div class="detail"><h1>{HEADLINE}</h1><div class="date">13/03/2023</div>
    <p>Xem file đính kèm: <a href="/upload/78-TB.pdf">78-TB.pdf</a></p></div><h3>Tin khác</h3><ul>{RELATED}</ul>{FOOT}"""
    found = read(page.encode(), URL)
    assert found is not None
    assert (found.headline, found.published_precision) == (HEADLINE, "day")
    assert [a.url for a in found.attachments] == ["https://soxaydung.example.gov.vn/upload/78-TB.pdf"]


ITEMS = "".join(
    f'<div class="item"><h3><a href="/tin-{n}.html">Kiểm tra công tác quản lý trật tự xây dựng tại huyện số {n}</a></h3>'
    f'<span class="date">1{n}/02/2023</span><p>{ONE[:150]}...</p></div>'
    for n in range(8)
)


@pytest.mark.parametrize(
    ("reason", "url", "markup"),
    [
        ("home", "https://a.example.gov.vn/", MANNERS["nukeviet"]),
        (
            "listing",
            "https://a.example.gov.vn/tin-tuc",
            f"<title>Tin tức</title><body><h1>Tin tức sự kiện</h1>{ITEMS}",
        ),
        (
            "login",
            "https://a.example.gov.vn/dang-nhap",
            "<title>Đăng nhập</title><body><h1>Đăng nhập</h1><p>Tên</p>",
        ),
        (
            "soft-404",
            "https://a.example.gov.vn/x-1",
            "<title>Không tìm thấy trang</title><body><h1>Lỗi 404</h1><p>a</p>",
        ),
        (
            "contact",
            "https://a.example.gov.vn/lien-he",
            f"<title>Liên hệ</title><body><h1>Liên hệ</h1>{FOOT}",
        ),
        ("menu-page", "https://a.example.gov.vn/chuc-nang", f"<h1>Chức năng, nhiệm vụ</h1>{paragraphs()}"),
        ("not-html", "https://a.example.gov.vn/a", "%PDF-1.4 và các thứ khác"),
    ],
)
def test_what_is_no_article_is_refused_by_name(reason: str, url: str, markup: str) -> None:
    outcome = read_page(Page.parse(markup.encode(), url))
    assert isinstance(outcome, Refusal)
    assert outcome.reason == reason


def test_text_for_old_fonts_is_turned_into_unicode() -> None:
    old = "Së X©y dùng th«ng b¸o vÒ viÖc tuyÓn dông viªn chøc n¨m 2009 t¹i c¸c ®¬n vÞ trùc thuéc"
    page = f"<title>{old}</title><body><h1>{old}</h1><p>13/03/2009</p>" + f"<p>{old} {old} {old}.</p>" * 3
    found = read(page.encode(), "http://a.example.gov.vn/thong-bao-1.html")
    assert found is not None
    assert (
        found.headline
        == "Sở Xây dựng thông báo về việc tuyển dụng viên chức năm 2009 tại các đơn vị trực thuộc"
    )
    assert "tcvn3" in found.flags


BARE = {
    "divs": "<title>{site}</title><body><div><div>{head}</div><div>13/03/2023 08:15</div><div>{lead}</div><div>{one}</div>"
    "<div>{two}</div><div>{three}</div><div>Nguyễn Hiền - Sở TTTT Thanh Hóa</div></div>{side}",
    "br": "<title>{site}</title><body><table><tr><td><font size=4>{head}</font><br>13/03/2023 08:15<br><b>{lead}</b><br>{one}"
    "<br><br>{two}<br><br>{three}<br>Nguyễn Hiền - Sở TTTT Thanh Hóa</td><td>{side}</td></tr></table>",
}
SIDE = """<div><h3><a href="/dvc">Cổng dịch vụ công Quốc Gia</a></h3><p>Những thông tin thủ tục hành chính khai báo online tại đây</p>
<a href="/x">Xem chi tiết</a></div><p>Doanh nghiệp</p><a href="#">Top</a>"""


@pytest.mark.parametrize("name", sorted(BARE))
def test_markup_without_a_single_name_is_read(name: str) -> None:
    page = BARE[name].format(site=SITE, head=HEADLINE, lead=LEAD, one=ONE, two=TWO, three=THREE, side=SIDE)
    found = read(page.encode(), "http://a.example.gov.vn/chi-tiet?id=4711")
    assert found is not None
    assert found.headline == HEADLINE
    assert found.published_at == datetime.fromisoformat("2023-03-13T08:15:00+07:00")
    assert (found.authors, found.source) == (("Nguyễn Hiền",), "Sở TTTT Thanh Hóa")
    assert [*filter(None, [found.lead]), *found.body.split("\n\n")] == [LEAD, ONE, TWO, THREE]


def test_a_headline_that_only_the_title_says_loses_the_name_of_the_site() -> None:
    page = f"<title>{HEADLINE} - {SITE}</title><body><ul>{MENU}</ul><div><div>13/03/2023</div>{paragraphs()}</div>{FOOT}"
    found = read(page.encode(), "http://a.example.gov.vn/chi-tiet?id=4711")
    assert found is not None
    assert found.headline == HEADLINE
    assert found.body.split("\n\n") == [ONE, TWO, THREE]


def test_a_layout_is_a_hint_and_no_condition() -> None:
    page = Page.parse(MANNERS["dnn"].encode(), URL)
    told = read_page(page, layout=Layout(headline=(".TieuDe",), body=(".NoiDung",), published=(".NgayDang",)))
    wrong = read_page(page, layout=Layout(headline=(".none",), body=("#dnn_menu",), published=("ul",)))
    assert isinstance(told, Article)
    assert isinstance(wrong, Article)
    assert (told.headline, told.body, told.published_at) == (wrong.headline, wrong.body, wrong.published_at)
    assert [item.rule for item in told.evidence if item.slot == "body"] == ["layout:div"]


def test_names_of_the_whole_page_do_not_speak_of_the_article() -> None:
    inner = MANNERS["wordpress"].split('<body class="single-post">')[1]
    head = MANNERS["wordpress"].split("<body")[0]
    page = f'{head}<body class="menu-open"><div class="page has-sidebar popup-ready"><div class="content">{inner}</div></div>'
    found = read(page.encode(), URL)
    assert found is not None
    assert found.headline == HEADLINE
    assert [*filter(None, [found.lead]), *found.body.split("\n\n")] == [LEAD, ONE, TWO, THREE]
    assert found.byline == "Lê Minh Hà"


def test_teasers_behind_the_text_are_cut_off() -> None:
    teasers = "".join(
        f'<div><a href="/t{n}.html">Kiểm tra trật tự xây dựng tại huyện số {n} trong quý</a><div>Đoàn kiểm tra của Sở đã '
        f"làm việc với huyện số {n} về công tác quản lý trật tự xây dựng.</div></div>"
        for n in range(5)
    )
    page = f"<title>{SITE}</title><body><div class=main><h2>{HEADLINE}</h2><span>13/03/2023 08:15</span>{paragraphs()}{teasers}</div>"
    found = read(page.encode(), "http://a.example.gov.vn/chi-tiet?id=4711")
    assert found is not None
    assert found.body.split("\n\n") == [ONE, TWO, THREE]


def test_the_clock_of_the_page_head_is_no_date_of_the_article() -> None:
    page = f"<title>{HEADLINE}</title><body><div>Thứ Ba, ngày 21/03/2023</div><ul>{MENU}</ul><h1>{HEADLINE}</h1>{paragraphs()}"
    found = read(page.encode(), "http://a.example.gov.vn/chi-tiet?id=4711")
    assert found is not None
    assert found.published_at is None


def test_no_text_holds_what_nobody_sees() -> None:
    """A control character steers a terminal, a bidi one turns what is read."""
    unseen = "&#27;[2J &#155;&#8238;&#8294;&#8203;"
    page = f"""<html><head><title>Xã Tân Phú trồng {unseen}rừng ven sông</title></head><body>
    <h1>Xã Tân Phú trồng {unseen}rừng ven sông</h1><p class="date">Ngày đăng: 12/05/2024 08:30</p>
    <div class="content"><p class="sapo"><strong>Sáng nay{unseen}, hơn trăm người dân xã Tân Phú ra quân.</strong></p>
    <p>Năm nghìn cây bần {unseen}được trồng dọc hai bờ sông, nơi ba mùa lũ vừa qua đã cuốn đi gần hai héc ta đất.</p>
    <p>Chủ tịch xã cho biết mỗi hộ{unseen} nhận chăm năm mươi cây trong ba năm đầu, đến khi rễ giữ được đất.</p>
    <p style="text-align:right"><strong>Lê {unseen}Hoài Nam</strong></p></div></body></html>"""
    found = read(page.encode(), "http://example.vn/tin/trong-rung-1234.html")
    assert found is not None
    seen = "\n".join([found.headline, found.lead or "", found.body, found.byline or "", *found.authors])
    assert "bần" in seen
    assert not [ascii(char) for char in seen if char != "\n" and not char.isprintable()]


def test_the_home_page_is_no_section() -> None:
    page = """<html><body><div class="dd_chuyenmuc"><span><a href="/">Trang chủ</a></span>
    <span class="tintuc"><p>Báo chí - Xuất bản</p></span></div>
    <h1>Hội báo xuân Tân Phú mở cửa từ mùng ba Tết</h1><div class="date">12/02/2024 08:30</div>
    <div class="content"><p>Gần bốn trăm ấn phẩm của ba mươi hai tòa soạn được bày tại nhà văn hóa xã trong năm ngày.</p>
    <p>Người xem được đọc tại chỗ, trẻ em được tặng báo cũ để cắt dán, và chiều nào cũng có một buổi trò chuyện.</p>
    </div></body></html>"""
    found = read(page.encode(), "http://example.vn/bao-chi/hoi-bao-xuan-1234.html")
    assert found is not None
    assert found.section == "Báo chí - Xuất bản"
