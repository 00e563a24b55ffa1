"""Read the moments that pages give: when a story was published and when it was last changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_ZONES = {  # hours from UTC of the abbreviations that outlets print; others leave a moment without zone
    **{"UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3},
    **{"AST": -4, "ADT": -3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6},
    **{"PST": -8, "PDT": -7, "SGT": 8, "HKT": 8, "JST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13},
}
_PLACES = {"ET": "America/New_York", "CT": "America/Chicago", "PT": "America/Los_Angeles"}  # summer time by the date
_OFFSET = re.compile(r"\s+(?=[+-]\d\d:?\d\d$)")
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CLOCK = re.compile(r"\d[:.h]\d\d|\d ?[ap]\.?m\b", re.IGNORECASE)
_NOISE = re.compile(r"\b(?:published|posted|updated|first|last|modified|on|at|date|uhr)\b:?|[|•·]", re.IGNORECASE)
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d\d)(?=\s*(?:$|[A-Za-z]))")  # 14.05 GMT, as some papers print the time
_LONGEST = 80  # code points; a longer text is no date


@dataclass(frozen=True, slots=True)
class Dated:
    """A moment in the zone it was given in, where it was read and how exact it is (``day`` or ``second``)."""

    at: datetime
    origin: str
    precision: str


@dataclass(frozen=True, slots=True)
class _Reading:
    dated: Dated
    zoned: bool


def best(candidates: Iterable[tuple[str | None, str]]) -> Dated | None:
    """The moment that the candidates, (text, origin) in order of trust, agree on.

    The first that can be read names the day; the most exact one within a day of it (with zone before without, a time
    before none) is the answer.
    """
    readings = [reading for text, origin in candidates if (reading := _read(text, origin))]
    if not readings:
        return None
    first = readings[0].dated.at
    near = [reading for reading in readings if abs(reading.dated.at - first) <= timedelta(days=1)]
    return max(near, key=lambda reading: (reading.dated.precision == "second", reading.zoned)).dated


def _read(text: str | None, origin: str) -> _Reading | None:
    """A date or moment in any wording; one without zone is taken as UTC. None where it is neither."""
    text = " ".join((text or "").split())
    if not text or len(text) > _LONGEST:
        return None
    try:
        at = datetime.fromtimestamp(int(text[:10]), UTC) if _EPOCH.match(text) else _moment(text)
        given = at if at.tzinfo else at.replace(tzinfo=UTC)
        given.astimezone(UTC)  # fails where the moment lies outside the calendar
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    has_time = bool(_CLOCK.search(text) or _EPOCH.match(text) or re.search(r"\dT\d", text))
    return _Reading(Dated(given, origin, "second" if has_time else "day"), at.tzinfo is not None)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(_OFFSET.sub("", text))
    except ValueError:
        return _worded(text)


def _worded(text: str) -> datetime:
    """A date in words, such as ``March 2, 2026 at 6:30 a.m. EST``; it must name its year, month and day."""
    from dateutil import parser, tz

    if not _YEAR.search(text):
        raise ValueError("no year")

    def zone(name: str | None, offset: int | None) -> object:
        if name in _PLACES:
            return tz.gettz(_PLACES[name])
        return offset if offset is not None else 3600 * _ZONES[name] if name in _ZONES else None

    wording = _DOTTED.sub(r"\1:\2", _NOISE.sub(" ", text).replace("a.m.", "am").replace("p.m.", "pm"))
    defaults = (datetime(2000, 1, 1), datetime(2001, 2, 2))  # noqa: DTZ001 what the text leaves out shows as a difference
    day_first = () if text[:4].isdigit() else (True,)
    found: set[datetime] = {parser.parse(wording, tzinfos=zone, default=default) for default in defaults}
    found |= {parser.parse(wording, tzinfos=zone, default=defaults[0], dayfirst=first) for first in day_first}
    if len(found) > 1:
        raise ValueError("no whole date, or one of two readings")
    (moment,) = found
    return moment
