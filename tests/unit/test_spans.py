"""Spans count code points and never lie about the text."""

from __future__ import annotations

import pytest

from pipeline.spans import PIECE_SEPARATOR, Span, are_sorted_and_disjoint, join_text, trimmed, united

TEXT = "Zoë said “yes” 👍 twice."


def test_a_span_counts_code_points_not_bytes():
    start = TEXT.index("👍")
    assert Span(start, start + 1).text(TEXT) == "👍"


def test_a_span_holds_itself_and_what_lies_inside_it():
    assert Span(2, 8).holds(Span(2, 8))
    assert Span(2, 8).holds(Span(3, 5))
    assert not Span(2, 8).holds(Span(7, 9))


def test_spans_that_only_touch_do_not_overlap():
    assert not Span(0, 3).overlaps(Span(3, 5))
    assert Span(0, 4).overlaps(Span(3, 5))


def test_pieces_are_joined_by_an_ellipsis():
    assert join_text(TEXT, [Span(0, 3), Span(4, 8)]) == f"Zoë{PIECE_SEPARATOR}said"


def test_no_spans_join_to_nothing():
    assert join_text(TEXT, []) == ""


def test_trimming_takes_white_space_off_both_ends():
    assert trimmed("x \u00a0words\t\n y", Span(1, 10)) == Span(3, 8)


def test_a_span_of_white_space_alone_becomes_empty_and_stays_in_place():
    span = trimmed("a   b", Span(1, 4))
    assert span.start == span.end
    assert 1 <= span.start <= 4


@pytest.mark.parametrize("spans", [[], [Span(0, 1)], [Span(0, 2), Span(2, 4)], [Span(0, 2), Span(5, 6)]])
def test_spans_in_order_are_accepted(spans):
    assert are_sorted_and_disjoint(spans)


@pytest.mark.parametrize("spans", [[Span(3, 3)], [Span(4, 2)], [Span(3, 5), Span(0, 2)], [Span(0, 3), Span(2, 5)]])
def test_spans_that_are_empty_reversed_unsorted_or_overlapping_are_not(spans):
    assert not are_sorted_and_disjoint(spans)


def test_spans_that_overlap_are_united_and_those_that_touch_are_not():
    assert united([Span(5, 7), Span(0, 3), Span(2, 4), Span(4, 5)]) == (Span(0, 4), Span(4, 5), Span(5, 7))
    assert united([Span(0, 9), Span(3, 9)]) == (Span(0, 9),)
    assert united([]) == ()
