"""What claims carry besides their spans, on invented sentences, where every figure can be counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.measure.facets import MEASURES, Facets, is_near, is_same_speaker, score_facets
from pipeline.measure.scores import Bin, Tally, calibrate, calibration_error, summarise
from pipeline.measure.scoring import Attribution, Pronoun, judge, score_chains, score_claims, score_pronouns
from pipeline.spans import Span

TEXT = "Ann Orr said that Bo Ek feared a flood, and Cy Lim denied it."
OUTER, INNER = "Bo Ek feared a flood", "a flood"


def claim(source, content, *, speaker=None, **facets):
    def span(words):
        return (Span(TEXT.index(words), TEXT.index(words) + len(words)),)

    return Attribution(span(source), (), span(content), speaker=speaker, facets=Facets(**facets))


def tally(measure, *pairs):
    facet = MEASURES[measure][0]
    given = [(Facets(**{facet: gold}), Facets(**{facet: found})) for gold, found in pairs]
    return score_facets(given)[measure]


@pytest.mark.parametrize(
    ("gold", "found", "kind", "is_same"),
    [
        ("The Port Authority", "port authority", "organisation", True),
        ("Ann Orr’s office", "the office of Ms. Orr", "organisation", True),
        ("Ann Orr’s office", "Ann Orr", "organisation", False),
        ("Ann Orr", "Orr", "person", False),
        ("a report published by the institute", "the report", "document", True),
        ("a report published by the institute", "the report", "organisation", False),
        ("a report", "a survey", "document", False),
        ("Gia Ek’s office", "Ek’s office", "organisation", True),
    ],
)
def test_names_are_compared_in_full_and_descriptions_by_half_of_their_words(gold, found, kind, is_same):
    assert is_same_speaker(gold, found, kind) == is_same


def test_a_wording_is_near_another_if_it_holds_it_or_shares_half_of_it():
    assert is_near("mayor of Garnet Falls", "Mayor")
    assert is_near("chief executive of Kestrel", "the Kestrel chief executive")
    assert not is_near("president of France", "French president")
    assert not is_near("mayor", "governor")


def test_what_is_told_counts_as_found_and_as_gold_and_what_is_not_told_as_neither():
    pairs = [("mayor", "mayor"), ("mayor of Lund", "mayor"), ("mayor", None), (None, "mayor"), (None, None)]
    assert tally("role", *pairs) == Tally(2, 3, 3)
    assert tally("role-exact", *pairs) == Tally(1, 3, 3)
    assert tally("role", ("deputy mayor", "mayor"), ("deputy mayor of Lund", "deputy mayor")) == Tally(1, 2, 2)
    assert tally("negated", (True, True), (True, False), (False, True), (False, False)) == Tally(1, 2, 2)


def test_an_act_is_right_or_not():
    assert tally("act", ("warn", "warn"), ("warn", "state"), ("ask", None)) == Tally(1, None, 3)


def test_a_date_may_stay_open_but_not_be_made_up():
    monday, tuesday = date(2026, 3, 2), date(2026, 3, 3)
    pairs = [(monday, monday), (monday, tuesday), (monday, None), (None, None), (None, monday)]
    assert tally("date-right", *pairs) == Tally(1, None, 3)
    assert tally("date-right-or-unset", *pairs) == Tally(3, None, 5)


def test_each_of_several_speakers_counts():
    assert tally("co-speakers", (("Bo Ek", "Cy Lim"), ("bo ek",)), ((), ("Ann Orr",))) == Tally(1, 2, 2)


def test_a_gold_claim_that_tells_no_facets_gives_no_figure_of_them():
    gold = claim("Ann Orr", OUTER, role="mayor", speech_act="state")
    bare = Attribution(gold.source, gold.cue, gold.content)
    scores = summarise([score_claims(TEXT, [bare], [gold])])
    assert not set(MEASURES) & {score.measure for score in scores}


@pytest.mark.parametrize(
    ("parent", "expected"), [(1, Tally(1, 1, 1)), (None, Tally(0, 0, 1)), (2, Tally(0, 1, 1))], ids=str
)
def test_nesting_is_counted_by_links_between_matched_claims(parent, expected):
    outer, other = claim("Ann Orr", OUTER), claim("Cy Lim", "it")
    gold = [outer, claim("Bo Ek", INNER, parent=0), other]
    found = [claim("Bo Ek", INNER, parent=parent), outer, other]
    assert score_claims(TEXT, gold, found)["nesting"] == expected
    assert score_claims(TEXT, gold, found[:1])["nesting"] == Tally(0, 0, 0)


def test_one_of_two_joint_speakers_is_right():
    gold = claim("Ann Orr", OUTER, speaker="Ann Orr", co_speakers=("Bo Ek",))
    found = claim("Ann Orr", OUTER, speaker="Bo Ek")
    assert score_claims(TEXT, [gold], [found], has_speakers=True)["speaker-right"] == Tally(1, None, 1)


def test_a_source_that_was_cut_wrong_does_not_count_where_the_source_must_be_exact():
    gold = [claim("Ann Orr", OUTER, speaker="Ann Orr"), claim("Cy Lim", "it", speaker="Cy Lim")]
    found = [claim("Orr", OUTER, speaker="Orr"), gold[1]]
    tallies = score_claims(TEXT, gold, found, has_speakers=True)
    assert tallies["speaker-right"] == Tally(1, None, 2)
    assert tallies["speaker-right-exact"] == Tally(1, None, 1)


def test_pronouns_are_judged_where_a_claim_was_found():
    pronouns = [Pronoun(Span(i, i + 1), "Ann Orr") for i in range(5)]
    speakers = {Span(0, 1): "Orr", Span(1, 2): None, Span(2, 3): "Bo Orr", Span(9, 10): "Ann Orr"}
    assert score_pronouns(pronouns, speakers) == {
        "coref-found": Tally(3, None, 5),
        "coref-right": Tally(1, None, 3),
        "coref-unresolved": Tally(1, None, 3),
        "coref-wrong": Tally(1, None, 3),
    }


def test_chains_are_counted_by_pairs_of_names_that_both_sides_have():
    a, b, c, d = (Span(i, i + 1) for i in range(4))
    gold = {a: "Ann Orr", b: "Ann Orr", c: "Bo Orr"}
    assert score_chains(gold, {a: "Orr", b: "Orr", c: "Orr", d: "Orr"})["chains"] == Tally(1, 3, 1)
    assert score_chains(gold, {a: "x", b: "y", c: "z"})["chains"] == Tally(0, 0, 1)


def test_confidence_is_compared_with_the_share_of_right_ones_in_bins_of_equal_mass():
    judged = [(0.9, True)] * 9 + [(0.9, False)] + [(0.5, True)] * 10
    bins = calibrate(judged)
    assert [one.size for one in bins] == [2] * 10
    assert bins[0] == Bin(0.5, 2, 2)
    error = calibration_error(bins)
    assert error.value == pytest.approx((5 * 2 * 0.5 + 4 * 2 * 0.1 + 2 * 0.4) / 20 * 100, abs=0.1)
    assert error.counts == Tally(19, None, 20)
    assert calibrate([]) == []


def test_a_found_claim_is_right_if_its_content_and_source_are():
    gold = claim("Ann Orr", OUTER)
    assert judge(TEXT, [gold], [claim("Cy Lim", OUTER), gold, claim("Ann Orr", "it")]) == [False, True, False]
