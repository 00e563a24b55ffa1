"""Statements, demands and refusals reported in the outlet's own words."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Officials said that the dam would hold.", ("Officials", "said", "that the dam would hold")),
        ("The ministry has also said the dam would hold.", ("The ministry", "said", "the dam would hold")),
        ("She argued on Monday that it would hold.", ("She", "argued", "that it would hold")),
        (
            "Nell Arden, the county engineer, told reporters that the dam leaks.",
            ("Nell Arden, the county engineer", "told", "that the dam leaks"),
        ),
        (
            "Mr. Boone, who was at the gate all night, said the dam leaks.",
            ("Mr. Boone", "said", "the dam leaks"),
        ),
        ("The dam leaks, Mr. Boone said.", ("Mr. Boone", "said", "The dam leaks")),
        ("The dam, Mr. Boone said, leaks.", ("Mr. Boone", "said", "The dam … leaks")),
        ("The dam leaks, according to the county office.", ("the county office", "according to", "The dam leaks")),
        ("According to Mr. Boone, the dam leaks.", ("Mr. Boone", "According to", "the dam leaks")),
        ("The mayor vowed to mend the dam.", ("The mayor", "vowed", "to mend the dam")),
        ("Norway rejected the offer.", ("Norway", "rejected", "the offer")),
    ],
)
def test_source_cue_and_content_are_found_in_the_usual_orders(told, text, expected):
    assert told(text) == [expected]


def test_cues_joined_by_and_or_a_comma_share_their_source(told):
    text = "Mr. Boone called the dam safe and said he slept well, adding that the rain was over."
    assert told(text) == [
        ("Mr. Boone", "called", "the dam safe"),
        ("Mr. Boone", "said", "he slept well"),
        ("Mr. Boone", "adding", "that the rain was over"),
    ]


def test_two_clauses_side_by_side_are_two_claims(told):
    text = "Mr. Boone said the dam was safe, while Ms. Arden said it leaked."
    assert told(text) == [("Mr. Boone", "said", "the dam was safe"), ("Ms. Arden", "said", "it leaked")]


def test_a_content_never_reaches_into_the_next_line(told):
    assert told("Mr. Boone said the dam was safe\nThe rain went on") == [("Mr. Boone", "said", "the dam was safe")]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Boone was told to leave.",
        "The report was said to be long.",
        "The dam held through the night.",
        "It took the town a year to say so.",
    ],
)
def test_a_cue_without_somebody_who_speaks_is_no_claim(told, text):
    assert told(text) == []
