"""Gather what the night's documents say of each entity."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from pipeline.contract import Result, Tables
from pipeline.schema import SIGHTINGS
from pipeline.settings import Settings


def resolve(tables: Tables, settings: Settings) -> Result:
    """Make one row of each entity named this night.

    Reads:  mentions, claims.
    Writes: sightings, one row an entity; its name is the longest surface that named it.
    """
    mentions = [row for row in tables["mentions"].to_pylist() if row["entity_id"]]
    roles: dict[str, Counter[str]] = defaultdict(Counter)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    speakers: dict[str, dict[str, Any]] = {}
    for claim in tables["claims"].to_pylist():
        if claim["speaker_entity_id"]:
            speakers[claim["speaker_entity_id"]] = claim
            names[claim["speaker_entity_id"]][claim["speaker"]] += 1
            if claim["role"]:
                roles[claim["speaker_entity_id"]][claim["role"]] += 1
    grouped: dict[str, list[dict[str, Any]]] = {entity: [] for entity in speakers}
    for row in mentions:
        grouped.setdefault(row["entity_id"], []).append(row)
        if row["kind"] == "name":
            names[row["entity_id"]][row["surface"]] += 1
    rows = [
        {
            "entity_id": entity,
            "name": _fullest(names[entity]),
            "label": group[0]["label"] if group else "OTHER",
            "aliases": sorted(names[entity]),
            "role": _commonest(roles[entity]),
            "mention_count": len(group),
            "document_count": len({row["document_id"] for row in group}),
        }
        for entity, group in grouped.items()
        if names[entity]
    ]
    return Result({"sightings": SIGHTINGS.build(rows)}, kept=tables["mentions"].num_rows)


def _fullest(names: Counter[str]) -> str:
    return max(names, key=lambda name: (len(name), name))


def _commonest(values: Counter[str]) -> str | None:
    return max(values, key=lambda value: (values[value], value)) if values else None
