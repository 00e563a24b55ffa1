"""Dates as worded, and the days they mean.

Reading a text finds the words (``find_dates``). Which days they mean is worked out later (``resolve``), from the day
the text was published, so a reading does not depend on it. The rules, by name:

    calendar_day     "March 2", "2 March 2025", "2026-03-02"
    calendar_month   "March", "last March", "March 2025", "March of last year"
    weekday          "Thursday", "Thursday night", "last Thursday", "Thursday of last week"
    this_day         "today", "tonight", "yesterday", "last night", "tomorrow"
    clock            "9.05 am." at the head of a live blog's entry: the day of publication
    overnight        "overnight": the day of publication or the day before
    period           "last week", "this month", "next year", "the weekend"
    season           "last summer", "the spring of 2024": three months from March, June, September or December
    quarter          "the third quarter", "the first quarter of 2025"
    ago              "two days ago", "three years from now": as exact as its unit
    counted          "a day earlier", "two days later", "the following Monday", "that night": from the date told before
    year, decade     "in 2024", "the 1990s"

A year, month, season or weekday that is not told is the latest that is not after publication, today included (the news
rule); where the words look ahead ("to be built by April") the next that is not before it. "Last" is the latest that is
over, "next" the first that has not begun. A week runs from Monday to Sunday.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import day_name, month_abbr, month_name
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from pipeline.nlp.reading import DateWords
from pipeline.spans import Span


class Days(NamedTuple):
    """The days ``first`` to ``last``, both included, that a date's words mean.

    Args:
        precision: what the words name, one of ``pipeline.schema.DAY_PRECISIONS``.
        rule: the rule that gave the days.
        anchor: the day the rule counted from; None where the words alone give the date.
    """

    first: date
    last: date
    precision: str
    rule: str
    anchor: date | None


class _Asked(NamedTuple):
    """What a rule is asked: the parts of the words by name, the day to count from, and whether they look ahead."""

    parts: Mapping[str, str]
    anchor: date
    is_ahead: bool

    def get(self, part: str) -> str:
        return self.parts.get(part) or ""

    @property
    def steps(self) -> int:
        """How many units the words go forward from the anchor, or backward."""
        count = self.get("count")
        return (_NUMBERS.get(count) or int(count) if count else 1) * _STEPS[self.get("way") or self.get("which")]

    @property
    def year(self) -> int | None:
        """The year told: as a number, or as "last year"."""
        if which := self.get("which_year"):
            return self.anchor.year + _STEPS[which]
        return int(self.get("year")) if self.get("year") else None


_DAY = timedelta(days=1)
_LONGEST_CHAIN = 8  # dates each counted from the one before
_NEAR = 4  # how many dates lie between one that is counted and what it counts from, at most
NAMES_A_DAY = frozenset({"calendar_day", "weekday", "this_day", "counted"})
"""The rules of words that name one day."""
_WEEKDAYS = {name.lower(): number for number, name in enumerate(day_name)}
_MONTHS = {name.lower(): number for names in (month_name, month_abbr) for number, name in enumerate(names) if name}
_MONTHS["sept"] = 9
_SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
_ORDINALS = ("first", "second", "third", "fourth")
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_STEPS = dict.fromkeys(("last", "past", "this past", "previous", "earlier", "before", "ago"), -1)
_STEPS |= dict.fromkeys(("this", "current", "same", "that"), 0)
_STEPS |= dict.fromkeys(("next", "coming", "this coming", "following", "later", "after", "from now"), 1)
_LENGTHS = {"day": 1, "weekend": 2, "week": 7}  # days
_MONTHS_OF = {"month": 1, "quarter": 3, "season": 3, "year": 12, "decade": 120}


def _moved(unit: str, day: date, steps: int) -> date:
    """``day`` moved by so many units; into a shorter month as its last day."""
    if unit not in _MONTHS_OF:
        return day + steps * (7 if unit.startswith("week") else 1) * _DAY
    year, month = divmod(day.year * 12 + day.month - 1 + steps * _MONTHS_OF[unit], 12)
    begin = date(year, month + 1, 1)
    return begin if day.day == 1 else min(begin + (day.day - 1) * _DAY, _moved("month", begin, 1) - _DAY)


def _days(unit: str, first: date, rule: str, anchor: date | None) -> Days:
    """The ``unit`` that begins on ``first``."""
    end = first + _LENGTHS[unit] * _DAY if unit in _LENGTHS else _moved(unit, first, 1)
    return Days(first, end - _DAY, unit, rule, anchor)


def _around(unit: str, day: date) -> date:
    """First day of the ``unit`` that ``day`` is in; of a weekend, that of its week."""
    match unit:
        case "week" | "weekend":
            return day + ((5 if unit == "weekend" else 0) - day.weekday()) * _DAY
        case "month":
            return day.replace(day=1)
        case "quarter":
            return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        case "year" | "decade":
            return date(day.year // 10 * 10 if unit == "decade" else day.year, 1, 1)
    return day


def _chosen(unit: str, starts: Iterable[date], within: str, rule: str, asked: _Asked) -> Days:
    """That of the units beginning on ``starts`` that the words mean; "this" is the one of the present ``within``."""
    found = [_days(unit, first, rule, asked.anchor) for first in starts]
    which, anchor = asked.get("which"), asked.anchor
    if which and _STEPS[which] < 0:
        return max(days for days in found if days.last < anchor)
    if which and _STEPS[which] > 0:
        return min(days for days in found if days.first > anchor)
    if which:
        present = _days(within, _around(within, anchor), "", None)
        now = [days for days in found if days.first <= anchor <= days.last]
        return next(iter(now), None) or next(d for d in found if present.first <= d.first <= present.last)
    if asked.is_ahead:
        return min(days for days in found if days.last >= anchor)
    return max(days for days in found if days.first <= anchor)


def _every_year(month: int, day: int, near: date) -> Iterator[date]:
    """That day in the years around ``near``; February 29 in leap years only."""
    for year in range(max(1, near.year - 8), near.year + 9):
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def _calendar_day(asked: _Asked) -> Days:
    month = asked.get("month")
    number, day = int(month) if month.isdigit() else _MONTHS[month], int(asked.get("day"))
    if asked.year:
        on = date(asked.year, number, day)
        return _days("day", on, "calendar_day", asked.anchor if asked.get("which_year") else None)
    return _chosen("day", _every_year(number, day, asked.anchor), "year", "calendar_day", asked)


def _begun(unit: str, month: int, asked: _Asked, rule: str) -> Days:
    """The month, quarter or season that begins with ``month``."""
    if asked.year:
        return _days(unit, date(asked.year, month, 1), rule, asked.anchor if asked.get("which_year") else None)
    return _chosen(unit, _every_year(month, 1, asked.anchor), "year", rule, asked)


def _calendar_month(asked: _Asked) -> Days:
    return _begun("month", _MONTHS[asked.get("month")], asked, "calendar_month")


def _season(asked: _Asked) -> Days:
    return _begun("season", _SEASONS[asked.get("season")], asked, "season")


def _quarter(asked: _Asked) -> Days:
    return _begun("quarter", 3 * _ORDINALS.index(asked.get("ordinal")) + 1, asked, "quarter")


def _weekday(asked: _Asked) -> Days:
    on = _around("week", asked.anchor) + _WEEKDAYS[asked.get("weekday")] * _DAY
    if week := asked.get("which_week"):
        return _days("day", _moved("week", on, _STEPS[week]), "weekday", asked.anchor)
    return _chosen("day", (_moved("week", on, steps) for steps in (-1, 0, 1)), "week", "weekday", asked)


def _this_day(asked: _Asked) -> Days:
    steps = {"the day before yesterday": -2, "yesterday": -1, "last": -1, "tomorrow": 1}
    step = next((step for word, step in steps.items() if asked.get("name").startswith(word)), 0)
    return _days("day", asked.anchor + step * _DAY, "this_day", asked.anchor)


def _clock(asked: _Asked) -> Days:
    return _days("day", asked.anchor, "clock", asked.anchor)


def _overnight(asked: _Asked) -> Days:
    return Days(asked.anchor - _DAY, asked.anchor, "night", "overnight", asked.anchor)


def _period(asked: _Asked) -> Days:
    unit = asked.get("unit")
    begin = _around(unit, asked.anchor)
    if asked.get("which"):
        begin = _moved(unit, begin, asked.steps)
    elif begin > asked.anchor and not asked.is_ahead:  # "at the weekend", told on a weekday
        begin = _moved(unit, begin, -1)
    return _days(unit, begin, "period", asked.anchor)


def _ago(asked: _Asked) -> Days:
    unit = asked.get("unit")
    return _days(unit, _around(unit, _moved(unit, asked.anchor, asked.steps)), "ago", asked.anchor)


def _counted(asked: _Asked) -> Days:
    if weekday := asked.get("weekday"):
        gap = (_WEEKDAYS[weekday] - asked.anchor.weekday()) % 7 or 7
        return _days("day", asked.anchor + (gap - 7 * (asked.steps < 0) or -7) * _DAY, "counted", asked.anchor)
    unit = asked.get("unit") or "day"
    return _days(unit, _around(unit, _moved(unit, asked.anchor, asked.steps)), "counted", asked.anchor)


def _year(asked: _Asked) -> Days:
    return _days("year", date(int(asked.get("year")), 1, 1), "year", None)


def _decade(asked: _Asked) -> Days:
    return _days("decade", date(int(asked.get("year")), 1, 1), "decade", None)


def _one_of(part: str, words: Iterable[str]) -> str:
    return rf"(?P<{part}>{'|'.join(sorted(words, key=len, reverse=True))})\b"


_TOLD_YEAR = r"(?P<year>(?:19|20)\d\d)\b(?![.,:]\d|%)"
_WHICH = "(?P<which>last|this past|past|this coming|this|current|next|coming)"
_WHICH_YEAR = "(?P<which_year>last|this|next) year"
_WEEKDAY = _one_of("weekday", _WEEKDAYS)
_MONTH = _one_of("month", _MONTHS) + r"(?:(?<!may)(?<!march)\.(?= ?[\d,]))?"
_DAY_OF_MONTH = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b(?![.,:]?\d|%)"
_PART = "(?:morning|afternoon|evening|night)"
_UNIT = "(?P<unit>day|week|month|year|decade)"
_LONG_UNIT = "(?P<unit>week|month|quarter|year|decade)"
_COUNT = rf"(?P<count>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}|\d{{1,3}})"
_ENDS = r"(?=[.,;:)”\"]|$)"  # what is counted from is not told behind it, as in "the day before the vote"
_LEADS = ("in", "by", "since", "until", "till", "of", "from", "to", "for", "before", "after", "during")
_BEFORE_YEAR = "|".join(f"(?<={word} )" for word in _LEADS)
_BEFORE_PERIOD = "|".join(f"(?<={word} of )" for word in ("end", "start", "beginning", "middle", "half"))

_RULES: Mapping[str, tuple[Callable[[_Asked], Days], tuple[str, ...]]] = {
    "calendar_day": (_calendar_day, (
        rf"{_TOLD_YEAR}-(?P<month>\d\d)-{_DAY_OF_MONTH}",
        rf"(?:the )?{_DAY_OF_MONTH} (?:of )?{_MONTH}(?:(?:,? |,? of ){_TOLD_YEAR}|,? (?:of )?{_WHICH_YEAR})?",
        rf"{_MONTH} (?:the )?{_DAY_OF_MONTH}(?:(?:,? |,? of ){_TOLD_YEAR}|,? (?:of )?{_WHICH_YEAR})?",
    )),
    "calendar_month": (_calendar_month, (
        rf"{_MONTH},? (?:of )?(?:{_TOLD_YEAR}|{_WHICH_YEAR})",
        rf"(?:{_WHICH} )?{_MONTH}",
    )),
    "counted": (_counted, (
        rf"the (?P<way>following|previous|next) {_WEEKDAY}(?: {_PART})?",
        rf"{_COUNT} {_UNIT}s? (?P<way>earlier|later)",
        rf"(?:{_COUNT} {_UNIT}s?|the day) (?P<way>before|after){_ENDS}",
        rf"(?:the )?(?P<way>same|following|previous|next) (?:(?P<unit>day)|{_PART})",
        rf"(?:the )?(?P<way>same|following|previous) {_LONG_UNIT}",
        rf"(?P<way>that) (?:{_UNIT}|{_PART})",
    )),
    "weekday": (_weekday, (
        rf"(?:{_WHICH} )?{_WEEKDAY}(?: {_PART})?(?: (?:of )?(?P<which_week>last|this|next) week)?",
    )),
    "this_day": (_this_day, (
        rf"(?P<name>the day before yesterday|yesterday|today|tonight|tomorrow|last night|this {_PART})(?: {_PART})?",
    )),
    "overnight": (_overnight, ("overnight",)),
    "clock": (_clock, ()),  # found by ``pipeline.nlp.occasions``
    "period": (_period, (
        rf"(?:the )?{_WHICH} (?P<unit>weekend|week|month|quarter|year|decade)",
        rf"(?:{_BEFORE_PERIOD})the {_LONG_UNIT}",
        "the (?P<unit>weekend)",
    )),
    "season": (_season, (
        rf"{_WHICH} {_one_of('season', _SEASONS)}",
        rf"(?:the )?{_one_of('season', _SEASONS)} (?:of )?(?:{_TOLD_YEAR}|{_WHICH_YEAR})",
    )),
    "quarter": (_quarter, (
        rf"(?:the )?{_one_of('ordinal', _ORDINALS)} quarter(?: of (?:{_TOLD_YEAR}|{_WHICH_YEAR}))?",
    )),
    "ago": (_ago, (rf"{_COUNT} {_UNIT}s? (?P<way>ago|from now)",)),
    "decade": (_decade, (r"the (?:(?:early|mid|late)[- ])?(?P<year>(?:19|20)\d0)s",)),
    "year": (_year, (rf"(?:{_BEFORE_YEAR}){_TOLD_YEAR}(?![-–]\d)",)),
}  # fmt: skip


def _grammar() -> re.Pattern[str]:
    """All patterns as one, the n-th under the name ``rule_n`` and the names of its parts with ``_n`` behind them."""
    patterns = [re.sub(r"(?<=\?P<)(\w+)", rf"\1_{n}", pattern) for n, (_, pattern) in enumerate(_PATTERNS)]
    either = "|".join(f"(?P<rule_{n}>{pattern})" for n, pattern in enumerate(patterns))
    return re.compile(rf"\b(?:{either})(?!\w)".replace(" ", "[ \u00a0]"))


_PATTERNS = [(rule, pattern) for rule, (_, patterns) in _RULES.items() for pattern in patterns]
_GRAMMAR = _grammar()
_CALENDAR_WORD = re.compile(rf"\b(?:{'|'.join((*_WEEKDAYS, *_MONTHS))})\b", re.IGNORECASE)
_ALSO_A_VERB = frozenset({"may", "march", "mar"})
_LEADS_TO_MONTH = re.compile(
    rf"\b(?:{'|'.join((*_LEADS, 'through', 'early', 'mid', 'late', 'and', 'or'))})[ \u00a0-]\Z", re.IGNORECASE
)


def find_dates(text: str, names: Sequence[Span] = ()) -> list[DateWords]:
    """The dates that ``text`` words, in order, outside ``names``, which are sorted; none of them looks ahead yet.

    One that counts from another ("a day earlier") keeps the one told before it.
    """
    found: list[DateWords] = []
    chain = 0
    for match in _GRAMMAR.finditer(_lower(text)):
        after = bisect_left(names, match.end(), key=lambda name: name.start)
        is_name = any(name.end > match.start() for name in names[max(0, after - 2) : after])
        if not is_name and _is_date(text, match):
            number = (match.lastgroup or "").removeprefix("rule_")
            parts = {name: value for name, value in match.groupdict().items() if value and name.endswith(f"_{number}")}
            parts = {name.removesuffix(f"_{number}"): " ".join(value.split()) for name, value in parts.items()}
            rule = _PATTERNS[int(number)][0]
            chain = chain + 1 if rule == "counted" else 0
            counts_from = next((d for d in reversed(found[-_NEAR:]) if d.rule in NAMES_A_DAY), None) if chain else None
            counts_from = counts_from if chain <= _LONGEST_CHAIN else None
            found.append(DateWords(Span(*match.span()), rule, parts, counts_from=counts_from))
    return found


_AHEAD = "will|would|shall|should|must|may|might|could|['’]ll|won['’]t|to|by|until|till|before|next"
_BACK = "was|were|had|has|have|did|been|since|after|last|ago"
_TENSE = re.compile(rf"(?<![a-z])(?:(?P<ahead>{_AHEAD})|{_BACK})(?![a-z])|[.?!;]", re.IGNORECASE)
_REACH = 200  # code points before a date that tell whether it looks ahead


def _lower(text: str) -> str:
    """``text`` in lower case, of the same length; patterns that ignore case take three times as long."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


