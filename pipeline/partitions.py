"""Nights: the unit that is fetched, replaced and published whole.

A night is one fetch day in UTC. Its name is the ISO date.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from pipeline.errors import ConfigurationError


def parse_night(text: str) -> date:
    """The night named by an ISO date such as ``2026-03-02``.

    Raises:
        ConfigurationError: the text is not such a date.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConfigurationError(f"{text!r} is not a night: give a date such as 2026-03-02") from None


def night_before(moment: datetime) -> date:
    """The night a run started at ``moment`` is about: the UTC day before it."""
    return moment.astimezone(UTC).date() - timedelta(days=1)
