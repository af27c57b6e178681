"""Traps: addresses that are not worth a request, told from the address alone."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_NOT_A_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|bmp|tiff?|css|js|mjs|woff2?|ttf|eot|mp[34g]|m4[av]|avi|wmv|flv|mov|wav|ogg"
    r"|pdf|docx?|xlsx?|pptx?|odt|ods|rtf|zip|rar|7z|gz|tgz|exe|apk|msi|iso|dwg|kml|kmz|csv|epub)$",
    re.I,
)
_LOCALE = frozenset(("vi", "en", "vn", "fr", "zh", "ja", "ko", "ru", "vi-vn", "en-us"))
_TRAP_QUERY = re.compile(
    r"(?:^|&)(?:p_p_id=(?:58|82)\b|p_p_state=(?:exclusive|pop_up)|_101_struts_action=%2Fasset_publisher%2Fexport"
    r"|action=(?:login|logout|register|print|reply)|do=(?:login|logout|print)|(?:sort|order|orderby|sortby|filter_order|dir)="
    r"|replytocom=|share=|print=|tmpl=component|format=(?:pdf|feed|raw)|add-to-cart=|c=calendar|calendar=)",
    re.I,
)
_TRAP_PATH = re.compile(
    r"/(?:print|savefile|in-bai-viet|sendmail|wp-admin|wp-login\.php|administrator|c/portal/(?:login|logout|update)"
    r"|_layouts/\d*/?(?:authenticate|signout|login)|users?/(?:login|register|lostpass)|dang-nhap|dang-ky|login"
    r"|logout|lich/\d{4}|calendar/\d{4})(?:[/.?]|$)",
    re.I,
)
_MAX_URL = 1000
_MAX_SEGMENTS = 16


def trap(url: str) -> str | None:
    """Why this address is not worth a request, as a word; None if it may be.

    >>> trap("http://example.vn/en/en/vi/tin") , trap("http://example.vn/tin/a.html")
    ('locale-recursion', None)
    """
    if len(url) > _MAX_URL:
        return "too-long"
    try:
        parts = urlsplit(url)
    except ValueError:
        return "malformed"
    path = parts.path
    if _NOT_A_PAGE.search(path):
        return "not-a-page"
    segments = [s for s in path.lower().split("/") if s]
    if len(segments) > _MAX_SEGMENTS:
        return "too-deep"
    if len(segments) > 1 and segments[0] in _LOCALE and segments[1] in _LOCALE:
        return "locale-recursion"
    if len(segments) > 5 and _repeats(segments):
        return "path-recursion"
    if _TRAP_PATH.search(path):
        return "not-content"
    if parts.query and _TRAP_QUERY.search(parts.query):
        return "query-trap"
    return None


def _repeats(segments: list[str]) -> bool:
    return any(segments.count(s) >= 3 for s in set(segments)) or any(
        segments[i : i + 2] == segments[i + 2 : i + 4] for i in range(len(segments) - 3)
    )
