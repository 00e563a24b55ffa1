"""Whom "he" and "she" mean: what is asked at a pronoun, and what the trained network answers."""

from __future__ import annotations

import pytest

from pipeline.nlp import steps
from pipeline.nlp.participants import Cast
from pipeline.nlp.pronouns import Pronouns
from pipeline.nlp.scorer import scorer_of
from pipeline.nlp.tokens import Words, split

TEXT = (
    "Ms. Ada Quist, the mayor of Bergen, met Mr. Jan Vos on Monday. She was late.\n"
    "Mr. Vos said he would wait. “He never waits,” she said.\n"
    "A nurse came. Her hands were cold."
)


def pronouns_of(text, answer=None):
    marks = steps.marks_of(Words.of(text, split(text)), None)
    for mark in (steps.mark_quotations, steps.mark_sentences, steps.mark_names, steps.mark_claims):
        mark(marks)
    return marks, Pronouns(marks, Cast(marks.words, marks.names, marks.shape), answer)


def meant(text, answer=None):
    marks, pronouns = pronouns_of(text, answer)
    told = sorted(pronouns.meanings.items())
    return [(marks.words.form[i], meaning.one and meaning.one.name) for i, meaning in told]


def test_each_pronoun_means_whom_gender_and_place_tell():
    assert meant(TEXT)[:4] == [("She", "Ada Quist"), ("he", "Jan Vos"), ("He", "Jan Vos"), ("she", "Ada Quist")]


def test_every_row_of_every_question_has_the_features_that_the_network_knows():
    _, pronouns = pronouns_of(TEXT)
    rows = [row for question in pronouns.questions.values() for row in question.rows]
    assert rows
    assert {len(row) for row in rows} == {scorer_of("pronouns").features}


@pytest.mark.parametrize("text", ["", "He left.", "“She,” he said.", "His, her: himself."])
def test_a_text_that_names_nobody_leaves_its_pronouns_open(text):
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
    _, pronouns = pronouns_of(TEXT)
    assert all(0 < meaning.probability <= 1 for meaning in pronouns.meanings.values())
    assert {meaning.rule for meaning in pronouns.meanings.values()} <= {
        "nobody",
        "last_name",
        "last_speaker",
        "last_subject",
        "speaker_of_the_words",
    }
