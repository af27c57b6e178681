"""Refresh: a page that sends its reader on by `<meta http-equiv=refresh>`, or by a script that does nothing else.

Scrapy's middleware takes a home page that reloads itself for a redirect, and loses it after REDIRECT_MAX_TIMES.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.http import HtmlResponse
from w3lib.html import get_meta_refresh

from crawler.discovery.addresses import canonical

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response

_SCRIPT = re.compile(
    r"<script[^>]*>\s*(?:<!--)?\s*(?:(?:window|document|self|top)\.)?location(?:\.href)?"
    r"(?:\s*=\s*|\.(?:replace|assign)\(\s*)[\"']([^\"'<>\s]+)[\"']",
    re.I,
)
_HEAD = 32_768
"""Bytes in which a refresh is looked for: 8192 characters are never more."""
_SHORT = 3000
"""Bytes: a page that only sends on is no longer."""


class RefreshMiddleware(MetaRefreshMiddleware):
    """Scrapy's, for pages that lead to another address that this request has not come from."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """The request to follow, or the response where the page is meant to be read."""
        target = leads_on(response, request.meta.get("redirect_urls", ()), self._maxdelay)
        if target is None:
            return response
        return self._redirect(
            self._redirect_request_using_get(request, response, target), request, "meta refresh"
        )


def leads_on(response: Response, been: Iterable[str], most_seconds: float) -> str | None:
    """The address that a page sends its reader to within so many seconds; None where it is meant to be read:
    it reloads itself, or leads back to where the reader has `been`."""
    if not isinstance(response, HtmlResponse) or response.status != 200:
        return None
    if len(response.body) > _SHORT and b"refresh" not in response.body[:_HEAD].lower():
        return None  # nearly every page, at a hundredth of the cost of decoding it
    delay, target = get_meta_refresh(response.text[:8192], response.url, response.encoding, ("noscript",))
    if target is None or delay is None:
        delay, target = 0.0, _by_script(response)
    if target is None or delay >= most_seconds or not target.startswith(("http://", "https://")):
        return None
    return None if canonical(target) in {canonical(url) for url in (*been, response.url)} else target


def _by_script(response: HtmlResponse) -> str | None:
    if len(response.body) > _SHORT:
        return None
    found = _SCRIPT.search(response.text)
    return urljoin(response.url, found[1]) if found else None
