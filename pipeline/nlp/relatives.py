"""Who "her husband" or "his friend" is: what one person is told to be to another, read in both directions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.nlp.antecedents import Antecedent, Antecedents
from pipeline.nlp.chains import GENDERS, Name, head_of
from pipeline.nlp.lexicon import inverse_relations
from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.marking import Marks
from pipeline.nlp.participants import Cast, Participant

_BEFORE = 6  # words before a name in which it is told whose relative he is


class Tie(NamedTuple):
    """``one`` is the ``noun`` of ``other``: the wife of somebody."""

    one: Participant
    noun: str
    other: Participant


class Relatives:
    """What the people of one text are to each other."""

    def __init__(self, marks: Marks, cast: Cast, antecedents: Antecedents) -> None:
        self._words = marks.words
        self._names = [n for n in marks.names if n.label == "PERSON" and n.full]
        self._cast = cast
        self._antecedents = antecedents

    def find(self, noun: str, owner: Participant, at: int) -> Antecedent | None:
        """Who is the ``noun`` of ``owner``, told before word ``at`` or by what the owner is to somebody."""
        ties = [tie for tie in self._ties() if tie.one is not tie.other]
        found = [tie.one for tie in ties if tie.other is owner and tie.noun == noun]
        found = found or [tie.other for tie in ties if tie.one is owner and noun in inverse_relations(tie.noun)]
        gender = "f" if noun in listed("feminine") else "m" if noun in listed("masculine") else None
        fitting = {one.name: one for one in found if gender is None or one.gender in (gender, None)}
        return Antecedent("relative", next(iter(fitting.values()))) if len(fitting) == 1 else None

    def _ties(self) -> Iterator[Tie]:
        """What is told right before a name or right behind it: "his wife, Ann", "Ann Orr, Vos’s sister"."""
        for name in self._names:
            one = self._cast[name.full or ""]
            noun = head_of(name.role) if name.role else ""
            if noun in listed("relations") and (other := self._owner(name, noun)):
                yield Tie(one, noun, other)

    def _owner(self, name: Name, noun: str) -> Participant | None:
        lower = self._words.lower
        window = (*range(name.start - 1, max(-1, name.start - _BEFORE), -1), *range(name.end, name.end + _BEFORE))
        place = next((i for i in window if i < len(lower) and lower[i] == noun), None)
        if place is None:
            return None
        for i in range(place - 1, max(-1, place - _BEFORE), -1):
            if lower[i] in GENDERS:
                found = self._antecedents.find({"m": "he", "f": "she"}[GENDERS[lower[i]]], i)
                return found.one if found else None
            owner = next((n for n in self._names if n.end == i), None)
            if lower[i] == "'s" and owner:
                return self._cast[owner.full or ""]
        return None
