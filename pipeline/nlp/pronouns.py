"""Whom each "he" and "she" of a text means.

A text is gone through once. Names, people spoken of by their role and pronouns that were understood are mentions. At a
pronoun a small trained network (``training/pronouns.py``) weighs the people by how and where they were mentioned,
against that nobody named is meant.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from math import log1p
from typing import NamedTuple

from pipeline.nlp.chains import GENDERS
from pipeline.nlp.marking import Marks
from pipeline.nlp.mentions import OWNING, Known, Mention, Mentions
from pipeline.nlp.participants import Cast, Participant
from pipeline.nlp.scorer import scorer_of
from pipeline.nlp.shapes import compiled

FORMS = GENDERS | {"himself": "m", "herself": "f"}
_OBJECTS = frozenset({"him", "himself", "herself"})
_ROLE = compiled(r"D[wN]{0,3}[SN](?![NSwO])")
_MOST = 8  # people that a pronoun may mean: those mentioned last
_FAR = 9  # sentences, where there is no mention to count from

Answer = Callable[[Sequence[Sequence[float]]], Sequence[float]]
"""From the rows of a question to how likely each is; the first is nobody."""


class Meaning(NamedTuple):
    """Whom a pronoun means, None where it is nobody named, how likely that is, and what most speaks for it."""

    one: Participant | None
    probability: float
    rule: str


class Question(NamedTuple):
    """What is asked at a pronoun: the people it may mean, and rows of features, the first for nobody."""

    people: list[Participant]
    rows: list[list[float]]


class Pronouns:
    """The meanings of one text's "he", "she" and their forms, by word.

    ``roles`` are the places where somebody is spoken of by a role alone: "the minister".

    Args:
        answer: what weighs the people; while it is trained, another than the trained network.
    """

    def __init__(self, marks: Marks, cast: Cast, answer: Answer | None = None) -> None:
        self.meanings: dict[int, Meaning] = {}
        self.questions: dict[int, Question] = {}
        self._answer = answer or scorer_of("pronouns").probabilities
        self._told = Mentions(marks, cast)
        self._last_meant: dict[str, Mention] = {}
        self.roles = list(self._role_mentions())
        self._read(marks)

    def _role_mentions(self) -> Iterator[tuple[int, int, Participant]]:
        told = self._told
        for found in _ROLE.finditer(told.shape):
            start, end = found.span()
            is_definite = told.words.lower[start] == "the"
            if is_definite and (one := told.cast.by_role(told.words.lower[start + 1 : end], start)):
                yield start, end, one

    def _read(self, marks: Marks) -> None:
        """Go through mentions and pronouns; pronouns in quotation marks come after the rest of their sentence."""
        told, lower = self._told, marks.words.lower
        mentions = [(n.start, n.end, told.named[n.start], "name") for n in marks.names if n.start in told.named]
        mentions += [(*role, "role") for role in self.roles]
        places = [(mention[0], mention[0], n) for n, mention in enumerate(mentions)]
        for i, word in enumerate(lower):
            if word in FORMS:
                behind = marks.sentences[told.sentence(i) - 1][1] - 1
                places.append((behind if marks.shape[i] == "Q" else i, i, -1))
        for _, i, n in sorted(places):
            if n >= 0:
                told.take(*mentions[n])
            else:
                self._understand(i)

    def _understand(self, i: int) -> None:
        asked = _Asked(self._told, self.meanings, self._last_meant.get(FORMS[self._told.words.lower[i]]), i)
        question = Question([known.one for known in asked.people], asked.rows())
        shares = self._answer(question.rows)
        best = max(range(len(shares)), key=shares.__getitem__)
        one = question.people[best - 1] if best else None
        self.questions[i] = question
        self.meanings[i] = Meaning(one, shares[best], asked.rule_of(one))
        if one:
            self._last_meant[asked.gender] = self._told.take(i, i + 1, one, "pronoun")


class _Asked:
    """One pronoun, and what is told of the people it may mean."""

    def __init__(self, told: Mentions, meanings: dict[int, Meaning], same: Mention | None, i: int) -> None:
        self._told, self._i, self._same = told, i, same
        self.gender = FORMS[told.words.lower[i]]
        self._sentence, self._line = told.sentence(i), told.words.line[i]
        self._is_quoted = told.shape[i] == "Q"
        self._claim = told.claim_at.get(i)
        self._own = told.contents[self._claim] if self._claim is not None else ()
        self._speaker, self._is_speaker_ahead = self._enclosing(meanings)
        fitting = [known for known in reversed(told.known.values()) if self._may_be(known.one)]
        self.people = sorted(fitting[: 2 * _MOST], key=lambda known: -self._start(known))[:_MOST]
        for one in (told.first_person, told.last_speaker.one if told.last_speaker else None, self._speaker):
            if one and self._may_be(one) and all(one is not known.one for known in self.people):
                self.people.append(told.known.get(one.name) or Known(one))
        self._rank = {id(known): n for n, known in enumerate(self._of_gender(self.gender, None))}
        self._same_rank = next(iter(self._of_gender(self.gender)), None)
        self._order = sorted(self._of_gender(self.gender, None), key=self._place_in_order)
        self._total = sum(known.count for known in self.people) or 1
        self._most = max((known.count for known in self.people), default=0)

    def _may_be(self, one: Participant) -> bool:
        return one.gender == self.gender or (one.gender is None and one.label == "PERSON")

    def _of_gender(self, *genders: str | None) -> list[Known]:
        return [known for known in self.people if known.one.gender in genders]

    def _last(self, known: Known) -> Mention | None:
        """His last mention, outside what the pronoun's owner says if there is one."""
        mentions = known.last
        if self._is_quoted and known.quoted and (not mentions or mentions[-1].start < known.quoted.start):
            mentions = [*mentions, known.quoted]
        outside = (m for m in reversed(mentions) if not self._is_own(m.start))
        return next(outside, mentions[-1] if mentions else known.quoted)

    def _place_in_order(self, known: Known) -> tuple[int, bool, int]:
        """How little somebody recommends himself: many sentences back, of unknown gender, neither speaker nor first."""
        last, speaker = self._last(known), self._told.last_speaker
        if last is None:
            return (_FAR, True, 0)
        is_first = self._told.firsts.get(last.sentence) is known.one
        is_speaker = speaker is not None and speaker.one is known.one and speaker.sentence == last.sentence
        return (self._sentence - last.sentence + (known.one.gender is None), not (is_first or is_speaker), -last.start)

    def _is_own(self, i: int) -> bool:
        return any(start <= i < end for start, end in self._own)

    def _start(self, known: Known) -> int:
        last = self._last(known)
        return last.start if last else self._i

    def _enclosing(self, meanings: dict[int, Meaning]) -> tuple[Participant | None, bool]:
        """Who says the words in which the pronoun stands, and whether that is told ahead of it."""
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

    def _around(self) -> list[float]:
        """Where and how the pronoun stands."""
        told, i, word = self._told, self._i, self._told.words.lower[self._i]
        is_direct = bool(self._own) and all(told.shape[start] == "Q" for start, _ in self._own)
        same = len(self._of_gender(self.gender))
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

    def _of_nobody(self) -> list[float]:
        """What speaks for somebody who has no name in the text."""
        told = self._told
        before = bisect_left(told.unnamed, self._i, key=lambda one: one.place) - 1
        while before >= 0 and told.unnamed[before].gender not in (self.gender, None):
            before -= 1
        one = told.unnamed[before] if before >= 0 else None
        nearest = next((known for known in self.people if id(known) in self._rank), None)
        last = self._last(nearest) if nearest else None
        distance = self._sentence - last.sentence if last else _FAR
        is_later = one is not None and (last is None or one.place > last.start)
        back = self._sentence - one.sentence if one else _FAR
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
        ]

    def _of(self, known: Known) -> list[float]:
        """What speaks for and against one person."""
        return [*self._by_last_mention(known), *self._by_place_in_text(known), *self._by_person(known)]

    def _by_last_mention(self, known: Known) -> list[float]:
        last = self._last(known)
        if last is None:
            return [1.0] + [0.0] * 30
        sentences, lines = max(0, self._sentence - last.sentence), max(0, self._line - last.line)
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
        ]

    def _by_place_in_text(self, known: Known) -> list[float]:
        told, one, rank = self._told, known.one, self._rank.get(id(known), _FAR)
        speaker = told.last_speaker
        is_speaker = speaker is not None and speaker.one is one
        lines = self._line - speaker.line if speaker else _FAR
        return [
            float(rank == 0),
            float(rank == 1),
            float(1 < rank < _FAR),
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
        ]

    def _by_person(self, known: Known) -> list[float]:
        one = known.one
        is_speaker = self._speaker is one
        return [
            float(one.gender == self.gender),
            float(one.gender is None),
            float(one.gender is None and self._same_rank is not None),
            float(one.is_bare),
            float(one.label != "PERSON"),
            float(one.name in self._told.relatives),
            float(is_speaker and not self._is_quoted),
            float(is_speaker and not self._is_quoted and self._is_speaker_ahead),
            float(is_speaker and self._is_quoted),
            float(self._speaker is not None and not is_speaker and not self._is_quoted),
        ]
