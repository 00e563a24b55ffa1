"""A place in a text where somebody is meant, and what tells who of the people around it: rows of features."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from math import log1p
from typing import NamedTuple

from pipeline.nlp.mentions import Known, Mention, Mentions
from pipeline.nlp.participants import Participant

MOST = 8  # people that may be meant: those mentioned last
FAR = 9  # sentences, where there is no mention to count from


class Meaning(NamedTuple):
    """Who is meant, None where it is nobody named, how likely that is, and what most speaks for it."""

    one: Participant | None
    probability: float
    rule: str


class Question(NamedTuple):
    """What is asked at a place: the people that may be meant, and rows of features, the first for nobody."""

    people: list[Participant]
    rows: list[list[float]]


Meanings = Mapping[int, Meaning]
"""What was understood before: of a pronoun by its word, of a description by its last."""


class Asked(ABC):
    """One place where somebody is meant.

    Args:
        same: the last mention by words like these.
        i: the word at which it starts.
        gender: of who is meant, None where that is not told.
    """

    def __init__(self, told: Mentions, meanings: Meanings, same: Mention | None, i: int, gender: str | None) -> None:
        self._told, self._i, self._same, self.gender = told, i, same, gender
        self._sentence, self._line = told.sentence(i), told.words.line[i]
        self._is_quoted = told.shape[i] == "Q"
        self._claim = told.claim_at.get(i)
        self._own = told.contents[self._claim] if self._claim is not None else ()
        self._speaker, self._is_speaker_ahead = self._enclosing(meanings)
        fitting = [known for known in reversed(told.known.values()) if self._may_be(known.one)]
        self.people = sorted(fitting[: 2 * MOST], key=lambda known: -self._start(known))[:MOST]
        for one in (told.first_person, told.last_speaker.one if told.last_speaker else None, *self._besides()):
            if one and self._may_be(one) and all(one is not known.one for known in self.people):
                self.people.append(told.known.get(one.name) or Known(one))
        self._stranger = told.stranger(gender)
        self._rank = {id(known): n for n, known in enumerate(self.people)}
        self._same_rank = next((known for known in self.people if self._is_surely(known.one)), None)
        self._order = sorted(self.people, key=self._place_in_order)
        self._total = sum(known.count for known in self.people) or 1
        self._most = max((known.count for known in self.people), default=0)
        self._by_line = Counter(last.line for known in self.people if (last := self._last(known)))
        self._by_sentence = Counter(last.sentence for known in self.people if (last := self._last(known)))

    def question(self) -> Question:
        """What is asked here."""
        return Question([known.one for known in self.people], self.rows())

    @abstractmethod
    def _besides(self) -> Iterator[Participant | None]:
        """Who may be meant besides those who were mentioned last."""

    @abstractmethod
    def _may_be(self, one: Participant) -> bool: ...

    @abstractmethod
    def _is_surely(self, one: Participant) -> bool:
        """Whether somebody's gender is known to be right."""

    @abstractmethod
    def _around(self) -> list[float]:
        """Where and how it stands."""

    @abstractmethod
    def _by_person(self, known: Known) -> list[float]:
        """What somebody is told to be."""

    def _last(self, known: Known) -> Mention | None:
        """His last mention, outside what who is asked for says if there is one."""
        mentions = known.last
        if self._is_quoted and known.quoted and (not mentions or mentions[-1].start < known.quoted.start):
            mentions = [*mentions, known.quoted]
        outside = (m for m in reversed(mentions) if not self._is_own(m.start))
        return next(outside, mentions[-1] if mentions else known.quoted)

    def _place_in_order(self, known: Known) -> tuple[int, bool, int]:
        """How little somebody recommends himself: many sentences back, of unknown gender, neither speaker nor first."""
        last, speaker = self._last(known), self._told.last_speaker
        if last is None:
            return (FAR, True, 0)
        is_first = self._told.firsts.get(last.sentence) is known.one
        is_speaker = speaker is not None and speaker.one is known.one and speaker.sentence == last.sentence
        return (self._sentence - last.sentence + (known.one.gender is None), not (is_first or is_speaker), -last.start)

    def _is_own(self, i: int) -> bool:
        return any(start <= i < end for start, end in self._own)

    def _start(self, known: Known) -> int:
        last = self._last(known)
        return last.start if last else self._i

    def _enclosing(self, meanings: Meanings) -> tuple[Participant | None, bool]:
        """Who says the words around it, and whether that is told ahead of it."""
        holder = self._told.holder[self._i]
        if holder is not None and holder != self._claim:
            for place in self._told.sources[holder]:
                for j in range(*place):
                    one = self._told.named.get(j) or (meanings[j].one if j in meanings else None)
                    if one:
                        return one, j < self._i
        return None, False

    def rule_of(self, one: Participant | None) -> str:
        """What most speaks for somebody."""
        if one is None:
            return "nobody"
        if one is self._speaker:
            return "speaker_of_the_words"
        if self._told.last_speaker and self._told.last_speaker.one is one:
            return "last_speaker"
        known = self._told.known.get(one.name)
        last = self._last(known) if known else None
        return "last_subject" if last and last.is_subject else "last_name"

    def rows(self) -> list[list[float]]:
        """The features of nobody and of each of the people."""
        around = self._around()
        nobody = self._of_nobody()
        somebody = [self._of(known) for known in self.people]
        absent = [0.0] * len(somebody[0] if somebody else self._of(Known(Participant("", "PERSON", frozenset()))))
        return [
            [1.0, *nobody, *absent, *around],
            *([0.0] * (1 + len(nobody)) + features + around for features in somebody),
        ]

    def _of_nobody(self) -> list[float]:
        """What speaks for somebody who has no name in the text."""
        told = self._told
        before = bisect_left(told.unnamed, self._i, key=lambda one: one.place) - 1
        while before >= 0 and self.gender and told.unnamed[before].gender not in (self.gender, None):
            before -= 1
        one = told.unnamed[before] if before >= 0 else None
        nearest = self.people[0] if self.people else None
        last = self._last(nearest) if nearest else None
        distance = self._sentence - last.sentence if last else FAR
        is_later = one is not None and (last is None or one.place > last.start)
        back = self._sentence - one.sentence if one else FAR
        return [
            float(nearest is None),
            float(is_later),
            *(float(is_later and back == n) for n in range(3)),
            float(is_later and one is not None and one.gender == self.gender),
            float(is_later and one is not None and one.is_new),
            float(one is not None and not is_later and back <= 1),
            float(distance <= 1),
            float(distance >= 3),
            float(distance >= 6),
            *self._of_stranger(last),
        ]

    def _of_stranger(self, last: Mention | None) -> list[float]:
        """What speaks for the last who was understood to have no name."""
        one = self._stranger
        if one is None:
            return [0.0] * 12
        back, lines = self._sentence - one.sentence, self._line - one.line
        return [
            1.0,
            *(float(back == n) for n in range(3)),
            float(back > 4),
            float(lines == 0),
            float(lines == 1),
            float(one.is_source),
            float(one.is_pronoun),
            float(one.gender == self.gender),
            float(last is None or one.place > last.start),
            float(one.is_source and back <= 1 and (last is None or one.place > last.start)),
        ]

    def _of(self, known: Known) -> list[float]:
        """What speaks for and against one person."""
        return [*self._by_last_mention(known), *self._by_place_in_text(known), *self._by_person(known)]

    def _by_last_mention(self, known: Known) -> list[float]:
        last = self._last(known)
        if last is None:
            return [1.0] + [0.0] * 34
        sentences, lines = max(0, self._sentence - last.sentence), max(0, self._line - last.line)
        words = max(0, self._i - last.end)  # which holds also where sentences cannot be told apart
        return [
            0.0,
            *(float(sentences == n) for n in range(4)),
            float(4 <= sentences <= 6),
            float(sentences > 6),
            log1p(sentences),
            float(lines == 0),
            float(lines == 1),
            float(lines > 1),
            log1p(lines),
            float(last.is_subject),
            float(last.is_first),
            float(last.kind == "pronoun"),
            float(last.kind == "role"),
            float(last.is_owner),
            float(last.is_content),
            float(last.is_source),
            float(last.is_object),
            float(last.is_quoted),
            float(self._is_own(last.start)),
            float(last.kind == "pronoun" and last.is_subject),
            float(last.is_subject and sentences == 1),
            float(last.is_object and sentences == 1),
            log1p(self._sentence - known.name.sentence) if known.name else 2.0,
            log1p(self._sentence - known.source.sentence) if known.source else 2.5,
            log1p(known.sources),
            float(self._same is not None and self._same.one is known.one),
            float(self._same is not None and self._same.one is known.one and self._sentence - self._same.sentence <= 1),
            float(last.is_subject and self._told.words.lower[self._i] in ("he", "she")),
            float(words <= 4),
            float(4 < words <= 12),
            float(12 < words <= 30),
            log1p(words),
        ]

    def _by_place_in_text(self, known: Known) -> list[float]:
        told, one, rank = self._told, known.one, self._rank.get(id(known), FAR)
        speaker = told.last_speaker
        is_speaker = speaker is not None and speaker.one is one
        lines = self._line - speaker.line if speaker else FAR
        return [
            float(rank == 0),
            float(rank == 1),
            float(1 < rank < FAR),
            float(known is self._same_rank),
            float(is_speaker),
            float(is_speaker and lines == 0),
            float(is_speaker and lines == 1),
            float(known.source is not None),
            float(told.last_person is one),
            log1p(known.count),
            known.count / self._total,
            float(known.count == self._most and self._most > 1),
            float(told.first_person is one),
            float(rank == 0 and len(self._rank) == 1),
            float(told.subjects.get(self._sentence - 1) is one),
            float(told.subjects.get(self._sentence) is one),
            float(told.openers.get(self._line) is one),
            float(told.openers.get(self._line - 1) is one),
            float(bool(self._order) and self._order[0] is known),
            float(len(self._order) > 1 and self._order[1] is known),
            float(told.firsts.get(self._sentence - 1) is one),
            *self._by_company(known),
            *self._by_stranger(known),
        ]

    def _by_company(self, known: Known) -> list[float]:
        """Whether somebody is the only one who was mentioned last where he was."""
        last = self._last(known)
        if last is None:
            return [0.0] * 6
        is_only, is_alone = self._by_line[last.line] == 1, self._by_sentence[last.sentence] == 1
        lines, sentences = self._line - last.line, self._sentence - last.sentence
        others = sum(count for line, count in self._by_line.items() if last.line < line <= self._line)
        return [
            float(is_only and lines == 0),
            float(is_only and lines == 1),
            float(is_alone and sentences == 1),
            float(is_alone and sentences == 0),
            float(others == 0),
            min(others, 4) / 4,
        ]

    def _by_stranger(self, known: Known) -> list[float]:
        """Whether somebody without a name was mentioned since."""
        stranger, last = self._stranger, self._last(known)
        is_since = stranger is not None and (last is None or stranger.place > last.start)
        return [
            float(is_since),
            float(is_since and stranger is not None and stranger.is_source),
            float(is_since and stranger is not None and stranger.is_pronoun),
        ]
