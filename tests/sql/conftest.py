"""Ledgers: an empty one for each test, and one of all four nights of the newsroom, made once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest
from small_ledger import SQL

from examples.newsroom.press import Press
from pipeline.night import read_request, run_night
from pipeline.schema import TABLES
from pipeline.settings import Settings
from pipeline.warehouse import ddl


@pytest.fixture
def ledger():
    """An empty warehouse in memory, with every table and view."""
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        for table in TABLES.values():
            con.execute(ddl(table))
        for view in SQL.glob("marts/*/view.sql"):
            con.execute(view.read_text(encoding="utf-8"))
        yield con


@pytest.fixture(scope="session")
def newsroom_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("newsroom")
    settings = Settings(home=home, publishers=home / "publishers.toml", attempts=1)
    with Press(date(2026, 3, 2)) as press:
        press.write_publishers(settings.publishers)
        for day in range(2, 6):
            press.night = date(2026, 3, day)
            run_night(read_request({"night": str(press.night)}), settings)
    return settings.published_warehouse
