"""Gather what the night's documents say of each entity."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from pipeline.contract import Result, Tables
from pipeline.schema import SIGHTINGS
from pipeline.settings import Settings


def resolve(tables: Tables, settings: Settings) -> Result:
    """Make one row of each entity named this night by a row that was not refused.

    Reads:  mentions, claims, quarantine.
    Writes: sightings, one row an entity; its name is the longest surface that named it.
    """
    refused = {(row["table_name"], row["row_key"]) for row in tables["quarantine"].to_pylist()}
    everything = tables["mentions"].to_pylist()
    mentions = [row for row in everything if row["entity_id"] and ("mentions", row["mention_id"]) not in refused]
    roles: dict[str, Counter[str]] = defaultdict(Counter)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    speakers: dict[str, dict[str, Any]] = {}
    for claim in tables["claims"].to_pylist():
        if claim["speaker_entity_id"] and ("claims", claim["claim_id"]) not in refused:
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
    return Result({"sightings": SIGHTINGS.build(rows)}, kept=len(everything))


def _fullest(names: Counter[str]) -> str:
    return max(names, key=lambda name: (len(name), name))


def _commonest(values: Counter[str]) -> str | None:
    return max(values, key=lambda value: (values[value], value)) if values else None
