"""What a name may share with other names is a function of label and name alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.identity import folded, identity_of, states_in
from pipeline.stages.extract import entity_id

NAMES = st.text("AÉbc.’'- &,s", max_size=20)
LABELS = st.sampled_from(["PERSON", "ORG", "GPE", "NORP", "OTHER"])


@given(LABELS, NAMES)
def test_names_of_one_entity_have_one_identity(label, name):
    assert identity_of(label, name) == identity_of(label, name.upper()) == identity_of(label, f" {folded(name)}")
    assert entity_id(label, name) == entity_id(label, folded(name))


@pytest.mark.parametrize(
    ("phrase", "codes"),
    [
        ("Russian Foreign Ministry", ["RU"]),
        ("the United Kingdom’s treasury", ["GB"]),
        ("U.S. envoy to South Korea", ["KR", "US"]),
        ("South Sudan and Chad", ["SS", "TD"]),
        ("Georgia", []),
        ("Plainview police", []),
        ("", []),
    ],
)
def test_the_states_of_a_phrase_are_those_it_names(phrase, codes):
    assert states_in(phrase) == codes


@pytest.mark.parametrize(
    ("name", "family", "variant"),
    [
        ("Ursula von der Leyen", "PERSON:ursula von der leyen", ""),
        ("George H. W. Bush", "PERSON:george bush", "h w"),
        ("Dr. Ines Calloway", "PERSON:ines calloway", ""),
        ("Dale Whitcomb, Jr.", "PERSON:dale whitcomb jr", ""),
        ("Dr", "PERSON:dr", ""),
        ("Calloway", "PERSON:calloway", ""),
    ],
)
def test_a_persons_family_is_the_name_without_titles_and_middle_initials(name, family, variant):
    assert identity_of("PERSON", name) == (family, variant)
