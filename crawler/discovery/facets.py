"""Facets: query parameters that multiply. Five filters of ten values are a hundred thousand addresses of one list."""

from __future__ import annotations

from collections import Counter
from urllib.parse import parse_qsl, urlsplit

from crawler.discovery.targets import Target

MOST = 120
"""Combinations of two or more parameters that are asked for below one path before any brought an article."""
_REWARD = 5
"""Further ones for each that did."""


class Facets:
    """Counts the combinations of parameters of each path. Its memory: two integers a path."""

    def __init__(self) -> None:
        self._asked: Counter[str] = Counter()
        self._fruitful: Counter[str] = Counter()

    def is_over(self, target: Target) -> bool:
        """Whether the path of an address, met for the first time, has had its share; else it is counted.

        Pages of a list are no combinations, nor is a single parameter: an id.
        """
        path = _path_of(target.url)
        if path is None or target.number is not None:
            return False
        if self._asked[path] >= MOST + _REWARD * self._fruitful[path]:
            return True
        self._asked[path] += 1
        return False

    def brought(self, url: str) -> None:
        """A page led to an article that was new."""
        path = _path_of(url)
        if path is not None:
            self._fruitful[path] += 1


def _path_of(url: str) -> str | None:
    """Host and path of an address with two or more parameters.

    >>> _path_of("http://ckan.example.vn/dataset?tags=a&tags=b"), _path_of("http://example.vn/tin?id=5")
    ('ckan.example.vn/dataset', None)
    """
    if url.count("=") < 2:
        return None
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}" if len(parse_qsl(parts.query)) > 1 else None
