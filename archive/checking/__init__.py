"""Checking an archive against itself and its WARCs, and mending it."""
