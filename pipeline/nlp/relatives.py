"""Who "her husband" or "his friend" is: what one person is told to be to another, read in both directions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.nlp.antecedents import Antecedent, Antecedents
from pipeline.nlp.chains import GENDERS, Name
from pipeline.nlp.lexicon import inverse_relations
from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.marking import Marks
from pipeline.nlp.participants import Cast, Participant

_NEAR = 5  # words around a name in which it is told whose relative he is


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

    def find(self, noun: str, owner: Participant) -> Antecedent | None:
        """Who is the ``noun`` of ``owner``, told in so many words or by what the owner is to somebody."""
        ties = [tie for tie in self._ties() if tie.one is not tie.other]
        found = [tie.one for tie in ties if tie.other is owner and tie.noun == noun]
        found = found or [tie.other for tie in ties if tie.one is owner and noun in inverse_relations(tie.noun)]
        gender = "f" if noun in listed("feminine") else "m" if noun in listed("masculine") else None
        fitting = {one.name: one for one in found if gender is None or one.gender in (gender, None)}
        return Antecedent("relative", next(iter(fitting.values()))) if len(fitting) == 1 else None

    def are_tied(self, one: Participant, other: Participant) -> bool:
        """Whether the text tells what one of two people is to the other."""
        return any({tie.one.name, tie.other.name} == {one.name, other.name} for tie in self._ties())

    def _ties(self) -> Iterator[Tie]:
        """What is told right before a name or right behind it: "his wife, Ann", "Ann Orr, Vos’s sister"."""
        for name in self._names:
            for place in self._nouns_beside(name):
                if other := self._owner(place):
                    yield Tie(self._cast[name.full or ""], self._words.lower[place], other)

    def _nouns_beside(self, name: Name) -> Iterator[int]:
        lower = self._words.lower
        before = name.start - 1 - (lower[name.start - 1] == ",")
        behind = range(name.end + 1, min(name.end + _NEAR, len(lower)))
        is_told = lower[name.end : name.end + 1] == [","]
        noun = next((i for i in behind if is_told and lower[i] in listed("relations")), None)
        if before >= 0 and lower[before] in listed("relations"):
            yield before
        elif noun is not None:
            yield noun

    def _owner(self, place: int) -> Participant | None:
        """Whose relative the noun at word ``place`` tells of."""
        lower = self._words.lower
        for i in range(place - 1, max(-1, place - _NEAR), -1):
            if lower[i] in GENDERS:
                found = self._antecedents.find({"m": "he", "f": "she"}[GENDERS[lower[i]]], i)
                return found.one if found else None
            if lower[i] == "'s":
                return next((self._cast[n.full or ""] for n in self._names if n.end == i), None)
        return None
