"""Each mart, macro and load statement on small tables: ``cases/<name>/<case>.yml`` gives rows in and rows out."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from ledger_rows import insert

from pipeline.ledger.marts import SQL, macros, mart, marts
from pipeline.schema import TABLES

CASES = sorted(Path(__file__).parent.glob("cases/*/*.yml"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_rows_out_are_those_the_case_expects(ledger, case):
    given = yaml.safe_load(case.read_text(encoding="utf-8"))
    for name, rows in given["given"].items():
        insert(ledger, TABLES[name], rows)
    if night := given.get("touched_by"):
        ledger.execute("CREATE TEMP TABLE touched (entity_id VARCHAR)")
        ledger.execute((SQL / "load" / "touch_entities.sql").read_text(encoding="utf-8"), {"night": night})
        ledger.execute((SQL / "load" / "entities.sql").read_text(encoding="utf-8"))
    columns = ", ".join(given["expected"][0])
    found = ledger.sql(f"SELECT {columns} FROM {given.get('asked', case.parent.name)} ORDER BY ALL").fetchall()
    assert [dict(zip(given["expected"][0], row, strict=True)) for row in found] == given["expected"]
    if case.parent.name in marts() and "check" not in given:
        assert ledger.sql(mart(case.parent.name, "check.sql")).fetchall() == []


@pytest.mark.parametrize("name", marts())
def test_a_mart_is_a_view_a_page_and_a_check(ledger, name):
    assert mart(name, "about.md").strip()
    assert ledger.sql(f"FROM {name}").fetchall() == []
    assert ledger.sql(mart(name, "check.sql")).fetchall() == []


def test_every_folder_of_marts_is_made_and_has_a_case():
    assert {folder.name for folder in (SQL / "marts").iterdir()} == set(marts())
    assert set(marts()) <= {case.parent.name for case in CASES}


@pytest.mark.parametrize("macro", macros(), ids=lambda macro: macro.call)
def test_every_macro_for_analysts_is_there_under_its_documented_name(ledger, macro):
    name = macro.call.partition("(")[0]
    found = ledger.execute("SELECT count(*) FROM duckdb_functions() WHERE function_name = ?", [name]).fetchall()
    assert found[0][0] >= 1


def test_the_check_of_a_proof_finds_a_claim_that_its_article_does_not_hold(ledger):
    insert(ledger, TABLES["documents"], [{"document_id": "d-1", "text": "It rained."}])
    insert(ledger, TABLES["claims"], [{"claim_id": "c-1", "document_id": "d-1", "content_text": "It snowed.",
                                       "content": [{"start": 0, "end": 10}]}])  # fmt: skip
    assert ledger.sql(mart("proof_of_claim", "check.sql")).fetchall() == [("c-1", "It snowed.", "It rained.")]
