"""Find mentions, claims and assertions in the documents: one pass of the language model for all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipeline.contract import Result, Tables
from pipeline.ids import make_id
from pipeline.nlp.affiliation import affiliation_of
from pipeline.nlp.identity import folded
from pipeline.nlp.models import extractor_version
from pipeline.nlp.reading import Reading
from pipeline.nlp.worth import worth_of
from pipeline.schema import ASSERTIONS, CLAIM_MENTIONS, CLAIMS, MENTIONS
from pipeline.settings import Settings
from pipeline.spans import Span, join_text

LANGUAGE = "en"  # the extractor reads this language; other documents keep their text and get no claims


def extract(tables: Tables, settings: Settings) -> Result:
    """Read every document once.

    Reads:  documents.
    Writes: mentions, claims and assertions, zero or more a document; claim_mentions, one row for each mention inside a
            content.
    """
    from pipeline.nlp.reader import Reader

    documents = tables["documents"].select(["document_id", "text", "language"]).to_pylist()
    readable = [row for row in documents if row["language"] == LANGUAGE]
    mentions: list[dict[str, Any]] = []
    claims: list[dict[str, Any]] = []
    about: list[dict[str, Any]] = []
    assertions: list[dict[str, Any]] = []
    extractor = extractor_version(settings.model)
    readings = Reader(settings.model).read(row["text"] for row in readable) if readable else iter(())
    for row, reading in zip(readable, readings, strict=True):
        found = mention_rows(row["document_id"], row["text"], reading)
        said = claim_rows(row["document_id"], row["text"], reading, extractor)
        mentions += found
        claims += said
        about += _inside(said, found)
        assertions += assertion_rows(row["document_id"], row["text"], reading)
    return Result(
        {
            "mentions": MENTIONS.build(mentions),
            "claims": CLAIMS.build(claims),
            "claim_mentions": CLAIM_MENTIONS.build(about),
            "assertions": ASSERTIONS.build(assertions),
        },
        kept=len(documents),
    )


def entity_id(label: str, name: str) -> str:
    """The entity of a full name: names that differ only in case, accents or white space are one."""
    return make_id("e", label, folded(name))


def mention_rows(document_id: str, text: str, reading: Reading) -> list[dict[str, Any]]:
    """Rows of ``mentions`` for one document."""
    rows = {}
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
            "chain_id": make_id("h", document_id, mention.label, mention.name) if mention.name else None,
            "score": mention.score,
        }
    return list(rows.values())


def claim_rows(document_id: str, text: str, reading: Reading, extractor: str) -> list[dict[str, Any]]:
    """Rows of ``claims`` for one document, as the extractor of that name and version read it."""
    rows = {}
    mentioned = {m.span: _mention_id(document_id, m.span, m.label) for m in reading.mentions}
    for claim in reading.claims:
        worth = worth_of(join_text(text, claim.content))
        claim_id = make_id("c", document_id, claim.source, claim.cue, claim.content)
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
            "unresolved_reason": claim.unresolved_reason,
            "evidence": [
                {
                    "step": step.step,
                    "rule": step.rule,
                    "mention_id": mentioned.get(step.span) if step.span else None,
                    "surface": step.surface,
                    "confidence": step.confidence,
                }
                for step in claim.evidence
            ],
            "role": claim.role,
            "affiliation": affiliation_of(claim.role),
            "is_anonymous": claim.is_anonymous,
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


def _inside(claims: list[dict[str, Any]], mentions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"claim_id": claim["claim_id"], "mention_id": mention["mention_id"]}
        for claim in claims
        for mention in mentions
        if any(piece["start"] <= mention["start"] and mention["end"] <= piece["end"] for piece in claim["content"])
    ]


def _mention_id(document_id: str, span: Span, label: str) -> str:
    return make_id("m", document_id, span.start, span.end, label)


def _structs(spans: Iterable[Span]) -> list[dict[str, int]]:
    return [{"start": span.start, "end": span.end} for span in spans]
