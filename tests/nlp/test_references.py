"""Whom "he", "she" and "the minister" mean: what is asked at each, and what the trained networks answer."""

from __future__ import annotations

import pytest

from pipeline.nlp import steps
from pipeline.nlp.encoder import Entity, Markup
from pipeline.nlp.participants import Cast
from pipeline.nlp.references import KINDS, References, trained
from pipeline.nlp.scorer import scorer_of
from pipeline.nlp.tokens import Words, split
from pipeline.spans import Span

TEXT = (
    "Ms. Ada Quist, the mayor of Bergen, met Mr. Jan Vos on Monday. She was late.\n"
    "Mr. Vos said he would wait. “He never waits,” she said.\n"
    "A nurse came. Her hands were cold. The mayor said it was the heating."
)
RULES = {
    "nobody", "last_name", "last_speaker", "last_subject", "speaker_of_the_words",
    "role", "age", "described", "named_next",
}  # fmt: skip


def references_of(text, answer=None):
    marks = steps.marks_of(Words.of(text, split(text)), None)
    for mark in (steps.mark_quotations, steps.mark_sentences, steps.mark_names, steps.mark_claims):
        mark(marks)
    answers = dict.fromkeys(KINDS, answer) if answer else trained()
    return marks, References(marks, Cast(marks.words, marks.names, marks.shape), answers)


def meant(text, answer=None):
    marks, references = references_of(text, answer)
    told = sorted(references.meanings.items())
    return [(marks.words.form[i], meaning.one and meaning.one.name) for i, meaning in told]


def test_each_pronoun_means_whom_gender_and_place_tell():
    found = [one for one in meant(TEXT) if one[0].lower() in ("he", "she")]
    assert found == [("She", "Ada Quist"), ("he", "Jan Vos"), ("He", "Jan Vos"), ("she", "Ada Quist")]


def test_a_role_means_who_is_told_to_have_it():
    assert ("mayor", "Ada Quist") in meant(TEXT)


def test_every_row_of_every_question_has_the_features_that_its_network_knows():
    marks, references = references_of(TEXT)
    rows = {kind: set() for kind in KINDS}
    for i, question in references.questions.items():
        kind = "pronouns" if marks.words.lower[i] in ("he", "she", "her") else "epithets"
        rows[kind] |= {len(row) for row in question.rows}
    assert rows == {kind: {scorer_of(kind).features} for kind in KINDS}


@pytest.mark.parametrize("text", ["", "He left.", "“She,” he said.", "His, her: himself.", "The mayor said it rained."])
def test_a_text_that_names_nobody_leaves_everything_open(text):
    assert {one for _, one in meant(text)} <= {None}


def test_who_was_taken_for_one_pronoun_is_asked_about_at_the_next():
    counts = []

    def last_is_right(rows):
        counts.append(len(rows))
        return [0.0] * (len(rows) - 1) + [1.0]

    told = meant("Ms. Ada Quist met Ms. Bea Ek. She left. She slept.", last_is_right)
    assert counts == [3, 3]
    assert told[0][1] != told[1][1]


def test_a_meaning_is_as_likely_as_its_network_says():
    _, references = references_of(TEXT)
    assert all(0 < meaning.probability <= 1 for meaning in references.meanings.values())
    assert {meaning.rule for meaning in references.meanings.values()} <= RULES


@pytest.mark.parametrize(
    ("text", "ruled_out"),
    [
        ("Ms. Ada Quist, the mayor of Bergen, came. The deputy mayor said it rained.", "Ada Quist"),
        ("President Luc Morin of France left. The Norwegian president said it rained.", "Luc Morin"),
        ("Ms. Ada Quist, 34, met Ms. Bea Ek. The 51-year-old said it rained.", "Ada Quist"),
        ("Mr. Jan Vos came. The congresswoman said it rained.", "Jan Vos"),
    ],
)
def test_who_is_told_to_be_something_else_is_not_asked_about(text, ruled_out):
    _, references = references_of(text)
    at = max(references.questions)
    assert ruled_out not in {one.name for one in references.questions[at].people}


def test_who_is_named_soon_after_a_pronoun_is_asked_about_but_not_who_is_spoken_of_in_its_own_words():
    _, references = references_of("She was tired, but “Jan Vos is here,” she said.\nMs. Ada Quist had walked.")
    people = [{one.name for one in references.questions[i].people} for i in sorted(references.questions)]
    assert "Ada Quist" in people[0]
    assert "Jan Vos" not in people[-1]


def test_a_given_name_of_one_gender_tells_more_than_the_pronouns_behind_it():
    marks, _ = references_of(
        "Peter Orr, a coach, said she would run. She ran. Peter Orr sat. She slept. Kim Ek, a nurse, came. She ran."
    )
    cast = Cast(marks.words, marks.names, marks.shape)
    assert [(one.name, one.gender) for one in cast.people()] == [("Peter Orr", "m"), ("Kim Ek", "f")]


def test_a_name_that_ends_as_a_person_does_elsewhere_is_a_persons_whatever_a_network_doubts():
    text = "Anneli Koskela won. Koskela left."
    found = Entity(Span(0, 14), "GPE", 0.3), Entity(Span(20, 27), "PERSON", 0.9)
    marks = steps.marks_of(Words.of(text, split(text)), Markup((), found))
    for mark in (steps.mark_quotations, steps.mark_sentences, steps.mark_names):
        mark(marks)
    assert [(name.label, name.full) for name in marks.names] == [("PERSON", "Anneli Koskela")] * 2


def test_a_long_text_costs_no_more_for_each_description_than_a_short_one():
    asked = []

    def nobody(rows):
        asked.append(len(rows))
        return [1.0] + [0.0] * (len(rows) - 1)

    meant("Ms. Ada Quist, the mayor, met Mr. Jan Vos. The mayor said she was late.\n" * 400, nobody)
    assert len(asked) > 400
    assert max(asked) < 20
