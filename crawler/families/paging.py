"""From one page of a listing to the next, as a family's Paging says."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from crawler.families.family import Paging


def next_address(paging: Paging, url: str, page_size: int = 0) -> str | None:
    """The address of the page after `url`, for kinds "query" and "path"; None for the others.

    A listing's first page carries no number; `page_size` counts where the step is as many as a page shows.

    >>> next_address(Paging("query", "page"), "http://a.vn/tin?c=1&page=2")
    'http://a.vn/tin?c=1&page=3'
    >>> next_address(Paging("path", "/page-{page}"), "http://a.vn/vi/news/")
    'http://a.vn/vi/news/page-2'
    """
    step = paging.step or page_size
    if not step:
        return None
    if paging.kind == "query":
        return _next_query(paging, url, step)
    return _next_path(paging, url, step) if paging.kind == "path" else None


def _next_query(paging: Paging, url: str, step: int) -> str | None:
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    for at, (name, value) in enumerate(pairs):
        if re.fullmatch(paging.param, name) and value.isdecimal():
            pairs[at] = (name, str(int(value) + step))
            break
    else:
        # A pattern is no name: without the parameter in the address there is nothing to write.
        if not re.fullmatch(r"\w+", paging.param):
            return None
        pairs.append((paging.param, str(paging.first + step)))
    return urlunsplit(parts._replace(query=urlencode(pairs)))


def _next_path(paging: Paging, url: str, step: int) -> str:
    parts = urlsplit(url)
    before, after = (re.escape(part) for part in paging.param.split("{page}"))
    found = re.search(rf"{before}(\d+){after}/?$", parts.path)
    if found:
        base, number = parts.path[: found.start()], int(found[1]) + step
    else:
        base, number = parts.path.rstrip("/"), paging.first + step
    return urlunsplit(parts._replace(path=base + paging.param.format(page=number)))


def post_form(paging: Paging, url: str, source: str, page: int) -> tuple[str, dict[str, str]] | None:
    """The address and the fields to post for a page of a listing (kind "ajax-post").

    `url` and `source` are the listing's own. None where the source lacks a value that must be there.
    """
    if paging.kind != "ajax-post":
        return None
    values = {"page": str(page)}
    for name, pattern, otherwise in paging.ids:
        found = re.search(pattern, source)
        if not found and not otherwise:
            return None
        values[name] = found[1] if found else otherwise
    fields = {name: value.format(**values) for name, value in paging.fields}
    return urljoin(url, paging.endpoint), fields
