"""Rows of an older schema version are read in the present form; rows of a newer one are refused by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from making import NIGHT, RUN

from pipeline.columns import NIGHT as NIGHT_COLUMN
from pipeline.columns import RUN_ID, TEXT
from pipeline.contract import Column, Table, check
from pipeline.errors import ConfigurationError
from pipeline.lake import migrations
from pipeline.lake.migrations import MIGRATIONS, with_nulls
from pipeline.lake.storage import Lake, Manifest
from pipeline.schema import TABLES

BIRD = Column("bird_id", TEXT, "which")
OLD = Table("birds", "Birds.", ("bird_id",), (NIGHT_COLUMN, BIRD, RUN_ID))
NEW = replace(OLD, columns=(NIGHT_COLUMN, BIRD, Column("song", TEXT, "how", nullable=True), RUN_ID), version=2)
FACTS = {"night": NIGHT, "stage": "watch", "run_id": RUN, "inputs": {}, "code_version": "1", "extractor": None}
COUNTS = {"rows_in": 1, "rows_kept": 1, "rows_quarantined": 0, "seconds": 0.1}


@pytest.fixture
def lake(tmp_path, monkeypatch):
    """A lake with a partition of each version of one table, and the step between them."""
    monkeypatch.setattr(migrations, "MIGRATIONS", {("birds", 1): with_nulls(NEW, "song")})
    made = Lake((tmp_path / "lake").as_uri())
    rows = [(OLD, {"bird_id": "b-1"}), (NEW, {"bird_id": "b-2", "song": "tsip"})]
    for number, (table, row) in enumerate(rows):
        manifest = Manifest(**FACTS, **COUNTS, shard=str(number), tables={}, sealed_at=datetime(2026, 3, 2, tzinfo=UTC))
        made.seal(manifest, {"birds": (table, table.stamped(table.build([row]), NIGHT, RUN))})
    return made


def test_a_reader_sees_old_and_new_partitions_as_one_table_of_the_present_form(lake):
    data = lake.read(NEW, NIGHT)
    check(NEW, data)
    assert {row["bird_id"]: row["song"] for row in data.to_pylist()} == {"b-1": None, "b-2": "tsip"}


def test_bounds_and_columns_hold_for_old_partitions_too(lake):
    data = lake.read(NEW, NIGHT, bounds=("b-1", "b-2"), columns=["song"])
    assert data.to_pylist() == [{"song": None}]


def test_a_partition_of_a_newer_version_is_refused_with_what_to_do(lake):
    with pytest.raises(ConfigurationError, match=r"birds: rows of schema version 2 .* versions up to 1; install"):
        lake.read(OLD, NIGHT)


def test_a_version_from_which_no_step_leads_on_is_named(lake, monkeypatch):
    monkeypatch.setattr(migrations, "MIGRATIONS", {})
    with pytest.raises(ConfigurationError, match="no migration leads from schema version 1 to 2"):
        lake.read(NEW, NIGHT)


def test_every_version_of_every_table_leads_to_the_present_one():
    steps = {(table.name, version) for table in TABLES.values() for version in range(1, table.version)}
    assert steps == set(MIGRATIONS)
