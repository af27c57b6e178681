"""Refresh: a page that sends its reader on by `<meta http-equiv=refresh>`, or by a script that does nothing else.

Scrapy's middleware takes a home page that reloads itself for a redirect, and loses it after REDIRECT_MAX_TIMES.
"""

from __future__ import annotations

import re
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
_SHORT = 3000
"""Bytes: a page that only sends on is no longer."""


class RefreshMiddleware(MetaRefreshMiddleware):
    """Scrapy's, for pages that lead to another address that this request has not come from."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """The request to follow, or the response where the page is meant to be read."""
        if not isinstance(response, HtmlResponse) or response.status != 200:
            return response
        delay, target = get_meta_refresh(
            response.text[:8192], response.url, response.encoding, self._ignore_tags
        )
        if target is None or delay is None:
            delay, target = 0.0, _by_script(response)
        if target is None or delay >= self._maxdelay or not target.startswith(("http://", "https://")):
            return response
        been = {canonical(url) for url in (*request.meta.get("redirect_urls", ()), response.url)}
        if canonical(target) in been:
            # It reloads itself, or two pages send to each other: read it as it is.
            return response
        return self._redirect(
            self._redirect_request_using_get(request, response, target), request, "meta refresh"
        )


def _by_script(response: HtmlResponse) -> str | None:
    if len(response.body) > _SHORT:
        return None
    found = _SCRIPT.search(response.text)
    return urljoin(response.url, found[1]) if found else None
