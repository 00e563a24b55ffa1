"""Speakers who are described: by an office that is told of nobody, before they are named, or by what they are for."""

from __future__ import annotations

import pytest

ADA = "{PERSON:Ada Quist}, the mayor of {GPE:Bergen}, came. "
LONG_AGO = "Minister {PERSON:Ada Quist} left. It rained. It snowed. It froze. "
MORIN = "{PERSON:Luc Morin}, the chancellor, left. "


@pytest.mark.parametrize(
    ("before", "source", "speaker", "rule"),
    [
        ("{PERSON:Ada Quist} cut taxes. ", "the chancellor", "Ada Quist", "described"),
        ("{PERSON:Ada Quist} cut taxes. ", "the {NORP:Danish} chancellor", "Ada Quist", "described"),
        ("{PERSON:Ada Quist} cut taxes. ", "officials", None, None),
        ("{PERSON:Ada Quist} cut taxes. ", "the spokesman", None, None),
        (ADA, "the chancellor", None, None),
        (MORIN + "{PERSON:Ada Quist} came. ", "the chancellor", "Luc Morin", "role"),
        (MORIN + "{PERSON:Ada Quist} came. ", "the new chancellor", "Ada Quist", "described"),
        ("Sen. {PERSON:Ada Quist}, a farmer, came. ", "the senator", "Ada Quist", "role"),
        (MORIN, "the former chancellor", None, None),
        (LONG_AGO + "Minister {PERSON:Jan Vos} came. ", "the minister", "Jan Vos", "role"),
        ("Minister {PERSON:Ada Quist} met Minister {PERSON:Jan Vos}. ", "the minister", None, None),
        ("{PERSON:Jan Vos}, a lawyer for the mayor, came. " + ADA, "the mayor", "Ada Quist", "role"),
    ],
)  # fmt: skip
def test_an_office_leads_to_whom_it_can_only_mean(read_marked, before, source, speaker, rule):
    _, reading = read_marked(f"{before}{{t:“It leaks,”}} {{s:{source}}} {{c:said}}.")
    (claim,) = reading.claims
    assert claim.speaker == speaker
    assert rule is None or claim.evidence[1].rule == rule


def test_an_office_that_is_told_once_is_the_role_in_every_claim(read_marked):
    _, reading = read_marked(
        MORIN + "{s:{PERSON:Ada Quist}} {c:said} {t:that it rained}. {t:“It leaks,”} {s:the new chancellor} {c:said}."
    )
    assert [(c.speaker, c.role) for c in reading.claims] == [("Ada Quist", "new chancellor")] * 2


LEDE = "{s:A former mayor} {c:testified} {t:that {PERSON:Jan Vos} laughed}.\n"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (LEDE + "{t:“He laughed,”} {s:{PERSON:Ada Quist}} {c:said}.", "Ada Quist"),
        (LEDE + "{t:“He laughed,”} {s:{PERSON:Ada Quist}, a nurse} {c:said}.", None),
        (LEDE + "{PERSON:Ada Quist} was there. {t:“No,”} {s:{PERSON:Jan Vos}} {c:said}.", None),
        (LEDE + "It rained.\nIt snowed.\nIt froze.\n{t:“No,”} {s:{PERSON:Ada Quist}} {c:said}.", None),
        (
            "{s:A lawyer for two families} {c:said} {t:that it leaked}.\n"
            "{t:“Why?”} {s:Justice {PERSON:Jan Vos}} {c:asked}. "
            "{s:The families’ lawyer, {PERSON:Bea Ek},} {c:said} {t:no}.",
            "Bea Ek",
        ),
        ("{s:Residents} {c:said} {t:that it leaked}.\n{t:“It does,”} {s:{PERSON:Ada Quist}} {c:said}.", None),
    ],
)
def test_who_is_described_first_is_whoever_is_named_next_as_such(read_marked, text, speaker):
    assert read_marked(text)[1].claims[0].speaker == speaker


