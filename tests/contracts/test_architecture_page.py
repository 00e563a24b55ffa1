"""The drawing of rooms in docs/architecture.md is the import contract, which `lint-imports` holds the code to."""

from __future__ import annotations

import re
import tomllib

from pipeline.settings import PROJECT


def drawn() -> list[set[str]]:
    """The rooms of the pipeline, line by line from the top of the drawing."""
    page = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
    drawing = re.findall(r"```\n(.*?)```", page, flags=re.DOTALL)[0]
    lines = [re.split(r" {3,}", line.strip())[0] for line in drawing.splitlines() if not re.search(r"[▼▶│─]", line)]
    return [{room.split(" (")[0].strip() for room in line.split("|")} for line in lines if line]


def contracted() -> list[set[str]]:
    """The same from the contract."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    [layers] = [c["layers"] for c in project["tool"]["importlinter"]["contracts"] if "cli" in c.get("layers", [""])[0]]
    return [{room.strip().removeprefix("pipeline.") for room in layer.split("|")} for layer in layers]


def modules() -> set[str]:
    """Every module and package at the top of the pipeline."""
    found = {path.stem for path in (PROJECT / "pipeline").glob("*.py")}
    found |= {path.parent.name for path in (PROJECT / "pipeline").glob("*/__init__.py")}
    return found - {"__init__", "__main__"}


def test_the_drawing_has_the_rooms_of_the_contract_in_their_order():
    assert drawn()[-len(contracted()) :] == contracted()


def test_every_module_has_its_place_in_the_contract():
    assert set().union(*contracted()) == modules()
