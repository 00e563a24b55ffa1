"""Who speaks, where the source is not simply a name: each case is a text, its last claim's source and the answer."""

from __future__ import annotations

import pytest

from tests.nlp.test_encoder_reader import read_marked  # noqa: F401  (a fixture)

ADA = "{s:{PERSON:Ada Quist}, the mayor of {GPE:Bergen},} {c:said} {t:that it rained}.\n"
PORT = "{s:{ORG:Northern Dockers}, a union of port workers,} {c:said} {t:that it would strike}.\n"


@pytest.mark.parametrize(
    ("before", "source", "speaker"),
    [
        (ADA, "the mayor", "Ada Quist"),
        (ADA, "The Bergen mayor", "Ada Quist"),
        (ADA, "the deputy mayor", None),
        (ADA, "her office", "Ada Quist’s office"),
        (ADA + "{PERSON:Jan Vos} left. ", "she", "Ada Quist"),
        (PORT, "the union", "Northern Dockers"),
        (PORT, "it", "Northern Dockers"),
        (PORT, "they", "Northern Dockers"),
        (PORT, "the bank", None),
        ("{PERSON:Honor Zedd}, a lawyer, spoke first. She was calm. ", "she", "Honor Zedd"),
        ("President {PERSON:Luc Morin} of {GPE:France} met {PERSON:Tom Hale}. ", "the French president", "Luc Morin"),
        ("President {PERSON:Luc Morin} of {GPE:France} met {PERSON:Tom Hale}. ", "the Norwegian president", None),
        ("{PERSON:Bea Clint} met {PERSON:Boris Clint}. ", "Ms. {PERSON:Clint}", "Bea Clint"),
        ("{PERSON:Damon Cloud} came. ", "{ORG:D. Cloud}", "Damon Cloud"),
        ("{PERSON:Everett Moe} came. ", "{ORG:MOE}", "Everett Moe"),
        ("{PERSON:Consuelo Ata Reyna} came. ", "Ms. {PERSON:Ata}", "Consuelo Ata Reyna"),
        ("{PERSON:Paris Lind} came to {GPE:Paris}. ", "{GPE:Paris}", None),
        ("", "the Dutch", "Netherlands"),
        ("", "the police", "the police"),
        ("", "{GPE:Russia}’s {ORG:Foreign Ministry}", "Russia’s Foreign Ministry"),
        ("", "A report by the {ORG:Baltic Institute}", "A report by the Baltic Institute"),
        ("", "the leaders of {GPE:Chad}, {GPE:Niger} and {GPE:Mali}", None),
    ],
)
def test_a_source_leads_to_its_speaker_or_to_nobody(read_marked, before, source, speaker):  # noqa: F811
    _, reading = read_marked(f"{before}{{t:“It leaks,”}} {{s:{source}}} {{c:said}}.")
    assert reading.claims[-1].speaker == speaker
    assert (reading.claims[-1].unresolved_reason is None) == (speaker is not None)


def test_a_joint_claim_has_all_its_speakers_and_they_are_both(read_marked):  # noqa: F811
    _, reading = read_marked(
        "{s:Mayor {PERSON:Ada Quist} and Mayor {PERSON:Jan Vos}} {c:said} {t:that it rained}. "
        "{t:“It leaks,”} {s:they} {c:wrote}."
    )
    assert [(c.speaker, c.co_speakers) for c in reading.claims] == [("Ada Quist", (("Jan Vos", "PERSON"),))] * 2


@pytest.mark.parametrize(
    ("source", "whom"),
    [
        ("a spokesman for {ORG:Kestrel Lines}", "Kestrel Lines"),
        ("A spokeswoman for the mayor, {PERSON:Ada Quist}", "Ada Quist"),
        ("A {ORG:Kestrel Lines} spokesman", "Kestrel Lines"),
        ("her spokesman", "Ada Quist"),
    ],
)
def test_an_unnamed_spokesperson_speaks_for_somebody_and_is_nobody(read_marked, source, whom):  # noqa: F811
    _, reading = read_marked(ADA + f"{{t:“It leaks,”}} {{s:{source}}} {{c:said}}.")
    assert (reading.claims[-1].speaker, reading.claims[-1].speaks_for) == (None, whom)


def test_i_is_who_says_the_words_around_it(read_marked):  # noqa: F811
    _, reading = read_marked("{t:“{S:I} {C:promised} {T:that it would hold},”} {s:Mayor {PERSON:Ada Quist}} {c:said}.")
    assert [c.speaker for c in reading.claims] == ["Ada Quist", "Ada Quist"]
