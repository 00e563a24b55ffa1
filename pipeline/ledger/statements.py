"""The statements of ``sql/``, and what their callers need beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ledger.marts import SQL

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def statement(name: str, **identifiers: str) -> str:
    """A statement from ``sql/``; the identifiers put into it come from the schema, never from data."""
    return (SQL / name).read_text(encoding="utf-8").format(**identifiers)


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def count_of(con: DuckDBPyConnection, query: str) -> int:
    """The one number that a query gives."""
    [(count,)] = con.execute(query).fetchall()  # all: DuckDB 2 keeps the connection busy until the last row
    return int(count)
