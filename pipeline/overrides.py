"""What people decided about single rows, laid over the rows wherever they are read after extraction.

The lake keeps what the machine found; an override is data beside it, and is applied on every run. Stages that judge,
gather and count get corrected rows, and so does the warehouse. Parsing and extraction do not: they made the rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.contract import Table
from pipeline.errors import ConfigurationError
from pipeline.ids import digest, make_id
from pipeline.lake.storage import Lake
from pipeline.schema import OVERRIDES, TABLES
from pipeline.settings import Settings
from pipeline.stages.extract import entity_id

FOLDER = "_overrides"
DECISIONS = ("refuse", "release", "drop")  # fields that are no column: of rows of any table of a night
_LABELS = ("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "LAW", "OTHER")

Row = dict[str, Any]
Change = Callable[[Row, str | None], Row]  # a row and the right value to the columns that change


def named(value: str) -> tuple[str, str]:
    """Label and name of an entity as a person writes it: ``Ann Lee``, or ``ORG:Harbour Council``."""
    label, colon, name = value.partition(":")
    return (label, name.strip()) if colon and label in _LABELS else ("PERSON", value.strip())


def _speaker(row: Row, value: str | None) -> Row:
    """Another speaker, or none; the evidence tells that a person said so."""
    step = {"step": "override", "rule": "override", "mention_id": None, "surface": value, "confidence": 1.0}
    evidence = [*(row["evidence"] or ()), step]
    if value is None:
        nobody = {"speaker": None, "speaker_entity_id": None, "unresolved_reason": "override"}
        return {**nobody, "evidence": evidence}
    known = {"speaker": named(value)[1], "speaker_entity_id": entity_id(*named(value)), "unresolved_reason": None}
    return {**known, "evidence": evidence}


def _moment(row: Row, value: str | None) -> Row:
    at = datetime.fromisoformat(value) if value else None
    if at and at.tzinfo is None:
        raise ValueError("give the time with its zone, for example 2026-03-02T08:00:00Z")
    told = {"published_origin": "override", "published_precision": "second"} if at else {}
    return {"published_at": at, "published_origin": None, "published_precision": None, **told}


def _text(column: str) -> Change:
    return lambda row, value: {column: value}


CORRECTIONS: dict[tuple[str, str], Change] = {  # (table, field)
    ("documents", "title"): _text("title"),
    ("documents", "published_at"): _moment,
    ("claims", "speaker"): _speaker,
    ("claims", "role"): _text("role"),
    ("claims", "affiliation"): _text("affiliation"),
    ("claims", "uttered_on"): lambda row, value: {"uttered_on": date.fromisoformat(value) if value else None},
    ("mentions", "entity_id"): lambda row, value: {"entity_id": entity_id(*named(value)) if value else None},
}
_POINTERS = {"claims": "speaker_entity_id", "mentions": "entity_id"}  # where rows point to entities


def overrides(lake: Lake, night: date | None = None) -> list[Row]:
    """Every override, or those that may change rows of a night; by identifier."""
    rows = [
        row
        | {
            "made_at": datetime.fromisoformat(row["made_at"]),
            "about_night": date.fromisoformat(row["about_night"]) if row["about_night"] else None,
        }
        for row in lake.notes(FOLDER).values()
    ]
    return rows if night is None else [row for row in rows if row["about_night"] in (night, None)]


def table_of(rows: Iterable[Row]) -> pa.Table:
    """The rows as table ``overrides``."""
    return OVERRIDES.build(list(rows))


def fingerprint(rows: Iterable[Mapping[str, Any]]) -> str:
    """What a stage's result depends on: the overrides that change something."""
    working = [(row["override_id"], row["author"], row["reason"]) for row in rows if row["field"] != "drop"]
    return digest(repr(sorted(working)).encode())[:16]


