"""Pieces of mark-up that all manners put together in their own ways: dates, menus, boxes, pages that are no article."""

from __future__ import annotations

from datetime import date, datetime
from html import escape

from crawler.sample_portal.content import Entry
from crawler.sample_portal.text import plain
from crawler.sample_portal.view import View

WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
CONTACT, ALBUM, LOGIN, SEARCH, LOST = "/lien-he", "/thu-vien-anh", "/dang-nhap", "/tim-kiem", "/gioi-thieu-cu"

_TEASER = 160


def day(value: datetime | date) -> str:
    """05/03/2026."""
    return f"{value.day:02}/{value.month:02}/{value.year}"


def clock(value: datetime | date) -> str:
    """08:30; empty for a day."""
    return f"{value.hour:02}:{value.minute:02}" if isinstance(value, datetime) else ""


def weekday(value: datetime | date) -> str:
    """Thứ năm."""
    return WEEKDAYS[value.weekday()]


def link_list(pairs: list[tuple[str, str]], item: str = "<li>{}</li>") -> str:
    """Links, (address, text), each in an item."""
    return "".join(item.format(f'<a href="{escape(href)}">{escape(text)}</a>') for href, text in pairs)


def counter(view: View) -> str:
    """The visitors' counter: another number at every visit."""
    return (
        '<div class="counter"><h3>Thống kê truy cập</h3><ul>'
        f"<li>Đang truy cập: <b>{view.visits % 37 + 3}</b></li><li>Hôm nay: {1200 + view.visits}</li>"
        f"<li>Tổng lượt truy cập: {1_486_220 + view.visits}</li></ul></div>"
    )


def today() -> str:
    """The clock in the page's head: no date of any article."""
    now = datetime.now().astimezone()
    return f"{weekday(now)}, {day(now)}"


def web_links() -> str:
    """The box of other sites that every portal has."""
    names = (
        "Cổng Thông tin điện tử tỉnh",
        "Cổng Dịch vụ công quốc gia",
        "Hội đồng nhân dân tỉnh",
        "Thanh tra tỉnh",
    )
    options = "".join(
        f'<option value="https://lienket{i}.example">{name}</option>' for i, name in enumerate(names)
    )
    return f'<select name="weblink"><option value="">-- Liên kết website --</option>{options}</select>'


def footer(view: View) -> str:
    """The body's address and the licence."""
    body = view.content.body
    return (
        f"<p>{escape(body.name.upper())}</p><p>Địa chỉ: {escape(body.address)}. Điện thoại: {body.phone}. "
        f"Email: {body.email}</p><p>Ghi rõ nguồn khi phát hành lại thông tin từ trang này. Giấy phép số "
        "21/GP-TTĐT ngày 14/8/2025.</p>"
    )


def other_pages(view: View) -> dict[str, tuple[str, str]]:
    """Pages that are no article, by path: title and main part."""
    body = view.content.body
    contact = (
        f"<h2>Liên hệ</h2><p>{escape(body.name)}</p><p>Địa chỉ: {escape(body.address)}</p>"
        f"<p>Điện thoại: {body.phone}</p><p>Email: {body.email}</p>"
        '<form action="/gui-lien-he" method="get"><label>Họ tên <input name="ho_ten"></label>'
        '<label>Nội dung <textarea name="noi_dung"></textarea></label><button>Gửi</button></form>'
    )
    shots = "".join(
        f'<li><a href="/hinh-anh/album-{n}.png"><img src="/hinh-anh/album-{n}.png" alt="Ảnh {n}"></a></li>'
        for n in range(1, 9)
    )
    login = (
        '<h2>Đăng nhập</h2><form action="/dang-nhap" method="post"><input name="user">'
        '<input name="pass" type="password"><button>Đăng nhập</button>'
        ' <a href="/dang-nhap?quen=1">Quên mật khẩu?</a></form>'
    )
    search = (
        '<h2>Tìm kiếm</h2><form action="/tim-kiem"><input name="q"><button>Tìm</button></form>'
        "<p>Nhập từ khóa để tìm trong các tin, bài và văn bản đã đăng.</p>"
    )
    return {
        CONTACT: ("Liên hệ", contact),
        ALBUM: ("Thư viện ảnh", f'<h2>Thư viện ảnh</h2><ul class="album">{shots}</ul>'),
        LOGIN: ("Đăng nhập", login),
        SEARCH: ("Tìm kiếm", search),
    }


NOT_FOUND = (
    "<h2>Không tìm thấy trang</h2><p>Trang bạn yêu cầu không tồn tại hoặc đã bị xóa. Vui lòng quay lại "
    '<a href="/">trang chủ</a>.</p>'
)


def menu(view: View, listings: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The main menu: the sections, then pages that are no article; one of them is gone and answers 200."""
    return [
        ("/", "Trang chủ"), *listings, (ALBUM, "Thư viện ảnh"), (CONTACT, "Liên hệ"), (SEARCH, "Tìm kiếm"),
        (LOST, "Giới thiệu"), (LOGIN, "Đăng nhập"),
    ]  # fmt: skip


def teaser(entry: Entry) -> str:
    """What a listing shows of an article: the beginning of its lead or text."""
    text = entry.lead or plain(entry.text).partition("\n")[0]
    return f"{text[:_TEASER].rpartition(' ')[0]}..." if len(text) > _TEASER else text


def date_line(entry: Entry, made: str) -> str:
    """The date as printed: the article's own spelling, or the manner's."""
    return entry.shown if entry.shown is not None else made
