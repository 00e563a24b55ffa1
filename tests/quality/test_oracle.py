"""A reader that finds just what gold says has perfect figures on our own sets, on every facet."""

from __future__ import annotations

from dataclasses import asdict
from types import SimpleNamespace

import pytest

from pipeline.measure import evaluation
from pipeline.measure.facets import MEASURES
from pipeline.measure.scoring import ROLES, GoldDocument


def told(document: GoldDocument) -> SimpleNamespace:
    """Gold in the form of a reading."""
    chains = document.chains or {}
    mentions = [
        SimpleNamespace(span=name.span, label=name.label, kind="name", name=chains.get(name.span))
        for name in document.names or ()
    ]
    rows = [
        {
            **asdict(claim.facets),
            **{role: [{"start": a, "end": b} for a, b in getattr(claim, role)] for role in ROLES},
            "claim_id": number,
            "parent_claim_id": claim.facets.parent,
            "speaker": claim.speaker,
        }
        for number, claim in enumerate(document.claims)
    ]
    claims = [
        SimpleNamespace(
            **{role: getattr(claim, role) for role in ROLES},
            confidence=float(bool(claim.content)),  # a claim without content is nobody’s to judge
        )
        for claim in document.claims
    ]
    return SimpleNamespace(mentions=mentions, claims=claims, rows=rows)


@pytest.mark.parametrize("name", ["newsroom", "dev", "gate", "reports"])
def test_what_equals_gold_is_perfect(sets, monkeypatch, name):
    readings = {document.text: told(document) for document in sets[name].documents}
    monkeypatch.setattr(evaluation, "claim_rows", lambda name, text, reading, *more: reading.rows)
    reader = SimpleNamespace(read=lambda texts: (readings[text] for text in texts))
    figures = {row.score.measure: row.score for row in evaluation.evaluate(reader, [sets[name]]).rows}
    assert {*MEASURES, "nesting", "speaker-right"} - {"hedged"} <= set(figures)
    flawless = {measure: 0.0 if measure in evaluation.CEILINGS | evaluation.UNPINNED else 100.0 for measure in figures}
    assert {measure: score.value for measure, score in figures.items()} == flawless
