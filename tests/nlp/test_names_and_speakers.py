"""Who is named, and whom a source stands for."""

from __future__ import annotations

import pytest

from pipeline.nlp.reading import UNRESOLVED_REASONS


def names(read, text):
    return [(m.span.text(text), m.label, m.name) for m in read(text).mentions if m.kind == "name"]


def test_names_are_labelled_by_title_list_ending_and_capitals(read):
    text = "In Portugal, President Nell Arden met Danish envoys of the Harbour Ministry and NATO."
    assert names(read, text) == [
        ("Portugal", "GPE", "Portugal"),
        ("Nell Arden", "PERSON", "Nell Arden"),
        ("Danish", "NORP", "Danish"),
        ("Harbour Ministry", "ORG", "Harbour Ministry"),
        ("NATO", "ORG", "NATO"),
    ]


def test_a_surname_belongs_to_the_full_name_of_the_same_text(read):
    text = "President Nell Arden spoke. The crowd cheered Ms. Arden. Arden said the dam would hold."
    assert [name for _, _, name in names(read, text)] == ["Nell Arden"] * 3


def test_an_acronym_belongs_to_the_name_with_its_initials(read):
    text = "The Harbour Rescue Service sent boats. The HRS said they were late."
    assert names(read, text)[-1] == ("HRS", "ORG", "Harbour Rescue Service")


def test_a_capital_that_only_opens_a_sentence_is_no_name(read):
    assert names(read, "Boats sank. Nobody knew why. Boats sank again.") == []


def test_he_and_she_are_the_last_speakers_whose_title_or_given_name_fits(read):
    text = (
        "Mr. Boone said the dam was safe. Ms. Arden, a spokeswoman, denied it.\n"
        "“It leaks,” she said.\n"
        "“It does not,” he said."
    )
    claims = read(text).claims
    assert [c.speaker for c in claims] == ["Boone", "Arden", "Arden", "Boone"]
    assert [step.rule for step in claims[2].evidence] == ["pronoun", "last_speaker"]


def test_a_pronoun_that_no_named_person_fits_stays_unresolved(read):
    text = "Ms. Boone said the dam was safe. “It leaks,” he said."
    assert read(text).claims[-1].unresolved_reason == "no_antecedent"


def test_a_country_or_an_organisation_is_its_own_speaker(read):
    claims = read("Norway rejected the offer. The Harbour Ministry said it was late.").claims
    assert [(c.speaker, c.speaker_label) for c in claims] == [("Norway", "GPE"), ("Harbour Ministry", "ORG")]


def test_a_role_that_one_person_of_the_text_has_resolves_to_that_person(read):
    text = "Gov. Nell Arden came late. The governor said the road was blocked."
    (claim,) = read(text).claims
    assert claim.speaker == "Nell Arden"
    assert claim.evidence[1].rule == "role"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("An unnamed official said the dam leaks.", "anonymous"),
        ("A senior official said the dam leaks.", "nominal"),
        ("The teachers said the dam leaks.", "nominal"),
        ("They said the dam leaks.", "no_antecedent"),
        ("Nell Arden and Olga Arden came. Ms. Arden said the dam leaks.", "ambiguous"),
    ],
)
def test_a_source_that_names_nobody_for_certain_says_why(read, text, reason):
    (claim,) = read(text).claims
    assert (claim.speaker, claim.unresolved_reason) == (None, reason)
    assert reason in UNRESOLVED_REASONS
    assert claim.is_anonymous == (reason == "anonymous")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("President Nell Arden of Portugal said no dam leaks.", "President of Portugal"),
        ("Nell Arden, the county engineer, said no dam leaks.", "county engineer"),
        ("Harbour spokeswoman Nell Arden said no dam leaks.", "Harbour spokeswoman"),
        ("The mayor, Nell Arden, said no dam leaks.", "mayor"),
        ("Nell Arden said no dam leaks.", None),
    ],
)
def test_a_role_is_given_as_worded(read, text, role):
    (claim,) = read(text).claims
    assert (claim.speaker, claim.role) == ("Nell Arden", role)
