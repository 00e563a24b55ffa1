"""Nights are UTC days named by ISO dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from pipeline.errors import ConfigurationError
from pipeline.partitions import night_before, parse_night


def test_an_iso_date_names_a_night():
    assert parse_night("2026-03-02") == date(2026, 3, 2)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-02-30", "2026-03-02T10:00:00", "02.03.2026"])
def test_what_is_no_date_is_refused_with_an_example_of_one(text):
    with pytest.raises(ConfigurationError, match="give a date such as 2026-03-02") as told:
        parse_night(text)
    assert repr(text) in str(told.value)


def test_a_run_is_about_the_utc_day_before_it():
    assert night_before(datetime(2026, 3, 3, 3, 0, tzinfo=UTC)) == date(2026, 3, 2)


def test_a_moment_in_another_zone_is_first_put_into_utc():
    tokyo = timezone(timedelta(hours=9))
    assert night_before(datetime(2026, 3, 3, 3, 0, tzinfo=tokyo)) == date(2026, 3, 1)
