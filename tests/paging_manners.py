"""How listings go on: the pages of one listing for each manner that portals have, and what their scripts ask for."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import parse_qsl

from tests.generated_site import headline

PER_LISTING, PER_PAGE = 23, 5
_PAGES = -(-PER_LISTING // PER_PAGE)
Query = dict[str, str]


def items(manner: int, page: int) -> list[int]:
    """The numbers of the articles on a page (from 1) of a manner's listing."""
    first = manner * PER_LISTING
    return list(range(first, first + PER_LISTING))[(page - 1) * PER_PAGE : page * PER_PAGE]


def linked(numbers: list[int]) -> str:
    """A list of articles."""
    return "".join(f'<li><h3><a href="/tin/bai-viet-{n}.html">{headline(n)}</a></h3></li>' for n in numbers)


def _numbers(page: int, pattern: str) -> str:
    near = range(max(1, page - 1), min(_PAGES, page + 2) + 1)
    return "".join(f"<a href='{pattern.format(n)}'>{n}</a> " for n in near if n != page)


def _state(page: int) -> str:
    return (
        f'<input type="hidden" name="__VIEWSTATE" value="s{page}">'
        f'<input type="hidden" name="__EVENTVALIDATION" value="v{page}">'
    )


def _form(page: int, pager: str, manner: int) -> str:
    return (
        f'<form method="post" action="" id="aspnetForm">{_state(page)}<input name="q" value="">'
        f'<div id="panel"><ul>{linked(items(manner, page))}</ul>{pager}</div></form>'
    )


def _back(page: int) -> str:
    return "".join(
        f"<a href=\"javascript:__doPostBack('ctl00$pager','{n}')\">{n}</a> "
        for n in range(1, _PAGES + 1)
        if n != page
    )


