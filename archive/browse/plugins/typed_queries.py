"""Datasette's plugin: what a person types as a query that FTS5 understands."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl

from archive.vietnamese import match_expression, phrases


@hookimpl  # type: ignore[untyped-decorator]  # datasette has no types
def prepare_connection(conn: Any) -> None:
    """Two functions for the queries of metadata.json.

    The schema stays trusted: without, SQLite refuses snippet() in the view `search`, which this is for. Datasette
    opens databases read only and gives SQL no dangerous function.
    """
    conn.create_function(
        "articles_query", 1, _for(("headline_d", "lead_d", "body_d", "more_d")), deterministic=True
    )
    conn.create_function("documents_query", 1, _for(("text_d",)), deterministic=True)


def _for(columns: tuple[str, ...]) -> Any:
    def query(text: str | None) -> str:
        # Nothing typed finds nothing: a phrase without a word is no error.
        found = phrases(text or "")
        return match_expression(found, columns) if found else '""'

    return query
