"""The schema's history: the first thing to read."""

from archive.schema.history import MIGRATIONS, check, migrate

__all__ = ["MIGRATIONS", "check", "migrate"]