class Manners:
    """Each method answers one listing: its first page, and what its script asks for. `path` is what follows it."""

    def __init__(self) -> None:
        self.names = [name.removeprefix("do_") for name in dir(self) if name.startswith("do_")]

    def answer(self, name: str, path: str, query: Query, body: str) -> str:
        """The listing's answer."""
        method: Callable[[int, str, Query, str], str] = getattr(self, f"do_{name}")
        return method(self.names.index(name), path, query, body)

    def do_query(self, m: int, path: str, query: Query, body: str) -> str:
        page = int(query.get("page", "1"))
        return f"<ul>{linked(items(m, page))}</ul>{_numbers(page, '?page={}')}<a href='/'>Trang sau</a>"

    def do_pageindex(self, m: int, path: str, query: Query, body: str) -> str:
        page = int(query.get("PageIndex", "1"))
        return f"<ul>{linked(items(m, page))}</ul>{_numbers(page, 'default.aspx?c=4&amp;PageIndex={}')}"

    def do_zero(self, m: int, path: str, query: Query, body: str) -> str:
        page = int(query.get("page", "0"))
        shown = "".join(f"<a href='?page={n}'>{n + 1}</a> " for n in range(_PAGES) if n != page)
        return f"<ul>{linked(items(m, page + 1))}</ul>{shown}"

    def do_start(self, m: int, path: str, query: Query, body: str) -> str:
        page = int(query.get("start", "0")) // PER_PAGE + 1
        shown = "".join(
            f"<a href='?start={n * PER_PAGE}'>{n + 1}</a> " for n in range(_PAGES) if n + 1 != page
        )
        return f"<ul>{linked(items(m, page))}</ul>{shown}"

    def do_folder(self, m: int, path: str, query: Query, body: str) -> str:
        page = int(path.strip("/").removeprefix("page-") or "1")
        return f"<ul>{linked(items(m, page))}</ul>{_numbers(page, '/folder/page-{}/')}"

    def do_trang(self, m: int, path: str, query: Query, body: str) -> str:
        page = int(path.strip("/").removeprefix("trang-").removesuffix(".html") or "1")
        return f"<ul>{linked(items(m, page))}</ul>{_numbers(page, '/trang/trang-{}.html')}"

    def do_next(self, m: int, path: str, query: Query, body: str) -> str:
        page = int(query.get("tu", "1"))
        onward = f"<a class='pagination-next' href='?tu={page + 1}'><i></i></a>" if page < _PAGES else ""
        return f"<ul>{linked(items(m, page))}</ul>{onward}"

    def do_endless(self, m: int, path: str, query: Query, body: str) -> str:
        page = int(query.get("page", "1"))
        shown = linked(items(m, min(page, _PAGES)))
        return f"<ul>{shown}</ul><a href='?page={page + 1}'>{page + 1}</a> <a href='?page=9999'>Cuối</a>"

    def do_liferay(self, m: int, path: str, query: Query, body: str) -> str:
        page = int(query.get("_101_INSTANCE_aB3x_cur", "1"))
        pattern = (
            "?p_p_id=101_INSTANCE_aB3x&p_p_lifecycle=0&_101_INSTANCE_aB3x_delta=5&_101_INSTANCE_aB3x_cur={}"
        )
        return f"<ul>{linked(items(m, page))}</ul>{_numbers(page, pattern)}"

    def do_goto(self, m: int, path: str, query: Query, body: str) -> str:
        page = int(query.get("trangso", "1"))
        script = "<script>function DenTrang(so) { window.location.href = '/goto/?trangso=' + so; }</script>"
        shown = "".join(
            f"<a href='javascript:DenTrang({n})'>{n}</a> " for n in range(1, _PAGES + 1) if n != page
        )
        return f"{script}<ul>{linked(items(m, page))}</ul>{shown}"

    def do_submit(self, m: int, path: str, query: Query, body: str) -> str:
        page = int(dict(parse_qsl(body)).get("hdPage", "1"))
        script = (
            "<script>function phanTrang(p){document.getElementById('hdPage').value = p;"
            " document.forms['f'].submit();}</script>"
        )
        shown = "".join(
            f"<a href='#' onclick='phanTrang({n}); return false;'>{n}</a> " for n in range(1, _PAGES + 1)
        )
        field = f'<input type="hidden" id="hdPage" name="hdPage" value="{page}">'
        form = f'<form name="f" method="post" action="/submit/">{field}</form>'
        return f"{script}{form}<ul>{linked(items(m, page))}</ul>{shown}"

    def do_postback(self, m: int, path: str, query: Query, body: str) -> str:
        form = dict(parse_qsl(body, keep_blank_values=True))
        page = int(form.get("__EVENTARGUMENT") or "1")
        # The state must be that of a page of this listing, and agree with its validation.
        if form and (
            form.get("__VIEWSTATE", "s")[1:] != form.get("__EVENTVALIDATION", "v")[1:] or "q" not in form
        ):
            return "Validation of viewstate MAC failed"
        return _form(page, _back(page), m)

    def do_panel(self, m: int, path: str, query: Query, body: str) -> str:
        form = dict(parse_qsl(body, keep_blank_values=True))
        page = int(form.get("__EVENTARGUMENT") or "1")
        if not form.get("__ASYNCPOST"):
            # As some grids do: a whole post shows the first page again.
            manager = (
                "<script>Sys.WebForms.PageRequestManager._initialize('ctl00$sm', 'aspnetForm',"
                " ['tctl00$panel','ctl00_panel'], [], [], 90, '');</script>"
            )
            return _form(1, _back(1), m).replace('id="panel"', 'id="ctl00_panel"') + manager
        if (
            form["__VIEWSTATE"] != f"s{page - 1}"
            or form["__EVENTVALIDATION"] != f"v{page - 1}"
            or "q" not in form
        ):
            return "26|error|500|Validation of state failed|"
        if form["ctl00$sm"] != "ctl00$panel|ctl00$pager":
            return "20|error|500|Not in the panel|"
        inner = f"<ul>{linked(items(m, page))}</ul>{_back(page)}"
        parts = [
            ("updatePanel", "ctl00_panel", inner),
            ("hiddenField", "__VIEWSTATE", f"s{page}"),
            ("hiddenField", "__EVENTVALIDATION", f"v{page}"),
        ]
        return "1|#||4|" + "".join(f"{len(c)}|{kind}|{name}|{c}|" for kind, name, c in parts)

    def do_button(self, m: int, path: str, query: Query, body: str) -> str:
        page = int(query.get("page", "1"))
        if "them" in path:
            return json.dumps({"html": f"<ul>{linked(items(m, page))}</ul>"})
        button = "<button class='btn load-more' data-url='/button/them?muc=7' data-page='2'>Xem thêm</button>"
        return f"<ul>{linked(items(m, 1))}</ul>{button}"

    def do_fragment(self, m: int, path: str, query: Query, body: str) -> str:
        page = int(query.get("p", "1"))
        onward = (
            f'<a class="xem-them" data-href="/fragment/ds?p={page + 1}">Tải thêm tin</a>'
            if page < _PAGES
            else ""
        )
        return f"<ul>{linked(items(m, page))}</ul>{onward}"

    def do_offset(self, m: int, path: str, query: Query, body: str) -> str:
        if "api" in path:
            at = int(query.get("offset", "0"))
            shown = items(m, at // PER_PAGE + 1)
            rows = [{"id": n, "title": headline(n), "detailUrl": f"/tin/bai-viet-{n}.html"} for n in shown]
            return json.dumps(
                {"total": PER_LISTING, "data": {"rows": rows}, "hasMore": at + PER_PAGE < PER_LISTING}
            )
        return (
            f"<ul>{linked(items(m, 1))}</ul><div id='them'>Xem thêm</div><script>var limit = 5; var offset = 5;\n"
            "$('#them').on('click', function () { $.ajax({ type: 'GET', url: '/offset/api',"
            " data: { offset: offset, limit: limit }, success: function (r) { offset += limit; } }); });</script>"
        )

    def do_fetch(self, m: int, path: str, query: Query, body: str) -> str:
        if "api" in path:
            wanted = json.loads(body)
            assert wanted["cat"] == "12"
            shown = items(m, wanted["pageIndex"])
            inner = json.dumps([{"Url": f"/tin/bai-viet-{n}.html"} for n in shown])
            return json.dumps({"d": inner})
        return (
            f"<ul>{linked(items(m, 1))}</ul><script>const cat = '12'; let pageIndex = 1;"
            " async function loadMore() { pageIndex++; const r = await fetch(`/fetch/api`,"
            " { method: 'POST', body: JSON.stringify({ cat: cat, pageIndex: pageIndex }) });"
            " }</script>"
        )

    def do_chained(self, m: int, path: str, query: Query, body: str) -> str:
        page = int(query.get("page", "1"))
        if "api" in path:
            onward = f"/chained/api?k=1&page={page + 1}" if page < _PAGES else None
            return json.dumps(
                {"items": [{"url": f"/tin/bai-viet-{n}.html"} for n in items(m, page)], "next": onward}
            )
        return "<div id='app'></div><script>$.getJSON('/chained/api?k=1&page=' + page, ve);var page = 1;</script>"

    def do_vnpt(self, m: int, path: str, query: Query, body: str) -> str:
        if "LoadArticle" in path:
            form = dict(parse_qsl(body, keep_blank_values=True))
            assert (form["article_category_id"], form["site_id"]) == ("54442", "4")
            return f"<ul>{linked(items(m, int(form['page'])))}</ul>"
        return (
            f"<ul class='UIListNews_Default'>{linked(items(m, 1))}</ul><script>var data = {{"
            ' article_category_id: 54442, categoryIds: "54442", site_id: 4, page_size: 5 };</script>'
        )
