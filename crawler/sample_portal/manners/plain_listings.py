"""The listings of the plain portal: numbers in the query and in the path, next links, "load more", a script."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from html import escape

from crawler.sample_portal.answer import HTML, Answer, Asked, html_answer, json_answer
from crawler.sample_portal.content import Entry, Section
from crawler.sample_portal.manners.manner import Manner
from crawler.sample_portal.pieces import day, teaser
from crawler.sample_portal.view import View

_ADDRESSES = {
    "page": "/tin-tuc?chuyenmuc={number}",
    "PageIndex": "/tin/danh-sach.aspx?CatID={number}",
    "start": "/index.php/{key}",
    "trang": "/{key}",
    "next": "/{key}/",
    "more-json": "/{key}.html",
    "more-html": "/muc/{key}",
    "script": "/{key}",
}
_API, _FRAGMENT, _SCRIPTED = "/api/bai-viet", "/ajax/them-tin", "/api/danh-sach.json"


def listing_path(section: Section) -> str:
    """The address of a section's first page."""
    return _ADDRESSES[section.paging].format(number=section.number, key=section.key)


def answer_listing(manner: Manner, view: View, asked: Asked) -> Answer | None:
    """A listing's page, or what its script asks for."""
    if asked.path in (_API, _FRAGMENT, _SCRIPTED):
        return _answer_script(manner, view, asked)
    for section in view.content.sections:
        number = _number_asked(section, asked)
        if number is not None and number <= view.page(section, number)[1]:
            main = _listing(manner, view, section, number)
            return html_answer(manner.page(view, section.name, main))
    return None


def _number_asked(section: Section, asked: Asked) -> int | None:
    """The page of this section that an address asks for; None for another's address."""
    path, _, query = listing_path(section).partition("?")
    if query and asked.query.get(query.partition("=")[0]) != query.partition("=")[2]:
        return None
    if section.paging == "trang" and (
        found := re.fullmatch(re.escape(path) + r"/trang-(\d{1,4})", asked.path)
    ):
        return int(found[1])
    if section.paging == "next" and (
        found := re.fullmatch(re.escape(path) + r"tiep/([0-9a-f]{10})", asked.path)
    ):
        return next((n for n in range(1, 100) if _token(section, n) == found[1]), None)
    if asked.path != path:
        return None
    if section.paging == "start":
        start = asked.query.get("start", "0")
        return int(start) // section.page_size + 1 if start.isdecimal() else None
    number = asked.query.get(section.paging, "1")
    return int(number) if number.isdecimal() and int(number) else None


def _token(section: Section, number: int) -> str:
    return hashlib.sha256(f"{section.key} {number}".encode()).hexdigest()[:10]


def _listing(manner: Manner, view: View, section: Section, number: int) -> str:
    shown, last = view.page(section, number)
    if section.paging == "script":
        return f'<h2 class="ten-muc">{escape(section.name)}</h2>{_script(section)}'
    listed = f'<ul class="danh-sach" id="ds-{section.number}">{_items(manner, view, shown)}</ul>'
    pager = _PAGERS[section.paging](section, number, last)
    return f'<h2 class="ten-muc">{escape(section.name)}</h2>{listed}{pager}{_much_read(manner, view)}'


def _much_read(manner: Manner, view: View) -> str:
    """The box under every listing: the newest of each section."""
    items = "".join(
        f'<li><a href="{manner.article_path(view.section(e.section), e)}">{escape(e.headline)}</a>'
        f" <i>{day(e.published) if e.published else ''}</i></li>"
        for e in view.newest()
    )
    return f'<div class="xem-nhieu"><h4>Tin xem nhiều</h4><ul>{items}</ul></div>'


def _items(manner: Manner, view: View, entries: list[Entry]) -> str:
    return "".join(
        f'<li><a href="{manner.article_path(view.section(e.section), e)}">{escape(e.headline)}</a>'
        f" <span>({day(e.published) if e.published else ''})</span><p>{escape(teaser(e))}</p></li>"
        for e in entries
    )


