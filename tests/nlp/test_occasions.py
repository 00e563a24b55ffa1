"""Texts of one occasion: what a live blog and a transcript tell of the day."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.nlp.dates import resolve

BLOG = (
    "It rained.\n8.05am. Ada Quist says it leaks.\n9.15am. “It leaks,” Jan Vos says.\n"
    "10am. Ada Quist said on Monday that it leaks."
)
TALK = "Ada Quist spoke at {when} with Jan Vos.\nVOS: Does it leak?\nQUIST: “It does,” Jan Vos said.\nVOS: Where?"


def days(reading):
    told = [claim.circumstances.date for claim in reading.claims]
    return [resolve(words, date(2026, 3, 4)).first if words else None for words in told]


def test_an_entry_of_a_live_blog_is_of_the_day_of_publication_unless_it_tells_another(read):
    assert days(read(BLOG)) == [date(2026, 3, 4), date(2026, 3, 4), date(2026, 3, 2)]


def test_two_times_make_no_live_blog(read):
    assert days(read("\n".join(BLOG.split("\n")[:3]))) == [None, None]


@pytest.mark.parametrize(
    ("when", "day"),
    [("Tuesday’s hearing", date(2026, 3, 3)), ("a hearing", None), ("home on Tuesday", date(2026, 3, 3))],
)
def test_what_a_transcript_opens_with_tells_its_day(read, when, day):
    found = days(read(TALK.format(when=when)))
    assert found
    assert set(found) == {day}
