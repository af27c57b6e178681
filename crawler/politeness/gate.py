"""Gate: whether a host may be asked for something now, later, or no more in this run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings

from crawler.discovery.addresses import is_private
from crawler.families import Family
from crawler.politeness.pace import Bounds, Paces, pace_key, spacing
from crawler.politeness.window import Window
from crawler.portals import Portal, host_key

Shut = Literal["window", "busy", "silent"]
"""Why a host is left for the next run: its hours, its refusals, no answer at all."""


class Gate:
    """The pace of each host, and the hours of the portals that they belong to."""

    def __init__(self, settings: BaseSettings) -> None:
        self.paces = Paces(
            Bounds(
                delay=settings.getfloat("CRAWL_DELAY_MAX"),
                hold=settings.getfloat("RETRY_AFTER_MAX"),
                first_hold=settings.getfloat("BACKOFF_START"),
                give_up=settings.getint("BACKOFF_GIVE_UP"),
            ),
            settings.getfloat("DOWNLOAD_DELAY"),
        )
        given = settings.get("CRAWL_WINDOW")
        self._everywhere = Window.parse(given) if given else None
        self._windows: dict[str, list[Window]] = {}

    def know(self, portals: Iterable[Portal]) -> None:
        """Take in what the registry says of these portals: their hours and their delay."""
        for portal in portals:
            for host in portal.hosts:
                key = host_key(host.name)
                if portal.window is not None:
                    self._windows.setdefault(key, []).append(portal.window)
                if portal.delay:
                    self.paces.want(key, "the registry", portal.delay)

    def mind(self, family: Family | None, url: str) -> None:
        """A CMS whose guard shuts out who asks too fast is asked more slowly; on loopback there is none to fear."""
        if family is not None and family.most_requests and not is_private(urlsplit(url).hostname or ""):
            self.paces.want(pace_key(url), f"family {family.name}", spacing(family.most_requests))

    def is_held(self, host: str) -> bool:
        """Whether to wait with a host (as `host_of` writes it); others go on."""
        return self.paces.is_held(host.removeprefix("www."))

    def shut(self, host: str) -> Shut | None:
        """Why a host is not to be asked any more in this run."""
        key = host.removeprefix("www.")
        if self.paces.is_given_up(key):
            return "busy"
        windows = self._windows.get(key)
        if windows is None:
            windows = [self._everywhere] if self._everywhere else []
        if windows:
            now = datetime.now(UTC)
            if not all(window.is_open(now) for window in windows):
                return "window"
        return None