def _is_date(text: str, match: re.Match[str]) -> bool:
    """Whether days and months are capitalised, and "May" is no verb."""
    names = _CALENDAR_WORD.finditer(text, *match.span())
    if match.group() in _ALSO_A_VERB and not _LEADS_TO_MONTH.search(text[max(0, match.start() - 9) : match.start()]):
        return False
    return all(name.group()[0].isupper() for name in names)


def dates_in(content: Iterable[Span], dates: Sequence[DateWords], text: str) -> Iterator[DateWords]:
    """Those of ``dates`` that stand inside ``content``, each with whether the words before it look ahead."""
    for piece in content:
        for i in range(bisect_left(dates, piece.start, key=_start), bisect_left(dates, piece.end, key=_start)):
            start, end = dates[i].span
            if end <= piece.end:
                tenses = [*_TENSE.finditer(text, max(piece.start, start - _REACH), start)]
                yield replace(dates[i], is_ahead=bool(tenses) and tenses[-1]["ahead"] is not None)


def _start(words: DateWords) -> int:
    return words.span.start


def resolve(words: DateWords, published_on: date | None) -> Days | None:
    """The days that ``words`` mean in a text published on ``published_on``; None where that cannot be told."""
    anchor = published_on
    if words.rule == "counted":
        before = resolve(words.counts_from, published_on) if words.counts_from else None
        anchor = before.first if before and before.precision == "day" else None
    if anchor is None and "year" not in words.parts:
        return None
    try:
        return _RULES[words.rule][0](_Asked(words.parts, anchor or date.min, words.is_ahead))
    except (ValueError, OverflowError):  # February 30, or a day outside the calendar
        return None
