"""The working file of the ledger: definitions derived from the schema, and one transaction a night.

It has one writer and no readers; analysts open a finished copy (:mod:`pipeline.ledger.publishing`).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.contract import Table
from pipeline.errors import ConfigurationError, RetryLater, ShardFailed
from pipeline.lake.migrations import upgraded
from pipeline.lake.storage import Lake, Manifest
from pipeline.ledger import clusters
from pipeline.ledger.marts import SQL, definitions
from pipeline.ledger.statements import count_of, literal, statement
from pipeline.locks import held
from pipeline.overrides import laid_over, overrides
from pipeline.schema import CLAIM_PRINTS, QUARANTINE, RUNS, TABLES
from pipeline.settings import Settings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

log = logging.getLogger(__name__)

STORAGE = "STORAGE_VERSION 'v1.2.0', ROW_GROUP_SIZE 30720"
"""File format, which every DuckDB since 1.2 opens; groups so small that a night's rows are packed on all cores."""
_QUICK_PACKING = "SET disabled_compression_methods = 'fsst'"  # which takes a third of a load's time: decision 042
_TOLD_VERSION = re.compile(r" Version (?P<version>\d+)\.$")
_TYPES = {
    pa.string(): "VARCHAR",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.binary(): "BLOB",
    pa.timestamp("us", tz="UTC"): "TIMESTAMPTZ",
}


def duckdb_type(arrow: pa.DataType) -> str:
    """The DuckDB type of an Arrow type."""
    if pa.types.is_list(arrow):
        return f"{duckdb_type(arrow.value_type)}[]"
    if pa.types.is_struct(arrow):
        return f"STRUCT({', '.join(f'{_quoted(f.name)} {duckdb_type(f.type)}' for f in arrow)})"
    return _TYPES[arrow]


def ddl(table: Table) -> str:
    """The definition of a table with its comments.

    Keys are not declared: an index on them makes loading three times as dear, and the runner has already proved each
    key unique within its night, while the night is part of what every key is a digest of.
    """
    columns = ",\n".join(
        f"    {_quoted(c.name)} {duckdb_type(c.type)}{'' if c.nullable else ' NOT NULL'}"
        for c in table.columns
        if not c.lake_only
    )
    meaning = f"{table.meaning} Key: {', '.join(table.key)}. Version {table.version}."
    lines = [
        f"CREATE TABLE IF NOT EXISTS {table.name} (\n{columns}\n);",
        f"COMMENT ON TABLE {table.name} IS {literal(meaning)};",
    ]
    lines += (
        f"COMMENT ON COLUMN {table.name}.{_quoted(c.name)} IS {literal(c.meaning)};"
        for c in table.columns
        if not c.lake_only
    )
    return "\n".join(lines) + "\n"


def load(night: date, settings: Settings) -> bool:
    """Replace a night in the working file, in one transaction; whether anything had to be done.

    Raises:
        RetryLater: another process holds the working file.
        ShardFailed: rows inserted and rows refused do not add up to the rows sealed, or a law found a row against it.
    """
    lake = Lake(settings.lake_uri)
    manifests = lake.manifests(night)
    with writing(settings) as con:
        define(con)
        if _is_loaded(con, night, manifests):
            log.info("night %s is loaded already", night)
            return False
    sealed = _sealed(lake, night)  # read and compared while others may write
    pairs = _pairs_within(sealed, settings)
    with writing(settings) as con:
        con.begin()
        con.execute("CREATE OR REPLACE TEMP TABLE touched (entity_id VARCHAR)")
        con.execute("CREATE OR REPLACE TEMP TABLE touched_claims (claim_id VARCHAR)")
        touch(con, night)
        refused = sealed[QUARANTINE.name].select(["table_name", "row_key"])
        for name in list(sealed):
            _replace(con, TABLES[name], night, sealed.pop(name), refused)
        touch(con, night)
        derive(con, night, pairs, settings)
        con.execute(statement("load/delete_night.sql", table=RUNS.name), {"night": night})
        insert(con, RUNS, _run_rows(manifests))
        for law in sorted(SQL.glob("laws/*.sql")):
            if wrong := con.execute(law.read_text(encoding="utf-8"), {"night": night}).fetchall():
                raise ShardFailed(
                    f"law {law.stem}, night {night}: {wrong[0]} is against it, so the night is not loaded"
                )
        con.commit()
        return True


def define(con: DuckDBPyConnection) -> None:
    """Make what is missing, and bring tables of an older version forward.

    Raises:
        ConfigurationError: a table is there in a form that no version had, or of a version newer than this one.
    """
    con.begin()
    for table in TABLES.values():
        found = con.execute(statement("load/columns.sql"), {"table": table.name}).fetchall()
        version = _version(con, table)
        if not found:
            con.execute(ddl(table))
        elif version != table.version:
            _migrate(con, table, version)
        elif found != [(c.name, c.nullable) for c in table.columns if not c.lake_only]:
            raise ConfigurationError(
                f"table {table.name} of the working warehouse has other columns than its version {version} has. Remove "
                "the file working.duckdb, which holds nothing that the lake does not hold, and run "
                "`newsledger backfill` over its nights."
            )
    for definition in definitions():
        con.execute(definition)
    con.commit()


def _version(con: DuckDBPyConnection, table: Table) -> int:
    """The schema version that a table's comment tells, else the first."""
    comments = con.execute(statement("load/comment.sql"), {"table": table.name}).fetchall()
    told = _TOLD_VERSION.search(comments[0][0] or "") if comments else None
    return int(told["version"]) if told else 1


