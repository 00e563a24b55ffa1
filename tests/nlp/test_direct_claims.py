"""Words in quotation marks with somebody who says them."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The pump is old,” Ms. Arden said.", ("Ms. Arden", "said", "“The pump is old,”")),
        ("“The pump is old,” said Ms. Arden.", ("Ms. Arden", "said", "“The pump is old,”")),
        (
            "“The pump is old,” said Nell Arden, a spokeswoman for the water board.",
            ("Nell Arden, a spokeswoman for the water board", "said", "“The pump is old,”"),
        ),
        ("Ms. Arden said: “The pump is old.”", ("Ms. Arden", "said", "“The pump is old.”")),
        ("Ms. Arden said on Friday, “The pump is old.”", ("Ms. Arden", "said", "“The pump is old.”")),
        ("“Is the pump old?” Ms. Arden asked.", ("Ms. Arden", "asked", "“Is the pump old?”")),
        ('"The pump is old," Ms. Arden said.', ("Ms. Arden", "said", '"The pump is old,"')),
        ("``The pump is old,'' Ms. Arden said.", ("Ms. Arden", "said", "``The pump is old,''")),
        ("‘The pumps’ seals are old,’ said Ms Arden.", ("Ms Arden", "said", "‘The pumps’ seals are old,’")),
        ("“The pump,” Ms. Arden said, “is old.”", ("Ms. Arden", "said", "“The pump,” … “is old.”")),
    ],
)
def test_the_speaker_may_stand_before_behind_or_within_the_quotation(told, text, expected):
    assert told(text) == [expected]


def test_a_quotation_that_goes_on_behind_the_sentence_of_its_cue_belongs_to_the_claim(told):
    text = "“The pump is old,” Ms. Arden said at the gate. “It leaks. We mend it.” The gate was shut."
    assert told(text) == [("Ms. Arden", "said", "“The pump is old,” … “It leaks. We mend it.”")]


def test_a_quotation_over_several_paragraphs_is_one_claim(told):
    text = "Ms. Arden wrote: “The pump is old.\n“It leaks.\n“We mend it.”\n“Nobody told us,” said Mr. Boone."
    assert told(text) == [
        ("Ms. Arden", "wrote", "“The pump is old. … “It leaks. … “We mend it.”"),
        ("Mr. Boone", "said", "“Nobody told us,”"),
    ]


def test_an_opening_mark_that_is_never_closed_stays_open_to_the_end_of_its_paragraph_only(told):
    text = "Ms. Arden said: “The pump is old. It leaks.\nMr. Boone said the pump was new."
    assert told(text) == [
        ("Ms. Arden", "said", "“The pump is old. It leaks."),
        ("Mr. Boone", "said", "the pump was new"),
    ]


def test_scare_quotes_are_no_claim(told):
    assert told("The “new” pump of the “old” mill stood still.") == []


def test_what_is_said_inside_a_quotation_is_not_a_claim_of_the_article(told):
    assert told("“He said no,” Ms. Arden said.") == [("Ms. Arden", "said", "“He said no,”")]


@pytest.mark.parametrize(
    ("text", "quote_type", "fragments"),
    [
        ("“The pump is old,” Ms. Arden said.", "direct", ["The pump is old,"]),
        ("Ms. Arden said the pump was “old” and “loud.”", "mixed", ["old", "loud."]),
        ("Ms. Arden said the pump was old.", "indirect", []),
    ],
)
def test_fragments_are_the_quoted_parts_without_their_marks(read, text, quote_type, fragments):
    (claim,) = read(text).claims
    assert claim.quote_type == quote_type
    assert [span.text(text) for span in claim.fragments] == fragments
