"""Discovery: which links of a page to follow."""
