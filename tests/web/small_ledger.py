"""A small ledger with a hostile story in it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ledger_rows import filled, insert

from pipeline.lake.storage import Lake, Manifest
from pipeline.ledger.publishing import finish
from pipeline.ledger.warehouse import attached, define
from pipeline.schema import CLAIMS, TABLES
from pipeline.settings import Settings

HOSTILE = '<script>window.ran = 1</script> & "so" it \'goes\' <img src=x onerror="window.ran = 1">'
TEXT = f"Ines Okafor said {HOSTILE} on Monday.\nHe told her it was “too late”."
SAID = TEXT.index(HOSTILE)
LATE = TEXT.index("it was")


def moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso).replace(tzinfo=UTC)


def span(start: int, words: str) -> list[dict[str, int]]:
    return [{"start": start, "end": start + len(words)}]


ROWS: dict[str, list[dict[str, Any]]] = {
    "documents": [
        {"document_id": "d-1", "publisher_id": "meridian", "title": "<b>Bold</b> & 'sharp'", "text": TEXT,
         "url": "javascript:alert(1)", "published_at": moment("2026-03-02T08:00:00"), "published_on": date(2026, 3, 2),
         "text_sha256": "0" * 64},
        {"document_id": "d-2", "publisher_id": "sentinel", "title": "Plain", "text": "It rained, Ash said.",
         "url": "https://sentinel.example/rain", "published_at": moment("2026-03-03T08:00:00"),
         "published_on": date(2026, 3, 3)},
    ],
    "entities": [
        {"entity_id": "e-1", "name": "Ines <i>Okafor</i>", "label": "PERSON", "aliases": ["Okafor"], "role": "mayor"},
        {"entity_id": "e-2", "name": "Reuben Ash", "label": "PERSON"},
    ],
    "claims": [
        {"claim_id": "c-1", "document_id": "d-1", "quote_type": "indirect", "source": span(0, "Ines Okafor"),
         "source_text": "Ines Okafor", "cue": span(12, "said"), "cue_text": "said", "content": span(SAID, HOSTILE),
         "content_text": HOSTILE, "speaker_entity_id": "e-1", "speaker": "Ines Okafor", "confidence": 0.9,
         "speech_act": "predict", "uttered_on": date.fromisoformat("2026-03-02"), "uttered_rule": "same_weekday",
         "uttered_anchor": date.fromisoformat("2026-03-02"), "addressee": "nobody", "check_worthiness": 0.4,
         "evidence": [{"step": "source", "rule": "name", "surface": "Ines <u>Okafor</u>", "confidence": 0.9}]},
        {"claim_id": "c-2", "document_id": "d-1", "quote_type": "mixed", "source": span(TEXT.index("He told"), "He"),
         "source_text": "He", "cue": span(TEXT.index("told"), "told"), "cue_text": "told",
         "content": span(LATE, "it was “too late”"), "content_text": "it was “too late”",
         "fragments": span(LATE + 8, "too late"), "unresolved_reason": "no_antecedent", "confidence": 0.6,
         "parent_claim_id": "c-1"},
        {"claim_id": "c-3", "document_id": "d-2", "quote_type": "indirect", "source": span(11, "Ash"),
         "source_text": "Ash", "cue": span(15, "said"), "cue_text": "said", "content": span(0, "It rained"),
         "content_text": "It rained", "speaker_entity_id": "e-2", "speaker": "Reuben Ash", "confidence": 0.7},
    ],
    "claim_clusters": [
        {"claim_id": "c-1", "cluster_id": "k-1", "first_publisher_id": "meridian", "publisher_count": 2},
        {"claim_id": "c-3", "cluster_id": "k-1", "first_publisher_id": "meridian", "publisher_count": 2},
    ],
    "coverage": [{"publisher_id": "meridian", "claims": 2}, {"publisher_id": "sentinel", "claims": 1}],
    "runs": [{"stage": "extract", "shard": "all"}],
}  # fmt: skip


def publish(target: Path, more: str = "SELECT 1") -> None:
    """Put a ledger of the rows where readers open it, as the warehouse would."""
    aside = target.with_suffix(".aside")
    with attached(aside) as con:
        define(con)
        for name, given in ROWS.items():
            insert(con, TABLES[name], given)
        con.execute(more)
    finish(aside)
    aside.replace(target)


def seal(settings: Settings) -> Lake:
    """The lake that the rows were loaded from, as far as corrections ask for it."""
    lake = Lake(settings.lake_uri)
    facts = {"night": date(2026, 3, 2), "stage": "extract", "shard": "0-of-1", "run_id": "r", "inputs": {}}
    counts = {"rows_in": 3, "rows_kept": 3, "rows_quarantined": 0, "seconds": 0.1, "code_version": "1"}
    manifest = Manifest(**facts, **counts, sealed_at=moment("2026-03-03T00:00:00"), extractor=None, tables={})
    lake.seal(manifest, {"claims": (CLAIMS, filled(CLAIMS, ROWS["claims"]))})
    return lake
