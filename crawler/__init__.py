"""The crawler: how a page is fetched and read. Names no single site."""
