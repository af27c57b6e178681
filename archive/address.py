"""Addresses: when two URLs name the same page, judged from the URLs alone."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

_NOISE = re.compile(
    r"(utm_\w+|fbclid|gclid|zalo_src|zarsrc|phpsessid|jsessionid|aspsessionid\w*|sessionid|_ga|_gl"
    r"|p_auth|(?:_\w+_)?redirect|inheritredirect|returnurl)",
    re.I,
)
_PATH_SESSION = re.compile(r";jsessionid=[^/?#]*|/\(S\([a-z0-9]{24}\)\)(?=/)", re.I)
_STAMP = re.compile(r"\d{9,17}")
_NUMBER = re.compile(
    r"^(\d{4,})(?=[-_.]|$)|(?<=[-_])(\d{4,})(?=(?:\.\w{2,5})?$)|^[a-z]{0,3}(\d{4,})(?:\.\w{2,5})?$", re.I
)
"""At the beginning or the end of the last segment, where CMSs write it."""
_NUMBER_IN_QUERY = re.compile(
    r"(?:^|&)(?:id|itemid|newsid|articleid|contentid|idtin|id_tin|tinid)=(\d+)", re.I
)
_PORTS = {"http": ":80", "https": ":443"}


def stored_url(url: str) -> str:
    """The URL as the archive shows it: no fragment, no session id, no tracking parameter, no time stamp.

    >>> stored_url("HTTPS://Sotttt.Hanoi.gov.vn:443/tin;jsessionid=0A1B?id=7&utm_source=zalo&t=1646881234567#top")
    'https://sotttt.hanoi.gov.vn/tin?id=7'
    """
    parts = urlsplit(url.strip())
    scheme = parts.scheme.lower()
    host = parts.netloc.rpartition("@")[2].lower().removesuffix(_PORTS.get(scheme, ":"))
    path = _PATH_SESSION.sub("", parts.path) or "/"
    query = parts.query
    if query:
        pairs = [item for item in query.split("&") if not _is_noise(*_pair(item))]
        query = "&".join(pairs)
    return f"{scheme}://{host}{path}" + (f"?{query}" if query else "")


def address_key(url: str) -> str:
    """What is the same for all spellings of a URL, to look it up by; http and https are one.

    >>> address_key("http://stttt.travinh.gov.vn/tin/b%c3%a1o?b=2&a=1") == address_key(
    ...     "https://stttt.travinh.gov.vn/tin/b%C3%A1o?a=1&b=2#x"
    ... )
    True
    """
    scheme, _, rest = stored_url(url).rpartition("://")
    parts = urlsplit(f"{scheme}://{rest}")
    path = quote(
        unquote(parts.path, errors="surrogateescape"), safe="/:@!$&'()*+,;=~", errors="surrogateescape"
    )
    pairs = sorted(parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape"))
    query = urlencode(pairs, errors="surrogateescape")
    return f"{parts.netloc}{path}" + (f"?{query}" if query else "")


def other_number(one: str, two: str) -> bool:
    """Whether two addresses carry different article numbers: then the portal itself tells the articles apart.

    >>> other_number("http://a.vn/tin/4380333-xu-phat-1.html", "http://a.vn/tin/4380315-xu-phat.html")
    True
    >>> other_number("http://a.vn/vi/tin/xu-phat-4380315.html", "http://a.vn/en/thong-bao/xu-phat-4380315.html")
    False
    """
    first, second = _number(one), _number(two)
    return first is not None and second is not None and first != second


def _number(url: str) -> str | None:
    parts = urlsplit(url)
    found = _NUMBER.search(parts.path.rstrip("/").rpartition("/")[2]) or _NUMBER_IN_QUERY.search(parts.query)
    return found[found.lastindex or 0] if found else None


def _pair(item: str) -> tuple[str, str]:
    name, _, value = item.partition("=")
    return name, value


def _is_noise(name: str, value: str) -> bool:
    return bool(_NOISE.fullmatch(name) or (name == "t" and _STAMP.fullmatch(value)))
