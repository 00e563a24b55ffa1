"""Tell copies from originals."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from pipeline.contract import Result, Tables
from pipeline.ids import make_id
from pipeline.schema import DUPLICATES
from pipeline.settings import Settings

_NEVER = datetime.max.replace(tzinfo=UTC)  # an undated document is never the original of a dated one


def dedupe(tables: Tables, settings: Settings) -> Result:
    """Group documents whose texts are equal.

    Reads:  documents.
    Writes: duplicates, one row a document; the earliest published of a group is its original.
    """
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in tables["documents"].select(["document_id", "text_sha256", "published_at"]).to_pylist():
        groups[row["text_sha256"]].append(row)
    rows: list[dict[str, Any]] = []
    for text_sha256, group in groups.items():
        original = min(group, key=lambda row: (row["published_at"] or _NEVER, row["document_id"]))
        rows += (
            {
                "document_id": row["document_id"],
                "cluster_id": make_id("k", text_sha256),
                "duplicate_of": None if row is original else original["document_id"],
                "method": "exact",
                "similarity": 1.0,
            }
            for row in group
        )
    return Result({"duplicates": DUPLICATES.build(rows)}, kept=len(rows))