def laid_over(table: Table, data: pa.Table, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """``data`` with the corrections of ``rows``; without any, the same object."""
    rows = sorted(rows, key=lambda row: (row["made_at"], row["override_id"]))  # the last word counts
    own: dict[str, list[tuple[Change, str | None]]] = defaultdict(list)
    for row in rows:
        if row["table_name"] == table.name and (change := CORRECTIONS.get((table.name, row["field"]))):
            own[row["row_key"]].append((change, row["value"]))
    moves = _moves(rows) if table.name in _POINTERS else {}
    if not moves and not own:
        return data
    key, pointer = table.key[0], _POINTERS.get(table.name)
    touched = pc.is_in(data.column(key), value_set=pa.array(sorted(own), pa.string()))
    if pointer:
        entities = pa.array(sorted({entity.partition("/")[0] for entity in moves}), pa.string())
        touched = pc.or_(touched, pc.is_in(data.column(pointer), value_set=entities))
    found = []
    for row in data.filter(touched).to_pylist():
        for change, value in own.get(row[key], ()):
            row.update(change(row, value))
        if pointer:
            row[pointer] = _moved(row[pointer], row["document_id"], moves)
        found.append(row)
    others = pc.invert(touched)
    places = np.concatenate([pc.indices_nonzero(rows).to_numpy() for rows in (others, touched)])
    corrected = pa.Table.from_pylist(found, schema=data.schema)
    return pa.concat_tables([data.filter(others), corrected]).take(np.argsort(places))


def _moves(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Entity, or entity and document, to the entity that it is: merges and splits."""
    merges = {row["row_key"]: row["value"] for row in rows if row["field"] == "merge"}
    splits = {row["row_key"]: entity_id(*named(row["value"])) for row in rows if row["field"] == "split"}
    return merges | splits


def _moved(entity: str | None, document: str, moves: dict[str, str]) -> str | None:
    if entity is None:
        return None
    entity = moves.get(f"{entity}/{document}", entity)
    seen = {entity}
    while (entity := moves.get(entity, entity)) not in seen:  # merged into one that is merged itself
        seen.add(entity)
    return entity


def add(row: Row, settings: Settings, made_at: datetime) -> Row:
    """Keep an override; ``row`` has the columns of the table but for override_id and made_at.

    Raises:
        ConfigurationError: there is no such field or row, or the value does not fit.
    """
    lake = Lake(settings.lake_uri)
    _refuse_unknown(lake, row)
    parts = (row["about_night"], row["table_name"], row["row_key"], row["field"], row["value"])
    whole = {**row, "override_id": make_id("o", *map(str, parts)), "made_at": made_at}
    plain = {**whole, "made_at": made_at.isoformat(), "about_night": row["about_night"] and str(row["about_night"])}
    lake.note(f"{FOLDER}/{whole['override_id']}.json", plain)
    return whole


def remove(override_id: str, settings: Settings) -> None:
    """Forget an override.

    Raises:
        ConfigurationError: there is none of that identifier.
    """
    if not Lake(settings.lake_uri).forget(f"{FOLDER}/{override_id}.json"):
        raise ConfigurationError(f"there is no override {override_id!r}; `newsledger override list` shows them")


def exported(settings: Settings) -> Iterator[Row]:
    """Corrected claims with their texts, one row a claim: spans as extracted, ``is_claim``, and the right speaker."""
    lake = Lake(settings.lake_uri)
    claims, documents = TABLES["claims"], TABLES["documents"]
    decided = [
        row for row in overrides(lake) if row["table_name"] == "claims" and row["field"] not in ("release", "drop")
    ]
    for night in sorted({row["about_night"] for row in decided}):
        own = [row for row in decided if row["about_night"] == night]
        texts = {row["document_id"]: row for row in lake.read(documents, night).to_pylist()}
        for claim in laid_over(claims, lake.read(claims, night), own).to_pylist():
            if about := [row for row in own if row["row_key"] == claim["claim_id"]]:
                document = texts[claim["document_id"]]
                yield {
                    **{name: document[name] for name in ("document_id", "url", "text_sha256", "text")},
                    **{name: claim[name] for name in ("claim_id", "source", "cue", "content", "speaker", "extractor")},
                    "is_claim": all(row["field"] != "refuse" for row in about),
                    "decided": [{name: row[name] for name in ("field", "value", "author", "reason")} for row in about],
                }


def night_of(table_name: str, row_key: str, settings: Settings) -> date:
    """The latest night with such a row.

    Raises:
        ConfigurationError: no night has it.
    """
    lake, table = Lake(settings.lake_uri), TABLES[table_name]
    for night in reversed(lake.nights()):
        if row_key in table.row_keys(lake.read(table, night, columns=list(table.key))):
            return night
    raise ConfigurationError(f"no night has a row {row_key} in {table_name}")


def _refuse_unknown(lake: Lake, row: Row) -> None:
    table_name, field, value = row["table_name"], row["field"], row["value"]
    if field in ("merge", "split"):
        if table_name != "entities" or not value or (field == "split") != ("/" in row["row_key"]):
            raise ConfigurationError(
                "merge is `entities ENTITY merge ENTITY`, split is `entities ENTITY/DOCUMENT split NAME`"
            )
        return
    if field not in DECISIONS and (table_name, field) not in CORRECTIONS:
        known = ", ".join(f"{table}.{column}" for table, column in CORRECTIONS)
        raise ConfigurationError(f"{table_name}.{field} cannot be overridden; known: {known}, and {DECISIONS}")
    if field in ("release", "drop"):
        return  # about a row of quarantine, which whoever calls has seen
    table = TABLES[table_name]
    data = lake.read(table, row["about_night"])
    found = dict(zip(table.row_keys(data), range(data.num_rows), strict=True))
    if row["row_key"] not in found:
        raise ConfigurationError(f"night {row['about_night']} has no row {row['row_key']} in {table_name}")
    if change := CORRECTIONS.get((table_name, field)):
        try:
            change(data.slice(found[row["row_key"]], 1).to_pylist()[0], value)
        except ValueError as error:
            raise ConfigurationError(f"{table_name}.{field}: {value!r} does not fit: {error}") from None
