"""Bylines: who wrote, and where it is from."""

from crawler.compiled import compiled_first

__path__ = compiled_first(__name__, __path__)
