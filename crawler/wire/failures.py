"""Failures: the name of what went wrong with a request."""

from __future__ import annotations

import gzip
import zlib
from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Request
from twisted.python.failure import Failure

from crawler.politeness.outages import NO_ANSWER
from crawler.portals import Portal
from crawler.wire.refused import Refused
from crawler.wire.resolver import refused_names
from crawler.wire.tls import certificate_fault

_NAMES: tuple[tuple[type[Exception], str], ...] = (
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "connection-refused"),
    (ResponseDataLossError, "cut-short"),
    (DownloadCancelledError, "too-large"),
    (UnsupportedURLSchemeError, "not-http"),
    (DownloadFailedError, "connection-failed"),
    (gzip.BadGzipFile, "broken-encoding"),
    (zlib.error, "broken-encoding"),
    (EOFError, "broken-encoding"),
)

FETCH_ERRORS: tuple[type[Exception], ...] = (*(kind for kind, _ in _NAMES), IgnoreRequest)
"""What a fetch may end with that is the server's doing, or ours on purpose."""

# Scrapy raises IgnoreRequest for all of these; only its words tell them apart.
_IGNORED = (("robots.txt", "robots"), ("DOWNLOAD_MAXSIZE", "too-large"), ("redirections", "redirects"))

# OpenSSL's words, as Twisted passes them on.
_TLS = (
    ("certificate verify failed", "tls-certificate"),
    ("unsupported protocol", "tls-protocol"), ("protocol version", "tls-protocol"),
    ("unsafe legacy renegotiation", "tls-protocol"), ("no protocols available", "tls-protocol"),
    ("handshake failure", "tls-cipher"), ("dh key too small", "tls-cipher"), ("ee key too small", "tls-cipher"),
    ("no cipher", "tls-cipher"), ("no shared cipher", "tls-cipher"), ("wrong signature type", "tls-cipher"),
)  # fmt: skip
_SWITCH = {
    "tls-certificate": "any_certificate",
    "tls-protocol": "old_protocols",
    "tls-cipher": "weak_ciphers",
}

# The browser's words; the package that has its errors may not be installed.
_BROWSER = (
    ("Timeout", "timeout"), ("ERR_NAME_NOT_RESOLVED", "dns"), ("ERR_CONNECTION_REFUSED", "connection-refused"),
    ("ERR_CERT", "tls-certificate"), ("ERR_SSL", "tls-protocol"), ("ERR_CONNECTION", "connection-failed"),
    ("ERR_EMPTY_RESPONSE", "connection-failed"), ("ERR_FAILED", "outside-portal"),
)  # fmt: skip

_NOT_ASKED = frozenset(
    ("robots", "robots-unreadable", "outside-portal", "private-address", "not-http", "ignored")
)
_FOR_LONG = frozenset(("too-large", "redirects"))
"""The page will be the same tomorrow."""


def reason_of(failure: Failure) -> tuple[str, str]:
    """A problem's reason and its detail, of one line."""
    error = failure.value
    detail = " ".join(str(error).split())[:300]
    if isinstance(error, Refused):
        return error.reason, error.detail
    request = getattr(failure, "request", None)
    if isinstance(error, CannotResolveHostError) and request is not None:
        name = urlsplit(request.url).hostname or ""
        if name in refused_names():
            return "private-address", f"{name} resolves to a private address; PRIVATE_HOSTS can permit it"
    if isinstance(error, DownloadFailedError) and (tls := _tls_fault(detail, request)) is not None:
        return tls
    for kind, name in _NAMES:
        if isinstance(error, kind):
            return name, detail
    if type(error).__module__.startswith("playwright."):
        return next((name for words, name in _BROWSER if words in detail), "render-failed"), detail
    if isinstance(error, IgnoreRequest):
        return next((name for words, name in _IGNORED if words in detail), "ignored"), detail
    return "fetch-failed", f"{type(error).__name__}: {detail}"


def _tls_fault(detail: str, request: Request | None) -> tuple[str, str] | None:
    name = next((name for words, name in _TLS if words in detail), None)
    if name is None:
        return None
    host = urlsplit(request.url).hostname or "" if request is not None else ""
    what = f"{host} speaks only old TLS" if name == "tls-protocol" else f"{host} offers only weak ciphers"
    if name == "tls-certificate":
        fault = certificate_fault(host)
        what = f"the certificate of {host}: {fault.said}"
        name = "tls-cipher" if fault.is_weakness else name
    return name, f"{what}; tls = {{ {_SWITCH[name]} = true }} in its registry table would let it pass"


def without_tls(request: Request, reason: str, portal: Portal) -> Request | None:
    """The same request over http, for a link in https of a portal that itself is asked over http; None otherwise.

    Old portals print such links and have no TLS at all. A portal that begins with https is never asked without.
    """
    start = portal.start_urls[0] if portal.start_urls else ""
    if not start.startswith("http://") or not request.url.startswith("https://"):
        return None
    if request.meta.get("without_tls") or (reason not in NO_ANSWER and reason not in _SWITCH):
        return None
    plain = f"http://{request.url.removeprefix('https://')}"
    return request.replace(url=plain, meta=request.meta | {"without_tls": True})


def kind_of(reason: str) -> str:
    """What a page that brought no response is kept as: "refused" if we did not ask, "failed" if asking again soon
    may help, else its reason.

    >>> kind_of("robots"), kind_of("timeout"), kind_of("too-large")
    ('refused', 'failed', 'too-large')
    """
    if reason in _NOT_ASKED:
        return "refused"
    return reason if reason in _FOR_LONG else "failed"
