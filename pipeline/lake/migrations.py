"""Rows of an older schema version, brought forward one version at a time.

A migration is a function on Arrow tables: partitions are Parquet on any file system and are read without DuckDB, and
the same function serves the tables of an older working file. Raise ``Table.version`` and add the step here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa

from pipeline.contract import Table
from pipeline.errors import ConfigurationError

Change = Callable[[pa.Table], pa.Table]


def with_nulls(table: Table, *columns: str) -> Change:
    """A step that adds columns whose value is not known for old rows."""

    def change(data: pa.Table) -> pa.Table:
        for name in columns:
            field = table.arrow.field(name)
            data = data.append_column(field, pa.nulls(data.num_rows, field.type))
        return data

    return change


MIGRATIONS: Mapping[tuple[str, int], Change] = {}  # (table, version that the rows have); none since the first release


def upgraded(table: Table, data: pa.Table, version: int) -> pa.Table:
    """Rows of ``version`` in the present form of ``table``; columns that stay in the lake may be missing.

    Raises:
        ConfigurationError: the rows were written by a newer version of the project, or no step leads on from theirs.
    """
    if version > table.version:
        raise ConfigurationError(
            f"table {table.name}: rows of schema version {version} were found, and this installation knows versions up "
            f"to {table.version}; install the version of the project that wrote them"
        )
    for step in range(version, table.version):
        if (table.name, step) not in MIGRATIONS:
            raise ConfigurationError(f"table {table.name}: no migration leads from schema version {step} to {step + 1}")
        data = MIGRATIONS[table.name, step](data)
    present = pa.schema([field for field in table.arrow if field.name in data.column_names])
    return data.select(present.names).cast(present)
