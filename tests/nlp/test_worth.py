"""How much a statement asks to be checked, and the reasons that are given for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.worth import RULES, worth_of
from pipeline.settings import PROJECT

HELD = {
    "Rainfall has been 61 below normal.": "number",
    "A quarter of them fly another flag.": "share",
    "It cost the town $4,000.": "money",
    "Wages are lower than in Norway.": "comparison",
    "Prices rose in the north.": "change",
    "It is the oldest bridge of the county.": "superlative",
    "Nobody paid.": "total",
    "It was built in 1931.": "date",
    "The crack led to the closure.": "cause",
    "The council voted against it.": "deed",
    "I think it is a bridge.": "opinion",
    "I am happy with it.": "feeling",
    "The port will open.": "future",
    "Is it a bridge?": "question",
    "Please go to bed.": "request",
}
NOT_HELD = {
    "Mr. Drury, 54, wept.": "number",
    "It was at least a bridge.": "superlative",
    "The test went west.": "superlative",
    "Their great-grandfathers dug it.": "opinion",
    "The results are in.": "cause",
    "We are the council.": "feeling",
    "He may May.": "date",
}


def test_every_rule_has_its_sentence():
    assert set(HELD.values()) == set(RULES)


@pytest.mark.parametrize("sentence", HELD)
def test_a_rule_that_holds_is_given_as_a_reason(sentence):
    assert HELD[sentence] in worth_of(sentence).reasons


@pytest.mark.parametrize("sentence", NOT_HELD)
def test_a_word_that_only_looks_like_a_reason_is_none(sentence):
    assert NOT_HELD[sentence] not in worth_of(sentence).reasons


@given(st.text(max_size=300))
def test_a_score_lies_between_nought_and_one_and_follows_from_its_reasons(text):
    score, reasons = worth_of(text)
    assert score == round(min(1, max(0, 0.2 + sum(RULES[reason][0] for reason in reasons))), 2)
    assert score == worth_of(text).score


def test_figures_comparisons_and_causes_rank_above_opinions_and_plans():
    ranked = [
        "Unemployment rose to 7 percent last year because the yards closed, more than in any other county.",
        "Unemployment rose last year.",
        "The yards are in the north.",
        "I think the yards should stay.",
    ]
    scores = [worth_of(sentence).score for sentence in ranked]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_the_page_tells_of_every_rule_with_its_weight():
    page = (PROJECT / "docs" / "check-worthiness.md").read_text(encoding="utf-8")
    assert [name for name, (weight, _) in RULES.items() if f"| {name} | {weight:+.2f} |" not in page] == []
