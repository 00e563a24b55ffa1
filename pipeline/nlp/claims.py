"""Claims as word ranges: a cue with its source and its content, sentence by sentence.

The content may stand before its clause ("…," she said), follow the cue (she said that …) or belong to an "according
to". What lies inside the content of one claim is not searched for others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.nlp.lexicon import CueEntry, cues
from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.quotes import Quotation
from pipeline.nlp.shapes import BEHIND, SOURCE_AHEAD, SOURCE_BEFORE, Range, compiled
from pipeline.nlp.tokens import Words

_CLAUSE = compiled(rf"""
      (?P<subject>{SOURCE_BEFORE}) (?(apposition),) (?:,(?:H[^.;:Q]{{1,30}}?|[^,.;:Q]{{1,25}}),)?  # , who was there,
          (?: {BEHIND}(?P<cue1>C) | [ARTB]{{0,9}}+(?P<cue2>G) ) (?!b)
    | (?<=[,Q]) (?P<cue3>C) (?P<inverted>{SOURCE_AHEAD})
    | (?<=[,Q]) (?P<cue4>G)
    | & {BEHIND} (?P<cue5>C) (?!b)
""")  # fmt: skip
_SOURCE_AHEAD = compiled(SOURCE_AHEAD)
_AUTHORITY = compiled(rf"{SOURCE_AHEAD}|[^,.;:Q]{{1,12}}")
_FARTHEST = 12  # words between a cue and the "that" or quotation mark that opens its content
_LOOSE = frozenset(",;:—–-.…")
_RUNS_BESIDE = frozenset({"and", "but", "while", "even", "though", "although", "whereas"})
_NO_CONTENT = frozenset({"who", "which", "while", "when", "after", "as", "in", "on", "at", "during"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim before its speaker is known, as ranges of words; ``rule`` names the pattern that found it."""

    rule: str
    lemma: str
    source: Range
    cue: Range
    content: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class _Clause:
    """A cue with its source; ``start`` and ``end`` bound both. Without source it shares that of the claim before."""

    entry: CueEntry
    cue: Range
    source: Range | None
    start: int
    end: int


