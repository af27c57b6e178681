"""Quickstart: `make crawl`, an ordinary crawl of the sample portals (or of a real one), and a look at what landed."""
