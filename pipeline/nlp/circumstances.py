"""When, to whom and where a claim was made: read off the words around its cue, and kept while a speech goes on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.nlp.acts import lemmas_of
from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.marking import Marks, range_of
from pipeline.nlp.nesting import Saying
from pipeline.nlp.occasions import Occasions
from pipeline.nlp.reading import Circumstances, DateWords
from pipeline.nlp.shapes import Range, compiled
from pipeline.nlp.speakers import Speaker
from pipeline.spans import Span

_NOUN_PHRASE = compiled(r"D{0,3}[wNSO0]{1,8}(?:o[pR]?D?[wNSO0]{1,6})?")
_IN_PLACES = frozenset({"GPE", "LOC", "FAC"})
_SHORT = 4  # words of whom one speaks to inside a quotation


def circumstances_of(
    marks: Marks,
    dates: Sequence[DateWords],
    sayings: Sequence[Saying],
    speakers: Sequence[Speaker],
    parents: Sequence[int | None],
) -> list[Circumstances]:
    """The circumstances of each claim; claims are in the order of the text, ``dates`` are all of the text."""
    reader = _Reader(marks, dates)
    found = [reader.read(saying) for saying in sayings]
    last: int | None = None
    for n in range(len(found)):
        if parents[n] is None:
            if last is not None and reader.goes_on(last, n, sayings, speakers):
                found[n] = _carried(found[last], found[n], marks.words.start[reader.place(n, sayings)])
                if sayings[last].stretch == sayings[n].stretch:
                    found[n] = _shared(found[last], found[n], marks.words.start[sayings[last].cue[0]])
            last = n
    occasions = Occasions(marks, dates)
    for n, told in enumerate(found):
        if parents[n] is None and told.date is None and (date := occasions.at(reader.place(n, sayings))):
            found[n] = replace(told, date=date, is_carried=date.rule != "clock")
    return found


def _carried(before: Circumstances, here: Circumstances, cue: int) -> Circumstances:
    """What is told here, and the date told before unless another time or place is told, or a place ahead of the cue."""
    if here.date or not before.date or (here.venue and (before.venue or here.venue.start < cue)):
        return here
    return replace(here, date=before.date, is_carried=True)


def _shared(before: Circumstances, here: Circumstances, cue: int) -> Circumstances:
    """What is told here, and of the rest what is told ahead of the first of two cues: it holds for both."""
    addressee, venue = (span if span and span.end <= cue else None for span in (before.addressee, before.venue))
    return replace(here, addressee=here.addressee or addressee, venue=here.venue or venue)


class _Reader:
    """Reads the circumstances of one text's claims."""

    def __init__(self, marks: Marks, dates: Sequence[DateWords]) -> None:
        self.marks = marks
        self.words = marks.words
        self.dates = [(*range_of(marks.words, date.span), date) for date in dates]
        self.starts = [first for first, _, _ in self.dates]
        self.name_starts = [name.start for name in marks.names]

    def read(self, saying: Saying) -> Circumstances:
        """What one claim's own words tell."""
        runs = [part for run in saying.runs for part in self._parts(run)]
        return Circumstances(
            self._date(runs, saying) or self._date_of_document(saying),
            False,
            self._addressee(runs, saying),
            next((venue for run in runs if (venue := self._venue(run))), None),
        )

    def goes_on(self, last: int, n: int, sayings: Sequence[Saying], speakers: Sequence[Speaker]) -> bool:
        """Whether the claim ``n`` goes on with the speech of the claim ``last``."""
        before, here = self.place(last, sayings), self.place(n, sayings)
        is_same = speakers[last].name is not None and speakers[last].name == speakers[n].name
        is_same = is_same or sayings[last].source == sayings[n].source != (0, 0)
        if any(self.words.lower[i] in listed("another_time") for run in sayings[n].runs for i in range(*run)):
            return False
        gap = self.words.line[here] - self.words.line[before]
        return is_same and (gap == 0 or (gap == 1 and self._opens_as_speech(n, sayings[n])))

    def _opens_as_speech(self, n: int, saying: Saying) -> bool:
        """Whether a claim that opens a paragraph is a quotation or one of "he" or "she"."""
        first = range_of(self.words, self.marks.found[n].content[0])[0]
        is_pronoun = saying.source[1] - saying.source[0] == 1 and self.marks.shape[saying.source[0]] == "H"
        return is_pronoun or self.marks.shape[first] == "Q"

    def place(self, n: int, sayings: Sequence[Saying]) -> int:
        """The word at which a claim stands: the first of its cue, else of its content."""
        return sayings[n].cue[0] if sayings[n].cue[1] else range_of(self.words, self.marks.found[n].content[0])[0]

    def _parts(self, run: Range) -> Iterator[Range]:
        """The run between its commas, without relative and other subordinate clauses."""
        lower = self.words.lower
        first = run[0]
        for i in range(run[0], run[1] + 1):
            if i == run[1] or lower[i] in (",", ";", "(", ")", "—", "–", ".", "?", "!"):
                end = next((j for j in range(first, i) if self._opens_aside(j, first)), i)
                if first < end:
                    yield first, end
                first = i + 1

    def _opens_aside(self, i: int, first: int) -> bool:
        word = self.words.lower[i]
        if word in ("after", "before", "since", "until"):
            return not self.words.form[i + 1 : i + 2][0][:1].isdigit()
        return word in listed("aside") or (i == first and word in ("and", "but"))

    def _within(self, place: Range) -> Iterator[tuple[int, int, DateWords]]:
        for i in range(bisect_left(self.starts, place[0]), bisect_left(self.starts, place[1])):
            first, end, date = self.dates[i]
            if first < end <= place[1]:
                yield first, end, date

    def _date(self, runs: Sequence[Range], saying: Saying) -> DateWords | None:
        """Of the dates that tell when, the one nearest to the cue."""
        told = [
            (abs(first - saying.cue[0]), first, date)
            for run in runs
            for first, end, date in self._within(run)
            if self._tells_when(first, end, run[0])
        ]
        return min(told, key=lambda one: one[:2])[2] if told else None

    def _tells_when(self, first: int, end: int, start: int) -> bool:
        lower = self.words.lower
        i = first - 1
        while i >= start and lower[i] in listed("before_dates"):
            i -= 1
        lead = lower[i] if i >= start else ""
        is_attribute = lower[end : end + 1] == ["'s"] or lower[first - 1] in ("a", "his", "her", "their")
        return lead in ("at", "in", "during") if is_attribute else lead not in listed("undating")

    def _date_of_document(self, saying: Saying) -> DateWords | None:
        """The date in a source like "a memo posted on Monday"."""
        for first, _, date in self._within(saying.source):
            before = self.words.lower[max(saying.source[0], first - 3) : first]
            if not listed("publishing").isdisjoint(before):
                return date
        return None

    def _addressee(self, runs: Sequence[Range], saying: Saying) -> Span | None:
        lower, behind = self.words.lower, saying.cue[1]
        is_addressing = any(
            lemma in listed("addressing") for word in lower[saying.cue[0] : behind] for lemma in lemmas_of(word)
        )
        for first, end in runs:
            if first == behind and is_addressing and lower[first] != "to":
                return self._noun_phrase(first, end)
            for i in range(first, end - 1):
                is_led = (i == behind) if i == first else not listed("talking").isdisjoint(lower[max(first, i - 1) : i])
                if lower[i] == "to" and is_led:
                    return self._noun_phrase(i + 1, end)
        return None

    def _noun_phrase(self, first: int, end: int) -> Span | None:
        lower = self.words.lower
        if lower[first] in listed("objects") and (lower[first] != "her" or end == first + 1):
            return None if lower[first] == "them" else self.words.span(first, first + 1)
        match = _NOUN_PHRASE.match(self.marks.shape, first, end)
        is_short = self.marks.shape[first] == "Q" and end - first <= _SHORT
        last = match.end() if match else end if is_short else first
        dated = next((date for date, _, _ in self._within((first, last))), last)
        stop = next((i for i in range(first + 1, last) if self._ends_noun_phrase(i, end)), last)
        last = min(last, dated, stop)
        return self.words.span(first, last) if first < last and lower[first] not in ("that", "it") else None

    def _ends_noun_phrase(self, i: int, end: int) -> bool:
        """Whether word ``i`` begins what follows a noun: "there", "gathered in …", "seen by …"."""
        word = self.words.lower[i]
        is_led = i + 1 < end and self.marks.shape[i + 1] in "Ppbo"
        return word in listed("placing") or word in ("there", "along") or (is_led and word.endswith(("ed", "en")))

    def _venue(self, run: Range) -> Span | None:
        for i in range(run[0], run[1] - 1):
            if self.words.lower[i] in listed("placing"):
                end = self._end_of_place(i, run[1])
                if end > i + 1 and self._is_venue(i, end):
                    return self.words.span(i, end)
        return None

    def _end_of_place(self, first: int, limit: int) -> int:
        lower = self.words.lower
        end = next((i for i in range(first + 1, limit) if lower[i] in listed("ends_place")), limit)
        end = next((date for date, _, _ in self._within((first, end)) if lower[date + 1 : date + 2] != ["'s"]), end)
        while end > first and (lower[end - 1] in listed("placing") or lower[end - 1] in listed("attaching")):
            end -= 1
        return end

    def _is_venue(self, first: int, end: int) -> bool:
        lower = self.words.lower
        preposition, phrase = lower[first], lower[first + 1 : end]
        if not listed("media").isdisjoint(phrase):
            return True
        if preposition in ("outside", "beside", "aboard"):
            return True
        if preposition not in ("in", "at", "on", "from", "near", "inside"):
            return False
        i = bisect_left(self.name_starts, first + 1)
        names = self.marks.names[i : i + 1]
        is_place = bool(names) and names[0].end <= end and names[0].label in _IN_PLACES
        return is_place or not listed("spots").isdisjoint(phrase)
