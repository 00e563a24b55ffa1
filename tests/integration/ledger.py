"""Reading whole warehouses, to compare them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from pipeline.schema import TABLES


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    """The answer of a published warehouse."""
    with duckdb.connect(str(path), read_only=True) as con:
        return con.sql(query).fetchall()


def contents(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, columns read off a clock left out."""
    found = {}
    for table in TABLES.values():
        columns = ", ".join(f'"{c.name}"' for c in table.columns if not (c.clock or c.lake_only))
        found[table.name] = rows(path, f"SELECT {columns} FROM {table.name} ORDER BY ALL")
    return found
