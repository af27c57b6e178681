"""Manners: the settings of how a portal is asked, checked before anything is opened."""

from __future__ import annotations

from scrapy.settings import BaseSettings

from crawler.order import BadOrder
from crawler.politeness.window import Window

_POLICIES = ("ROBOTS_ON_4XX", "ROBOTS_ON_5XX", "ROBOTS_ON_UNREADABLE", "ROBOTS_ON_UNREACHABLE")
_SECONDS = ("CRAWL_DELAY_MAX", "RETRY_AFTER_MAX", "BACKOFF_START")


def check_manners(settings: BaseSettings) -> None:
    """Raises BadOrder, one line, for a setting that makes no sense."""
    for name in _POLICIES:
        if settings.get(name) not in ("allow", "refuse"):
            raise BadOrder(f"{name}={settings.get(name)} is no policy: it is allow or refuse")
    for name in _SECONDS:
        try:
            seconds = settings.getfloat(name)
        except ValueError:
            seconds = -1.0
        if not 0 <= seconds < float("inf"):
            raise BadOrder(f"{name}={settings.get(name)} is no number of seconds: write it as {name}=60")
    window = settings.get("CRAWL_WINDOW")
    if window:
        try:
            Window.parse(window)
        except ValueError as error:
            raise BadOrder(f"CRAWL_WINDOW: {error}") from error
