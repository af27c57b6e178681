"""CMS families: one file each, how to recognise it, its Layout, how its listings page."""
