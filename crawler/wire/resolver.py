"""Resolver: a public name whose DNS answer is a private address is not asked for anything.

Whoever holds a portal's domain chooses its answers; the boundary sees only names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

from crawler.discovery.addresses import is_private

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred

_refused: set[str] = set()


def refused_names() -> frozenset[str]:
    """The names that this process refused to go to. Twisted passes on no error but "not found"."""
    return frozenset(_refused)


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver; PRIVATE_HOSTS, loopback's own names and the proxy's may resolve to private addresses."""

    allowed: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """The resolver of one process."""
        resolver = super().from_crawler(crawler, reactor)
        proxies = (urlsplit(address).hostname or "" for address in getproxies().values())
        resolver.allowed = frozenset((*crawler.settings.getlist("PRIVATE_HOSTS"), *proxies))
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        """The address of a name; fails with DNSLookupError, also where the answer is refused."""
        return super().getHostByName(name, timeout).addCallback(self.checked, name)

    def checked(self, address: Any, name: str) -> str:
        """The address, or DNSLookupError if this name may not have it.

        A name that is itself private ("localhost", "10.0.0.1") was let through by the boundary.
        """
        if is_private(str(address)) and not is_private(name) and name not in self.allowed:
            _refused.add(name)
            raise DNSLookupError(f"{name} resolves to the private address {address}")
        return str(address)
