"""The manners that random pages are made of: what each part of a page may be marked up as."""

# ruff: noqa: E501 -- pieces of markup are easier to compare when each is one line

from __future__ import annotations

from collections.abc import Callable

from crawler.parser.wording import slug

SITE = "Sở Khoa học và Công nghệ tỉnh Vân Sơn"
SECTIONS = ("Tin tức - Sự kiện", "Hoạt động của Sở", "Thông báo", "Tin trong tỉnh")
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
NAMES = (
    "Lò Văn Inh",
    "Mai Khôi",
    "Thùy Trang",
    "Nguyễn Thị Bích Ngọc",
    "Trần Quốc Tuấn",
    "H.T.",
    "Hà Linh - Văn Nam",
)
HEADLINES: dict[str, str] = {
    "h1": "<h1>{}</h1>",
    "h2 title": '<h2 class="title-detail">{}</h2>',
    "h3": "<h3>{}</h3>",
    "h4 linked": '<h4><a href="{url}">{}</a></h4>',
    "div title": '<div class="tieu-de">{}</div>',
    "span b": '<span class="tt"><b>{}</b></span><br>',
    "p Title": '<p class="Title">{}</p>',
    "p strong": "<p><strong>{}</strong></p>",
    "td heading": '<table width="100%"><tr><td class="contentheading">{}</td></tr></table>',
    "div unnamed": "<div>{}</div>",
    "span id": '<span id="ctl00_ContentPlaceHolder1_lblTieuDe">{}</span><br>',
}
TITLES: dict[str, str] = {
    "headline": "{0}",
    "headline - site": "{0} - {1}",
    "site": "{1}",
    "section - site": "{2} | {1}",
}
DATES: dict[str, str] = {
    "weekday comma": "{w}, {t:%d/%m/%Y} {t:%H:%M}",
    "weekday bar": "{w}, ngày {t:%d/%m/%Y} | {t:%H:%M}",
    "label": "Ngày đăng: {t:%d/%m/%Y}",
    "label time": "Đăng lúc: {t:%H:%M}, {t:%d/%m/%Y}",
    "views": "{t:%d/%m/%Y %H:%M} | Lượt xem: 1.204",
    "dash": "{t:%d-%m-%Y}",
    "am pm": "{t:%d/%m/%Y} {t:%I:%M:%S} {m}",
    "words": "Ngày {t.day} tháng {t.month} năm {t.year}",
    "in brackets": "({t:%d/%m/%Y %H:%M})",
    "hour first": "{t.hour}h{t:%M} ngày {t:%d/%m/%Y}",
    "updated": "Cập nhật: {t:%H:%M} {t:%d/%m/%Y}",
}
DAY_ONLY = ("label", "dash", "words")
PARAGRAPHS: dict[str, Callable[[list[str]], str]] = {
    "p": lambda ps: "".join(f"<p>{p}</p>\n" for p in ps),
    "div": lambda ps: "".join(f'<div style="text-align: justify;">{p}</div>' for p in ps),
    "br": lambda ps: "<br><br>\n".join(ps),
    "word": lambda ps: "".join(
        f'<p class="MsoNormal"><span style="font-size:14pt">{p}<o:p></o:p></span></p>' for p in ps
    ),
    "nbsp br": lambda ps: "<br />".join(f"&nbsp;&nbsp;&nbsp; {p}" for p in ps),
    "span p": lambda ps: "".join(
        f"<p><span>{p[: len(p) // 2]}</span><font>{p[len(p) // 2 :]}</font></p>" for p in ps
    ),
}
BOXES: dict[str, str] = {
    "named": '<div id="content-detail" class="noidung">{}</div>',
    "unnamed": "<div>{}</div>",
    "td": '<table border="0"><tr><td colspan="2">{}</td></tr></table>',
    "article": "<article>{}</article>",
    "nested": '<div class="box"><div><div class="inner">{}</div></div></div>',
    "bare": "{}",
}
RELATED: dict[str, str] = {
    "none": "",
    "ul": '<div class="other"><h3>Tin liên quan</h3><ul>{}</ul></div>',
    "unnamed table": "<table><tr><td><b>Các tin khác:</b></td></tr><tr><td>{}</td></tr></table>",
    "teasers": "<div><h4>Tin cùng chuyên mục</h4>{}</div>",
}
RELATED_ROWS = {"ul": "<li>{link} <span>({day})</span></li>", "unnamed table": "• {link} ({day})<br>",
                "teasers": "<div><h5>{link}</h5><p>{lead}</p></div>", "none": ""}  # fmt: skip
SIDES: dict[str, str] = {
    "none": "",
    "links": "<li>{link}</li>",
    "teasers": "<div><h4>{link}</h4><p>{lead}</p></div>",
    "documents": "<li><b>128/QĐ-UBND</b><br>Về việc: {lead}<br><i>Ngày ban hành: {day}</i></li>",
    "dated": "<div>{link}<span>{day}</span></div>",
}
MENU = "".join(f'<li><a href="/{slug(name)}">{name}</a></li>' for name in
               ("Trang chủ", "Giới thiệu", "Tin tức - Sự kiện", "Văn bản", "Thủ tục hành chính", "Hỏi đáp", "Liên hệ"))  # fmt: skip
CLOCKS = {"none": "", "today": '<div class="top">Hôm nay, Thứ Ba, 24/11/2026</div>',
          "date and time": "<span>Thứ Ba, 24/11/2026 - 9:15:20</span>"}  # fmt: skip
