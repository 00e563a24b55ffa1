"""Gather what the night's documents say of each entity."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.contract import Result, Tables
from pipeline.nlp.identity import folded, identity_of, states_in
from pipeline.nlp.knowledge import wikidata_ids
from pipeline.schema import SIGHTINGS, TABLES
from pipeline.settings import Settings
from pipeline.stages.extract import entity_id

_PARTING = len(" (")  # between a name and the acronym that it introduces: "World Food Programme (WFP)"
Row = dict[str, Any]


def resolve(tables: Tables, settings: Settings) -> Result:
    """Make one row of each entity named this night by a row that was not refused.

    Reads:  mentions, claims, quarantine.
    Writes: sightings, one row an entity; its name is the longest surface that named it.
    """
    mentions = _kept(tables, "mentions", "entity_id", "document_id", "start", "end", "surface", "label", "kind")
    claims = _kept(tables, "claims", "speaker_entity_id", "speaker", "role", "affiliation")
    grouped: dict[str, list[Row]] = defaultdict(list)
    said: dict[str, list[Row]] = defaultdict(list)
    for row in mentions:
        grouped[row["entity_id"]].append(row)
    for claim in claims:
        said[claim["speaker_entity_id"]].append(claim)
    known = wikidata_ids(settings.entities_file) if settings.entities_file else {}
    rows = [_sighting(entity, grouped[entity], said[entity]) for entity in {**grouped, **said}]
    introduced = _introduced(mentions)
    for row in rows:
        row["introduces"] = sorted(introduced[row["entity_id"]])
        row["wikidata_id"] = known.get(folded(row["name"])) if known else None
    kept = tables["mentions"].num_rows
    return Result({"sightings": SIGHTINGS.build([row for row in rows if row["aliases"]])}, kept=kept)


def _kept(tables: Tables, name: str, entity: str, *columns: str) -> list[Row]:
    """The rows of a table that name an entity and were not refused, with these columns only."""
    data, refused = tables[name], tables["quarantine"]
    keys = refused.filter(pc.equal(refused.column("table_name"), pa.scalar(name))).column("row_key").combine_chunks()
    is_refused = pc.is_in(data.column(TABLES[name].key[0]), value_set=keys)
    named = data.filter(pc.and_not(pc.is_valid(data.column(entity)), is_refused))
    return list(named.select([entity, *columns]).to_pylist())


def _sighting(entity: str, mentions: list[Row], claims: list[Row]) -> Row:
    names = Counter(row["surface"] for row in mentions if row["kind"] == "name")
    names += Counter(claim["speaker"] for claim in claims)
    roles = Counter(claim["role"] for claim in claims if claim["role"])
    affiliations = sorted({claim["affiliation"] for claim in claims if claim["affiliation"]})
    name = max(names, key=lambda name: (len(name), name), default="")
    label = mentions[0]["label"] if mentions else "OTHER"
    full = next((alias for alias in sorted(names) if entity_id(label, alias) == entity), name)
    family, variant = identity_of(label, full)
    return {
        "entity_id": entity,
        "name": name,
        "label": label,
        "aliases": sorted(names),
        "role": max(roles, key=lambda role: (roles[role], role), default=None),
        "affiliations": affiliations,
        "states": sorted({state for affiliation in affiliations for state in states_in(affiliation)}),
        "family": family,
        "variant": variant,
        "mention_count": len(mentions),
        "document_count": len({row["document_id"] for row in mentions}),
    }


def _introduced(mentions: Iterable[Row]) -> dict[str, set[str]]:
    """Entity to the acronyms of its name that stand two code points behind it."""
    ends = {(row["document_id"], row["end"] + _PARTING): row for row in mentions if row["surface"].count(" ")}
    found: dict[str, set[str]] = defaultdict(set)
    for row in mentions:
        acronym = row["surface"].replace(".", "")
        name = ends.get((row["document_id"], row["start"]))
        if name and acronym == "".join(word[0] for word in name["surface"].split() if word[0].isupper()):
            found[name["entity_id"]].add(folded(acronym))
    return found
