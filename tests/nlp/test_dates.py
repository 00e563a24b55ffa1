"""Dates as worded, and the days they mean in a text published on Wednesday, March 18, 2026."""

from __future__ import annotations

from calendar import day_name
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.dates import dates_in, find_dates, resolve
from pipeline.spans import Span

WEDNESDAY = date(2026, 3, 18)


def days(text, published_on=WEDNESDAY):
    """First and last day of each date of ``text``, as ISO dates."""
    found = [resolve(words, published_on) for words in find_dates(text)]
    return [None if d is None else (d.first.isoformat(), d.last.isoformat()) for d in found]


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("on Wednesday", "2026-03-18"),
        ("late Tuesday", "2026-03-17"),
        ("on Thursday night", "2026-03-12"),
        ("last Wednesday", "2026-03-11"),
        ("next Wednesday", "2026-03-25"),
        ("this past Friday", "2026-03-13"),
        ("this coming Tuesday", "2026-03-24"),
        ("this Friday", "2026-03-20"),
        ("on Monday of last week", "2026-03-09"),
        ("yesterday", "2026-03-17"),
        ("tonight", "2026-03-18"),
        ("the day before yesterday", "2026-03-16"),
        ("on March 18", "2026-03-18"),
        ("on March 19", "2025-03-19"),
        ("on 2 March 2024", "2024-03-02"),
        ("on Dec. 12", "2025-12-12"),
        ("on Sept. 5, 2024", "2024-09-05"),
        ("on 9 October last year", "2025-10-09"),
        ("on Feb. 29", "2024-02-29"),
        ("two days ago", "2026-03-16"),
    ],
)
def test_a_day_is_the_latest_that_is_not_after_publication_unless_it_is_told(text, on):
    assert days(text) == [(on, on)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("last week", "2026-03-09", "2026-03-15"),
        ("this month", "2026-03-01", "2026-03-31"),
        ("this past week", "2026-03-09", "2026-03-15"),
        ("this coming month", "2026-04-01", "2026-04-30"),
        ("in April", "2025-04-01", "2025-04-30"),
        ("last March", "2025-03-01", "2025-03-31"),
        ("March of last year", "2025-03-01", "2025-03-31"),
        ("last summer", "2025-06-01", "2025-08-31"),
        ("the winter of 2024", "2024-12-01", "2025-02-28"),
        ("the third quarter", "2025-07-01", "2025-09-30"),
        ("at the weekend", "2026-03-14", "2026-03-15"),
        ("overnight", "2026-03-17", "2026-03-18"),
        ("three weeks ago", "2026-02-23", "2026-03-01"),
        ("the 1990s", "1990-01-01", "1999-12-31"),
        ("since 2019", "2019-01-01", "2019-12-31"),
    ],
)
def test_what_names_no_single_day_is_the_span_of_days_it_names(text, first, last):
    assert days(text) == [(first, last)]


@pytest.mark.parametrize(
    "text", ["May I go?", "they may march", "nine years", "at 5:30", "2,000 people", "a 2024-seat hall", "sunday best"]
)
def test_words_that_only_look_like_dates_are_none(text):
    assert days(text) == []


def test_a_date_that_counts_from_another_takes_the_day_told_before_it():
    assert days("On Monday it rained. A day earlier it had not; that night it froze.")[1:] == [
        ("2026-03-15", "2026-03-15"),
        ("2026-03-15", "2026-03-15"),
    ]
    assert days("Built in 1994, it fell the same day.")[1] is None


def test_what_counts_from_an_event_is_no_date():
    assert days("On Monday he spoke, two days before the vote.") == [("2026-03-16", "2026-03-16")]


def test_a_name_is_no_date():
    assert find_dates("Ines Sunday spoke.", [Span(0, 11)]) == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("it would open by April", "2026-04-01"),
        ("it had closed in April", "2025-04-01"),
        ("to name a successor by Friday", "2026-03-20"),
        ("he left on Friday", "2026-03-13"),
    ],
)
def test_inside_a_content_words_that_look_ahead_take_the_next_day(text, first):
    [words] = dates_in([Span(0, len(text))], find_dates(text), text)
    assert resolve(words, WEDNESDAY).first.isoformat() == first


def test_without_a_day_of_publication_only_dates_with_a_year_are_known():
    assert days("on Thursday, March 2 and March 2, 2025", None) == [None, None, ("2025-03-02", "2025-03-02")]


def test_days_outside_the_calendar_are_not_told():
    assert days("on Feb. 30, 2024") == [None]
    assert days("300 decades ago") == [None]


def test_a_weekday_names_its_anchor_and_its_rule():
    [words] = find_dates("on Thursday")
    found = resolve(words, WEDNESDAY)
    assert (found.rule, found.precision, found.anchor) == ("weekday", "day", WEDNESDAY)


WORDS = st.sampled_from(
    [
        "on",
        "last",
        "this",
        "past",
        "coming",
        "summer",
        "next",
        "the",
        "a",
        "two",
        "days",
        "ago",
        "earlier",
        "later",
        "before",
        "March",
        "May",
        "2",
        "31",
        "2024",
        ",",
        ".",
        "Monday",
        "Feb.",
        "that",
        "night",
        "week",
        "of",
        "year",
    ]
)


@given(st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=60), st.dates())
def test_any_text_gives_sorted_disjoint_spans_and_whole_days(text, published_on):
    found = find_dates(text)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    for words in found:
        assert words.span.text(text).strip() == words.span.text(text) != ""
        told = resolve(words, published_on)
        assert told is None or told.first <= told.last
        assert told is None or told.precision != "day" or told.first == told.last


@given(st.sampled_from(list(day_name)), st.dates(date(1900, 1, 1)))
def test_a_bare_weekday_lies_in_the_seven_days_up_to_publication(name, published_on):
    [words] = find_dates(f"on {name}")
    on = resolve(words, published_on).first
    assert published_on - timedelta(days=6) <= on <= published_on
    assert on.strftime("%A") == name
