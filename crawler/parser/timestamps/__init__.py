"""Timestamps in a page's text and metadata."""

from crawler.compiled import compiled_first

__path__ = compiled_first(__name__, __path__)
