"""Every statement of the cookbook answers on the newsroom's ledger, and the pages that list things list all of them."""

from __future__ import annotations

import re

import duckdb
import pytest
import yaml

from pipeline.settings import PROJECT

COOKBOOK = (PROJECT / "docs" / "cookbook.md").read_text(encoding="utf-8")
RECIPES = re.findall(r"^## (.+?)$.*?^```sql\n(.+?)^```", COOKBOOK, re.DOTALL | re.MULTILINE)
RULES = [
    (suite.stem, rule["name"], rule["severity"])
    for suite in sorted((PROJECT / "expectations").glob("*.yml"))
    for rule in yaml.safe_load(suite.read_text(encoding="utf-8"))["expectations"]
]


@pytest.mark.parametrize(("question", "statement"), RECIPES, ids=[question for question, _ in RECIPES])
def test_each_recipe_answers_on_the_newsroom(newsroom_ledger, question, statement):
    with duckdb.connect(str(newsroom_ledger), read_only=True) as ledger:
        assert ledger.sql(statement).fetchall(), f"{question}: no answer"


def test_the_cookbook_has_at_least_ten_recipes():
    assert len(RECIPES) >= 10


@pytest.mark.parametrize(("table", "rule", "severity"), RULES)
def test_each_expectation_is_documented_with_its_severity(table, rule, severity):
    page = (PROJECT / "docs" / "expectations.md").read_text(encoding="utf-8")
    assert re.search(rf"`{rule}`.*{severity}", page), f"{table}.{rule} is not in docs/expectations.md"