class ClaimFinder:
    """Finds the claims of one document; all arguments describe the same ``words``."""

    def __init__(self, words: Words, quotations: Sequence[Quotation], sentences: Sequence[Range], shape: str) -> None:
        self.words = words
        self.sentences = sentences
        self.shape = shape
        self.opening = {q.start: q for q in quotations}
        self.closing = {q.end - 1: q for q in quotations}

    def find(self) -> Iterator[Draft]:
        """All claims, sentence by sentence."""
        for number, (first, end) in enumerate(self.sentences):
            clauses = list(self._clauses(first, end))
            fronted = next(((c, d) for c in clauses if (d := self._fronted(c, clauses, number))), None)
            other = None if fronted else self._according_to(first, end)
            taken = fronted[1].content if fronted else other.content if other else ()
            source, reached = self._subject(first, end), first
            for index, clause in enumerate(clauses):
                draft = None
                if fronted and clause is fronted[0]:
                    draft = fronted[1]
                elif clause.cue[0] >= reached and not any(s <= clause.cue[0] < e for s, e in taken):
                    draft = self._following(clause, clauses[index + 1 : index + 9], number, source)
                    reached = draft.content[-1][1] if draft else reached
                if draft:
                    yield draft
                    source = draft.source
            if other:
                yield other

    def _clauses(self, first: int, end: int) -> Iterator[_Clause]:
        """Every cue of a sentence outside quotation marks that has a source or may share one."""
        for match in _CLAUSE.finditer(self.shape, first, end):
            cue = next(match.start(g) for g in ("cue1", "cue2", "cue3", "cue4", "cue5") if match[g])
            following = self.words.lower[cue + 1] if cue + 1 < end else None
            entry = next((e for e in cues()[self.words.lower[cue]] if e.particle in (None, following)), None)
            if entry is None:
                continue
            cue_end = cue + 1 + (entry.particle is not None)
            role = "subject" if match["subject"] else "inverted" if match["inverted"] else None
            source = match.span(role) if role else None
            yield _Clause(entry, (cue, cue_end), source, match.start(), max(cue_end, match.end()))

    def _subject(self, first: int, end: int) -> Range | None:
        """The source a sentence starts with, for cues that stand behind other verbs ("She smiled and said …")."""
        while first < end and self.words.lower[first] in ("but", "and", "still", "yet"):
            first += 1
        match = _SOURCE_AHEAD.match(self.shape, first, end)
        return match.span() if match else None

    def _fronted(self, clause: _Clause, clauses: Sequence[_Clause], number: int) -> Draft | None:
        """The claim whose content, or its first part, stands before the clause."""
        first, end = self.sentences[number]
        before = clause.start - 1
        if before < first or clause.source is None or clause.entry.frame == "object":
            return None
        has_comma = self.shape[before] == ","
        quotation = self.closing.get(before - has_comma)
        if quotation is None:
            goes_on = self.shape[clause.end : clause.end + 1] == "," and clause.end + 1 not in self.opening
            is_inverted = clause.source[0] > clause.cue[0]
            if not has_comma or not (goes_on or is_inverted or clause.end >= end - 1):
                return None
        elif not has_comma and quotation.start > first and self.words.is_word(quotation.inner[1] - 1):
            return None  # scare quotes: the clause only happens to follow
        pieces = [(first, before + 1), *self._tail(clause, clauses, end, quotation is not None)]
        if quotation and clause is clauses[-1]:
            pieces.extend(self._next_quotations(number))
        return self._draft("fronted", clause, clause.source, pieces)

    def _tail(self, clause: _Clause, clauses: Sequence[_Clause], end: int, is_quoted: bool) -> Iterator[Range]:
        """The part of a fronted content that goes on behind the clause."""
        start = clause.end
        if is_quoted:
            limit = next((c.start for c in clauses if c.start > start), end)
            opening = next((i for i in range(start, limit) if i in self.opening), None)
            if opening is not None and self.words.form[opening - 1] in _LOOSE:
                yield opening, end
        elif start + 1 < end and self.shape[start] == "," and not self._is_aside(start + 1):
            yield start + 1, end

    def _is_aside(self, i: int) -> bool:
        return self.shape[i] == "G" or self.words.lower[i] in _NO_CONTENT

    def _following(self, clause: _Clause, later: Sequence[_Clause], number: int, shared: Range | None) -> Draft | None:
        """The claim whose content follows the cue."""
        source = clause.source or shared
        if source is None or source[0] > clause.cue[0]:
            return None
        stop = self._stop(clause, later, self.sentences[number][1])
        start = self._content_start(clause, stop)
        if start is None:
            return None
        pieces = [(start, stop)]
        if stop - 1 in self.closing:
            pieces.extend(self._next_quotations(number))
        return self._draft("following", clause, source, pieces)

    def _stop(self, clause: _Clause, later: Sequence[_Clause], end: int) -> int:
        """Where the content that follows ``clause`` must stop: at a clause that runs beside it, or at the end."""
        lower = self.words.lower
        for other in later:
            before = other.start
            if other.source is None or lower[before - 1] in _RUNS_BESIDE:
                while lower[before - 1] in _RUNS_BESIDE or self.words.form[before - 1] in _LOOSE:
                    before -= 1
                return before
        while end > clause.end and self.shape[end - 1] == ".":
            end -= 1
        return end

    def _content_start(self, clause: _Clause, stop: int) -> int | None:
        """First word of the content behind a cue, as the cue's table in ``cues.toml`` asks."""
        lower, begin, frame = self.words.lower, clause.end, clause.entry.frame
        if begin >= stop:
            return None
        marks = {"that"} if frame == "clause" else {"that", "to"} | listed("question_words")
        if frame == "that":
            marks -= {"to"}
        is_far = frame == "addressee" or self.shape[begin] in "PopTR,:"
        for i in range(begin, min(stop, begin + (_FARTHEST if is_far else 1))):
            if i in self.opening and (i == begin or self.words.form[i - 1] in _LOOSE):
                return i
            if lower[i] in marks and frame != "object":
                return i
        return begin if frame in ("clause", "object") and self.shape[begin] != "," else None

    def _according_to(self, first: int, end: int) -> Draft | None:
        """The claim that "according to" carries, before its content, behind it or within."""
        lower = self.words.lower
        at = next((i for i in range(first, end - 2) if lower[i] == "according" and lower[i + 1] == "to"), None)
        match = _AUTHORITY.match(self.shape, at + 2, end) if at is not None else None
        if at is None or match is None or self.shape[at] == "Q":
            return None
        is_parted = self.shape[match.end() : match.end() + 1] == ","
        if at - first < 2 and not is_parted:  # what looks like an apposition is the content
            match = _AUTHORITY.match(self.shape, at + 2, max(at + 3, self.shape.find(",", at, end))) or match
        pieces = [(first, at)]
        if at - first < 2 or is_parted:
            pieces.append((match.end(), end))
        content = self._trimmed(pieces)
        return Draft("according_to", "according to", match.span(), (at, at + 2), content) if content else None

    def _next_quotations(self, number: int) -> Iterator[Range]:
        """The sentences behind ``number`` that are nothing but a quotation, in its paragraph and past its end."""
        line = self.words.line
        last = self.closing.get(self.sentences[number][1] - 1)
        for i in range(number + 1, len(self.sentences)):
            first, end = self.sentences[i]
            quotation = self.opening.get(first)
            if quotation is None or not (line[first] == line[first - 1] or (last and last.goes_on)):
                return
            if any(self.words.is_word(rest) for rest in range(quotation.end, end)):
                return
            yield first, quotation.end
            last = quotation

    def _draft(self, rule: str, clause: _Clause, source: Range, pieces: Sequence[Range]) -> Draft | None:
        content = self._trimmed(pieces)
        return Draft(rule, clause.entry.lemma, source, clause.cue, content) if content else None

    def _trimmed(self, pieces: Sequence[Range]) -> tuple[Range, ...]:
        """The pieces without loose punctuation at their ends; those without a word are left out."""
        kept = []
        for first, last in pieces:
            start, end = first, last
            while start < end and self.words.form[start] in _LOOSE and self.shape[start] != "Q":
                start += 1
            while end > start and self.words.form[end - 1] in _LOOSE and self.shape[end - 1] != "Q":
                end -= 1
            if any(self.words.is_word(i) for i in range(start, end)):
                kept.append((start, end))
        return tuple(kept)
