"""Pages that are derived from the code: the reference of tables, and the DuckDB definitions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.contract import Table
from pipeline.flow import FETCH, FETCHED, STAGES
from pipeline.schema import TABLES
from pipeline.settings import PROJECT
from pipeline.warehouse import ddl, duckdb_type

_INTRODUCTION = """# Tables

Made from `pipeline/schema.py` by `newsledger reference`; a test compares the two. Every table but the derived ones is
partitioned by `night` and replaced a whole night at a time.
"""


def pages() -> Iterator[tuple[Path, str]]:
    """Path and text of each derived page."""
    sections = [_INTRODUCTION, *(_section(table) for table in TABLES.values())]
    yield PROJECT / "docs" / "tables.md", "\n".join(sections)
    for table in TABLES.values():
        yield PROJECT / "sql" / "ddl" / f"{table.name}.sql", ddl(table)


def _section(table: Table) -> str:
    lines = [
        f"## {table.name}\n",
        f"{table.meaning}\n",
        f"Key: {', '.join(f'`{column}`' for column in table.key)}. {_written_by(table)} Version {table.version}.\n",
        "| column | type | null | meaning |",
        "|---|---|---|---|",
    ]
    for c in table.columns:
        meaning = c.meaning + (f" (one of {', '.join(c.values)})" if c.values else "")
        meaning += f"; key of `{table.references[c.name]}`" if c.name in table.references else ""
        lines.append(f"| {c.name} | {duckdb_type(c.type)} | {'yes' if c.nullable else ''} | {meaning} |")
    return "\n".join(lines) + "\n"


def _written_by(table: Table) -> str:
    writers = [stage.name for stage in STAGES if table.name in stage.writes]
    if table.name in FETCHED:
        writers.insert(0, FETCH)
    if writers:
        return f"Written by {', '.join(writers)}."
    is_made = table.name in ("entities", "entity_links", "claim_clusters", "runs")
    return "Made in the warehouse." if is_made else "Declared; no stage writes it yet."
