"""Pages put together at random from the manners of portals: where headline, date, byline and text stand, and in what.

Each page is made of the words of a test page and of one choice for each part; what a reader should get out of it follows
from the choices. All text is the project's own.
"""

# ruff: noqa: E501 -- pieces of markup are easier to compare when each is one line

from __future__ import annotations

import html
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

from crawler.parser.wording import slug

PAGES = Path(__file__).resolve().parents[1] / "pages"
VIETNAM = timezone(timedelta(hours=7))
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


@dataclass(frozen=True, slots=True)
class Words:
    """What one page says: a test page's headline, lead and paragraphs, and headlines and leads of others."""

    headline: str
    lead: str
    paragraphs: tuple[str, ...]
    others: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Made:
    """One page: its bytes, address, what should be read, and the manner chosen for each part."""

    html: str = ""
    url: str = ""
    headline: str = ""
    body: str = ""
    published: datetime | None = None
    minute: bool = False
    byline: str | None = None
    caption: str | None = None
    manner: dict[str, str] = field(default_factory=dict)


def words_of(chance: random.Random, known: list[dict[str, str]]) -> Words:
    """The words of one page, chosen from the known articles."""
    page, *rest = chance.sample(known, 14)
    others = tuple(
        (other["headline"], other["lead"] or other["body"].split("\n\n")[0][:160]) for other in rest
    )
    return Words(page["headline"], page["lead"] or "", tuple(page["body"].split("\n\n")), others)


def known_articles() -> list[dict[str, str]]:
    """The test pages' articles with at least two paragraphs of plain text, as their JSON says them."""
    found = [json.loads(path.read_text("utf-8")) for path in sorted(PAGES.glob("*/*.json"))]
    return [
        page
        for page in found
        if page["kind"] == "article" and page["body"].count("\n\n") >= 1 and " | " not in page["body"] and page["body"].count("\n") % 2 == 0
    ]  # fmt: skip


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
    "span id": '<span id="ctl00_ContentPlaceHolder1_lblTieuDe">{}</span>',
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


def _links(others: tuple[tuple[str, str], ...], chance: random.Random, form: str) -> str:
    rows = []
    for number, (headline, lead) in enumerate(others):
        day = f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/2025"
        link = f'<a href="/tin/{slug(headline)}-{number}.html">{headline}</a>'
        rows.append(form.format(link=link, lead=lead, day=day))
    return "".join(rows)


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


def _date(made: Made, chance: random.Random, choose: Callable[[str, dict[str, str]], str]) -> str:
    at = datetime(2025, 1, 1, tzinfo=VIETNAM) + timedelta(minutes=chance.randint(0, 400_000))
    form = choose("date", DATES)
    made.published, made.minute = at, made.manner["date"] not in DAY_ONLY
    return form.format(t=at, w=WEEKDAYS[at.weekday()], m="CH" if at.hour >= 12 else "SA")


def make_page(seed: int, known: list[dict[str, str]]) -> Made:
    """The page of a number; the same number makes the same page."""
    chance = random.Random(seed)
    said, made = words_of(chance, known), Made()

    def choose(part: str, options: dict[str, str]) -> str:
        made.manner[part] = chance.choice(list(options))
        return options[made.manner[part]]

    escaped = [html.escape(p, quote=False) for p in said.paragraphs]
    made.headline, made.body = said.headline, "\n\n".join(said.paragraphs)
    spelt, number = slug(said.headline), chance.randint(100, 99_999)
    path = choose("address", {"slug": f"/tin-tuc/{spelt}.html", "slug-id": f"/{spelt}-{number}", "id": f"/news/detail/{number}",
                              "aspx": f"/Pages/chitiet.aspx?ItemID={number}", "php": f"/index.php?mod=news&id={number}"})  # fmt: skip
    made.url = f"http://skhcn.vanson.gov.vn{path}"
    title = choose("title", TITLES).format(said.headline, SITE, SECTIONS[seed % 4])
    headline = choose("headline", HEADLINES).format(html.escape(said.headline, quote=False), url=made.url)
    body_of = PARAGRAPHS[made.manner.setdefault("paragraphs", chance.choice(list(PARAGRAPHS)))]
    image = choose("image", IMAGES)
    if image:
        made.caption = f"Quang cảnh {said.others[0][0][:60]}"
        escaped.insert(1, "\0")
    text = body_of(escaped).replace("\0", image.format(html.escape(made.caption or "", quote=False)))
    byline = choose("byline", BYLINES)
    if byline:
        made.byline = chance.choice(NAMES)
        text += byline.format(made.byline)
        made.byline = {
            "label": f"Tác giả: {made.byline}",
            "source": "Nguồn: Báo Vân Sơn",
            "brackets": "(Theo Báo Vân Sơn)",
        }.get(made.manner["byline"], made.byline)
    lead = choose("lead", LEADS) if said.lead else ""
    text = choose("box", BOXES).format(text)
    lead = lead.format(html.escape(said.lead, quote=False))
    shown = f'<div class="{chance.choice(("date", "info", "x1"))}">{_date(made, chance, choose)}</div>'
    order = {"above": shown + headline + lead + text, "under": headline + shown + lead + text,
             "under lead": headline + lead + shown + text, "behind": headline + lead + text + shown,
             "none": headline + lead + text}  # fmt: skip
    core = choose("date place", order)
    if made.manner["date place"] == "none":
        made.published = None
    core += choose("tools", TOOLS)
    related = choose("related", RELATED)
    rows = RELATED_ROWS[made.manner["related"]]
    core += related.format(_links(said.others[1:7], chance, rows)) if related else ""
    side = choose("side", SIDES)
    side = f"<h3>Tin mới nhất</h3>{_links(said.others[7:], chance, side)}" if side else ""
    if lead:
        made.body = f"{said.lead}\n\n{made.body}"
    _wrap(made, (title, choose("clock", CLOCKS), core, side), choose)
    return made


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


def _wrap(made: Made, parts: tuple[str, str, str, str], choose: Callable[[str, dict[str, str]], str]) -> None:
    title, clock, core, side = parts
    shell = choose("shell", SHELLS).format(clock=clock, menu=MENU, core=core, side=side, foot=FOOT)
    made.html = f"<html><head><meta charset='utf-8'><title>{html.escape(title)}</title></head><body>{shell}</body></html>"
