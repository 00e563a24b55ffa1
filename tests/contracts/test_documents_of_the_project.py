"""The pages tell of everything a person can call or open."""

from __future__ import annotations

import ast
import re

import pytest
import typer
import yaml

from pipeline.cli import app
from pipeline.columns import ACTS
from pipeline.measure.facets import MEASURES
from pipeline.schema import TABLES
from pipeline.settings import PROJECT


def pages() -> str:
    """README and every page of docs, as one text."""
    files = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def dag_ids() -> list[str]:
    """The names of the functions under ``@dag`` in the DAG files, or the ids given to it."""
    found = []
    for file in sorted((PROJECT / "dags").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for call in getattr(node, "decorator_list", ()):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "dag":
                    given = {word.arg: word.value for word in call.keywords}.get("dag_id")
                    found.append(given.value if isinstance(given, ast.Constant) else node.name)
    return found


COMMANDS = sorted(typer.main.get_command(app).commands)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_readme_or_the_docs(command):
    assert re.search(rf"newsledger {command}\b", pages()), f"`newsledger {command}` is told of nowhere"


@pytest.mark.parametrize("table", TABLES)
def test_every_table_stands_in_the_reference_of_tables(table):
    reference = PROJECT / "docs" / "tables.md"
    assert reference.exists(), "docs/tables.md is made by `newsledger reference`"
    assert f"## {table}\n" in reference.read_text(encoding="utf-8")


@pytest.mark.parametrize("act", ACTS)
def test_every_act_stands_in_the_annotation_guide(act):
    assert f"| `{act}` |" in (PROJECT / "docs" / "annotation-guide.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_every_measure_of_facets_stands_in_the_page_on_evaluation(measure):
    assert f"`{measure}`" in (PROJECT / "docs" / "evaluation.md").read_text(encoding="utf-8")


def test_every_decision_stands_in_their_index_under_its_own_title():
    folder = PROJECT / "docs" / "decisions"
    records = [file for file in sorted(folder.glob("*.md")) if file.name != "README.md"]
    titles = [file.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ") for file in records]
    rows = [f"| [{title[:3]}]({file.name}) | {title[4:]} |" for file, title in zip(records, titles, strict=True)]
    assert rows == re.findall(r"^\| \[.*$", (folder / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)


def test_each_commit_is_checked_as_make_lint_checks():
    [lint] = re.findall(r"^lint:.*\n((?:\t.+\n)+)", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    hooks = yaml.safe_load((PROJECT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    files = r" (?:\.|docker-compose\.yml)$"  # pre-commit gives them itself
    checks = [re.sub(files, "", line.strip().replace("$(BIN)", ".venv/bin")) for line in lint.splitlines()]
    assert [hook["entry"] for hook in hooks] == checks


def test_there_is_a_dag():
    assert dag_ids()


@pytest.mark.parametrize("dag_id", dag_ids())
def test_every_dag_stands_in_the_readme_or_the_docs(dag_id):
    assert re.search(rf"\b{re.escape(dag_id)}\b", pages()), f"DAG {dag_id} is told of nowhere"
