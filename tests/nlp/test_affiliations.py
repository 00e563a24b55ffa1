"""Whose a role is, read out of the words of the role alone."""

from __future__ import annotations

import pytest

from pipeline.nlp.affiliation import affiliation_of

WORDED = {
    "Prime Minister of Britain": "Britain",
    "Prime Minister of the Netherlands": "Netherlands",
    "a Russian Foreign Ministry spokeswoman": "Russian Foreign Ministry",
    "German chancellor": "German",
    "the French president": "French",
    "U.S. Secretary of State": "U.S.",
    "White House press secretary": "White House",
    "NATO secretary general": "NATO",
    "Portugal’s foreign minister": "Portugal",
    "the European Union's top diplomat": "European Union",
    "the city council’s leader": "city council",
    "chief executive of Kestrel Maritime": "Kestrel Maritime",
    "chairman of the Guild of Independent Shopkeepers": "Guild of Independent Shopkeepers",
    "spokeswoman for the state labor board": "state labor board",
    "economist at Cormorant Research in Montreal": "Cormorant Research",
    "professor of economics at Leeds University": "Leeds University",
    "vice chairwoman of the school board": "school board",
    "president of the Plainview teachers’ union": "Plainview teachers’ union",
    "the American ambassador to France": "American",
    "general secretary of the Allied Rail and Signal Workers": "Allied Rail and Signal Workers",
    "chairman of the Guild of Shopkeepers and no relation": "Guild of Shopkeepers",
    "opposition candidate for president of Ghana": "Ghana",
    "the company’s chief executive": "company",
    "Mayor of Garnet Falls": "Garnet Falls",
}
NONE_WORDED = [
    "Mayor", "Gov.",
    "Finance Minister", "Secretary of State", "minister of finance", "Prime Minister", "father of three",
    "one of the ranchers", "opposition candidate for president", "district judge in Elko", "health secretary", "the",
    "Chancellor of the Exchequer", "county emergency director",
]  # fmt: skip


@pytest.mark.parametrize("role", WORDED)
def test_the_organisation_or_state_of_a_role_is_read_as_worded(role):
    found = affiliation_of(role)
    assert found == WORDED[role]
    assert found in role


@pytest.mark.parametrize("role", NONE_WORDED)
def test_a_role_that_names_no_organisation_and_no_state_has_none(role):
    assert affiliation_of(role) is None


def test_without_a_role_there_is_no_affiliation():
    assert affiliation_of(None) is None
