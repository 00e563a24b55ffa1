"""Every statement of the cookbook answers on the newsroom's ledger, and the pages that list things list all of them."""

from __future__ import annotations

import json
import re

import duckdb
import pytest
import yaml

from pipeline.ledger.marts import macros, marts
from pipeline.settings import PROJECT

COOKBOOK = (PROJECT / "docs" / "cookbook.md").read_text(encoding="utf-8")
RECIPES = re.findall(r"^## \d+\. (.+?)$\n+```sql\n(.+?)\n```", COOKBOOK, re.DOTALL | re.MULTILINE)
NOT_FOUND_YET = ("changed_positions",)
RULES = [
    (suite.stem, rule["name"], rule["severity"])
    for suite in sorted((PROJECT / "expectations").glob("*.yml"))
    for rule in yaml.safe_load(suite.read_text(encoding="utf-8"))["expectations"]
]


@pytest.mark.parametrize(("question", "statement"), RECIPES, ids=[question for question, _ in RECIPES])
def test_each_recipe_is_one_line_and_answers_on_the_newsroom(newsroom_ledger, question, statement):
    with duckdb.connect(str(newsroom_ledger), read_only=True) as ledger:
        rows = ledger.sql(statement).fetchall()
    assert "\n" not in statement
    assert rows or any(name in statement for name in NOT_FOUND_YET), f"{question}: no answer"


def test_the_cookbook_has_at_least_fifteen_recipes_and_uses_every_mart_and_macro():
    assert len(RECIPES) >= 15
    assert len(RECIPES) == len(re.findall(r"^## \d+\.", COOKBOOK, re.MULTILINE))
    told = " ".join(statement for _, statement in RECIPES)
    assert [name for name in marts() if name not in told and name not in ("who_said_what",)] == []
    asked = {macro.call.partition("(")[0] for macro in macros()[:7]}
    assert [name for name in asked if f"{name}(" not in told] == []


def test_the_notebook_runs_from_its_first_cell_to_its_last(newsroom, monkeypatch):
    monkeypatch.setenv("NEWSLEDGER_HOME", str(newsroom.home))
    notebook = json.loads((PROJECT / "docs" / "analyst.ipynb").read_text(encoding="utf-8"))
    names: dict[str, object] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
    assert len(names["speakers"]) == 10
    assert len(names["said"]) > 0
    assert set(names["quoting"]["publisher_id"]) == {"ledgertimes", "meridian", "sentinel"}


@pytest.mark.parametrize(("table", "rule", "severity"), RULES)
def test_each_expectation_is_documented_with_its_severity(table, rule, severity):
    page = (PROJECT / "docs" / "expectations.md").read_text(encoding="utf-8")
    assert re.search(rf"`{rule}`.*{severity}", page), f"{table}.{rule} is not in docs/expectations.md"
