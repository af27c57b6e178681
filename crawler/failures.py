"""Failures: the name of what went wrong with a request."""

from __future__ import annotations

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
from twisted.python.failure import Failure

from crawler.boundary import OutsidePortal

_NAMES: tuple[tuple[type[BaseException], str], ...] = (
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "connection-refused"),
    (ResponseDataLossError, "cut-short"),
    (DownloadCancelledError, "too-large"),
    (UnsupportedURLSchemeError, "not-http"),
    (DownloadFailedError, "connection-failed"),
)


def reason_of(failure: Failure) -> tuple[str, str]:
    """A problem's reason and its detail, of one line."""
    error = failure.value
    detail = " ".join(str(error).split())[:300]
    if isinstance(error, OutsidePortal):
        return error.reason, detail
    for kind, name in _NAMES:
        if isinstance(error, kind):
            return name, detail
    if isinstance(error, IgnoreRequest):
        return ("robots", detail) if "robots.txt" in detail else ("ignored", detail)
    return "fetch-failed", f"{type(error).__name__}: {detail}"
