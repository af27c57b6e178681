"""Addresses: when two URLs are the same page, and which are traps.

The canonical address is only a key: a page is asked for under the address that the portal itself printed.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

# Parameters that never choose a page's content: sessions, stamps, campaigns, a portlet's window dressing.
_NOISE = re.compile(
    r"(?:utm_\w+|fbclid|gclid|zarsrc|jsessionid|phpsessid|aspsessionid\w*|sid|sessionid|t|_t|ts|_|rnd|random"
    r"|timestamp|nocache|p_auth|p_p_lifecycle|p_p_state|p_p_mode|p_p_col_\w+|p_r_p_\w*resetcur|_\w+_delta"
    r"|_\w+_keywords|_\w+_advancedsearch|_\w+_andoperator|_\w+_redirect|redirect|returnurl|inheritredirect)",
    re.I,
)
_STAMP_VALUE = re.compile(r"\d{9,14}")
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/?]*", re.I)
_CASELESS = re.compile(r"\.(?:aspx?|ashx)$", re.I)
_INDEX = re.compile(r"/(?:index|default|home|trang-chu)\.(?:html?|php|aspx?|jsp)$", re.I)

_NOT_A_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|bmp|tiff?|css|js|mjs|woff2?|ttf|eot|mp[34g]|m4[av]|avi|wmv|flv|mov|wav|ogg"
    r"|pdf|docx?|xlsx?|pptx?|odt|ods|rtf|zip|rar|7z|gz|tgz|exe|apk|msi|iso|dwg|kml|kmz|csv|epub)$",
    re.I,
)
_LOCALE = frozenset(("vi", "en", "vn", "fr", "zh", "ja", "ko", "ru", "vi-vn", "en-us"))
_TRAP_QUERY = re.compile(
    r"(?:^|&)(?:p_p_id=(?:58|82)\b|p_p_state=(?:exclusive|pop_up)|_101_struts_action=%2Fasset_publisher%2Fexport"
    r"|action=(?:login|logout|register|print|reply)|do=(?:login|logout|print)|(?:sort|order|orderby|dir|view)="
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


def canonical(url: str) -> str:
    """One spelling for one page: no scheme, no `www.`, no fragment, no session, no stamp, parameters sorted.

    >>> canonical("https://www.Example.vn/tin/a.html;jsessionid=1F?utm_source=x&b=2&a=1#top")
    'example.vn/tin/a.html?a=1&b=2'
    >>> canonical("http://example.vn/Tin/Bai.ASPX?t=1489731")
    'example.vn/tin/bai.aspx'
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    path = _SESSION_IN_PATH.sub("", parts.path) if ";" in parts.path else parts.path
    if "%" in path or not path.isascii():
        path = quote(unquote(path), safe="/:@!$&'()*+,;=~-._")
    path = _INDEX.sub("/", path)
    if len(path) > 1:
        path = path.rstrip("/")
    if _CASELESS.search(path):
        path = path.lower()
    query = _canonical_query(parts.query) if parts.query else ""
    return f"{host}{port}{path or '/'}{'?' + query if query else ''}"


def _canonical_query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=False, errors="replace")
    kept = sorted(
        (name, value)
        for name, value in pairs
        if not _NOISE.fullmatch(name) and not (name.lower() == "v" and _STAMP_VALUE.fullmatch(value))
    )
    # A portlet's id alone says nothing that its page does not.
    if len(kept) == 1 and kept[0][0] == "p_p_id":
        kept = []
    return urlencode(kept)


def host_of(url: str) -> str:
    """The host in lower case, with its port where it is not the scheme's own."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return f"{parts.hostname or ''}{port}"


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


def is_private(host: str) -> bool:
    """Whether a host name is a literal private, loopback or link-local address, or "localhost".

    >>> is_private("127.0.0.1"), is_private("169.254.169.254"), is_private("stttt.example.vn")
    (True, True, False)
    """
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return not address.is_global


def is_document(url: str) -> bool:
    """Whether the address is that of a PDF, DOC or XLS."""
    return re.search(r"\.(?:pdf|docx?|xlsx?|odt|rtf)$", urlsplit(url).path, re.I) is not None


def _repeats(segments: list[str]) -> bool:
    return any(segments.count(s) >= 3 for s in set(segments)) or any(
        segments[i : i + 2] == segments[i + 2 : i + 4] for i in range(len(segments) - 3)
    )
