"""Refused rows as work: find them, let them in, or close them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pipeline.errors import ConfigurationError
from pipeline.lake.storage import Lake
from pipeline.nights.night import Outcome, publish, work, working_on
from pipeline.overrides import add, overrides
from pipeline.schema import QUARANTINE
from pipeline.settings import Settings

Row = dict[str, Any]

_AGAIN = {
    "fetch": "it was never had; `newsledger run --night {night} --again` asks for it again",
    "parse": "it cannot be read; mend the page's reader or give the file again, then run the night again",
}
_FOLLOWS = {
    "refers_to_refused_row": "it is refused with the row that it refers to; release that one",
    "override": "a person refused it; `newsledger override remove` takes that back",
}


def refusals(settings: Settings, night: date | None = None, *, closed: bool = False) -> list[Row]:
    """Rows of quarantine, of one night or all; those that somebody closed only where asked for."""
    lake = Lake(settings.lake_uri)
    nights = lake.nights() if night is None else [night]
    rows = [row for each in nights for row in lake.read(QUARANTINE, each).to_pylist()]
    done = {_key(row, row["value"]) for row in overrides(lake) if row["field"] == "drop"}
    return rows if closed else [row for row in rows if _key(row, row["rule"]) not in done]


def found(row_key: str, rule: str | None, settings: Settings, night: date | None = None) -> list[Row]:
    """The refusals of one row, by one rule or by all.

    Raises:
        ConfigurationError: there is none.
    """
    rows = refusals(settings, night, closed=True)
    own = [row for row in rows if row["row_key"] == row_key and rule in (None, row["rule"])]
    if not own:
        by = f" by rule {rule}" if rule else ""
        raise ConfigurationError(f"no row {row_key} is refused{by}; `newsledger quarantine list --all` shows all")
    return own


def release(rows: Sequence[Row], author: str, reason: str, settings: Settings, now: datetime) -> None:
    """Let refused rows in: note it, and run what follows from it, the judging of their nights and the loading.

    Raises:
        ConfigurationError: a row cannot be let in, because there is nothing to let in.
    """
    rows = [row for row in rows if row["rule"] not in _FOLLOWS] or rows
    for row in rows:
        if why := _FOLLOWS.get(row["rule"]) or _AGAIN.get(row["stage"]):
            told = why.format(night=row["night"])
            raise ConfigurationError(f"{row['table_name']} {row['row_key']} ({row['rule']}) cannot be released: {told}")
    _decide(rows, "release", author, reason, settings, now)
    nights = sorted({row["night"] for row in rows})
    for night in nights:
        with working_on(night, settings):
            work(Outcome(night), settings)
    publish(nights, settings)


def drop(rows: Sequence[Row], author: str, reason: str, settings: Settings, now: datetime) -> None:
    """Close refusals: the rows stay refused, and are listed no more."""
    _decide(rows, "drop", author, reason, settings, now)


def _decide(rows: Sequence[Row], field: str, author: str, reason: str, settings: Settings, now: datetime) -> None:
    for row in rows:
        decision = {"about_night": row["night"], "table_name": row["table_name"], "row_key": row["row_key"]}
        add({**decision, "field": field, "value": row["rule"], "author": author, "reason": reason}, settings, now)


def _key(row: Row, rule: str) -> tuple[str, str, str]:
    return row["table_name"], row["row_key"], rule
