"""What a source resolves to, and how it is told: the speaker, or why there is none, with the steps that led there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.nlp.antecedents import Others
from pipeline.nlp.chains import Name, generation_of, head_of, surname_of
from pipeline.nlp.lexicon import function_words
from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.marking import Marks
from pipeline.nlp.participants import Cast, Participant
from pipeline.nlp.people import is_title
from pipeline.nlp.reading import Step
from pipeline.nlp.shapes import Range

_SPOKESPERSON = re.compile(
    r"(?:(?:an? |the )?(?P<whose>.+?) )?(?:spokes\w+|press secretary|press officer)(?: (?:for|of) (?P<whom>.+))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom a source resolves to.

    Args:
        kind: the kind of mention that the source is: name, nominal or pronoun.
        by: the name that led to the speaker.
        others: further speakers of a joint claim, names with their labels.
        speaks_for: for whom an office or a spokesperson speaks.
        source_kind: person, organisation, place, document or group; None where the words do not tell.
    """

    kind: str
    name: str | None = None
    label: str | None = None
    reason: str | None = None
    evidence: tuple[Step, ...] = ()
    role: str | None = None
    is_anonymous: bool = False
    confidence: float = 0.5
    by: Name | None = None
    others: Others = ()
    speaks_for: str | None = None
    source_kind: str | None = None


class Answers:
    """The speakers of one text as its names, roles and descriptions tell them."""

    def __init__(self, marks: Marks) -> None:
        self.words = marks.words
        self.shape = marks.shape
        self.names = marks.names
        self.starts = [name.start for name in marks.names]
        self.cast = Cast(marks.words, marks.names, marks.shape)
        self.given = {n.full.split()[0] for n in marks.names if n.label == "PERSON" and n.full}
        self.principals: dict[str, str] = {}

    def _within(self, place: Range) -> Iterator[Name]:
        for i in range(bisect_left(self.starts, place[0]), len(self.names)):
            if self.names[i].end > place[1]:
                return
            yield self.names[i]

    def _end_of_clause(self, start: int, end: int) -> int:
        """The first comma from word ``start`` on, else ``end``."""
        return next((i for i in range(start, end) if self.shape[i] == ","), end)

    def _words_of(self, start: int, end: int) -> str:
        return " ".join(self.words.span(start, end).text(self.words.text).split())

    def _source_step(self, kind: str, source: Range) -> Step:
        span = self.words.span(*source)
        return Step("source", kind, span.text(self.words.text), span, 0.9)

    def _unresolved(self, kind: str, source: Range, reason: str) -> Speaker:
        step = self._source_step(kind, source)
        return Speaker(kind, reason=reason, evidence=(step,), is_anonymous=reason == "anonymous")

    def _as(self, one: Participant, kind: str, source: Range, rule: str, confidence: float) -> Speaker:
        """The participant as speaker; ``rule`` tells how a source that is no name led to it."""
        if one.by:
            return self._found(kind, source, one.by, rule, confidence)
        steps = (self._source_step(kind, source), Step("antecedent", rule, one.name, None, confidence))
        described = "group" if one.nouns & listed("gathered") else "document"
        source_kind = described if one.label == "OTHER" else None
        return Speaker(kind, one.name, one.label, None, steps, confidence=confidence, source_kind=source_kind)

    def _found(self, kind: str, source: Range, name: Name, rule: str | None, confidence: float) -> Speaker:
        """The speaker that ``name`` names."""
        is_also_a_person = name.label == "GPE" and name.surface in self.given
        before = self.words.lower[name.start - 1] if name.start else ""
        is_told = name.full is None or before in ("elder", "older", "younger")
        told_apart = self._generation(source, name) if name.label == "PERSON" and is_told else None
        if told_apart and told_apart.by:
            return self._found(kind, source, told_apart.by, "generation", 0.7)
        if name.full is None or is_also_a_person:
            return self._unresolved(kind, source, "ambiguous")
        steps = [self._source_step(kind, source)]
        if rule:
            steps.append(Step("antecedent", rule, name.surface, self.words.span(name.start, name.end), confidence))
        if name.full != name.surface:
            steps.append(Step("chain", "fullest_name", name.full, None, 0.9))
        one = self.cast[name.full]
        described = self._description(source, name)
        if described and one.role and described.endswith(one.role):
            one.role = described  # "spokesman for the port", of which the name's own words tell "port"
        for told in (one.role or name.role, described):
            if told:
                self.cast.give_role(one, told)
        whom = self.principals.get(name.full) or self._speaks_for(one.role, source[0])
        return Speaker(
            kind, name.full, name.label, None, tuple(steps), one.role, confidence=confidence, by=name, speaks_for=whom
        )

    def _generation(self, source: Range, name: Name) -> Participant | None:
        """Whom "the elder Mr. Vos" or "the younger" one means of two of whom one is told to be a parent or a child."""
        told = set(self.words.lower[source[0] : name.start])
        asked, others = listed("parents"), listed("children")
        if not told & asked:
            asked, others = others, asked
        if not told & asked:
            return None
        surname = surname_of(name)
        nouns = {
            one.name: one.nouns | {(generation_of(one.by) or "").lower()}
            for one in self.cast.people()
            if one.by and surname_of(one.by) == surname
        }
        fitting = [one for one in nouns if nouns[one] & asked] or [one for one in nouns if not nouns[one] & others]
        return self.cast[fitting[0]] if len(nouns) == 2 and len(fitting) == 1 else None

    def _description(self, source: Range, name: Name) -> str | None:
        """The description before a person's name in a source: "A former director of the port, Mr. Jan Vos"."""
        start = source[0] + (self.words.lower[source[0]] in listed("determiners"))
        comma = name.start - 1
        while comma > start and is_title(self.words.form[comma]):
            comma -= 1
        is_here = name.label == "PERSON" and name.end <= source[1]
        nothing = function_words(), ("them", "us")  # as "one of them" tells
        is_told = any(not any(word in words for words in nothing) for word in self.words.lower[start:comma])
        is_described = is_here and is_told and self.shape[comma] == "," and self.shape[start] not in "Ppob"
        if not is_described:
            return None
        who = next((i for i in range(start + 1, comma) if self.words.lower[i] == "who"), comma)
        told = self._words_of(start, who)  # without "who gave only her first name"
        return None if who < comma and head_of(told) in listed("anybody") else told

    def _speaks_for(self, role: str | None, at: int) -> str | None:
        """For whom a spokesperson of this role speaks, told before word ``at``: "a spokeswoman for the port"."""
        told = _SPOKESPERSON.fullmatch(role or "")
        words = told and (told["whom"] or told["whose"])
        if not words:
            return None
        whom = words.removeprefix("the ").removesuffix("’s").removesuffix("'s")
        if words.startswith("the ") and whom in listed("bodies") and (body := self.cast.by_noun(whom, at)):
            return body.name
        return next((name for name in (words, whom) if name in self.cast), whom)
