"""Read the moments that pages give: when a story was published and when it was last changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_ZONES = {  # hours from UTC of the abbreviations that outlets print; others leave a moment without zone
    "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
    "AST": -4, "ADT": -3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "NST": -3.5,
    "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "SAST": 2, "WAT": 1, "EAT": 3, "GST": 4, "PKT": 5,
    "IST": 5.5, "SGT": 8, "HKT": 8, "PHT": 8, "JST": 9, "KST": 9, "WIB": 7, "ICT": 7,
    "AWST": 8, "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip
_PLACES = {  # summer time by the date
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles",
    "UK": "Europe/London", "PARIS": "Europe/Paris",
}  # fmt: skip
_OFFSET = re.compile(r"\s+(?=[+-]\d\d:?\d\d$)")
_AFTER_OFFSET = re.compile(r"\[[\w/+-]+\]$|(?<=[+-]\d\d:\d\d)Z$")  # the zone once more, as some libraries write it
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CLOCK = re.compile(r"\d[:.h]\d\d|\d ?[ap]\.?m\b", re.IGNORECASE)
_NOISE = re.compile(
    r"\b(?:published|posted|created|submitted|updated|first|last|modified|edited|on|at|date|uhr)\b:?|[|•·/](?=\s)|"
    r"(?<=\s)-(?=\s)|\([^)]*\)",
    re.IGNORECASE,
)
_CHANGE = re.compile(r"[\s,;|•·-]*\b(?:last )?(?:updated|modified|edited)\b.*", re.IGNORECASE | re.DOTALL)
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d\d)(?=\s*(?:$|[A-Za-z]))")  # 14.05 GMT, as some papers print the time
_PARIS = re.compile(r"\(Paris\)")
_BEFORE_OFFSET = re.compile(r"\b(?:GMT|UTC)(?=[+-]\d)")  # which dateutil would count the other way round
_TWICE = re.compile(r"([+-]\d\d:?\d\d) [A-Z]{3,4}$")  # an offset, and its name
_ZONE_IN_WORDS = re.compile(
    r"\b([ECMP])(?:astern|entral|ountain|acific)(?: (?:Standard|Daylight))? Time\b", re.IGNORECASE
)
_AMERICAN = re.compile(r"\b[ECMP][SD]?T\b")  # whoever prints such a zone puts the month first
_LONGEST = 80  # code points; a longer text is no date


@dataclass(frozen=True, slots=True)
class Dated:
    """A moment in the zone it was given in, where it was read and how exact it is (``day`` or ``second``).

    One that was given without a zone is taken as UTC, and is not ``zoned``.
    """

    at: datetime
    origin: str
    precision: str
    zoned: bool = True


def best(candidates: Iterable[tuple[str | None, str]]) -> Dated | None:
    """The moment that the candidates, (text, origin) in order of trust, agree on.

    The first that can be read names the day. The first that has a time, within a day of it, is the answer; where that
    has no zone, another that has one and shows the same minute, or else one of the page's data.
    """
    readings = [reading for text, origin in candidates if (reading := _read(text, origin))]
    near = [reading for reading in readings if abs(reading.at - readings[0].at) <= timedelta(days=1)]
    timed = [reading for reading in near if reading.precision == "second"]
    if not timed or timed[0].zoned:
        return next(iter([*timed, *near]), None)
    zoned = [reading for reading in timed if reading.zoned]
    same = (reading for reading in zoned if _differ_by_zone(reading.at, timed[0].at))
    told = (reading for reading in zoned if reading.origin != "page")
    return [*same, *told, timed[0]][0]


def _differ_by_zone(one: datetime, other: datetime) -> bool:
    """Whether two moments are minutes apart as zones are: by quarters of an hour."""
    apart = one.replace(second=0, microsecond=0) - other.replace(second=0, microsecond=0)
    return not apart % timedelta(minutes=15)


def _read(text: str | None, origin: str) -> Dated | None:
    """A date or moment in any wording. None where it is neither."""
    text = " ".join((text or "").split())
    text = _CHANGE.sub("", text) or text
    if not text or len(text) > _LONGEST:
        return None
    try:
        at = datetime.fromtimestamp(int(text[:10]), UTC) if _EPOCH.match(text) else _moment(text)
        given = at if at.tzinfo else at.replace(tzinfo=UTC)
        given.astimezone(UTC)  # fails where the moment lies outside the calendar
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    has_time = bool(_CLOCK.search(text) or _EPOCH.match(text) or re.search(r"\dT\d", text))
    return Dated(given, origin, "second" if has_time else "day", at.tzinfo is not None)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(_OFFSET.sub("", _AFTER_OFFSET.sub("", text)))
    except ValueError:
        return _worded(text)


def _worded(text: str) -> datetime:
    """A date in words, such as ``March 2, 2026 at 6:30 a.m. EST``; it must name its year, month and day."""
    from dateutil import parser, tz

    if not _YEAR.search(text):
        raise ValueError("no year")
    text = _ZONE_IN_WORDS.sub(lambda found: f"{found[1].upper()}T", text)

    def zone(name: str | None, offset: int | None) -> object:
        if name and name.upper() in _PLACES:
            return tz.gettz(_PLACES[name.upper()])
        return offset if offset is not None else int(3600 * _ZONES[name]) if name in _ZONES else None

    wording = _NOISE.sub(" ", _PARIS.sub("PARIS", text)).replace("a.m.", "am").replace("p.m.", "pm")
    wording = _DOTTED.sub(r"\1:\2", _TWICE.sub(r"\1", _BEFORE_OFFSET.sub("", wording)))
    defaults = (datetime(2000, 1, 1), datetime(2001, 2, 2))  # noqa: DTZ001 what the text leaves out shows as a difference
    day_first = () if text[:4].isdigit() or _AMERICAN.search(text) else (True,)
    found: set[datetime] = {parser.parse(wording, tzinfos=zone, default=default) for default in defaults}
    found |= {parser.parse(wording, tzinfos=zone, default=defaults[0], dayfirst=first) for first in day_first}
    if len(found) > 1:
        raise ValueError("no whole date, or one of two readings")
    (moment,) = found
    return moment
