"""A table of the registry, checked and made into a Portal."""

from __future__ import annotations

import dataclasses
import re
from typing import Any
from urllib.parse import urlsplit

from crawler.layout import Layout
from crawler.politeness.window import Window
from crawler.portals.departments import departments
from crawler.portals.names import nearest
from crawler.portals.portal import LEVELS, STATUSES, Host, Portal, Provenance, Section, Tls
from crawler.portals.provinces import provinces
from crawler.portals.toml_table import Table

_BODY = ("name", "url", "hosts", "department", "province", "level", "status", "status_seen", "successor")
_CMS = ("family", "family_evidence", "family_confidence", "sections", "layout", "article_url", "listing_url")
_MANNERS = ("tls", "window", "delay")
KEYS = (*_BODY, *_CMS, "ignore_url", "render", *_MANNERS, "source", "confidence", "note")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HOST = re.compile(
    r"(?:localhost|[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+)(?::\d+)?"
)
_CONFIDENCE = ("high", "medium", "low")
_FLAGS = {field.name for field in dataclasses.fields(Layout) if field.type == "bool"}
_SELECTORS = [field.name for field in dataclasses.fields(Layout) if field.name not in _FLAGS]


def read_portal(slug: str, table: Table, province: str | None) -> Portal:
    """Make a Portal of a table; `province` is that of its file. Faults go to the table's problems."""
    table.only(KEYS)
    if not _SLUG.fullmatch(slug):
        table.wrong("a slug is lower case ASCII letters and digits, parted by single hyphens")
    level = table.choice("level", LEVELS, "department")
    province = _province(table, province)
    if province is None and level not in ("ministry", "sample"):
        table.wrong('"province" is missing: a file that is not named after a province needs it in each table')
    urls = _urls(table)
    return Portal(
        slug=slug,
        name=table.required("name"),
        start_urls=urls,
        hosts=_hosts(table) or tuple(Host(urlsplit(url).netloc.lower()) for url in urls),
        department=table.choice("department", departments().by_code, "") or None,
        province=province,
        level=level,
        status=table.choice("status", STATUSES, "unknown"),
        status_seen=table.day("status_seen"),
        successor=table.text("successor") or None,
        family=table.text("family") or None,
        sections=_sections(table),
        layout=_layout(table),
        article_url=_patterns(table, "article_url"),
        listing_url=_patterns(table, "listing_url"),
        ignore_url=_patterns(table, "ignore_url"),
        render=table.flag("render"),
        tls=_tls(table),
        window=_window(table),
        delay=table.seconds("delay"),
        provenance=_provenance(table),
    )


def _province(table: Table, of_file: str | None) -> str | None:
    name = table.text("province", of_file or "")
    known = [each.name for each in provinces().before.values()]
    if name and name not in known:
        table.wrong(f'"province" is "{name}", none of the 63{nearest(name, known)}')
        return None
    return name or None


def _urls(table: Table) -> tuple[str, ...]:
    value = table.values.get("url")
    if value is None:
        table.wrong('the key "url" is missing')
        return ()
    urls = table.texts("url") if isinstance(value, list) else (table.text("url"),)
    for url in urls:
        _check_url(table, "url", url)
    return urls


def _check_url(table: Table, key: str, url: str) -> None:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        table.wrong(f'"{key}" is no address: {url!r} ({error})')
        return
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc.lower()) or parts.fragment:
        table.wrong(f'"{key}" is to be an address such as "https://sct.hatinh.gov.vn/", not {url!r}')


def _hosts(table: Table) -> tuple[Host, ...]:
    hosts = []
    for each in table.tables("hosts"):
        each.only(("name", "path", "valid_from", "valid_to"))
        name = each.required("name")
        if name and not _HOST.fullmatch(name):
            each.wrong(f'"name" is to be a host such as "sct.hatinh.gov.vn", not {name!r}')
        begin, end = each.day("valid_from"), each.day("valid_to")
        if begin and end and begin >= end:
            each.wrong('"valid_to" is to be later than "valid_from"')
        hosts.append(Host(name, each.text("path", "/"), begin, end))
    return tuple(hosts)


def _sections(table: Table) -> tuple[Section, ...]:
    sections = []
    for each in table.tables("sections"):
        each.only(("url", "name"))
        url = each.required("url")
        _check_url(each, "url", url)
        sections.append(Section(url, each.required("name")))
    return tuple(sections)


def _layout(table: Table) -> Layout | None:
    if "layout" not in table.values:
        return None
    given = table.table("layout")
    given.only((*_SELECTORS, *sorted(_FLAGS)))
    values: dict[str, Any] = {key: given.texts(key) for key in _SELECTORS}
    return Layout(**values | {key: given.flag(key) for key in _FLAGS})


def _patterns(table: Table, key: str) -> tuple[str, ...]:
    patterns = table.texts(key)
    for pattern in patterns:
        try:
            # As part of an alternation, where "(?i)" cannot stand: "(?i:...)" can.
            re.compile(f"(?:{pattern})")
        except re.error as error:
            table.wrong(f'"{key}" holds no regular expression: {pattern!r} ({error})')
    return patterns


def _tls(table: Table) -> Tls:
    given = table.table("tls")
    given.only(("old_protocols", "weak_ciphers", "any_certificate"))
    return Tls(given.flag("old_protocols"), given.flag("weak_ciphers"), given.flag("any_certificate"))


def _window(table: Table) -> Window | None:
    text = table.text("window")
    if not text:
        return None
    try:
        return Window.parse(text)
    except ValueError as error:
        table.wrong(f'"window": {error}')
        return None


def _provenance(table: Table) -> Provenance:
    return Provenance(
        source=table.text("source"),
        confidence=table.choice("confidence", _CONFIDENCE, ""),
        family_evidence=table.text("family_evidence"),
        family_confidence=table.choice("family_confidence", _CONFIDENCE, ""),
        note=table.text("note"),
    )
