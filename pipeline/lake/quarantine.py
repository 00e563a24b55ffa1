"""The form in which refused rows are kept."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from pipeline.contract import Row, Table
from pipeline.schema import QUARANTINE

_LONGEST_TEXT = 500  # code points of one value kept in row_json: enough to recognise the row


def refused(table: Table, row: Row, *, rule: str, reason: str, stage: str, severity: str = "warning") -> dict[str, Any]:
    """A row of ``quarantine`` about ``row`` of ``table``; of its columns only the facts are shown."""
    stamps = {"run_id", *(column.name for column in table.columns if column.clock)}
    facts = {name: _shown(value) for name, value in row.items() if name not in stamps}
    return {
        "table_name": table.name,
        "row_key": "/".join(str(row[column]) for column in table.key),
        "rule": rule,
        "stage": stage,
        "severity": severity,
        "reason": reason,
        "row_json": json.dumps(facts, ensure_ascii=False),
    }


def quarantine(rows: Iterable[dict[str, Any]]) -> pa.Table:
    """The quarantine table of ``rows``, each key once."""
    by_key = {(row["table_name"], row["row_key"], row["rule"]): row for row in rows}
    return QUARANTINE.build(list(by_key.values()))


def _shown(value: Any) -> Any:
    if isinstance(value, bytes):
        return _shown(value.decode("utf-8", "replace"))
    if isinstance(value, str):
        return value if len(value) <= _LONGEST_TEXT else f"{value[:_LONGEST_TEXT]}… ({len(value)} characters)"
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | dict):
        return json.loads(json.dumps(value, default=str))
    return str(value)
