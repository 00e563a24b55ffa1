"""The day of a text that follows one occasion from start to end: a live blog, or the transcript of a hearing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from pipeline.nlp.dates import NAMES_A_DAY
from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.marking import Marks
from pipeline.nlp.reading import DateWords
from pipeline.spans import Span

_HOUR = r"(?:[01]?\d|2[0-3])"
_CLOCK = re.compile(rf"^(?:{_HOUR}[.:][0-5]\d(?: ?[ap]\.?m\b)?|{_HOUR} ?[ap]\.?m\b)", re.IGNORECASE | re.MULTILINE)
_TURN = re.compile(r"^[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,4}:(?= ?\S)", re.MULTILINE)
_OPENING = 2  # paragraphs with which a transcript opens, at most
_LEAST = 3  # paragraphs that begin with a time, or with a speaker and a colon


class Occasions:
    """What the paragraphs of one text tell of the day; ``dates`` are all of the text, in order."""

    def __init__(self, marks: Marks, dates: Sequence[DateWords]) -> None:
        self._words = marks.words
        clocks = [Span(*match.span()) for match in _CLOCK.finditer(marks.words.text)]
        self._clocks = clocks if len(clocks) >= _LEAST else []
        turns = [match.start() for match in _TURN.finditer(marks.words.text)]
        self._turns = frozenset(turns) if len(turns) >= _LEAST else frozenset()
        opening = min(self._turns, default=0)
        is_all_turns = marks.words.text.count("\n", 0, opening) <= _OPENING  # not an article with an excerpt in it
        told = [d for d in dates if d.rule in NAMES_A_DAY and self._tells_of_occasion(d, marks, opening)]
        is_one = len({tuple(date.parts.items()) for date in told}) == 1
        self._day = told[0] if is_one and is_all_turns else None

    def at(self, i: int) -> DateWords | None:
        """The words that tell on which day the claim at word ``i`` was made; None where its paragraph tells nothing.

        In a live blog they are the time at the head of the entry: the day is that of publication. In a transcript they
        are the one date with which its opening speaks of the hearing, for what stands behind a speaker's name.
        """
        start = self._words.start[i]
        before = bisect_right(self._clocks, start, key=lambda clock: clock.start)
        if before:
            return DateWords(self._clocks[before - 1], "clock", {})
        line = self._words.text.rfind("\n", 0, start) + 1
        return self._day if line in self._turns else None

    def _tells_of_occasion(self, date: DateWords, marks: Marks, opening: int) -> bool:
        if date.span.end > opening:
            return False
        first = bisect_right(marks.words.start, date.span.start) - 1
        number = bisect_right(marks.sentences, first, key=lambda sentence: sentence[0]) - 1
        return not listed("occasions").isdisjoint(marks.words.lower[slice(*marks.sentences[number])])
