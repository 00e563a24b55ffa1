"""The measures on invented sentences, where every figure can be counted by hand."""

from __future__ import annotations

import pytest

from pipeline.measure.scores import Tally, summarise
from pipeline.measure.scoring import Attribution, Name, score_claims, score_names
from pipeline.spans import Span

TEXT = "Mayor Ann Orr said the old bridge would close on Monday. “It is not safe,” she added. “Nobody will miss it.”"


def spans(*pieces, text=TEXT):
    return tuple(Span(text.index(piece), text.index(piece) + len(piece)) for piece in pieces)


def claim(source, cue, *content, speaker=None, is_core=None):
    return Attribution(
        spans(*[source] if source else []),
        spans(*[cue] if cue else []),
        spans(*content),
        speaker=speaker,
        is_core=is_core,
    )


INDIRECT = claim("Mayor Ann Orr", "said", "the old bridge would close on Monday", speaker="Ann Orr", is_core=True)
DIRECT = claim("she", "added", "“It is not safe,”", "“Nobody will miss it.”", speaker="Ann Orr", is_core=True)
BOTH = (INDIRECT, DIRECT)


def figures(gold, found, **more):
    return {score.measure: score for score in summarise([score_claims(TEXT, gold, found, **more)])}


def test_what_equals_gold_is_perfect():
    scores = figures(BOTH, BOTH)
    assert {score.value for score in scores.values()} == {100.0}
    assert set(scores) == {
        *("A", "A-content", "A-strict", "A-loose", "exact-source", "exact-cue", "exact-content"),
        *("recall-direct", "recall-indirect", "recall-core"),
    }


def test_nothing_found_is_zero_and_nothing_at_all_is_no_figure():
    assert {score.value for score in figures(BOTH, ()).values()} == {0.0}
    assert {score.value for score in figures((), BOTH).values()} == {0.0}
    assert figures((), ()) == {}
    assert list(summarise([])) == []


def test_half_of_gold_has_full_precision_and_half_recall():
    score = figures(BOTH, (INDIRECT,))["A"]
    assert (score.precision, score.recall, score.value, score.counts) == (100.0, 50.0, 66.7, Tally(1, 1, 2))


def test_a_content_in_two_pieces_is_one_set_of_words():
    one_piece = claim("she", "added", "“It is not safe,”")
    scores = figures((DIRECT,), (one_piece,))
    assert scores["A-loose"].value == 100.0  # 4 of 8 words: Dice 0.67
    assert {scores[measure].value for measure in ("A", "A-content", "A-strict", "exact-content")} == {0.0}
    in_other_order = Attribution(DIRECT.source, DIRECT.cue, DIRECT.content[::-1])
    assert figures((DIRECT,), (in_other_order,))["A-strict"].value == 100.0


def test_quotation_marks_and_full_stops_do_not_count():
    bare = claim("she", "added", "It is not safe", "Nobody will miss it")
    assert figures((DIRECT,), (bare,))["A-strict"].value == 100.0


def test_a_span_that_cuts_a_word_takes_the_whole_word():
    start, end = INDIRECT.content[0]
    cut = Attribution(INDIRECT.source, INDIRECT.cue, (Span(start + 1, end - 2),))
    assert figures((INDIRECT,), (cut,))["A-strict"].value == 100.0


def test_a_source_that_two_claims_share_counts_once_as_a_span():
    other = Attribution(INDIRECT.source, DIRECT.cue, DIRECT.content)
    scores = figures((INDIRECT, other), (INDIRECT, other))
    assert scores["exact-source"].counts == Tally(1, 1, 1)
    assert scores["exact-content"].counts == Tally(2, 2, 2)
    assert scores["A"].counts == Tally(2, 2, 2)


@pytest.mark.parametrize(
    ("source", "is_right"),
    [
        ("Mayor Ann Orr", True),
        ("Ann Orr", True),
        ("Orr", True),  # a third of the words, but a name inside the other source
        ("Mayor Ann Orr said the old bridge would close", True),  # the same from the other side
        ("the old bridge", False),
        ("she", False),
        (None, False),
    ],
)
def test_sources_agree_by_half_of_their_words_or_by_a_name_inside_the_other(source, is_right):
    scores = figures((INDIRECT,), (claim(source, "said", "the old bridge would close on Monday"),))
    assert scores["A"].value == (100.0 if is_right else 0.0)
    assert scores["A-content"].value == 100.0


def test_two_claims_without_a_source_agree_and_one_without_does_not():
    nobody = claim(None, "said", "the old bridge would close on Monday")
    assert figures((nobody,), (nobody,))["A"].value == 100.0
    assert "exact-source" not in figures((nobody,), (nobody,))
    assert figures((nobody,), (INDIRECT,))["A"].value == 0.0
    assert figures((nobody,), (INDIRECT,))["exact-source"].value == 0.0


