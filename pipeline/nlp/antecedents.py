"""Whom a pronoun means: "he" and "she" by ``references``, "it" and "they" by who spoke last or opened a sentence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.nlp.chains import GENDERS
from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.marking import Marks, ranges_of
from pipeline.nlp.participants import Cast, Participant
from pipeline.nlp.references import LEAST, LEAST_OF_OTHERS, References

_LATEST = 9  # speakers that are looked at
_GOES_ON = 3  # sentences in which "they" still means the body that spoke
_CLOSE = 2  # sentences between "it" and the body that it means, where somebody spoke in between
_FARTHEST = 3  # paragraphs between a pronoun and its antecedent

Others = tuple[tuple[str, str], ...]
"""Further speakers of a joint claim, names with their labels."""


def _others(people: Sequence[Participant]) -> Others:
    return tuple((one.name, one.label) for one in people)


class Spoken(NamedTuple):
    """A claim's speaker, and the word behind its source."""

    place: int
    by: Participant  # of somebody unnamed without a name
    others: Others


class Antecedent(NamedTuple):
    """What a pronoun means, by which rule, and how sure that is."""

    rule: str
    one: Participant
    others: Others = ()
    confidence: float = 0.8


class Antecedents:
    """The antecedents of one text's pronouns; its speakers are told to it as they are found, in reading order."""

    def __init__(self, marks: Marks, cast: Cast) -> None:
        self._words = marks.words
        self._shape = marks.shape
        self._names = marks.names
        self._starts = [name.start for name in marks.names]
        self._sentences = [start for start, _ in marks.sentences]
        contents = (place for found in marks.found for place in ranges_of(marks.words, found.content))
        self._said = {i for place in contents for i in range(*place)}
        self._cast = cast
        self._references = References(marks, cast)
        self._roles = [(end, one) for _, end, one in self._references.roles]
        self._spoken: list[Spoken] = []

    def spoke(self, place: int, by: Participant, others: Others) -> None:
        """Take the speaker of a claim into account, whose source ends before word ``place``."""
        self._spoken.append(Spoken(place, by, others))

    def spoke_unnamed(self, place: int) -> None:
        """Take into account that somebody spoke whom the text does not name: "it" is no longer the body that spoke."""
        self._spoken.append(Spoken(place, Participant("", "PERSON", frozenset()), ()))

    def last_of_kind(self, noun: str) -> Participant | None:
        """The body or document that ``noun`` may mean and that spoke last, if one did of late."""
        spoken = (s.by for s in reversed(self._spoken[-_LATEST:]) if s.by.label != "PERSON")
        return next((one for one in spoken if noun in one.nouns), None)

    def find(self, pronoun: str, at: int) -> Antecedent | None:
        """What ``pronoun`` means at word ``at``: he, she, they or it; None where nothing fits."""
        if pronoun in GENDERS:
            return self.meant(at)
        spoken = [s for s in self._spoken[-_LATEST:] if s.place <= at and self._is_near(s.place, at)]
        if pronoun == "they":
            return self._several(spoken, at)
        return self._thing(spoken, at) if pronoun == "it" else None

    def is_asked(self, last: int) -> bool:
        """Whether what ends with word ``last`` is a description of one person."""
        return last in self._references.meanings

    def meant(self, at: int) -> Antecedent | None:
        """Whom a pronoun, or the description whose last word it is, means at word ``at``."""
        meant = self._references.meanings.get(at)
        if meant is None or meant.one is None or meant.probability < LEAST.get(meant.rule, LEAST_OF_OTHERS):
            return None
        return Antecedent(meant.rule, meant.one, (), round(meant.probability, 2))

    def _thing(self, spoken: list[Spoken], at: int) -> Antecedent | None:
        """The body that "it" means: which spoke last, or of which a sentence shortly before in its paragraph told."""
        things = [(s.place, "last_speaker", s.by) for s in spoken if s.by.label != "PERSON"]
        is_last = bool(things) and things[-1][2] is spoken[-1].by
        things += [(place, "last_subject", one) for place, one in self._bodies_before(at)]
        place, rule, one = max(things, key=lambda thing: thing[0], default=(0, "", None))
        is_close = one is not None and self.sentence(at) - self.sentence(place - 1) <= _CLOSE
        return Antecedent(rule, one) if one is not None and (is_last or is_close) else None

    def _bodies_before(self, at: int) -> Iterator[tuple[int, Participant]]:
        """The bodies with which the last sentences of the paragraph begin: "Kestrel", "The union"."""
        line = self._words.line[at]
        for number in range(max(1, self.sentence(at) - _CLOSE), self.sentence(at)):
            first = self._sentences[number - 1]
            if self._words.line[first] != line or self._shape[first] == "Q":
                continue
            start = first + (self._shape[first] == "D")
            i = bisect_left(self._starts, start)
            name = self._names[i] if i < len(self._names) and self._starts[i] == start else None
            if name and name.full and name.label in ("ORG", "GPE") and self._shape[name.end : name.end + 1] != "O":
                yield name.end, self._cast[name.full]
            elif self._words.lower[first] == "the" and (one := self._cast.by_noun(self._words.lower[start], first)):
                yield start + 1, one

    def _several(self, spoken: list[Spoken], at: int) -> Antecedent | None:
        is_body = bool(spoken) and (spoken[-1].by.label == "ORG" or bool(spoken[-1].by.nouns & listed("gathered")))
        if is_body and self.sentence(at) - self.sentence(spoken[-1].place - 1) <= _GOES_ON:
            return Antecedent("last_speaker", spoken[-1].by)
        joint = [s for s in spoken if s.others]
        return Antecedent("last_joint_speakers", joint[-1].by, joint[-1].others) if joint else None

    def pair(self, role: Sequence[str], at: int) -> Antecedent | None:
        """The two people that "the two", "both" or, with a role, "the two ministers" means at word ``at``."""
        if role:
            bearers = self._cast.bearers(role, at)
            return Antecedent("two_of_a_role", bearers[0], _others(bearers[1:])) if len(bearers) == 2 else None
        here = self.sentence(at)
        near = [(self.sentence(place - 1), one) for place, _, one in self._people_before(at)]
        for reach in (1, 2):
            people = {one.name: one for sentence, one in near if here - reach <= sentence < here}
            joint = [s for s in self._spoken[-_LATEST:] if len(s.others) == 1 and s.place <= at]
            if joint and here - reach <= self.sentence(joint[-1].place - 1):
                return Antecedent("last_joint_speakers", joint[-1].by, joint[-1].others)
            if len(people) == 2:
                one, other = people.values()
                return Antecedent("two_people", one, _others([other]))
        latest = self.last_joint(at)
        both = {latest.one.name, *(name for name, _ in latest.others)} if latest else set()
        spoken = [s for s in self._spoken if s.place <= at][-_LATEST:]
        last = next((n for n in reversed(range(len(spoken))) if spoken[n].others), len(spoken))
        return latest if all(s.by.name in both for s in spoken[last:]) else None

    def last_joint(self, at: int) -> Antecedent | None:
        """The two that spoke together last, if they did shortly before word ``at``."""
        joint = [s for s in self._spoken[-_LATEST:] if len(s.others) == 1 and self._is_near(s.place, at)]
        return Antecedent("last_joint_speakers", joint[-1].by, joint[-1].others) if joint else None

    def _people_before(self, at: int) -> Iterator[tuple[int, str, Participant]]:
        """People spoken of shortly before word ``at`` outside quotation marks: first in a sentence, or further on."""
        sentence = -1
        last = bisect_left(self._starts, at)
        for name in self._names[max(0, last - 3 * _LATEST) : last]:
            is_aside = self._shape[name.start] == "Q" or self._shape[name.end : name.end + 1] == "O"
            is_aside |= name.start > 0 and self._words.lower[name.start - 1] == "the"  # "the Clintons"
            if name.label == "PERSON" and name.full and not is_aside and self._is_near(name.end, at):
                is_subject = self.sentence(name.start) != sentence and name.start not in self._said
                yield name.end, "last_subject" if is_subject else "last_name", self._cast[name.full]
                sentence = self.sentence(name.start)
        last = bisect_left(self._roles, at, key=lambda mention: mention[0])
        for place, one in self._roles[max(0, last - _LATEST) : last]:
            if self._is_near(place, at):
                yield place, "last_name", one

    def sentence(self, i: int) -> int:
        """Number of the sentence in which word ``i`` stands, counted from 1."""
        return bisect_right(self._sentences, i)

    def sentence_end(self, i: int) -> int:
        """The word behind the sentence in which word ``i`` stands."""
        number = self.sentence(i)
        return self._sentences[number] if number < len(self._sentences) else len(self._words)

    def _is_near(self, place: int, at: int) -> bool:
        return self._words.line[min(at, len(self._words) - 1)] - self._words.line[place - 1] <= _FARTHEST
