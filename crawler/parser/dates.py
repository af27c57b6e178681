"""Dates: what tells at little cost that a line may hold one."""

from __future__ import annotations

import re

LIKELY = re.compile(r"\d ?[/.–-] ?\d|[12][09]\d\d|trước|hôm |ago")
"""What every date has; cheap, for most lines have none."""