def test_a_missing_cue_fails_only_the_strict_measure():
    without = Attribution(INDIRECT.source, (), INDIRECT.content)
    scores = figures((INDIRECT,), (without,))
    assert {scores[measure].value for measure in ("A", "A-content", "A-loose")} == {100.0}
    assert {scores[measure].value for measure in ("A-strict", "exact-cue")} == {0.0}
    assert figures((without,), (without,))["A-strict"].value == 100.0


def test_a_claim_without_content_counts_on_neither_side():
    empty = claim("she", "added")
    assert figures((INDIRECT, empty), (INDIRECT, empty))["A"].counts == Tally(1, 1, 1)


def test_each_gold_claim_is_matched_once_and_with_its_best_partner():
    longer = claim("Mayor Ann Orr", "said", "old bridge would close on Monday")
    score = figures((INDIRECT,), (longer, INDIRECT))
    assert score["A"].counts == Tally(1, 2, 1)
    assert score["A-strict"].counts == Tally(1, 2, 1)


def test_types_follow_the_share_of_words_in_quotation_marks():
    mixed = claim("she", "added", "close on Monday", "“It is not safe,”")
    scores = figures((INDIRECT, DIRECT, mixed), (DIRECT,))
    assert {kind: scores[f"recall-{kind}"].value for kind in ("direct", "indirect", "mixed")} == {
        "direct": 100.0,
        "indirect": 0.0,
        "mixed": 0.0,
    }


@pytest.mark.parametrize(("opening", "closing"), ["“”", '""', ("``", "''"), ("''", "''")])
def test_quotations_are_known_by_every_kind_of_double_mark(opening, closing):
    text = f"He said: {opening}It is{closing} late. {opening}They went\n\nhome."

    def kind(words):
        gold = Attribution((), (), spans(words, text=text))
        tallies = score_claims(text, (gold,), ())
        return next(name for name in ("direct", "indirect", "mixed") if tallies[f"recall-{name}"].gold)

    assert [kind(words) for words in ("It is", "late", "They went", "home")] == [
        *("direct", "indirect", "direct", "indirect")
    ]


@pytest.mark.parametrize(
    ("gold", "found", "outcome"),
    [
        ("The Port Authority", "port authority", "right"),
        ("Orr’s Bakery", "Orr's Bakery", "right"),
        ("Ann Orr", "Orr", "wrong"),
        (None, "Ann Orr", "wrong"),
        ("Ann Orr", None, "unresolved"),
        (None, None, "open"),
    ],
)
def test_speakers_are_right_wrong_unresolved_or_rightly_open(gold, found, outcome):
    made, marked = (claim("Mayor Ann Orr", "said", "the old bridge", speaker=speaker) for speaker in (found, gold))
    scores = figures((marked,), (made,), has_speakers=True)
    shares = {name: score.value for name, score in scores.items() if name.startswith("speaker-")}
    assert {name for name, value in shares.items() if value} - {"speaker-right-exact"} == {f"speaker-{outcome}"}
    assert (shares.get("speaker-right-exact") == 100) == (outcome == "right")
    assert not any(name.startswith("speaker-") for name in figures((marked,), (made,)))


def test_names_need_span_and_type_but_no_article_or_possessive():
    text = "The Hague’s court heard Ann Orr of Orr Ltd on Monday"

    def name(words, label):
        return Name(*spans(words, text=text), label)

    gold = (name("Hague", "GPE"), name("Ann Orr", "PERSON"), name("Orr Ltd", "ORG"))
    found = (name("The Hague’s", "LOC"), name("Orr Ltd", "PERSON"), name("Ann Orr", "PERSON"), name("Monday", "DATE"))
    assert score_names(text, gold, found) == {
        "names": Tally(2, 3, 3),
        "names-PERSON": Tally(1, 2, 1),
        "names-ORG": Tally(0, 0, 1),
        "names-LOC": Tally(1, 1, 1),
    }


def test_the_interval_holds_the_figure_and_is_the_same_every_time():
    documents = [score_claims(TEXT, BOTH, BOTH[:count]) for count in (0, 1, 2, 2, 1)]
    first, second = ({score.measure: score for score in summarise(documents)} for _ in range(2))
    assert first == second
    assert 0 < first["A"].low < first["A"].value < first["A"].high < 100
    assert figures(BOTH, BOTH)["A"].low is None


def test_documents_are_weighed_by_their_claims():
    tallies = [{"A": Tally(1, 1, 1)}, {"A": Tally(0, 3, 3)}]
    (score,) = summarise(tallies)
    assert (score.value, score.counts) == (25.0, Tally(1, 4, 4))
