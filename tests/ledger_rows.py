"""Rows put straight into a warehouse, for tests of what is asked of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.contract import Table
from pipeline.nlp.identity import identity_of
from pipeline.stages.extract import entity_id

ANY = {
    pa.string(): "-",
    pa.int32(): 0,
    pa.float64(): 0.0,
    pa.bool_(): False,
    pa.date32(): date(2026, 3, 2),
    pa.timestamp("us", tz="UTC"): datetime.fromisoformat("2026-03-02T00:00:00Z"),
    pa.binary(): b"",
}


def filled(table: Table, rows: list[dict[str, Any]]) -> pa.Table:
    """The rows whole; columns a case does not care about get null, or any legal value where null is none."""
    full = [
        {c.name: row.get(c.name, None if c.nullable else [] if pa.types.is_list(c.type) else ANY[c.type])
         for c in table.columns}
        for row in rows
    ]  # fmt: skip
    return pa.Table.from_pylist(full, schema=table.arrow)


def insert(con: duckdb.DuckDBPyConnection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows, filled where a case does not care."""
    incoming = filled(table, rows).select([c.name for c in table.columns if not c.lake_only])
    con.register("incoming", incoming)
    con.execute(f"INSERT INTO {table.name} BY NAME SELECT * FROM incoming")
    con.unregister("incoming")


def seen(name: str, label: str = "PERSON", **columns: Any) -> dict[str, Any]:
    """A row of ``sightings``, with the identity that the stage ``resolve`` gives the name."""
    family, variant = identity_of(label, name)
    named = {"entity_id": entity_id(label, name), "name": name, "label": label, "aliases": [name]}
    return named | {"family": family, "variant": variant, "mention_count": 1} | columns
