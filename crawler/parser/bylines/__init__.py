"""Bylines: who wrote, and where it is from."""
