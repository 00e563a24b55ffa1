"""A reader that finds just what gold says has perfect figures on our own sets, also on facets that none finds yet."""

from __future__ import annotations

from dataclasses import asdict, fields
from types import SimpleNamespace

import pytest

from pipeline.measure import evaluation
from pipeline.measure.facets import MEASURES, Facets
from pipeline.measure.scoring import GoldDocument


def told(document: GoldDocument) -> SimpleNamespace:
    """Gold in the form of a reading."""
    chains = document.chains or {}
    mentions = [
        SimpleNamespace(span=name.span, label=name.label, kind="name", name=chains.get(name.span))
        for name in document.names or ()
    ]
    claims = [
        SimpleNamespace(
            **asdict(claim.facets),
            **{role: getattr(claim, role) for role in ("source", "cue", "content", "speaker")},
            confidence=float(bool(claim.content)),  # a claim without content is nobody’s to judge
        )
        for claim in document.claims
    ]
    return SimpleNamespace(mentions=mentions, claims=claims)


@pytest.mark.parametrize("name", ["newsroom", "dev", "gate"])
@pytest.mark.parametrize("as_spans", [False, True], ids=["parent by number", "parent by content"])
def test_what_equals_gold_is_perfect(sets, monkeypatch, name, as_spans):
    readings = {document.text: told(document) for document in sets[name].documents}
    for reading in readings.values():
        for claim in reading.claims:
            if as_spans and claim.parent is not None:
                claim.parent = reading.claims[claim.parent].content
    monkeypatch.setattr(evaluation, "MEASURED", frozenset(field.name for field in fields(Facets)))
    reader = SimpleNamespace(read=lambda texts: (readings[text] for text in texts))
    figures = {row.score.measure: row.score for row in evaluation.evaluate(reader, [sets[name]]).rows}
    assert {*MEASURES, "nesting", "speaker-right"} - {"hedged"} <= set(figures)
    flawless = {measure: 0.0 if measure in evaluation.CEILINGS | evaluation.UNPINNED else 100.0 for measure in figures}
    assert {measure: score.value for measure, score in figures.items()} == flawless
