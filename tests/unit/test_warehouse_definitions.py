"""The DuckDB definitions made from the schema: they run, keep nullability and carry every meaning."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest
from making import article, claim, document, table_of

from pipeline.ledger.warehouse import ddl, duckdb_type
from pipeline.schema import ARTICLES, CLAIMS, DOCUMENTS, TABLES

ALL = pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)


@pytest.fixture
def con():
    with duckdb.connect() as connection:
        yield connection


@pytest.mark.parametrize(
    ("arrow", "name"),
    [
        (pa.string(), "VARCHAR"),
        (pa.int32(), "INTEGER"),
        (pa.float64(), "DOUBLE"),
        (pa.bool_(), "BOOLEAN"),
        (pa.date32(), "DATE"),
        (pa.binary(), "BLOB"),
        (pa.timestamp("us", tz="UTC"), "TIMESTAMPTZ"),
        (pa.list_(pa.string()), "VARCHAR[]"),
        (pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32())])), 'STRUCT("start" INTEGER, "end" INTEGER)[]'),
    ],
)
def test_each_arrow_type_of_the_schema_has_a_duckdb_type(arrow, name):
    assert duckdb_type(arrow) == name


@ALL
def test_a_definition_can_be_run_once_and_again(con, table):
    con.execute(ddl(table))
    con.execute(ddl(table))
    assert con.execute(f"SELECT count(*) FROM {table.name}").fetchone() == (0,)


@ALL
def test_columns_come_in_the_declared_order_without_those_that_stay_in_the_lake(con, table):
    con.execute(ddl(table))
    found = con.execute(
        "SELECT column_name, is_nullable FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index", [table.name]
    ).fetchall()
    assert found == [(c.name, c.nullable) for c in table.columns if not c.lake_only]


@ALL
def test_every_column_and_table_carries_its_meaning_as_a_comment(con, table):
    con.execute(ddl(table))
    comments = con.execute("SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ?", [table.name])
    assert dict(comments.fetchall()) == {c.name: c.meaning for c in table.columns if not c.lake_only}
    [(comment,)] = con.execute("SELECT comment FROM duckdb_tables() WHERE table_name = ?", [table.name]).fetchall()
    assert comment == f"{table.meaning} Key: {', '.join(table.key)}. Version {table.version}."


@pytest.mark.parametrize(
    ("table", "row"),
    [(ARTICLES, article()), (DOCUMENTS, document()), (CLAIMS, claim(document(), "The council met"))],
    ids=["articles", "documents", "claims"],
)
def test_rows_of_the_lake_fit_the_definition(con, table, row):
    con.execute("SET TimeZone = 'UTC'")
    con.execute(ddl(table))
    data = table_of(table, row).drop_columns([c.name for c in table.columns if c.lake_only])
    con.register("incoming", data)
    con.execute(f"INSERT INTO {table.name} BY NAME SELECT * FROM incoming")
    assert con.execute(f"SELECT {table.key[0]} FROM {table.name}").fetchall() == [(row[table.key[0]],)]


def test_the_bytes_of_articles_stay_in_the_lake():
    assert "body BLOB" not in ddl(ARTICLES)
    assert "body_sha256 VARCHAR NOT NULL" in ddl(ARTICLES)