def _numbers(section: Section, number: int, last: int) -> str:
    """Numbered links around the page."""
    path = listing_path(section)
    forms: dict[str, Callable[[int], str]] = {
        "page": lambda n: f"{path}&page={n}",
        "PageIndex": lambda n: f"{path}&PageIndex={n}",
        "start": lambda n: f"{path}?start={(n - 1) * section.page_size}",
        "trang": lambda n: f"{path}/trang-{n}",
    }
    links = "".join(
        f" <b>{n}</b>" if n == number else f' <a href="{escape(forms[section.paging](n))}">{n}</a>'
        for n in range(max(1, number - 1), min(last, number + 1) + 1)
    )
    return f'<div class="phan-trang">Trang:{links}</div>'


def _next(section: Section, number: int, last: int) -> str:
    """One link, whose address tells nothing."""
    if number >= last:
        return ""
    return f'<p class="tiep"><a href="{listing_path(section)}tiep/{_token(section, number + 1)}">Trang sau »</a></p>'


def _more_json(section: Section, number: int, last: int) -> str:
    return (
        f'<button type="button" class="xem-them" data-url="{_API}?muc={section.number}" data-trang="1" data-tong="{last}">'
        "Xem thêm</button><script>document.querySelector('.xem-them').onclick = function () {"
        "var t = ++this.dataset.trang; fetch(this.dataset.url + '&trang=' + t).then(r => r.json()).then(d => d.items"
        ".forEach(i => document.querySelector('.danh-sach').insertAdjacentHTML('beforeend', '<li><a href=\"' + i.url"
        " + '\">' + i.title + '</a></li>'))); };</script>"
    )


def _more_html(section: Section, number: int, last: int) -> str:
    if number >= last:
        return ""
    href = f"{_FRAGMENT}?muc={section.number}&amp;trang={number + 1}"
    return f'<div class="xem-them"><a class="btn-more" href="javascript:void(0)" data-href="{href}">Xem thêm tin</a></div>'


_PAGERS: dict[str, Callable[[Section, int, int], str]] = {
    "page": _numbers,
    "PageIndex": _numbers,
    "start": _numbers,
    "trang": _numbers,
    "next": _next,
    "more-json": _more_json,
    "more-html": _more_html,
}


def _script(section: Section) -> str:
    """A listing that only a script fills: the address of its data is put together there."""
    return (
        f'<div id="ket-qua" data-m="{section.number}"><p>Đang tải dữ liệu...</p></div><script>'
        "(function () { var o = document.getElementById('ket-qua'), g = ['api', 'danh-sach'].join('/');"
        "function nap(t) { fetch('/' + g + '.json?m=' + o.dataset.m + '&t=' + t).then(function (r) { return r.json(); })"
        ".then(function (d) { if (t === 1) { o.innerHTML = ''; } d.ds.forEach(function (x) {"
        "var a = document.createElement('a'); a.href = x.lk; a.textContent = x.td; var p = document.createElement('p');"
        "p.appendChild(a); o.appendChild(p); }); if (d.con) { nap(t + 1); } }); } nap(1); })();</script>"
    )


def _answer_script(manner: Manner, view: View, asked: Asked) -> Answer | None:
    key = "m" if asked.path == _SCRIPTED else "muc"
    page = asked.query.get("t" if asked.path == _SCRIPTED else "trang", "1")
    paging = {_API: "more-json", _FRAGMENT: "more-html", _SCRIPTED: "script"}[asked.path]
    found = [s for s in view.content.sections if s.paging == paging and str(s.number) == asked.query.get(key)]
    if not found or not page.isdecimal() or not int(page):
        return None
    section, number = found[0], int(page)
    shown, last = view.page(section, number)
    pairs = [(manner.article_path(section, e), e.headline) for e in shown]
    if asked.path == _API:
        items = [{"title": title, "url": path} for path, title in pairs]
        return json_answer({"items": items, "page": number, "hasMore": number < last})
    if asked.path == _SCRIPTED:
        return json_answer({"ds": [{"td": title, "lk": path} for path, title in pairs], "con": number < last})
    return Answer((_items(manner, view, shown) + _more_html(section, number, last)).encode(), HTML)
