"""What a table declaration is, and how data is held to it.

Arrow lets nulls into fields declared non-nullable and knows no keys or word lists, so ``check`` looks for itself.
The runner calls it on everything a stage reads and writes; stages never do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import ShardFailed

Tables = Mapping[str, pa.Table]
Row = Mapping[str, Any]

STAMPED = ("night", "run_id")  # columns every night table has and the runner fills


@dataclass(frozen=True, slots=True)
class Result:
    """What a stage gives back.

    Args:
        tables: table name to rows as ``Table.build`` makes them; refused rows stand in ``quarantine``.
        kept: rows of the stage's subject that were dealt with; the runner asserts rows in = kept + quarantined.
        settled: false where the stage should be tried again later.
        messages: what a person should be told, one sentence each.
    """

    tables: Tables
    kept: int
    settled: bool = True
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its Arrow type, its meaning with unit, and what a schema language cannot say.

    Args:
        nullable: whether "unknown" is a legal value.
        values: the closed list of legal strings, empty where any is legal.
        clock: whether the value is read off a clock, so that two runs over the same input differ in it.
        lake_only: whether the value stays in the Parquet lake and is not loaded into the warehouse.
    """

    name: str
    type: pa.DataType
    meaning: str
    nullable: bool = False
    values: tuple[str, ...] = ()
    clock: bool = False
    lake_only: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table: columns in order, key, and the tables its columns point to.

    Args:
        references: column name to the table whose key it holds.
        version: raised with every change of columns or meaning; kept in each partition's manifest.
    """

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    references: Mapping[str, str] = field(default_factory=dict)
    version: int = 1

    @property
    def arrow(self) -> pa.Schema:
        """The Arrow schema, with nullability and meanings as field metadata."""
        return pa.schema(
            [pa.field(c.name, c.type, nullable=c.nullable, metadata={"meaning": c.meaning}) for c in self.columns]
        )

    @property
    def is_partitioned(self) -> bool:
        """Whether rows belong to one night and are replaced with it."""
        return any(c.name == "night" for c in self.columns)

    def build(self, rows: Sequence[Row]) -> pa.Table:
        """An Arrow table of ``rows`` without the columns that the runner stamps (night, run_id).

        Keys that a row lacks become null.

        Raises:
            ShardFailed: a row has a key that is no column, or a value that does not fit its column.
        """
        facts = pa.schema([f for f in self.arrow if f.name not in STAMPED])
        if unknown := set().union(*rows).difference(facts.names):
            raise ShardFailed(f"{self.name}: no column named {', '.join(sorted(unknown))}")
        values = {name: [row.get(name) for row in rows] for name in facts.names}
        for name in (column.name for column in self.columns if pa.types.is_integer(column.type)):
            if cut := [value for value in values.get(name, ()) if isinstance(value, float)]:  # Arrow would cut 3.5 to 3
                raise ShardFailed(f"{self.name}.{name}: {cut[0]!r} is not a whole number")
        try:
            return pa.Table.from_pydict(values, schema=facts)
        except (pa.ArrowException, OverflowError, UnicodeEncodeError) as error:
            raise ShardFailed(f"{self.name}: a value does not fit its column: {error}") from error

    def stamped(self, data: pa.Table, night: date, run_id: str) -> pa.Table:
        """``data`` in the one form that is written: stamped, columns in declared order, sorted by key.

        Raises:
            ShardFailed: a column is missing or its values do not fit.
        """
        for name, value in zip(STAMPED, (night, run_id), strict=True):
            if name not in data.column_names:
                data = data.append_column(name, pa.array([value] * data.num_rows, self.arrow.field(name).type))
        try:
            aligned = data.select(self.arrow.names).cast(self.arrow).combine_chunks()
        except (KeyError, ValueError, pa.ArrowException) as error:
            raise ShardFailed(f"{self.name}: {error}") from error
        return aligned.sort_by([(column, "ascending") for column in self.key])

    def row_keys(self, data: pa.Table) -> list[str]:
        """The key of each row as one string, parts joined by ``/``."""
        parts = [data.column(column).cast(pa.string()).to_pylist() for column in self.key]
        return ["/".join(str(part) for part in row) for row in zip(*parts, strict=True)]


def check(table: Table, data: pa.Table) -> None:
    """Hold ``data`` to the declaration of ``table``; columns that stay in the lake may be left out.

    Raises:
        ShardFailed: naming the table, the column and the first offending value.
    """
    if missing := [c.name for c in table.columns if c.name not in data.column_names and not c.lake_only]:
        raise ShardFailed(f"{table.name}: column {missing[0]} is missing")
    for column in (c for c in table.columns if c.name in data.column_names):
        values = data.column(column.name)
        if values.type != column.type:
            raise ShardFailed(f"{table.name}.{column.name}: type is {values.type}, declared {column.type}")
        if not column.nullable and values.null_count:
            raise ShardFailed(f"{table.name}.{column.name}: {values.null_count} of {len(values)} values are null")
        if lost := _nulls_inside(values):
            raise ShardFailed(f"{table.name}.{column.name}: {lost} values inside its lists are null")
        if column.values:
            known = pc.is_in(values, value_set=pa.array([*column.values, None], type=column.type))
            if not pc.all(known, min_count=0).as_py():
                wrong = values.filter(pc.invert(known))[0].as_py()
                raise ShardFailed(f"{table.name}.{column.name}: {wrong!r} is none of {', '.join(column.values)}")
    if data.group_by(list(table.key)).aggregate([]).num_rows != data.num_rows:
        [(twice, _)] = Counter(table.row_keys(data)).most_common(1)
        raise ShardFailed(f"{table.name}: key {twice} stands in more than one row")


def _nulls_inside(values: pa.ChunkedArray[Any]) -> int:
    """Nulls in the list items of a column, and in those fields of its structs that are declared without."""
    if not pa.types.is_list(values.type):
        return 0
    items = pc.list_flatten(values)
    if not pa.types.is_struct(items.type):
        return int(items.null_count)
    required = [field.name for field in items.type if not field.nullable]
    return int(items.null_count + sum(pc.struct_field(items, name).null_count for name in required))
