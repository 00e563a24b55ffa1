"""Claims within claims: found by rules in what somebody says."""

from __future__ import annotations

import pytest


def told(text, reading):
    return [
        tuple(" ".join(span.text(text) for span in role) for role in (claim.source, claim.cue, claim.content))
        for claim in reading.claims
        if claim.parent is not None
    ]


@pytest.mark.parametrize(
    ("content", "inner"),
    [
        ("that the council had promised to build a bridge", ("the council", "promised", "to build a bridge")),
        ("“The council said that it would build a bridge.”", ("The council", "said", "that it would build a bridge")),
        ("that officers had warned of a storm. It rained", ("officers", "warned", "of a storm")),
        ("that the council had called her twice", None),
        ("that it rained", None),
        ("“Which promised that it would last.”", None),
    ],
)
def test_a_saying_with_a_subject_of_its_own_is_a_claim_within_the_claim(read_marked, content, inner):
    text, reading = read_marked(f"{{s:{{PERSON:Ada Quist}}}} {{c:said}} {{t:{content}}}.")
    assert told(text, reading) == ([inner] if inner else [])


def test_what_was_found_already_is_not_found_again(read_marked):
    text, reading = read_marked(
        "{s:{PERSON:Ada Quist}} {c:said} {t:that {S:the council} had {C:promised} {T:to build a bridge}}."
    )
    assert told(text, reading) == [("the council", "promised", "to build a bridge")]
