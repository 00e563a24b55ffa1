"""A night in ten seconds: one line on all of it, and one on each publisher, those that need a look first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import median
from typing import Any

from pipeline.contract import Row

SHOWN = ("publisher_id", "listed", "new", "unchanged", "failed", "texts", "claims", "look at")
_USUAL_NIGHTS = 14
_MANY = 0.2  # share of failures or cut-off texts that deserves a look
_FEW = 0.5  # share of the usual number of listed articles below which something is wrong


def overview(coverage: Sequence[Row]) -> tuple[str, list[dict[str, Any]]]:
    """What to tell of the latest night of ``coverage``: a sentence, and a row of ``SHOWN`` for each publisher."""
    latest = max(row["night"] for row in coverage)
    before: dict[str, list[int]] = defaultdict(list)
    for row in sorted(coverage, key=lambda row: row["night"]):
        if row["night"] < latest:
            before[row["publisher_id"]].append(row["expected"])
    rows = [_row(row, before[row["publisher_id"]][-_USUAL_NIGHTS:]) for row in coverage if row["night"] == latest]
    rows.sort(key=lambda row: (not row["look at"], row["publisher_id"]))
    total = {name: sum(row[name] for row in rows) for name in SHOWN[1:-1]}
    doubtful = sum(bool(row["look at"]) for row in rows)
    silent = sorted(set(before) - {row["publisher_id"] for row in rows})
    told = ", ".join(f"{total[name]} {name}" for name in SHOWN[1:-1])
    absent = f"; not fetched: {', '.join(silent)}" if silent else ""
    return f"{latest}, {len(rows)} publishers: {told}; {doubtful or 'none'} to look at{absent}", rows


def _row(row: Row, usual: list[int]) -> dict[str, Any]:
    counts = {"listed": "expected", "new": "fetched", "unchanged": "not_modified", "texts": "documents"}
    shown = {name: row[column] for name, column in counts.items()} | {n: row[n] for n in ("failed", "claims")}
    return {"publisher_id": row["publisher_id"], **shown, "look at": "; ".join(_doubts(row, usual))}


def _doubts(row: Row, usual: list[int]) -> list[str]:
    expected, documents = row["expected"], row["documents"]
    most = median(usual) if usual else 0
    found = {
        f"{row['feeds_failed']} feeds not read": row["feeds_failed"],
        "lists nothing": not expected,
        f"{row['failed']} of {expected} failed": row["failed"] > _MANY * expected,
        f"lists {expected}, usually {most:g}": 0 < expected < _FEW * most,
        f"{row['over_limit']} over the limit": row["over_limit"],
        f"{row['truncated']} of {documents} texts not whole": row["truncated"] > _MANY * documents,
        f"{row['quarantined']} quarantined": row["quarantined"] > _MANY * expected,
        "texts without a claim": documents and row["zero_claim"] == documents,
    }
    return [text for text, holds in found.items() if holds]
