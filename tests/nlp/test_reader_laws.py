"""What holds for every text, however odd."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from laws import GLUED, ODD_TEXTS, TEXTS, check_laws

LONG = 100_000  # code points


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS | GLUED)
def test_spans_lie_in_the_text_and_every_claim_is_whole(read, text):
    check_laws(text, read(text))


@settings(max_examples=50, deadline=None)
@given(st.lists(TEXTS, max_size=4))
def test_a_text_reads_the_same_in_any_company(reader, read, texts):
    assert list(reader.read(texts)) == [read(text) for text in texts]


@pytest.mark.parametrize("text", ["", " ", "\n\n \t\n", "\x00", "“", "said", "“” said", "Boone", "according to"])
def test_almost_nothing_reads_as_nothing_said(read, text):
    assert read(text).claims == ()


@pytest.mark.parametrize("unit", ODD_TEXTS.values(), ids=ODD_TEXTS.keys())
def test_a_long_odd_text_takes_seconds_not_hours(read, unit):
    text = (unit * LONG)[:LONG]
    started = time.process_time()
    reading = read(text)
    assert time.process_time() - started < 10
    check_laws(text, reading)


def test_a_text_that_is_cut_off_inside_a_description_is_read(read):
    assert [m.name for m in read("“It leaks,” said Ms. Nell Arden, an ").mentions] == ["Nell Arden"]


def test_offsets_count_code_points_of_the_text_as_given(read):
    text = "😀\xa0e\u0301. “Non,”\tsaid Ms.\xa0Arden."
    (claim,) = read(text).claims
    assert [span.text(text) for span in claim.content] == ["“Non,”"]
