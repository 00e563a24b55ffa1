"""An empty ledger for each test."""

from __future__ import annotations

import duckdb
import pytest

from pipeline.ledger.marts import definitions
from pipeline.ledger.warehouse import ddl
from pipeline.schema import TABLES


@pytest.fixture
def ledger():
    """An empty warehouse in memory, with every table and view."""
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        for table in TABLES.values():
            con.execute(ddl(table))
        for definition in definitions():
            con.execute(definition)
        yield con
