"""Whatever goes wrong in a night, running it again gives the tables of an undisturbed one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from ledger import FIRST_NIGHT, contents, night, rows
from processes import newsledger

from pipeline.errors import ConfigurationError, RetryLater, ShardFailed
from pipeline.lake import migrations
from pipeline.lake.storage import Lake
from pipeline.ledger import editions, publishing, warehouse
from pipeline.nights import intake, sealing
from pipeline.schema import DOCUMENTS, RUNS

SECOND_NIGHT = FIRST_NIGHT + timedelta(days=1)
RANGE = (str(FIRST_NIGHT), str(SECOND_NIGHT))


def test_a_clock_that_is_set_back_changes_no_row(home, undisturbed, monkeypatch):
    settings = home("back", nights=1)
    for module in (intake, sealing):
        monkeypatch.setattr(module, "now", lambda: datetime(1999, 1, 1, tzinfo=UTC))
    for manifest in Lake(settings.lake_uri).manifests(FIRST_NIGHT):
        if manifest.stage != "fetch":
            Lake(settings.lake_uri).unseal(FIRST_NIGHT, manifest.stage, manifest.shard)
    assert contents(night(settings).published) == undisturbed


@pytest.mark.slow
@pytest.mark.parametrize("room", [2_000, 60_000, 1_000_000], ids=["articles", "claims", "warehouse"])
def test_a_night_on_a_full_disk_and_run_again_equals_an_undisturbed_one(home, undisturbed, room):
    settings = home("full")
    told = newsledger(settings, "run", "--night", str(FIRST_NIGHT), room=room)
    assert told.status != 0, "there was room after all"
    assert not settings.published_warehouse.exists()
    assert contents(night(settings).published) == undisturbed


def test_without_room_for_an_edition_nothing_is_written_and_the_last_one_stays(two_nights, monkeypatch):
    inode = two_nights.published_warehouse.stat().st_ino
    with duckdb.connect(str(two_nights.working_warehouse)) as con:
        con.execute("DELETE FROM runs WHERE night = ?", [FIRST_NIGHT])
    monkeypatch.setattr(editions.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 9, 1))
    kept = {edition.edition for edition in editions.editions(two_nights)}
    with pytest.raises(RetryLater, match="no room for the edition"):
        publishing.publish(two_nights)
    assert two_nights.published_warehouse.stat().st_ino == inode
    assert {edition.edition for edition in editions.editions(two_nights)} == kept


def test_a_truncated_file_that_is_taken_back_as_the_runbook_says_gives_the_same_tables(home, undisturbed):
    settings = home("cut", nights=1)
    for stage, table in (("parse", "documents"), ("extract", "claims"), ("validate", "quarantine")):
        [part] = [p for p in Lake(settings.lake_uri).parts(table, FIRST_NIGHT) if f"/{stage}." in p.path]
        file = (settings.home / "lake") / part.path
        file.write_bytes(file.read_bytes()[:-7])
        manifest = (settings.home / "lake") / "_manifests" / f"night={FIRST_NIGHT}" / file.with_suffix(".json").name
        manifest.unlink()
    assert contents(night(settings).published) == undisturbed


def test_a_reader_that_holds_the_working_file_is_told_and_changes_nothing(home, undisturbed):
    settings = home("held")
    night(settings, dry_run=True)
    warehouse.load(FIRST_NIGHT, settings)
    hold = f"import duckdb, sys; c = duckdb.connect({str(settings.working_warehouse)!r}, read_only=True); \
print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as p:
        assert p.stdout.readline() == "open\n"
        with pytest.raises(RetryLater, match=r"working\.duckdb is in use"):
            night(settings)
        p.communicate("", timeout=60)
    assert contents(night(settings).published) == undisturbed


def with_word_count(data: pa.Table) -> pa.Table:
    """A step of migration: documents of a version that did not count words."""
    counts = [len(text.split()) for text in data["text"].to_pylist()]
    return data.append_column(DOCUMENTS.arrow.field("word_count"), pa.array(counts, pa.int32()))


def test_a_night_with_a_partition_of_the_version_before_gives_the_same_tables(home, undisturbed, monkeypatch):
    monkeypatch.setattr(migrations, "MIGRATIONS", {("documents", 0): with_word_count})
    settings = home("old", nights=1)
    lake = Lake(settings.lake_uri)
    [parsed] = lake.manifests(FIRST_NIGHT, "parse")
    part = parsed.tables["documents"]
    file = settings.home / "lake" / part.path
    pq.write_table(pq.ParquetFile(file).read().drop_columns("word_count"), file)
    older = part.model_copy(update={"schema_version": 0, "size": file.stat().st_size})
    told = parsed.model_copy(update={"tables": parsed.tables | {"documents": older}})
    manifest = settings.home / "lake" / "_manifests" / f"night={FIRST_NIGHT}" / f"parse.{parsed.shard}.json"
    manifest.write_text(told.model_dump_json(), encoding="utf-8")
    for stage in ("dedupe", "extract", "validate"):  # they read the old partition; the warehouse does too
        for one in lake.manifests(FIRST_NIGHT, stage):
            lake.unseal(FIRST_NIGHT, stage, one.shard)
    settings.working_warehouse.unlink()
    assert contents(night(settings).published) == undisturbed
    assert "word_count" not in pq.ParquetFile(file).schema_arrow.names, "the sealed file stays as it is"


def test_a_working_file_of_the_version_before_is_brought_forward(two_nights, monkeypatch):
    monkeypatch.setattr(migrations, "MIGRATIONS", {("runs", 0): migrations.with_nulls(RUNS, "libraries")})
    before = contents(two_nights.published_warehouse)
    with duckdb.connect(str(two_nights.working_warehouse)) as con:
        con.execute("ALTER TABLE runs DROP COLUMN libraries")
        con.execute("COMMENT ON TABLE runs IS 'Which run wrote what. Key: night, stage, shard. Version 0.'")
        con.execute("DELETE FROM runs WHERE night = ?", [SECOND_NIGHT])
    night(two_nights, SECOND_NIGHT)
    found = contents(two_nights.working_warehouse)
    assert {name: found[name] for name in found if name != "runs"} == {n: before[n] for n in before if n != "runs"}
    versions = "SELECT DISTINCT night, libraries IS NULL FROM runs ORDER BY ALL"
    assert rows(two_nights.working_warehouse, versions) == [(FIRST_NIGHT, True), (SECOND_NIGHT, False)]


def test_a_working_file_of_a_newer_version_is_refused_with_what_to_do(two_nights):
    with duckdb.connect(str(two_nights.working_warehouse)) as con:
        con.execute("COMMENT ON TABLE claims IS 'Claims of tomorrow. Version 99.'")
    with pytest.raises(ConfigurationError, match="claims: rows of schema version 99 were found"):
        publishing.publish(two_nights)


def test_a_law_that_a_row_breaks_keeps_the_night_out(two_nights, monkeypatch):
    before = contents(two_nights.published_warehouse)
    Lake(two_nights.lake_uri).unseal(SECOND_NIGHT, "resolve", "all")  # no sightings: speakers without an entity
    working = contents(two_nights.working_warehouse)
    with pytest.raises(ShardFailed, match="law speakers_are_entities"):
        warehouse.load(SECOND_NIGHT, two_nights)
    assert contents(two_nights.working_warehouse) == working
    assert contents(night(two_nights, SECOND_NIGHT).published) == before
