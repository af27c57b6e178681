"""Timestamps in a page's text and metadata."""
