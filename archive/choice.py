"""Choice: which articles a search or an export is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """Which articles; days are "2024", "2024-03" or "2024-03-05", both ends included. None chooses all."""

    portal: str | None = None
    province: str | None = None
    department: str | None = None
    since: str | None = None
    until: str | None = None

    def where(self) -> tuple[str, list[str]]:
        """The conditions on `articles AS a`, each with its AND, and their values."""
        clauses, values = "", []
        for clause, value in (
            ("a.portal = ?", self.portal),
            ("? IN (a.province, a.province_now)", self.province),
            ("a.department = ?", self.department),
            ("a.published_on >= ?", self.since),
            # "2024" means to the year's end: "2024~" comes after every day of 2024.
            ("a.published_on < ? || '~'", self.until),
        ):
            if value is not None:
                clauses += f" AND {clause}"
                values.append(value)
        return clauses, values
