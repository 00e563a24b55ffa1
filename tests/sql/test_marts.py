"""Each mart and load statement on small tables: ``cases/<name>/<case>.yml`` gives the rows in and the rows out."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from small_ledger import SQL, insert

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
    found = ledger.sql(f"SELECT {columns} FROM {case.parent.name} ORDER BY ALL").fetchall()
    assert [dict(zip(given["expected"][0], row, strict=True)) for row in found] == given["expected"]


@pytest.mark.parametrize("mart", sorted(path.parent for path in SQL.glob("marts/*/view.sql")), ids=lambda p: p.name)
def test_a_mart_is_a_view_a_page_and_a_check(ledger, mart):
    assert (mart / "about.md").read_text(encoding="utf-8").strip()
    assert ledger.sql((mart / "check.sql").read_text(encoding="utf-8")).fetchall() == []


def test_the_check_of_a_proof_finds_a_claim_that_its_article_does_not_hold(ledger):
    insert(ledger, TABLES["documents"], [{"document_id": "d-1", "text": "It rained."}])
    insert(ledger, TABLES["claims"], [{"claim_id": "c-1", "document_id": "d-1", "content_text": "It snowed.",
                                       "content": [{"start": 0, "end": 10}]}])  # fmt: skip
    check = (SQL / "marts" / "proof_of_claim" / "check.sql").read_text(encoding="utf-8")
    assert ledger.sql(check).fetchall() == [("c-1", "It snowed.", "It rained.")]
