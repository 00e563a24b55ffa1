"""Running whole nights, and reading their warehouses and lakes to compare them."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from pipeline.forms import read_request
from pipeline.nights.night import Outcome, run_night
from pipeline.schema import TABLES
from pipeline.settings import Settings

FIRST_NIGHT = date(2026, 3, 2)


def night(settings: Settings, day: date = FIRST_NIGHT, **asked: object) -> Outcome:
    """Run a night as the command line does."""
    return run_night(read_request({"night": str(day), **asked}), settings)


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


def sealed(settings: Settings) -> dict[str, str]:
    """Digest of every Parquet file of the lake that counts."""
    lake = settings.home / "lake"
    files = (path for path in lake.rglob("*.parquet") if "_shelf" not in path.parts)
    return {str(path.relative_to(lake)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(files)}
