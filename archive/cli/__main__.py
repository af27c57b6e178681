"""`python -m archive.cli` is `tinso`."""

from __future__ import annotations

from archive.cli import main

main(prog_name="tinso")