@pytest.mark.parametrize(
    ("before", "source", "speaker"),
    [
        ("", "the district", "the district"),
        ("", "the company", None),
        ("", "aid groups", None),
        ("The interior ministry met. ", "the ministry", "The interior ministry"),
        ("{ORG:Allied Dockers} met. ", "the union", "Allied Dockers"),
        ("{ORG:Desert Ledger} wrote of it. ", "the newspaper", "Desert Ledger"),
        ("{ORG:African Union} envoys met the {ORG:Fishers’ Union}. ", "the union", "Fishers’ Union"),
        (ADA, "a statement from her office", "Ada Quist’s office"),
        (ADA, "her report", "Ada Quist’s report"),
        ("", "Popular {ORG:Renewal}", "Popular Renewal"),
        ("", "State-owned {ORG:Volta Grid}", "Volta Grid"),
        ("", "the {NORP:Danish} {ORG:Navy}", "Danish Navy"),
        ("", "Secretary of {ORG:State} {PERSON:Ada Quist}", "Ada Quist"),
        ("", "the wife of President {PERSON:Luc Morin}", None),
        ("{ORG:Army Corps of Engineers} boats came. ", "the {ORG:Corps}", "Army Corps of Engineers"),
    ],
)
def test_a_body_is_told_by_its_name_or_by_its_own_words(read_marked, before, source, speaker):
    _, reading = read_marked(f"{before}{{t:“It leaks,”}} {{s:{source}}} {{c:said}}.")
    assert reading.claims[-1].speaker == speaker


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("{PERSON:Ada Quist} is the mayor. It rained.", "mayor"),
        ("{PERSON:Ada Quist} was the first woman. It rained.", None),
        ("{PERSON:Ada Quist}, 71, a retired school cook whose house leaks, came.", "retired school cook"),
        ("{PERSON:Ada Quist}, the deputy attorney general defending the law, came.", "deputy attorney general"),
        ("Sen. {PERSON:Ada Quist}, a Republican of Iowa, came.", "Republican of Iowa"),
        ("Prof {PERSON:Ada Quist} came.", "Prof"),
        ("Ms. {PERSON:Ada Quist} came.", None),
        ("The Kenyan president, {PERSON:Ada Quist}, came.", "Kenyan president"),
        ("Secretary of State {PERSON:Ada Quist} came.", "Secretary of State"),
        ("Senators {PERSON:Jan Vos} of {GPE:Ohio} and {PERSON:Ada Quist} of {GPE:Iowa} came.", "Senator of Iowa"),
        ("Her predecessor, {PERSON:Ada Quist}, came. President {PERSON:Ada Quist} had left.", "President"),
    ],
)
def test_a_role_is_what_the_text_tells_somebody_to_be(read_marked, text, role):
    _, reading = read_marked(f"{text} {{t:“It leaks,”}} {{s:Ms. {{PERSON:Quist}}}} {{c:said}}.")
    assert (reading.claims[0].speaker, reading.claims[0].role) == ("Ada Quist", role)


@pytest.mark.parametrize(
    ("before", "source", "speaker"),
    [
        ("{PERSON:Jan Vos}, the mayor, and {PERSON:Piet Vos}, his father, met. ", "Sen. {PERSON:Vos}", "Piet Vos"),
        ("{PERSON:Jan Vos}, the mayor, and Sen. {PERSON:Piet Vos} met. ", "Sen. {PERSON:Vos}", "Piet Vos"),
        ("{PERSON:Jan Vos} and {PERSON:Piet Vos} met. ", "Sen. {PERSON:Vos}", None),
        ("{PERSON:Wambui Omolo} spoke. ", "Ms. {PERSON:Omolo}", "Wambui Omolo"),
        ("{PERSON:Wambui Omolo} spoke to Mr. {PERSON:Omolo}. ", "Ms. {PERSON:Omolo}", "Wambui Omolo"),
        ("{PERSON:Ma Hye-rim} spoke. ", "Ms. Ma", "Ma Hye-rim"),
        ("Mr. {PERSON:Jan Vos} founded {ORG:Vos Mobility}. Mr. {PERSON:Vos} left. ", "{PERSON:Vos}", "Vos Mobility"),
        ("{PERSON:Jan Vos} founded {ORG:Vos Mobility}. ", "{PERSON:Vos}", "Jan Vos"),
        ("{PERSON:Ada Quist} left. ", "Quist", "Ada Quist"),
        ("{PERSON:Efrain}{ORG: Tolliver} left. ", "{PERSON:Tolliver}", "Efrain Tolliver"),
    ],
)
def test_a_surname_is_whose_title_and_honorific_fit(read_marked, before, source, speaker):
    _, reading = read_marked(f"{before}{{t:“It leaks,”}} {{s:{source}}} {{c:said}}.")
    assert reading.claims[-1].speaker == speaker


@pytest.mark.parametrize(
    ("marked", "words", "speaker"),
    [
        ("{s:Ann Lacombe-}Yeo", "Ann Lacombe-Yeo", "Ann Lacombe-Yeo"),
        ("{s:Baek Ji}-won", "Baek Ji-won", "Baek Ji-won"),
        ("Ann Ill{s:escas}", "Illescas", "Ann Illescas"),
    ],
)
def test_a_source_that_a_network_ends_inside_a_name_goes_on_to_its_end(read_marked, marked, words, speaker):
    source = marked.replace("{s:", "{s:{PERSON:") + "}" if marked.startswith("{") else marked
    text, reading = read_marked(f"{{PERSON:{speaker}}} came. {{t:“It leaks,”}} {marked} {{c:said}}.")
    (claim,) = reading.claims
    assert source
    assert [span.text(text) for span in claim.source] == [words]
    assert claim.speaker == speaker


def test_he_is_nobody_who_is_named_only_behind_him(read_marked):
    text = (
        "{PERSON:Ivo Raud} was tried. {t:{S:He} {C:admitted} {T:that he had lied}}, "
        "{s:{PERSON:Jan Vos}, a clerk,} {c:said}."
    )
    inner = next(c for c in read_marked(text)[1].claims if c.parent is not None)
    assert inner.speaker == "Ivo Raud"


def test_both_are_who_spoke_together_last(read_marked):
    _, reading = read_marked(
        "{s:Mayor {PERSON:Ada Quist} and Mayor {PERSON:Jan Vos}} {c:said} {t:that it rained}. "
        "{t:“It leaks,”} {s:Ms. {PERSON:Quist}} {c:said}. It was late. It rained. "
        "{s:Both} {c:urged} {t:people to leave}."
    )
    assert (reading.claims[-1].speaker, reading.claims[-1].co_speakers) == ("Ada Quist", (("Jan Vos", "PERSON"),))
