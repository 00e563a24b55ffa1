"""Whom each "he", "she", "the minister" and "the 41-year-old" of a text means.

A text is gone through once. Names, and pronouns and descriptions that were understood, are mentions. At each pronoun
and description a small trained network (``training/references.py``) weighs the people by how and where they were
mentioned and by what is told of them, against that nobody named is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from pipeline.nlp.asking import Asked, Meaning, Question
from pipeline.nlp.described import AskedEpithet
from pipeline.nlp.epithets import Epithet, epithets_of, strangers_of
from pipeline.nlp.marking import Marks
from pipeline.nlp.mentions import Mention, Mentions
from pipeline.nlp.participants import Cast, Participant
from pipeline.nlp.pronouns import FORMS, AskedPronoun
from pipeline.nlp.scorer import scorer_of
from pipeline.nlp.terms import Terms

KINDS = ("pronouns", "epithets")

_LONGEST = 60  # words up to the end of a sentence; in a longer one a quotation mark was forgotten

LEAST = {"named_next": 0.75, "role": 0.65, "age": 0.65}  # probability of a meaning by its rule
LEAST_OF_OTHERS = 0.7  # below it nobody is named

Answer = Callable[[Sequence[Sequence[float]]], Sequence[float]]
"""From the rows of a question to how likely each is; the first is nobody."""


def trained() -> dict[str, Answer]:
    """The trained networks, by kind."""
    return {kind: scorer_of(kind).probabilities for kind in KINDS}


class References:
    """The meanings of one text's pronouns and descriptions of people.

    ``meanings`` and ``questions`` are by word: of a pronoun its own, of a description its last. ``roles`` are the
    places of descriptions that were understood.

    Args:
        answers: what weighs the people, by kind; while it is trained, others than the trained networks.
    """

    def __init__(self, marks: Marks, cast: Cast, answers: Mapping[str, Answer] | None = None) -> None:
        self.meanings: dict[int, Meaning] = {}
        self.questions: dict[int, Question] = {}
        self.roles: list[tuple[int, int, Participant]] = []
        self._answers = answers or trained()
        self._told = Mentions(marks, cast)
        self._terms = Terms(marks.words, marks.shape)
        self._last_meant: dict[str, Mention] = {}
        self._called: dict[str, Participant | None] = {}
        for _, take in sorted(self._places(marks), key=lambda place: place[0]):
            take()

    def _places(self, marks: Marks) -> Iterator[tuple[tuple[int, int], Callable[[], object]]]:
        """Where somebody is mentioned, and how that is taken; what is quoted comes after the rest of its sentence."""
        told, lower = self._told, marks.words.lower

        def turn(i: int, number: int) -> tuple[int, int]:
            behind = marks.sentences[told.sentence(i) - 1][1] - 1
            is_late = marks.shape[i] == "Q" and behind - i < _LONGEST
            return (behind if is_late else i, number)

        for name in marks.names:
            if name.start in told.named:
                yield (name.start, 0), partial(told.take, name.start, name.end, told.named[name.start], "name")
        for i, word in enumerate(lower):
            if word in FORMS:
                yield turn(i, i + 1), partial(self._take_pronoun, i)
        for epithet in epithets_of(marks):
            yield turn(epithet.start, epithet.start + 2), partial(self._take_epithet, epithet)
        for i in strangers_of(marks):
            yield turn(i, i + 2), partial(told.take_stranger, i, None)

    def _take_pronoun(self, i: int) -> None:
        gender = FORMS[self._told.words.lower[i]]
        asked = AskedPronoun(self._told, self.meanings, self._last_meant.get(gender), i)
        if one := self._understand("pronouns", asked, i):
            self._last_meant[gender] = self._told.take(i, i + 1, one, "pronoun")
        else:
            self._told.take_stranger(i, gender, is_pronoun=True)

    def _take_epithet(self, epithet: Epithet) -> None:
        noun = self._told.words.lower[epithet.end - 1]
        same = self._last_meant.get(noun)
        asked = AskedEpithet(self._told, self._terms, self.meanings, same, epithet, self._called)
        one = self._understand("epithets", asked, epithet.end - 1)
        self._called[noun] = one
        if one:
            self.roles.append((*epithet, one))
            self._last_meant[noun] = self._told.take(*epithet, one, "role")
        else:
            self._told.take_stranger(epithet.start, asked.gender)

    def _understand(self, kind: str, asked: Asked, i: int) -> Participant | None:
        question = asked.question()
        shares = self._answers[kind](question.rows)
        best = max(range(len(shares)), key=shares.__getitem__)
        one = question.people[best - 1] if best else None
        self.questions[i] = question
        self.meanings[i] = Meaning(one, shares[best], asked.rule_of(one))
        return one
