"""Every law of the ledger finds the one fault planted for it and nothing in a sound night; no row gets lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import duckdb
import pytest
from ledger import FIRST_NIGHT, contents

from pipeline.contract import Result, Tables
from pipeline.errors import ShardFailed
from pipeline.flow import stage
from pipeline.lake.storage import Lake
from pipeline.ledger import warehouse
from pipeline.nights.runner import run
from pipeline.schema import TABLES
from pipeline.settings import PROJECT, Settings

LAWS = {path.stem: path.read_text(encoding="utf-8") for path in (PROJECT / "sql" / "laws").glob("*.sql")}
FAULTS = {
    "articles_are_read_or_refused": "DELETE FROM documents WHERE title = (SELECT min(title) FROM documents)",
    "assertions_leave_claims_alone": """
        UPDATE assertions SET document_id = said.document_id, "start" = said.piece."start", "end" = said.piece."end"
        FROM (SELECT document_id, content[1] AS piece FROM claims LIMIT 1) AS said""",
    "claims_stand_in_clusters": "DELETE FROM claim_clusters WHERE claim_id = (SELECT min(claim_id) FROM claims)",
    "claims_stand_in_documents": "UPDATE claims SET document_id = 'd-0'",
    "coverage_balances": "UPDATE coverage SET fetched = fetched + 1",
    "documents_are_read": "DELETE FROM readings WHERE document_id = (SELECT min(document_id) FROM readings)",
    "runs_balance": "UPDATE runs SET rows_kept = rows_kept - 1 WHERE stage = 'parse'",
    "speakers_are_entities": "DELETE FROM entities WHERE entity_id = (SELECT min(speaker_entity_id) FROM claims)",
}


@pytest.fixture
def tables(homes) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables of the first night in memory, without their keys, so that any fault can be planted."""
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{homes('plain', 1) / 'newsledger.duckdb'}' AS ledger (READ_ONLY)")
        for table in TABLES:
            con.execute(f"CREATE TABLE {table} AS FROM ledger.{table}")
        yield con


def test_every_law_has_its_fault():
    assert set(FAULTS) == set(LAWS)


@pytest.mark.parametrize("law", FAULTS)
def test_a_law_finds_its_fault_and_nothing_in_a_sound_night(tables, law):
    assert tables.execute(LAWS[law], {"night": FIRST_NIGHT}).fetchall() == []
    tables.execute(FAULTS[law])
    assert tables.execute(LAWS[law], {"night": FIRST_NIGHT}).fetchall()


@pytest.mark.parametrize("name", ["parse", "extract"])
def test_a_stage_that_loses_a_row_seals_nothing(home, name):
    settings, whole = home("lost", nights=1), stage(name)

    def losing(given: Tables, asked: Settings) -> Result:
        result = whole.function(given, asked)
        return replace(result, kept=result.kept - 1)

    lake = Lake(settings.lake_uri)
    lake.unseal(FIRST_NIGHT, name, "0-of-1")
    with pytest.raises(ShardFailed, match=re.escape("rows in, but")):
        run(replace(whole, function=losing), FIRST_NIGHT, "0-of-1", settings)
    assert lake.manifests(FIRST_NIGHT, name) == []


def test_a_load_that_loses_a_row_leaves_the_warehouse_as_it_was(home, monkeypatch):
    settings, whole = home("lost", nights=1), warehouse.statement

    def losing(name: str, **given: str) -> str:
        return whole(name, **given) + ("LIMIT 1" if name == "load/insert_night.sql" else "")

    with duckdb.connect(str(settings.working_warehouse)) as con:
        con.execute("DELETE FROM runs")  # so that the night is loaded again
    before = contents(settings.working_warehouse)
    monkeypatch.setattr(warehouse, "statement", losing)
    with pytest.raises(ShardFailed, match="nothing may be lost"):
        warehouse.load(FIRST_NIGHT, settings)
    assert contents(settings.working_warehouse) == before


def test_a_stage_that_writes_a_table_it_does_not_declare_seals_nothing(home):
    settings, whole = home("more", nights=1), stage("parse")
    lake = Lake(settings.lake_uri)
    lake.unseal(FIRST_NIGHT, "parse", "0-of-1")
    with pytest.raises(ShardFailed, match="wrote documents, which it does not declare"):
        run(replace(whole, writes=("quarantine",)), FIRST_NIGHT, "0-of-1", settings)
    assert lake.manifests(FIRST_NIGHT, "parse") == []


def test_runs_of_two_nights_have_two_names_though_nothing_came_in(tmp_path):
    settings = Settings(home=tmp_path, model="plain")
    nights = [FIRST_NIGHT, FIRST_NIGHT + timedelta(days=1)]
    assert len({run(stage("parse"), night, "0-of-1", settings).run_id for night in nights}) == 2


def test_other_code_makes_a_result_anew(tmp_path, monkeypatch):
    settings = Settings(home=tmp_path, model="plain")
    first = run(stage("parse"), FIRST_NIGHT, "0-of-1", settings)
    assert run(stage("parse"), FIRST_NIGHT, "0-of-1", settings) == first, "sealed before, not run again"
    monkeypatch.setattr("pipeline.nights.runner.code_version", lambda: "tomorrow")
    assert run(stage("parse"), FIRST_NIGHT, "0-of-1", settings).run_id != first.run_id
