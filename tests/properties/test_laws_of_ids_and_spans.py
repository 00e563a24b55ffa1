"""Identifiers cover the hash space evenly cut, and spans never lose a code point."""

from __future__ import annotations

from itertools import pairwise

from chance import steady
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ids import make_id, rekey, shard_bounds
from pipeline.spans import Span, are_sorted_and_disjoint, join_text, trimmed

COUNTS = st.integers(1, 2000)
PARTS = st.one_of(st.text(max_size=5), st.integers(), st.none(), st.booleans())
EDGES = st.integers(0, 30)
SPANS = st.builds(lambda one, other: Span(min(one, other), max(one, other)), EDGES, EDGES)


@steady
@given(COUNTS)
def test_shards_follow_each_other_without_gap_or_overlap_however_many_there_are(count):
    bounds = [shard_bounds("a", shard, count) for shard in range(count)]
    assert bounds[0][0] == "a-0000000000000000"
    assert bounds[-1][1] > "a-ffffffffffffffff"
    assert [low for low, _ in bounds[1:]] == [high for _, high in bounds[:-1]]
    assert all(low < high for low, high in bounds)


@steady
@given(st.text(), COUNTS)
def test_every_identifier_lies_in_exactly_one_shard(name, count):
    found = make_id("a", name)
    homes = [shard for shard in range(count) if (b := shard_bounds("a", shard, count))[0] <= found < b[1]]
    assert len(homes) == 1


@steady
@given(st.text(), COUNTS)
def test_a_document_lies_in_the_shard_of_its_article(name, count):
    found = make_id("a", name)
    document = rekey("d", found)
    shard = next(n for n in range(count) if found < shard_bounds("a", n, count)[1])
    low, high = shard_bounds("d", shard, count)
    assert low <= document < high


@steady
@given(st.lists(PARTS, max_size=4), st.lists(PARTS, max_size=4))
def test_identifiers_are_equal_where_their_parts_are_and_only_there(one, other):
    same = [(type(part), part) for part in one] == [(type(part), part) for part in other]
    assert (make_id("a", *one) == make_id("a", *other)) == same


@steady
@given(st.text(max_size=30), SPANS)
def test_trimming_takes_white_space_and_nothing_else(text, span):
    inside = Span(min(span.start, len(text)), min(span.end, len(text)))
    found = trimmed(text, inside)
    assert inside.holds(found)
    assert found.text(text) == inside.text(text).strip(" \t\r\n\u00a0")


@steady
@given(SPANS, SPANS)
def test_spans_overlap_where_they_share_a_code_point_and_only_there(one, other):
    shared = set(range(*one)) & set(range(*other))
    if one.start < one.end and other.start < other.end:
        assert one.overlaps(other) == other.overlaps(one) == bool(shared)
    else:
        assert not shared


@steady
@given(st.lists(SPANS, max_size=4))
def test_spans_are_in_order_where_reading_them_never_goes_back_or_stands_still(spans):
    points = [point for span in spans for point in range(*span)]
    ascending = all(one < other for one, other in pairwise(points))
    none_empty = all(span.start < span.end for span in spans)
    assert are_sorted_and_disjoint(spans) == (ascending and none_empty)


@steady
@given(st.text(min_size=1, max_size=30), st.lists(SPANS, max_size=4))
def test_joined_pieces_are_the_texts_of_their_spans(text, spans):
    assert join_text(text, spans).split(" … ") == (" … ".join(text[a:b] for a, b in spans)).split(" … ")
