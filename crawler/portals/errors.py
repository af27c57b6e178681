"""What can be wrong with the registry, or with a choice of portals from it."""

from __future__ import annotations


class RegistryError(Exception):
    """The registry cannot be read: one line for each thing that is wrong, with file, table and key."""

    def __init__(self, *problems: str) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class NoPortal(RegistryError):
    """A choice that names nothing: one line, with what comes nearest."""
