"""Find mentions, claims and assertions in the documents: one pass of the language model for all."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from pipeline.contract import Result, Tables
from pipeline.ids import make_id
from pipeline.nlp.affiliation import affiliation_of
from pipeline.nlp.dates import resolve
from pipeline.nlp.identity import folded
from pipeline.nlp.models import extractor_version
from pipeline.nlp.reading import Circumstances, DateWords, Reading, Step
from pipeline.nlp.worth import worth_of
from pipeline.schema import ASSERTIONS, CLAIM_MENTIONS, CLAIMS, MENTIONS, READINGS
from pipeline.settings import Settings
from pipeline.spans import Span, join_text

LANGUAGE = "en"  # the extractor reads this language; other documents keep their text and get no claims


def extract(tables: Tables, settings: Settings) -> Result:
    """Read every text once, for all documents that have it.

    Reads:  documents; those with the same text come in one shard.
    Writes: mentions, claims and assertions, zero or more a document; claim_mentions, one row for each mention inside a
            content; readings, one row a document.
    """
    from pipeline.nlp.reader import reader_of

    documents = tables["documents"].select(["document_id", "text", "language", "published_on"]).to_pylist()
    mentions: list[dict[str, Any]] = []
    claims: list[dict[str, Any]] = []
    about: list[dict[str, Any]] = []
    assertions: list[dict[str, Any]] = []
    read: list[dict[str, Any]] = []
    extractor = extractor_version(settings.model)
    texts = list(dict.fromkeys(row["text"] for row in documents if row["language"] == LANGUAGE))
    readings = dict(zip(texts, reader_of(settings.model).read(texts) if texts else (), strict=True))
    for row in documents:
        reading = readings[row["text"]] if row["language"] == LANGUAGE else Reading((), ())
        found = mention_rows(row["document_id"], row["text"], reading, extractor)
        said = claim_rows(row["document_id"], row["text"], reading, extractor, row["published_on"])
        told = assertion_rows(row["document_id"], row["text"], reading)
        mentions += found
        claims += said
        about += _inside(said, found)
        assertions += told
        counts = {"mentions": len(found), "claims": len(said), "assertions": len(told)}
        reason = None if said else silence_of(row["text"], row["language"])
        read.append({"document_id": row["document_id"], "extractor": extractor, "no_claims_because": reason, **counts})
    return Result(
        {
            "mentions": MENTIONS.build(mentions),
            "claims": CLAIMS.build(claims),
            "claim_mentions": CLAIM_MENTIONS.build(about),
            "assertions": ASSERTIONS.build(assertions),
            "readings": READINGS.build(read),
        },
        kept=len(documents),
    )


def silence_of(text: str, language: str) -> str:
    """Why a text gave no claim; see column ``no_claims_because`` of table ``readings``."""
    if not any(map(str.isalpha, text)):
        return "no_words"  # whatever the language of nothing is
    return "no_claim_found" if language == LANGUAGE else "other_language"


@lru_cache(maxsize=100_000)
def entity_id(label: str, name: str) -> str:
    """The entity of a full name: names that differ only in case, accents or white space are one."""
    return make_id("e", label, folded(name))


def mention_rows(document_id: str, text: str, reading: Reading, extractor: str) -> list[dict[str, Any]]:
    """Rows of ``mentions`` for one document, as the extractor of that name and version read it."""
    rows = {}
    chains = {
        (label, name): make_id("h", document_id, label, name)
        for label, name in {(mention.label, mention.name) for mention in reading.mentions if mention.name}
    }
    for mention in reading.mentions:
        mention_id = _mention_id(document_id, mention.span, mention.label)
        rows[mention_id] = {
            "mention_id": mention_id,
            "document_id": document_id,
            "start": mention.span.start,
            "end": mention.span.end,
            "surface": mention.span.text(text),
            "label": mention.label,
            "kind": mention.kind,
            "entity_id": entity_id(mention.label, mention.name) if mention.name else None,
            "chain_id": chains.get((mention.label, mention.name or "")),
            "score": mention.score,
            "extractor": extractor,
        }
    return list(rows.values())


def claim_rows(
    document_id: str, text: str, reading: Reading, extractor: str, published_on: date | None = None
) -> list[dict[str, Any]]:
    """Rows of ``claims`` for one document, as the extractor of that name and version read it.

    Args:
        published_on: the day that its dates count from; without it only dates with a year are worked out.
    """
    rows = {}
    ids = [make_id("c", document_id, claim.source, claim.cue, claim.content) for claim in reading.claims]
    pointed_at = {step.span for claim in reading.claims for step in claim.evidence}
    mentions = {m.span: _mention_id(document_id, m.span, m.label) for m in reading.mentions if m.span in pointed_at}
    for claim_id, claim in zip(ids, reading.claims, strict=True):
        worth = worth_of(join_text(text, claim.content))
        rows[claim_id] = {
            "claim_id": claim_id,
            "document_id": document_id,
            "quote_type": claim.quote_type,
            "source": _structs(claim.source),
            "source_text": join_text(text, claim.source) or None,
            "cue": _structs(claim.cue),
            "cue_text": join_text(text, claim.cue) or None,
            "cue_lemma": claim.cue_lemma,
            "content": _structs(claim.content),
            "content_text": join_text(text, claim.content),
            "fragments": _structs(claim.fragments),
            "speaker_entity_id": entity_id(claim.speaker_label or "OTHER", claim.speaker) if claim.speaker else None,
            "speaker": claim.speaker,
            "co_speaker_entity_ids": [entity_id(label, name) for name, label in claim.co_speakers],
            "co_speakers": [name for name, _ in claim.co_speakers],
            "speaks_for": claim.speaks_for,
            "source_kind": claim.source_kind,
            "unresolved_reason": claim.unresolved_reason,
            "evidence": [_step(step, mentions) for step in claim.evidence],
            "role": claim.role,
            "affiliation": affiliation_of(claim.role),
            "is_anonymous": claim.is_anonymous,
            "speech_act": claim.act.kind,
            "is_negated": claim.act.is_negated,
            "is_hedged": claim.act.is_hedged,
            "is_conditional": claim.act.is_conditional,
            "addressee": claim.circumstances.addressee and claim.circumstances.addressee.text(text),
            "venue": claim.circumstances.venue and claim.circumstances.venue.text(text),
            **_uttered(text, claim.circumstances, published_on),
            "content_dates": [_dated(words, published_on) for words in claim.dates],
            "parent_claim_id": None if claim.parent is None else ids[claim.parent],
            "check_worthiness": worth.score,
            "check_reasons": worth.reasons,
            "confidence": claim.confidence,
            "extractor": extractor,
        }
    return list(rows.values())


def assertion_rows(document_id: str, text: str, reading: Reading) -> list[dict[str, Any]]:
    """Rows of ``assertions`` for one document."""
    worths = ((span, worth_of(span.text(text))) for span in reading.assertions)
    return [
        {
            "assertion_id": make_id("v", document_id, *span),
            "document_id": document_id,
            "start": span.start,
            "end": span.end,
            "check_worthiness": worth.score,
            "reasons": worth.reasons,
        }
        for span, worth in worths
    ]


def _uttered(text: str, told: Circumstances, published_on: date | None) -> dict[str, Any]:
    """When a claim was made; what the words place after the publication was not."""
    days = resolve(told.date, published_on) if told.date else None
    if told.date is None or days is None or (published_on and days.first > published_on):
        return {}
    return {
        "uttered_on": days.first if days.precision == "day" else None,
        "uttered_text": told.date.span.text(text),
        "uttered_precision": days.precision,
        "uttered_rule": f"carried:{days.rule}" if told.is_carried else days.rule,
        "uttered_anchor": days.anchor,
    }


def _dated(words: DateWords, published_on: date | None) -> dict[str, Any]:
    days = resolve(words, published_on)
    return {
        "start": words.span.start,
        "end": words.span.end,
        "first_on": days and days.first,
        "last_on": days and days.last,
        "precision": days and days.precision,
        "rule": words.rule,
        "anchor": days and days.anchor,
    }


def _step(step: Step, mentions: Mapping[Span, str]) -> dict[str, Any]:
    return {
        "step": step.step,
        "rule": step.rule,
        "mention_id": mentions.get(step.span) if step.span else None,
        "surface": step.surface,
        "confidence": step.confidence,
    }


def _inside(claims: list[dict[str, Any]], mentions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ordered = sorted(mentions, key=lambda mention: mention["start"])
    starts = [mention["start"] for mention in ordered]
    return [
        {"claim_id": claim["claim_id"], "mention_id": mention["mention_id"]}
        for claim in claims
        for piece in claim["content"]
        for mention in ordered[bisect_left(starts, piece["start"]) : bisect_left(starts, piece["end"])]
        if mention["end"] <= piece["end"]
    ]


def _mention_id(document_id: str, span: Span, label: str) -> str:
    return make_id("m", document_id, span.start, span.end, label)


def _structs(spans: Iterable[Span]) -> list[dict[str, int]]:
    return [{"start": span.start, "end": span.end} for span in spans]
