"""A diff tells each claim once: added, lost, changed in what, or not at all."""

from __future__ import annotations

from making import claim, document

from pipeline.nights.versions import compared, counts

ONE = document("a")


def differences(old, new) -> list[tuple]:
    return [(row["change"], row["differs"], row["old_content"], row["new_content"]) for row in compared(old, new)]


def test_equal_claims_give_no_row():
    claims = [claim(ONE, "The council met", "c1"), claim(ONE, "May", "c2")]
    assert differences(claims, claims) == []


def test_a_claim_on_one_side_only_is_added_or_lost():
    met = claim(ONE, "The council met", "c1")
    assert differences([], [met]) == [("added", "", None, "The council met")]
    assert differences([met], []) == [("lost", "", "The council met", None)]


def test_a_content_with_most_words_in_common_is_the_same_claim_with_other_spans():
    old, new = claim(ONE, "The council met", "c1"), claim(ONE, "The council met for", "c2")
    assert differences([old], [new]) == [("changed", "span", "The council met", "The council met for")]


def test_contents_with_little_in_common_are_two_claims():
    old, new = claim(ONE, "The council met", "c1"), claim(ONE, "met for an hour", "c2")
    assert [row[0] for row in differences([old], [new])] == ["lost", "added"]


def test_speaker_and_confidence_are_compared_where_the_spans_are_the_same():
    old = claim(ONE, "May", "c1")
    other = {"speaker_entity_id": "e-other", "speaker": "Rafe Dunmore", "confidence": 0.7}
    assert differences([old], [old | other]) == [("changed", "speaker, confidence", "May", "May")]
    assert differences([old], [old | {"confidence": 0.91}]) == [], "so little is not told"


def test_each_claim_is_paired_with_the_one_most_like_it():
    old = [claim(ONE, "The council met for an hour", "c1")]
    new = [claim(ONE, "The council met for", "c2"), claim(ONE, "The council met for an", "c3")]
    found = differences(old, new)
    assert ("changed", "span", "The council met for an hour", "The council met for an") in found
    assert counts([{"change": row[0]} for row in found]) == {"added": 1, "lost": 0, "changed": 1}


def test_claims_of_two_documents_are_never_paired():
    old, new = claim(ONE, "May", "c1"), claim(document("b"), "May", "c2")
    assert sorted(row[0] for row in differences([old], [new])) == ["added", "lost"]
