"""Judge the night by its expectations, and refuse the rows that break row rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import reduce
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.checks import Judgement, judge, load_suite
from pipeline.contract import Result, Table, Tables
from pipeline.lake.quarantine import quarantine, refused
from pipeline.schema import MEASURES, TABLES, VALIDATIONS
from pipeline.settings import Settings
from pipeline.stages.extract import LANGUAGE
from pipeline.stages.figures import measure
from pipeline.stages.frames import FRAMES

if TYPE_CHECKING:
    import pandas as pd

_ORPHAN = "refers_to_refused_row"
_OVERRIDE = "override"
_SHOWN = 3  # offenders that `observed` names


def validate(tables: Tables, settings: Settings) -> Result:
    """Measure the night, hold each table to its suite, and refuse rows.

    Reads:  watermarks, documents, duplicates, mentions, claims, claim_mentions, assertions, readings; overrides, which
            refuse and release rows; history, the measures of the nights before.
    Writes: measures; validations, one row an expectation; quarantine, one row for each row and row rule that it
            breaks, and one for each row that refers to a refused one.
    """
    figures = MEASURES.build(measure(tables, LANGUAGE))
    tables = {**tables, "measures": figures}
    decisions = tables["overrides"].to_pylist()
    validations: list[dict[str, Any]] = []
    refusals = _refused_by_people(tables, decisions)
    for name, make_frame in FRAMES.items():
        data = tables[name]
        rules = load_suite(settings.expectations / f"{name}.yml")
        frame = make_frame(tables)
        judgements = judge(frame, rules) if len(frame) else [Judgement(rule, True, (), None) for rule in rules]
        for judgement in judgements:
            validations.append(_validation(name, judgement, frame))
            if judgement.rule.quarantine:
                refusals += _refusals(name, data, judgement)
    released = {(row["table_name"], row["row_key"], row["value"]) for row in decisions if row["field"] == "release"}
    refusals = [row for row in refusals if (row["table_name"], row["row_key"], row["rule"]) not in released]
    refusals += _orphans(tables, refusals)
    refused_documents = {row["row_key"] for row in refusals if row["table_name"] == "documents"}
    return Result(
        {
            "measures": figures,
            "validations": VALIDATIONS.build(validations),
            "quarantine": quarantine(refusals),
        },
        kept=tables["documents"].num_rows - len(refused_documents),
        messages=(
            *(row["reason"] for row in refusals if row["rule"] not in (_ORPHAN, _OVERRIDE)),
            *_without_a_row(tables, decisions),
        ),
    )


def _validation(table: str, judgement: Judgement, frame: Any) -> dict[str, Any]:
    rule = judgement.rule
    offenders = [_shown(frame, row, rule.kwargs.get("column")) for row in judgement.unexpected[:_SHOWN]]
    return {
        "table_name": table,
        "rule": rule.name,
        "severity": rule.severity,
        "held": judgement.held,
        "reason": rule.reason,
        "rows": len(frame),
        "unexpected": len(judgement.unexpected),
        "observed": judgement.observed or "; ".join(offenders) or None,
    }


def _shown(frame: pd.DataFrame, row: int, column: str | None) -> str:
    """An offending row by its first identifier and, where it is a number, the value that offends."""
    key = next(name for name in frame.columns if name.endswith("_id"))
    value = frame[column].iloc[row] if column in frame.columns else None
    number = f" ({value:.1f})" if isinstance(value, float) else ""
    return f"{frame[key].iloc[row]}{number}"


def _refused_by_people(tables: Tables, decisions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Refusals of the rows that a person found to be none: text that is no article, words that are no claim."""
    reasons = {
        (row["table_name"], row["row_key"]): f"{row['author']}: {row['reason']}"
        for row in decisions
        if row["field"] == "refuse"
    }
    found = []
    for name in sorted({name for name, _ in reasons} & FRAMES.keys()):
        for key, row in zip(TABLES[name].row_keys(tables[name]), tables[name].to_pylist(), strict=True):
            if reason := reasons.get((name, key)):
                found.append(
                    refused(TABLES[name], row, rule=_OVERRIDE, reason=reason, stage="validate", severity="info")
                )
    return found


def _without_a_row(tables: Tables, decisions: list[dict[str, Any]]) -> list[str]:
    """A sentence for each decision about a row that is not there, as after another extractor has read the night."""
    bound = [row for row in decisions if row["about_night"] and row["table_name"] in FRAMES]
    keys = {name: set(TABLES[name].row_keys(tables[name])) for name in {row["table_name"] for row in bound}}
    return [
        f"override {row['override_id']} changes nothing: the night has no {row['table_name']} {row['row_key']}"
        for row in bound
        if row["row_key"] not in keys[row["table_name"]]
    ]


def _refusals(name: str, data: pa.Table, judgement: Judgement) -> list[dict[str, Any]]:
    rule = judgement.rule
    rows = data.take(pa.array(judgement.unexpected, pa.int64())).to_pylist()
    return [
        refused(
            TABLES[name],
            row,
            rule=rule.name,
            reason=f"{name} {row[TABLES[name].key[0]]}: {rule.reason}",
            stage="validate",
            severity=rule.severity,
        )
        for row in rows
    ]


def _orphans(tables: Tables, refusals: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Refusals of the rows that refer, directly or over others, to rows refused before."""
    gone: dict[str, set[str]] = defaultdict(set)
    for row in refusals:
        gone[row["table_name"]].add(row["row_key"])
    found: list[dict[str, Any]] = []
    grew = bool(gone)
    while grew:
        grew = False
        for name in sorted(tables.keys() & TABLES.keys()):
            table = TABLES[name]
            for row in _referring(table, tables[name], gone):
                key = "/".join(str(row[column]) for column in table.key)
                lost = next(column for column, target in table.references.items() if row[column] in gone[target])
                if key not in gone[name]:
                    reason = f"{name} {key}: its {lost} {row[lost]} was refused"
                    found.append(refused(table, row, rule=_ORPHAN, reason=reason, stage="validate", severity="info"))
                    gone[name].add(key)
                    grew = True
    return found


def _referring(table: Table, data: pa.Table, gone: Mapping[str, set[str]]) -> list[dict[str, Any]]:
    """Keys and references of the rows that refer to a row that is gone."""
    lost = [
        pc.is_in(data.column(column), value_set=pa.array(sorted(gone[target]), pa.string()))
        for column, target in table.references.items()
        if gone[target]
    ]
    if not lost:
        return []
    return list(data.filter(reduce(pc.or_, lost)).select(sorted({*table.key, *table.references})).to_pylist())
