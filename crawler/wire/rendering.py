"""Rendering: listings that a script makes are loaded in a browser (scrapy-playwright and chromium), all else is not.

The browser may ask only what the crawl may: pages of the portal's own hosts, and for scripts and data any public host.
Pictures, fonts and styles are not loaded: nobody looks.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import shutil
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

from crawler.discovery.addresses import is_private
from crawler.wire.tls import PortalHttps

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

    from archive.queue import QueueRow
    from crawler.run import Run

RENDERED_HEADER = "X-Archive-Rendered"
"""In the WARC: the body is what the browser made of the page, by this program."""
_LISTINGS = frozenset(("home", "start", "listing"))
_MAYBE = frozenset(("page", "article", "revisit"))
"""What is asked for plainly first: an article that needs no script is asked for once, and without one."""
_NOT_LOADED = frozenset(("image", "media", "font", "stylesheet", "websocket", "eventsource", "manifest"))
_QUIET_MS = 5000
"""How long a page is waited for that never ceases to ask for more."""
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def browser_of(settings: BaseSettings) -> str | None:
    """The browser's program: the setting CHROMIUM, or what is installed."""
    named = settings.get("CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, _BROWSERS)), None)


def missing(settings: BaseSettings) -> str | None:
    """What rendering lacks on this machine, as one line with its remedy; None if nothing."""
    if importlib.util.find_spec("scrapy_playwright") is None:
        return "render=true needs scrapy-playwright: pip install 'tinso[render]'"
    if browser_of(settings) is None:
        named = settings.get("CHROMIUM")
        what = f"no program {named}" if named else "no chromium"
        return f"render=true needs a browser, and there is {what}: apt-get install chromium, or set CHROMIUM=/its/path"
    return None


def settings_for(run: Run, settings: BaseSettings) -> dict[str, Any]:
    """The settings of a crawl in which something is rendered."""
    options = [
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--no-sandbox")  # chromium has no sandbox for root
    return {
        "DOWNLOAD_HANDLERS": {
            "http": "crawler.wire.rendering.RenderingHttp",
            "https": "crawler.wire.rendering.RenderingHttps",
        },
        "PLAYWRIGHT_LAUNCH_OPTIONS": {"executable_path": browser_of(settings), "args": options},
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": settings.getfloat("DOWNLOAD_TIMEOUT") * 1000,
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 2,
        "PLAYWRIGHT_ABORT_REQUEST": Guard(run).refuses,
    }


def meta_of(row: QueueRow, *, any_certificate: bool) -> dict[str, Any]:
    """What makes a request a rendered one; nothing for what is no listing."""
    return rendered(any_certificate=any_certificate) if row.kind in _LISTINGS and row.method == "GET" else {}


def rendered(*, any_certificate: bool) -> dict[str, Any]:
    """The `meta` of a request that the browser makes."""
    from scrapy_playwright.page import PageMethod

    return {
        "playwright": True,
        "playwright_page_methods": [PageMethod(_settle)],
        "playwright_context": "lax" if any_certificate else "careful",
        "playwright_context_kwargs": {"ignore_https_errors": any_certificate, "accept_downloads": False},
    }


def deserves(response: Response, kind: str) -> bool:
    """Whether a plain answer that was no article is worth a look with the browser; `kind` is the request's."""
    return response.status == 200 and kind in _MAYBE and not is_rendered(response)


def is_rendered(response: Response) -> bool:
    """Whether the body is what a browser made of the page."""
    return "playwright" in response.flags


async def _settle(page: Any) -> None:
    """Wait until the page's scripts have ceased to ask, at most _QUIET_MS."""
    from playwright.async_api import TimeoutError as NotQuiet

    try:
        await page.wait_for_load_state("networkidle", timeout=_QUIET_MS)
    except NotQuiet:
        return


class Guard:
    """Keeps the browser where the crawl may go."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._private: dict[str, bool] = {}

    async def refuses(self, request: Any) -> bool:
        """Whether the browser may not make this request (Playwright's)."""
        url, parts = request.url, urlsplit(request.url)
        if parts.scheme in ("data", "blob"):
            return False
        if parts.scheme not in ("http", "https") or request.resource_type in _NOT_LOADED:
            return True
        if any(self._run.same_host(slug, url) for slug in self._run.portals):
            return False
        return bool(request.is_navigation_request()) or await self._leads_inside(parts.hostname or "")

    async def _leads_inside(self, host: str) -> bool:
        if host not in self._private:
            self._private[host] = is_private(host) or await _resolves_inside(host)
        return self._private[host]


async def _resolves_inside(host: str) -> bool:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return True
    return any(is_private(str(address[0])) for *_, address in found)


_renderers: WeakKeyDictionary[Crawler, Any] = WeakKeyDictionary()


def _renderer(crawler: Crawler) -> Any:
    """The one browser of a crawl, whatever the scheme."""
    from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

    if crawler not in _renderers:
        _renderers[crawler] = ScrapyPlaywrightDownloadHandler(crawler)
    return _renderers[crawler]


class RenderingHttp(HTTP11DownloadHandler):
    """Scrapy's handler; what is to be rendered goes to the browser."""

    lazy = False  # the browser's driver starts with the engine

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._rendering = _renderer(crawler)

    async def download_request(self, request: Request) -> Response:
        """The answer, or what the browser makes of it."""
        if request.meta.get("playwright"):
            return await self._rendering.download_request(request)  # type: ignore[no-any-return]  # it has no types
        return await super().download_request(request)

    async def close(self) -> None:
        """End the browser too."""
        await self._rendering.close()
        await super().close()


class RenderingHttps(PortalHttps):
    """The handler with each portal's TLS; what is to be rendered goes to the browser."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._rendering = _renderer(crawler)

    async def download_request(self, request: Request) -> Response:
        """The answer, or what the browser makes of it."""
        if request.meta.get("playwright"):
            return await self._rendering.download_request(request)  # type: ignore[no-any-return]  # it has no types
        return await super().download_request(request)
