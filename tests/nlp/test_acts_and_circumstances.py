"""What kind of act a saying is, when, to whom and where it was made, and in which other claim it stands."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from pipeline.columns import ACTS
from pipeline.nlp.assembly import reading_of
from pipeline.nlp.components import STEPS, pipeline_of
from pipeline.nlp.dates import resolve
from pipeline.nlp.lexicon import DATA
from pipeline.nlp.marking import Found, lemma_of
from pipeline.spans import Span

MONDAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def reading():
    """Reads a text whose claims are given as (source, cue, content), each the words themselves or None."""
    nlp = pipeline_of("plain")
    nlp.remove_pipe(STEPS[-1])

    def read(text, *claims):
        marks = nlp(text)._.marks

        def spans(words):
            pieces = (words or "").split(" … ") if words else []
            return tuple(Span(text.index(piece), text.index(piece) + len(piece)) for piece in pieces)

        marks.found = sorted(
            (Found(*map(spans, claim), lemma_of(marks.words, spans(claim[1])), 1.0) for claim in claims),
            key=lambda found: (found.cue or found.content, found.content),
        )
        return reading_of(marks)

    return read


def test_the_lists_hold_exactly_the_acts_of_the_schema():
    assert set(tomllib.loads((DATA / "acts.toml").read_text())["acts"]) == set(ACTS)


@pytest.mark.parametrize(
    ("cue", "content", "act"),
    [
        ("said", "that it leaks", "state"),
        ("called", "the dam safe", "state"),
        ("called for", "a new dam", "demand"),
        ("doubted", "that it would hold", "believe"),
        ("regretted", "the delay", "feel"),
        ("refused to comment", "on the leak", "decline"),
        ("refused", "to sign the report", "reject"),
        ("declined to say", "who paid", "decline"),
        ("asked", "him to leave", "demand"),
        ("asked", "whether it leaks", "ask"),
        ("asked for", "a new dam", "demand"),
        ("offered", "to mend it", "promise"),
        ("ruled out", "a new dam", "reject"),
        ("told", "to leave", "demand"),
        ("threatened", "to sue", "threaten"),
        ("wants", "to leave", "intend"),
        ("wants", "the state to pay", "demand"),
        ("voiced", "fears that it leaks", "feel"),
        ("denied", "that it leaks", "deny"),
        ("mocked", "the plan", "criticise"),
        ("thanked", "the crew", "praise"),
    ],
)
def test_the_act_is_the_cues(reading, cue, content, act):
    text = f"Mr. Boone {cue} {content}."
    [claim] = reading(text, ("Mr. Boone", cue, content)).claims
    assert claim.act.kind == act


@pytest.mark.parametrize(
    ("before", "cue", "content", "expected"),
    [
        ("did not", "say", "whether it leaks", ("state", True, False, False)),
        ("would not", "say", "whether it leaks", ("decline", False, False, False)),
        ("did not", "respond", "to questions", ("decline", False, False, False)),
        ("never", "denied", "that it leaks", ("deny", True, False, False)),
        ("reportedly", "threatened", "to sue", ("threaten", False, True, False)),
        ("appeared to", "suggest", "that it leaks", ("state", False, True, False)),
        ("would have", "praised", "a plain no", ("praise", False, False, True)),
    ],
)
def test_negation_hedge_and_condition_are_those_of_the_saying(reading, before, cue, content, expected):
    text = f"Mr. Boone {before} {cue} {content}."
    [claim] = reading(text, ("Mr. Boone", cue, content)).claims
    act = claim.act
    assert (act.kind, act.is_negated, act.is_hedged, act.is_conditional) == expected


def test_what_the_content_negates_or_doubts_is_not_the_saying(reading):
    text = "Mr. Boone said that it did not leak, reportedly, on Friday."
    [claim] = reading(text, ("Mr. Boone", "said", "that it did not leak, reportedly, on Friday")).claims
    assert (claim.act.is_negated, claim.act.is_hedged, claim.circumstances.date) == (False, False, None)


@pytest.mark.parametrize(
    ("text", "on", "addressee", "venue"),
    [
        ("Mr. Boone told reporters in Lisbon on Sunday that it leaks.", "2026-03-01", "reporters", "in Lisbon"),
        ("On Friday, Mr. Boone told the jury that it leaks.", "2026-02-27", "the jury", None),
        (
            "In a statement late Sunday, Mr. Boone told members that it leaks.",
            "2026-03-01",
            "members",
            "In a statement",
        ),
        ("Mr. Boone, who was elected on Friday, told us that it leaks.", None, "us", None),
        ("Asked about Friday’s vote, Mr. Boone told lawmakers that it leaks.", None, "lawmakers", None),
        (
            "At Sunday’s news conference, Mr. Boone told her that it leaks.",
            "2026-03-01",
            "her",
            "At Sunday’s news conference",
        ),
    ],
)
def test_when_to_whom_and_where_stand_around_the_cue(reading, text, on, addressee, venue):
    [claim] = reading(text, ("Mr. Boone", "told", "that it leaks")).claims
    told = claim.circumstances
    day = resolve(told.date, MONDAY) if told.date else None
    assert (day and day.first.isoformat()) == on
    assert (told.addressee and told.addressee.text(text), told.venue and told.venue.text(text)) == (addressee, venue)


def test_a_date_in_one_clause_is_not_the_other_speakers(reading):
    text = "Mr. Boone said on Sunday that it leaks, while Ms. Arden denied that it leaks at all."
    first, second = reading(
        text, ("Mr. Boone", "said", "that it leaks"), ("Ms. Arden", "denied", "that it leaks at all")
    ).claims
    assert first.circumstances.date is not None
    assert second.circumstances.date is None


def test_a_date_is_carried_on_while_the_same_speaker_goes_on(reading):
    text = (
        "Nell Boone said on Sunday that it leaks. She called it old. Ida Arden denied this. Nell Boone laughed it off."
    )
    claims = reading(
        text,
        ("Nell Boone", "said", "that it leaks"),
        ("She", "called", "it old"),
        ("Ida Arden", "denied", "this"),
    ).claims
    assert [c.circumstances.is_carried for c in claims] == [False, True, False]
    assert claims[1].circumstances.date == claims[0].circumstances.date
    assert claims[2].circumstances.date is None


def test_a_claim_inside_anothers_content_has_it_as_its_parent(reading):
    text = "“It leaks,” Mr. Boone said, according to his office."
    found = reading(
        text, ("Mr. Boone", "said", "“It leaks,”"), ("his office", "according to", "“It leaks,” Mr. Boone said")
    ).claims
    outer = next(n for n, claim in enumerate(found) if claim.parent is None)
    assert [claim.parent for claim in found] == [None if n == outer else outer for n in range(2)]
    assert found[outer].cue_lemma == "according to"


def test_of_three_claims_within_each_other_each_has_the_next_as_its_parent(reading):
    text = "Aides said the leaders promised that they would ask for boats."
    found = reading(
        text,
        ("Aides", "said", "the leaders promised that they would ask for boats"),
        ("the leaders", "promised", "that they would ask for boats"),
        ("they", "ask", "for boats"),
    ).claims
    assert [claim.parent for claim in found] == [None, 0, 1]
