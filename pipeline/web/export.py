"""Claims as CSV, JSON or Parquet, with excerpts no longer than the setting allows."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

FORMULA = r"^([=+\-@\t\r])"  # a spreadsheet takes a cell that begins so as a formula
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}


def export(hits: pa.Table, form: str, excerpt: int) -> bytes:
    """The rows of ``hits`` in one of the forms of ``MEDIA``.

    Args:
        excerpt: most characters of ``content`` and of all ``verbatim`` words; a longer text ends in ``…``.
    """
    words: Any = pc.binary_join(hits["verbatim"], " … ")
    rows = hits.drop_columns(["verbatim", "total"]).append_column("verbatim", words)
    for name in ("content", "verbatim"):
        rows = rows.set_column(rows.column_names.index(name), name, _cut(rows[name], excerpt))
    return _WRITERS[form](rows)


def _cut(texts: pa.ChunkedArray[Any], length: int) -> pa.ChunkedArray[Any]:
    short: Any = pc.utf8_replace_slice(texts, start=length, stop=2**31 - 1, replacement="…")
    cut: pa.ChunkedArray[Any] = pc.if_else(pc.greater(pc.utf8_length(texts), pa.scalar(length)), short, texts)
    return cut


def _csv(rows: pa.Table) -> bytes:
    columns = [
        pc.replace_substring_regex(column, FORMULA, r"'\1") if pa.types.is_string(column.type) else column
        for column in rows.columns
    ]
    file = io.BytesIO()
    pa.csv.write_csv(pa.Table.from_arrays(columns, rows.column_names), file)
    return file.getvalue()


def _json(rows: pa.Table) -> bytes:
    return json.dumps(rows.to_pylist(), default=str, ensure_ascii=False, indent=1).encode()


def _parquet(rows: pa.Table) -> bytes:
    file = io.BytesIO()
    pa.parquet.write_table(rows, file)
    return file.getvalue()


_WRITERS: dict[str, Callable[[pa.Table], bytes]] = {"csv": _csv, "json": _json, "parquet": _parquet}
