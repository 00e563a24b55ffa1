"""What is asked at a "he" or "she": whom of the people so far, or named soon after, it means."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from pipeline.nlp.asking import Asked, Meanings
from pipeline.nlp.chains import GENDERS
from pipeline.nlp.mentions import OWNING, Known, Mention, Mentions
from pipeline.nlp.participants import Participant

FORMS = GENDERS | {"himself": "m", "herself": "f"}
_OBJECTS = frozenset({"him", "himself", "herself"})
_NEXT = 2  # people that may be named after the pronoun


class AskedPronoun(Asked):
    """One pronoun of a person."""

    def __init__(self, told: Mentions, meanings: Meanings, same: Mention | None, i: int) -> None:
        self._next = list(islice(told.newcomers(i), _NEXT))
        super().__init__(told, meanings, same, i, FORMS[told.words.lower[i]])

    def rule_of(self, one: Participant | None) -> str:
        """What most speaks for somebody."""
        is_new = one is not None and one is not self._speaker and one.name not in self._told.known
        return "named_next" if is_new else super().rule_of(one)

    def _besides(self) -> Iterator[Participant | None]:
        yield self._speaker
        yield from self._next

    def _may_be(self, one: Participant) -> bool:
        is_told = one.gender is not None and one.is_gender_told
        is_of_content = one.name not in self._told.known and one.by is not None and self._is_own(one.by.start)
        return not is_of_content and (one.gender == self.gender or (not is_told and one.label == "PERSON"))

    def _is_surely(self, one: Participant) -> bool:
        return one.gender == self.gender

    def _around(self) -> list[float]:
        told, i, word = self._told, self._i, self._told.words.lower[self._i]
        is_direct = bool(self._own) and all(told.shape[start] == "Q" for start, _ in self._own)
        same = sum(self._is_surely(known.one) for known in self.people)
        return [
            float(self._is_quoted),
            float(self._claim is not None),
            float(word in OWNING),
            float(word in _OBJECTS),
            float(i == 0 or told.sentence(i - 1) != self._sentence),
            float(i == 0 or told.words.line[i - 1] != self._line),
            float(told.holder[i] is not None and told.holder[i] != self._claim),
            float(is_direct),
            min(len(self._rank), 4) / 4,
            min(same, 3) / 3,
        ]

    def _by_person(self, known: Known) -> list[float]:
        one = known.one
        is_speaker = self._speaker is one
        return [
            float(one.gender == self.gender),
            float(one.gender == self.gender and one.is_gender_told),
            float(one.gender not in (None, self.gender)),
            float(one.gender is None),
            float(one.gender is None and self._same_rank is not None),
            float(one.is_bare),
            float(one.label != "PERSON"),
            float(one.name in self._told.relatives),
            float(is_speaker and not self._is_quoted),
            float(is_speaker and not self._is_quoted and self._is_speaker_ahead),
            float(is_speaker and self._is_quoted),
            float(self._speaker is not None and not is_speaker and not self._is_quoted),
            *self._by_newness(one),
        ]

    def _by_newness(self, one: Participant) -> list[float]:
        """Whether somebody has yet to be named, and how soon he is."""
        if one.by is None or one.name in self._told.known:
            return [0.0] * 7
        lines = self._told.words.line[one.by.start] - self._line
        is_next = bool(self._next) and self._next[0] is one
        return [
            1.0,
            float(is_next),
            *(float(lines == n) for n in range(3)),
            float(self._told.sentence(one.by.start) == self._sentence),
            float(one.by.start in self._told.claim_at),
        ]
