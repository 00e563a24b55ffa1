"""``newsledger quarantine`` and ``newsledger override``: people's decisions about single rows."""

from __future__ import annotations

import getpass
import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.console import JsonOption, explained, out, show
from pipeline.errors import ConfigurationError
from pipeline.partitions import parse_night
from pipeline.settings import load_settings

quarantine = typer.Typer(help="Work on refused rows: list, show, release or drop them.", no_args_is_help=True)
override = typer.Typer(help="Correct single rows; corrections are applied on every run.", no_args_is_help=True)

Night = Annotated[str | None, typer.Option("--night", help="UTC day; default: every night")]
Key = Annotated[str, typer.Argument(help="the row's key, as `list` shows it")]
RuleOption = Annotated[str | None, typer.Option("--rule", help="only this rule; default: every rule that refused it")]
Author = Annotated[str, typer.Option("--author", envvar="NEWSLEDGER_AUTHOR", help="who decides; default: the account")]
Reason = Annotated[str, typer.Option("--reason", help="why, for whoever reads it later")]


@quarantine.command("list")
def list_refusals(
    night: Night = None,
    everything: Annotated[bool, typer.Option("--all", help="also the rows that were dropped")] = False,
    as_json: JsonOption = False,
) -> None:
    """List the rows that are refused, each with its rule and reason."""
    from pipeline.nights.refusals import refusals

    with explained():
        rows = refusals(load_settings(), parse_night(night) if night else None, closed=everything)
    columns = ["night", "stage", "table_name", "row_key", "rule", "severity", "reason"]
    show(rows, columns, "nothing is quarantined", as_json)


@quarantine.command("show")
def show_refusal(key: Key, rule: RuleOption = None, night: Night = None) -> None:
    """Show a refused row whole with every rule that refused it, as JSON."""
    from pipeline.nights.refusals import found

    with explained():
        rows = found(key, rule, load_settings(), parse_night(night) if night else None)
    whole = [{**row, "row_json": json.loads(row["row_json"])} for row in rows]
    out.print(json.dumps(whole, default=str, ensure_ascii=False, indent=1), markup=False, highlight=False)


@quarantine.command("release")
def release_rows(key: Key, reason: Reason, rule: RuleOption = None, night: Night = None, author: Author = "") -> None:
    """Accept a refused row: judge its night again, load it and publish; nothing is fetched or read again."""
    from pipeline.nights.refusals import found, release
    from pipeline.nights.sealing import now

    with explained():
        settings = load_settings()
        rows = found(key, rule, settings, parse_night(night) if night else None)
        release(rows, author or getpass.getuser(), reason, settings, now())
    out.print(f"released: {key} ({', '.join(row['rule'] for row in rows)})", markup=False)


@quarantine.command("drop")
def drop_rows(key: Key, reason: Reason, rule: RuleOption = None, night: Night = None, author: Author = "") -> None:
    """Close a refusal: the row stays refused and is no longer listed."""
    from pipeline.nights.refusals import drop, found
    from pipeline.nights.sealing import now

    with explained():
        settings = load_settings()
        rows = found(key, rule, settings, parse_night(night) if night else None)
        drop(rows, author or getpass.getuser(), reason, settings, now())
    out.print(f"dropped: {key} ({', '.join(row['rule'] for row in rows)})", markup=False)


@override.command("add")
def add_override(
    table: Annotated[str, typer.Argument(help="documents, mentions, claims or entities")],
    key: Key,
    field: Annotated[str, typer.Argument(help="the column, or refuse, merge or split")],
    reason: Reason,
    value: Annotated[str | None, typer.Argument(help="the right value; without one: unknown")] = None,
    night: Annotated[str | None, typer.Option("--night", help="UTC day of the row; default: found by its key")] = None,
    author: Author = "",
) -> None:
    """Correct a row; the correction is applied whenever its night is run from now on."""
    from pipeline.nights.sealing import now
    from pipeline.overrides import add, night_of

    with explained():
        settings = load_settings()
        if field in ("release", "drop"):
            raise ConfigurationError(f"`newsledger quarantine {field}` does that")
        row = ("documents", key.partition("/")[2]) if field == "split" else (table, key)
        about = None if field == "merge" else parse_night(night) if night else night_of(*row, settings)
        facts = {"about_night": about, "table_name": table, "row_key": key, "field": field, "value": value}
        made = add({**facts, "author": author or getpass.getuser(), "reason": reason}, settings, now())
    where = f"{about} {about}" if about else "FIRST LAST"
    out.print(f"{made['override_id']}: applied by the next run, or now by `newsledger backfill {where}`", markup=False)


@override.command("list")
def list_overrides(as_json: JsonOption = False) -> None:
    """List every correction and decision, with author and reason."""
    from pipeline.lake.storage import Lake
    from pipeline.overrides import overrides
    from pipeline.schema import OVERRIDES

    with explained():
        rows = overrides(Lake(load_settings().lake_uri))
    show(rows, [column.name for column in OVERRIDES.columns], "there is no override", as_json)


@override.command("remove")
def remove_override(override_id: Annotated[str, typer.Argument(help="as `list` shows it")]) -> None:
    """Take a correction back: from the next run on its row is as the machine made it."""
    from pipeline.overrides import remove

    with explained():
        remove(override_id, load_settings())
    out.print(f"removed: {override_id}", markup=False)


@override.command("export")
def export_overrides(
    to: Annotated[Path, typer.Option("--out", help="the JSON Lines file to write")],
) -> None:
    """Write the corrected claims with their texts, to train and test an extractor with."""
    from pipeline.overrides import exported

    with explained():
        lines = [json.dumps(line, default=str, ensure_ascii=False) for line in exported(load_settings())]
        to.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    out.print(f"{len(lines)} claims written to {to}", markup=False)
