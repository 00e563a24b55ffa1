"""Judge the night by its expectations, and refuse the rows that break row rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipeline.checks import Judgement, judge, load_suite
from pipeline.contract import Result, Tables
from pipeline.quarantine import quarantine, refused
from pipeline.schema import TABLES, VALIDATIONS
from pipeline.settings import Settings
from pipeline.spans import Span, are_sorted_and_disjoint, join_text

if TYPE_CHECKING:
    import pandas as pd

_ORPHAN = "refers_to_refused_row"


def validate(tables: Tables, settings: Settings) -> Result:
    """Hold each table to its suite.

    Reads:  documents, duplicates, mentions, claims, claim_mentions, assertions.
    Writes: validations, one row an expectation; quarantine, one row for each row and row rule that it breaks, and
            one for each row that refers to a refused one.
    """
    validations: list[dict[str, Any]] = []
    refusals: list[dict[str, Any]] = []
    for name, make_frame in _FRAMES.items():
        data = tables[name]
        rules = load_suite(settings.expectations / f"{name}.yml")
        frame = make_frame(tables)
        judgements = judge(frame, rules) if len(frame) else [Judgement(rule, True, (), None) for rule in rules]
        for judgement in judgements:
            validations.append(_validation(name, judgement, data.num_rows))
            if judgement.rule.quarantine:
                refusals += _refusals(name, data, judgement)
    refusals += _orphans(tables, refusals)
    refused_documents = {row["row_key"] for row in refusals if row["table_name"] == "documents"}
    return Result(
        {"validations": VALIDATIONS.build(validations), "quarantine": quarantine(refusals)},
        kept=tables["documents"].num_rows - len(refused_documents),
        messages=tuple(row["reason"] for row in refusals if row["rule"] != _ORPHAN),
    )


def _validation(table: str, judgement: Judgement, rows: int) -> dict[str, Any]:
    rule = judgement.rule
    return {
        "table_name": table,
        "rule": rule.name,
        "severity": rule.severity,
        "held": judgement.held,
        "reason": rule.reason,
        "rows": rows,
        "unexpected": len(judgement.unexpected),
        "observed": judgement.observed,
    }


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
    gone = {(row["table_name"], row["row_key"]) for row in refusals}
    found: list[dict[str, Any]] = []
    grew = bool(gone)
    while grew:
        grew = False
        for name, data in tables.items():
            table = TABLES[name]
            columns = {*table.key, *table.references}
            for row in data.select(sorted(columns)).to_pylist() if table.references else ():
                key = "/".join(str(row[column]) for column in table.key)
                lost = [c for c, target in table.references.items() if (target, row[c]) in gone]
                if lost and (name, key) not in gone:
                    reason = f"{name} {key}: its {lost[0]} {row[lost[0]]} was refused"
                    found.append(refused(table, row, rule=_ORPHAN, reason=reason, stage="validate", severity="info"))
                    gone.add((name, key))
                    grew = True
    return found


def _documents(tables: Tables) -> pd.DataFrame:
    import pandas as pd

    frame = tables["documents"].drop_columns(["authors", "text"]).to_pandas()
    after = pd.to_datetime(frame["published_at"], utc=True) - pd.to_datetime(frame["night"], utc=True)
    return frame.assign(
        published_days_after_night=after.dt.total_seconds() / 86_400,
        published_year=frame["published_at"].dt.year,
        unbalanced_quotes=["unbalanced_quotes" in flags for flags in frame["flags"]],
    )


def _mentions(tables: Tables) -> pd.DataFrame:
    texts = _texts(tables)
    frame = tables["mentions"].to_pandas()
    places = zip(frame["document_id"], frame["start"], frame["end"], frame["surface"], strict=True)
    return frame.assign(offsets_true=[texts[document][start:end] == words for document, start, end, words in places])


def _claims(tables: Tables) -> pd.DataFrame:
    import pandas as pd

    texts = _texts(tables)
    rows = tables["claims"].to_pylist()
    return pd.DataFrame(
        {
            "claim_id": [row["claim_id"] for row in rows],
            "offsets_true": [
                all(
                    (join_text(texts[row["document_id"]], _spans(row[role])) or None) == row[f"{role}_text"]
                    for role in ("source", "cue", "content")
                )
                for row in rows
            ],
            "spans_in_order": [
                all(are_sorted_and_disjoint(_spans(row[role])) for role in ("source", "cue", "content", "fragments"))
                for row in rows
            ],
            "speaker_or_reason": [(row["speaker"] is None) != (row["unresolved_reason"] is None) for row in rows],
            "content_words": [len(row["content_text"].split()) for row in rows],
            "has_speaker": [float(row["speaker"] is not None) for row in rows],
        }
    )


def _texts(tables: Tables) -> dict[str, str]:
    rows = tables["documents"].select(["document_id", "text"]).to_pylist()
    return {row["document_id"]: row["text"] for row in rows}


def _spans(structs: list[dict[str, int]]) -> list[Span]:
    return [Span(struct["start"], struct["end"]) for struct in structs]


_FRAMES: dict[str, Callable[[Tables], pd.DataFrame]] = {
    "documents": _documents,
    "mentions": _mentions,
    "claims": _claims,
}
