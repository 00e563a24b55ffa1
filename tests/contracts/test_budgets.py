"""Files stay small enough to be read, and know nothing of the folder they lie in."""

from __future__ import annotations

import ast
import fnmatch
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.settings import PROJECT

MODULES = sorted((PROJECT / "pipeline").rglob("*.py"))
DAGS = sorted((PROJECT / "dags").glob("*.py"))
LINES_OF_A_MODULE, LINES_OF_A_FUNCTION, LINES_OF_A_DAG = 400, 60, 60
LINES_OF_A_BLOCK = 10
FOLDERS_OF_CODE = ("pipeline", "dags", "plugins", "ops", "examples", "benchmarks", "training")


def name_of(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def tracked_files() -> Iterator[Path]:
    """The files of the project that .gitignore does not leave out."""
    lines = (PROJECT / ".gitignore").read_text(encoding="utf-8").split()
    ignored = [".git", *(line.strip("/") for line in lines if not line.startswith("#"))]
    for folder, folders, files in os.walk(PROJECT):
        folders[:] = [name for name in folders if not any(fnmatch.fnmatch(name, pattern) for pattern in ignored)]
        yield from (Path(folder, name) for name in files if not any(fnmatch.fnmatch(name, p) for p in ignored))


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_has_at_most_four_hundred_lines(module):
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LINES_OF_A_MODULE


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_function_has_at_most_sixty_lines(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {function.name: (function.end_lineno or 0) - function.lineno + 1 for function in functions}
    assert {name: lines for name, lines in lengths.items() if lines > LINES_OF_A_FUNCTION} == {}


@pytest.mark.parametrize("dag", DAGS, ids=name_of)
def test_a_dag_file_has_at_most_sixty_lines(dag):
    assert len(dag.read_text(encoding="utf-8").splitlines()) <= LINES_OF_A_DAG


def test_no_block_of_ten_lines_stands_twice():
    places: dict[tuple[str, ...], list[str]] = {}
    for file in (file for folder in FOLDERS_OF_CODE for file in sorted((PROJECT / folder).rglob("*.py"))):
        text = file.read_text(encoding="utf-8")
        lines = [
            line.strip() for line in text.splitlines() if line.strip() and not line.startswith(("from ", "import "))
        ]
        for start in range(len(lines) - LINES_OF_A_BLOCK + 1):
            places.setdefault(tuple(lines[start : start + LINES_OF_A_BLOCK]), []).append(name_of(file))
    assert {block[0]: files for block, files in places.items() if len(files) > 1} == {}


def test_no_file_contains_the_path_of_this_checkout():
    path = re.compile(rb"(?<![\w./-])" + re.escape(str(PROJECT).encode()) + rb"(?![\w-])")
    assert [name_of(file) for file in tracked_files() if path.search(file.read_bytes())] == []


def test_the_files_that_are_looked_at_are_those_of_the_project():
    names = {name_of(file) for file in tracked_files()}
    assert {"pyproject.toml", "pipeline/schema.py", "tests/contracts/test_budgets.py"} <= names
    assert not any(name.startswith((".git/", ".venv/")) for name in names)
