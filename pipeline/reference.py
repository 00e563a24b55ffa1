"""Pages that are derived from the code: tables, commands, settings, expectations, and the DuckDB definitions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import typer
from typer.cli import get_docs_for_click

from pipeline.checks import load_suite
from pipeline.contract import Table
from pipeline.flow import FETCH, FETCHED, STAGES
from pipeline.ledger.marts import macros, mart, marts
from pipeline.ledger.warehouse import ddl, duckdb_type
from pipeline.schema import TABLES
from pipeline.settings import PROJECT, Settings

EXPECTATIONS = PROJECT / "docs" / "expectations.md"
_RULES, _END = "<!-- rules, made by `newsledger reference` -->\n", "<!-- end of rules -->\n"
_NO_LIMITS = ("column", "column_A", "column_B", "value_set")

_INTRODUCTION = """# Tables

Made from `pipeline/schema.py` by `newsledger reference`; a test compares the two. Every table but the derived ones is
partitioned by `night` and replaced a whole night at a time.
"""

_MARTS_INTRODUCTION = """# Marts

Views and macros in the published file: the stable interface for analysts. Made from `sql/marts/` and `sql/macros/` by
`newsledger reference`; a test compares the two. The [cookbook](cookbook.md) shows them at work.
"""

_COMMANDS_INTRODUCTION = """# Commands

Made from the command line itself by `newsledger reference`; a test compares the two. The exit status of each is 0 if
everything held, 1 if something did not, 2 if the call was wrong.
"""

_SETTINGS_INTRODUCTION = """# Settings

Environment variables; the defaults suit one person on one machine. Made from `pipeline/settings.py` by `newsledger
reference`; a test compares the two.

`NEWSLEDGER_AUTHOR` is the name under overrides and decisions; default: the account. `make demo` takes `NEWSROOM_PORT`
(8701) as the first of three ports for its newsroom.

| variable | default | meaning |
|---|---|---|
"""


def pages(commands: typer.Typer) -> Iterator[tuple[Path, str]]:
    """Path and text of each derived page."""
    sections = [_INTRODUCTION, *(_section(table) for table in TABLES.values())]
    yield PROJECT / "docs" / "tables.md", "\n".join(sections)
    yield EXPECTATIONS, _expectations()
    yield PROJECT / "docs" / "marts.md", _marts()
    yield PROJECT / "docs" / "commands.md", _commands(commands)
    yield PROJECT / "docs" / "settings.md", _settings()
    for table in TABLES.values():
        yield PROJECT / "sql" / "ddl" / f"{table.name}.sql", ddl(table)


def _expectations() -> str:
    """The page of expectations with the rules of the suites between its two marks."""
    before, start, rest = EXPECTATIONS.read_text(encoding="utf-8").partition(_RULES)
    _, end, after = rest.partition(_END)
    lines = []
    for suite in sorted((PROJECT / "expectations").glob("*.yml")):
        lines += [f"### {suite.stem}\n", "| rule | severity | quarantine | reason | limits |", "|---|---|---|---|---|"]
        for rule in load_suite(suite):
            limits = ", ".join(f"{name} {value}" for name, value in rule.kwargs.items() if name not in _NO_LIMITS)
            quarantine = "yes" if rule.quarantine else ""
            lines.append(f"| `{rule.name}` | {rule.severity} | {quarantine} | {rule.reason} | {limits} |")
        lines.append("")
    return f"{before}{start}\n{chr(10).join(lines)}{end}{after}"


def _marts() -> str:
    views = [f"## {name}\n\n{mart(name, 'about.md')}" for name in marts()]
    rows = [f"| `{macro.call}` | {macro.meaning} |" for macro in macros()]
    return "\n".join([_MARTS_INTRODUCTION, *views, "## Macros\n", "| macro | gives |", "|---|---|", *rows]) + "\n"


def _commands(commands: typer.Typer) -> str:
    command = typer.main.get_command(commands)
    told: str = get_docs_for_click(obj=command, ctx=typer.Context(command), name="newsledger")
    _, _, sections = told.partition("\n## ")
    return f"{_COMMANDS_INTRODUCTION}\n## {sections.strip()}\n"


def _settings() -> str:
    rows = []
    for name, field in Settings.model_fields.items():
        value = field.default
        if isinstance(value, Path) and value.is_relative_to(PROJECT):
            value = value.relative_to(PROJECT)
        default = f"`{value}`" if value not in (None, "") else "none"
        rows.append(f"| `NEWSLEDGER_{name.upper()}` | {default} | {field.description} |")
    return _SETTINGS_INTRODUCTION + "\n".join(rows) + "\n"


def _section(table: Table) -> str:
    lines = [
        f"## {table.name}\n",
        f"{table.meaning}\n",
        f"Key: {', '.join(f'`{column}`' for column in table.key)}. {_written_by(table)} Version {table.version}.\n",
        "| column | type | null | meaning |",
        "|---|---|---|---|",
    ]
    for c in table.columns:
        meaning = c.meaning + (f" (one of {', '.join(c.values)})" if c.values else "")
        meaning += f"; key of `{table.references[c.name]}`" if c.name in table.references else ""
        lines.append(f"| {c.name} | {duckdb_type(c.type)} | {'yes' if c.nullable else ''} | {meaning} |")
    return "\n".join(lines) + "\n"


def _written_by(table: Table) -> str:
    writers = [stage.name for stage in STAGES if table.name in stage.writes]
    if table.name in FETCHED:
        writers.insert(0, FETCH)
    if writers:
        return f"Written by {', '.join(writers)}."
    if table.name == "overrides":
        return "Written by `newsledger override` and `newsledger quarantine`."
    return "Made in the warehouse."