def _migrate(con: DuckDBPyConnection, table: Table, version: int) -> None:
    """Make a table anew in its present form, a night at a time where it has nights."""
    con.execute(statement("migrations/set_aside.sql", table=table.name))
    con.execute(ddl(table))
    if table.is_partitioned:
        nights = con.execute(statement("migrations/nights.sql", table=table.name)).fetchall()
        asked = [("migrations/rows_of_night.sql", {"night": night}) for (night,) in nights]
    else:
        asked = [("migrations/rows.sql", {})]
    for name, values in asked:
        rows = con.execute(statement(name, table=table.name), values).to_arrow_table()
        insert(con, table, upgraded(table, rows, version))
    con.execute(statement("migrations/drop.sql", table=table.name))


def _sealed(lake: Lake, night: date) -> dict[str, pa.Table]:
    """The rows of every table that a night replaces, with what people decided about them."""
    decided = overrides(lake, night)
    found = {}
    for table in TABLES.values():
        if table.is_partitioned and table is not RUNS:
            columns = [c.name for c in table.columns if not c.lake_only]
            found[table.name] = laid_over(table, lake.read(table, night, columns=columns), decided)
    return found


def _pairs_within(sealed: dict[str, pa.Table], settings: Settings) -> pa.Table:
    """The pairs of claims that tell the same within the night, those left out that were refused."""
    import duckdb

    refused = sealed[QUARANTINE.name].filter(pc.field("table_name") == CLAIM_PRINTS.name)["row_key"]
    prints = sealed[CLAIM_PRINTS.name]
    with duckdb.connect() as con:
        return clusters.pairs_within(con, prints.filter(pc.invert(pc.is_in(prints["claim_id"], refused))), settings)


def _replace(con: DuckDBPyConnection, table: Table, night: date, rows: pa.Table, quarantined: pa.Table) -> None:
    con.execute(statement("load/delete_night.sql", table=table.name), {"night": night})
    own = quarantined.filter(pc.field("table_name") == table.name)
    inserted, left_out = insert(con, table, rows, own)
    if inserted + left_out != rows.num_rows:
        raise ShardFailed(
            f"table {table.name}, night {night}: {rows.num_rows} rows sealed, but {inserted} loaded and {left_out} "
            "refused; nothing may be lost, so the night is not loaded"
        )


def touch(con: DuckDBPyConnection, night: date) -> None:
    """Note what the night holds of entities and claims; what is derived of these is made anew."""
    for name in ("entities", "claims"):
        con.execute(statement(f"load/touch_{name}.sql"), {"night": night})


def derive(con: DuckDBPyConnection, night: date, pairs: pa.Table, settings: Settings) -> None:
    """Make the tables over all nights anew where the night touched them.

    Args:
        pairs: the night's own, from :func:`pipeline.ledger.clusters.pairs_within`.
    """
    con.execute(statement("load/entities.sql"))
    con.execute(statement("load/entity_links.sql"))
    clusters.derive(con, night, pairs, settings)


def insert(
    con: DuckDBPyConnection, table: Table, incoming: pa.Table, refused: pa.Table | None = None
) -> tuple[int, int]:
    """Insert the rows that ``refused``, rows of quarantine, does not name; how many were inserted, and how many not."""
    key = ", ".join(table.key)
    con.register("incoming", incoming)
    keys = QUARANTINE.build([]) if refused is None else refused
    con.register("refused", keys.select(["row_key"]).rename_columns(["key_refused"]))
    inserted = count_of(con, statement("load/insert_night.sql", table=table.name, key=key))
    left_out = count_of(con, statement("load/count_refused.sql", key=key))
    con.unregister("incoming")
    con.unregister("refused")
    return inserted, left_out


def _run_rows(manifests: list[Manifest]) -> pa.Table:
    columns = [c.name for c in RUNS.columns]
    rows = [{name: value for name, value in m.model_dump().items() if name in columns} for m in manifests]
    return pa.Table.from_pylist(rows, schema=RUNS.arrow)


def _is_loaded(con: DuckDBPyConnection, night: date, manifests: list[Manifest]) -> bool:
    loaded = con.execute(statement("load/loaded_runs.sql"), {"night": night}).fetchall()
    return {(m.stage, m.shard, m.run_id) for m in manifests} == set(loaded)


def at_work(settings: Settings) -> AbstractContextManager[None]:
    """Keep other runs away from the working file, also while it is copied or replaced and nobody has it open."""
    return held(settings.home / "locks" / "warehouse", str(settings.working_warehouse))


@contextmanager
def writing(settings: Settings, *, alone: bool = False) -> Iterator[DuckDBPyConnection]:
    """The one connection to the working file.

    Args:
        alone: whether the caller holds the lock already.

    Raises:
        RetryLater: another process holds the file.
    """
    path = settings.working_warehouse
    path.parent.mkdir(parents=True, exist_ok=True)
    with nullcontext() if alone else at_work(settings), attached(path) as con:
        yield con


@contextmanager
def attached(path: Path, *, tightly: bool = False) -> Iterator[DuckDBPyConnection]:
    """A connection that writes to the file at ``path``, in the format that analysts' tools open.

    Args:
        tightly: pack rows as small as they get, which takes longer.

    Raises:
        RetryLater: another process holds the file.
    """
    import duckdb

    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        if not tightly:
            con.execute(_QUICK_PACKING)
        try:
            con.execute(f"ATTACH {literal(str(path))} AS ledger ({STORAGE})")
        except duckdb.IOException as error:
            raise RetryLater(f"{path} is in use: {error}") from error
        con.execute("USE ledger")
        yield con


def _quoted(identifier: str) -> str:
    return '"end"' if identifier == "end" else '"start"' if identifier == "start" else identifier
