"""What analysts ask with: the views of ``sql/marts/`` and the macros of ``sql/macros/``, in the order they build on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

from pipeline.settings import RESOURCES

SQL = RESOURCES / "sql"
WORDS, QUESTIONS = SQL / "macros" / "words.sql", SQL / "macros" / "questions.sql"
LOOKED_UP = ("entity_record", "proof_of_claim")  # marts as long as several tables: views in an edition too
_MACRO = re.compile(r"-- (?P<call>\w+\(.*?\)): (?P<meaning>.+)\n")


class Macro(NamedTuple):
    """A macro as a person calls it, and what it gives."""

    call: str
    meaning: str


def mart(name: str, part: str) -> str:
    """One file of a mart: ``view.sql``, ``about.md`` or ``check.sql``."""
    return _read(SQL / "marts" / name / part)


def about(name: str) -> str:
    """What a mart holds, in one paragraph."""
    return " ".join(mart(name, "about.md").split())


@cache
def marts() -> tuple[str, ...]:
    """The names of the marts, one a folder, each after those that its view is made from."""
    names = sorted(folder.name for folder in (SQL / "marts").iterdir() if (folder / "view.sql").exists())
    words = {name: set(re.findall(r"\w+", mart(name, "view.sql"))) for name in names}
    return tuple(
        TopologicalSorter({name: [n for n in names if n in words[name] and n != name] for name in names}).static_order()
    )


def definitions() -> Iterator[str]:
    """Every statement that makes the views and macros, in an order in which they can be run, over and over."""
    yield _read(WORDS)
    for name in marts():
        yield mart(name, "view.sql")
        told = about(name).replace("'", "''")
        yield f"COMMENT ON VIEW {name} IS '{told}'"
    yield _read(QUESTIONS)


def macros() -> list[Macro]:
    """The macros for analysts, as their comments describe them; then those that the views are made with."""
    return [Macro(**found.groupdict()) for file in (QUESTIONS, WORDS) for found in _MACRO.finditer(_read(file))]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