FOOT = (f"<div>{SITE}<br>Địa chỉ: 02 Lý Thường Kiệt, phường Trung Tâm<br>Giấy phép số 45/GP-TTĐT ngày 19/3/2021<br>"
        "Ghi rõ nguồn khi phát hành lại thông tin từ trang này.</div>")  # fmt: skip
LEADS = {"none": "", "sapo": '<p class="sapo">{}</p>', "bold": "<p><strong>{}</strong></p>", "div": "<div>{}</div>",
         "in body": "<p>{}</p>"}  # fmt: skip
BYLINES = {"none": "", "right bold": '<p style="text-align:right"><strong>{}</strong></p>', "plain": "<p>{}</p>",
           "author block": '<div class="author">{}</div>', "italic": "<p><em>{}</em></p>",
           "label": "<p>Tác giả: {}</p>", "source": "<p>Nguồn: Báo Vân Sơn</p>",
           "brackets": "<p>(Theo Báo Vân Sơn)</p>"}  # fmt: skip
IMAGES = {
    "none": "",
    "figure": '<figure><img src="/upload/anh.jpg"><figcaption>{}</figcaption></figure>',
    "centred": '<p style="text-align:center"><img src="/upload/anh.jpg"></p><p style="text-align:center"><em>{}</em></p>',
    "table": '<table align="center"><tr><td><img src="/upload/anh.jpg"></td></tr><tr><td>{}</td></tr></table>',
}
TOOLS = {"none": "", "share": "<div>Chia sẻ: <a href='#'>Facebook</a> <a href='#'>Zalo</a></div>",
         "print": "<p><a href='javascript:print()'>In bài viết</a> | <a href='#'>Gửi email</a></p>",
         "rating": "<div>Đánh giá bài viết: <span>Tổng số điểm: 0 trong 0 đánh giá</span></div>"}  # fmt: skip
SHELLS = {
    "divs": "<div class='header'>{clock}<ul>{menu}</ul></div><div class='row'><div class='col-8'>{core}</div>"
    "<div class='col-4'>{side}</div></div><div class='foot'>{foot}</div>",
    "side first": "<div>{clock}<ul>{menu}</ul></div><div><div class='left'>{side}</div><div class='center'>{core}</div></div>{foot}",
    "tables": "<table><tr><td>{clock}</td></tr><tr><td><table><tr><td><ul>{menu}</ul>{side}</td><td>{core}</td></tr></table>"
    "</td></tr><tr><td>{foot}</td></tr></table>",
    "form": "<form id='aspnetForm'><div>{clock}</div><div>{menu}</div><div class='main'>{core}</div><div>{side}</div><div>{foot}</div></form>",
    "crumbs": "<ul>{menu}</ul>{clock}<div class='a'><div class='b'><a href='/'>Trang chủ</a> » <a href='/tin-tuc'>Tin tức</a></div>"
    "<h3>Tin tức - Sự kiện</h3>{core}</div><div class='c'>{side}</div><footer>{foot}</footer>",
}
MIDDLE: dict[str, str] = {
    "none": "",
    "see also": '<p>>> Xem thêm: <a href="/tin/{slug}.html">{headline}</a></p>',
    "box": '<div class="box-rel"><b>Tin liên quan</b><ul><li><a href="/tin/{slug}.html">{headline}</a></li></ul></div>',
    "unnamed link": '<div><a href="/tin/{slug}.html">{headline}</a><p>{lead}</p></div>',
    "advert": "<div>Quảng cáo</div><script>var a = 1;</script>",
}
TABLES: dict[str, str] = {
    "none": "",
    "data": "<table border=1><tr><th>STT</th><th>Đơn vị</th><th>Kết quả</th></tr><tr><td>1</td><td>Xã Phú Lâm</td><td>96,5</td></tr>"
    "<tr><td>2</td><td>Xã Tân Hòa</td><td>94,1</td></tr></table>",
}
TABLE_TEXT = "STT | Đơn vị | Kết quả\n\n1 | Xã Phú Lâm | 96,5\n\n2 | Xã Tân Hòa | 94,1"
FILES: dict[str, str] = {
    "none": "",
    "list": '<div>Tệp đính kèm:<ul><li><a href="/upload/kem-theo-12.pdf">Quyết định kèm theo.pdf</a></li></ul></div>',
    "line": '<p><a href="/upload/kem-theo-12.pdf">Tải về</a></p>',
}
COMMENTS: dict[str, str] = {
    "none": "",
    "two": "<div><h3>Ý kiến bạn đọc (2)</h3><div><b>Lò Thị Mây</b> <span>12/10/2025 08:15</span><p>Bài viết rất đúng với thực tế ở xã tôi, "
    "mong các cấp quan tâm hơn nữa đến bà con vùng cao trong thời gian tới.</p></div><div><b>Hoàng</b> <span>13/10/2025</span>"
    "<p>Tôi đồng ý với bạn, ở chỗ tôi cũng đang vướng đúng những chuyện mà bài báo đã nêu.</p></div></div>",
    "form": "<div>Gửi bình luận<form><textarea></textarea><input type=submit value='Gửi'></form></div>",
}
ROWS: dict[str, str] = {
    "teasers": "<div class=item><h3>{link}</h3><span>{day}</span><p>{lead}</p></div>",
    "unnamed teasers": "<div>{link}<br>{lead}</div>",
    "links": "<li>{link} <i>({day})</i></li>",
    "table": "<table><tr><td><img src=/a.jpg></td><td>{link}<br>{day}<br>{lead}</td></tr></table>",
    "date first": "<p>{day}</p><p><b>{link}</b></p><p>{lead}</p>",
    "more": "<div><h4>{link}</h4><p>{lead}</p><a href=/x>Xem chi tiết</a></div>",
}
