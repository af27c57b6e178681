"""Addresses: when two URLs are the same page.

The canonical address is only a key: a page is asked for under the address that the portal itself printed.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

# Parameters that never choose a page's content: sessions, stamps, campaigns, a portlet's window dressing.
_NOISE = re.compile(
    r"(?:utm_\w+|fbclid|gclid|zarsrc|jsessionid|phpsessid|aspsessionid\w*|sessionid|_|nocache|p_auth"
    r"|p_p_lifecycle|p_p_state|p_p_mode|p_p_col_\w+|p_r_p_\w*resetcur|_\w+_delta"
    r"|_\w+_keywords|_\w+_advancedsearch|_\w+_andoperator|_\w+_redirect|redirect|returnurl|inheritredirect)",
    re.I,
)
# Names that may also choose the content ("sid": a section): noise only with a stamp's or a session's value.
_PERHAPS_NOISE = re.compile(r"(?:v|t|_t|ts|s|sid|rnd|rand|random|time|timestamp|cache|nonce)", re.I)
_STAMP_VALUE = re.compile(r"\d{7,17}|0\.\d{6,}|(?=[a-z]*\d)[0-9a-z]{20,}", re.I)
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/?]*|/\(S\([a-z0-9]{24}\)\)(?=/)", re.I)
_CASELESS = re.compile(r"\.(?:aspx?|ashx)$", re.I)
_FRONT = re.compile(r"^/index\.php(?=/)", re.I)
"""NukeViet's and Joomla's front controller: /index.php/vi/tin is /vi/tin."""
_INDEX = re.compile(r"/(?:index|default|home|trang-chu)\.(?:html?|php|aspx?|jsp)$", re.I)

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Spelling:
    """What of an address says nothing on the portals of a CMS, beside what says nothing anywhere."""

    noise: re.Pattern[str] | None = None
    """Whole names of parameters."""
    caseless: bool = False
    """/Pages/A.aspx and /pages/a.aspx are one page (IIS)."""


PLAIN = Spelling()


def canonical(url: str, spelling: Spelling = PLAIN) -> str:
    """One spelling for one page: no scheme, no `www.`, no fragment, no session, no stamp, parameters sorted.

    >>> canonical("https://www.Example.vn/tin/a.html;jsessionid=1F?utm_source=x&b=2&a=1#top")
    'example.vn/tin/a.html?a=1&b=2'
    >>> canonical("http://example.vn/Tin/Bai.ASPX?t=1489731")
    'example.vn/tin/bai.aspx'
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    path = _SESSION_IN_PATH.sub("", parts.path) if ";" in parts.path or "(" in parts.path else parts.path
    if "%" in path or not path.isascii():
        path = quote(unquote(path), safe="/:@!$&'()*+,;=~-._")
    path = _FRONT.sub("", _INDEX.sub("/", path))
    if len(path) > 1:
        path = path.rstrip("/")
    if spelling.caseless or _CASELESS.search(path):
        path = path.lower()
    query = _canonical_query(parts.query, spelling.noise) if parts.query else ""
    return f"{host}{port}{path or '/'}{'?' + query if query else ''}"


def _canonical_query(query: str, noise: re.Pattern[str] | None) -> str:
    pairs = parse_qsl(query, keep_blank_values=False, errors="replace")
    kept = sorted(
        (name, value)
        for name, value in pairs
        if not _NOISE.fullmatch(name)
        and not (noise is not None and noise.fullmatch(name))
        and not (_PERHAPS_NOISE.fullmatch(name) and _STAMP_VALUE.fullmatch(value))
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


def is_private(host: str) -> bool:
    """Whether a host name is a private, loopback or link-local address in any spelling, or a local name.

    >>> is_private("127.0.0.1"), is_private("169.254.169.254"), is_private("stttt.example.vn")
    (True, True, False)
    >>> is_private("0x7f.1"), is_private("2130706433"), is_private("[::ffff:10.0.0.1]"), is_private("localhost.")
    (True, True, True, True)
    """
    host = host.strip("[]").partition("%")[0].rstrip(".").lower()
    if host in ("", "localhost") or host.endswith((".localhost", ".local", ".internal", ".localdomain")):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        # What the system's resolver takes for an address: "127.1", octal, hexadecimal, one number.
        if not _NUMERIC.fullmatch(host):
            return False
        try:
            address = ipaddress.ip_address(socket.inet_aton(host))
        except OSError:
            return False
    return not _reaches(address).is_global


def _reaches(address: _Address) -> _Address:
    """The IPv4 address that an IPv6 one stands for (mapped, NAT64, 6to4), or the address itself."""
    if not isinstance(address, ipaddress.IPv6Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def is_document(url: str) -> bool:
    """Whether the address is that of a PDF, DOC or XLS."""
    return re.search(r"\.(?:pdf|docx?|xlsx?|odt|rtf)$", urlsplit(url).path, re.I) is not None
