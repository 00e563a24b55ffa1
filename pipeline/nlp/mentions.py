"""Who has been mentioned in a text so far, and how: what a later pronoun or description may be weighed by."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.nlp.chains import Name
from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.marking import Marks, ranges_of
from pipeline.nlp.participants import Cast, Participant

OWNING = frozenset({"his", "her", "hers"})
_REMEMBERED = 3  # mentions of one that are kept: the last ones may stand in what the one who is asked for says
_LONGEST_TITLE = 5  # words before a noun
_STRANGERS = 20  # that are looked at
_NEAR = 5  # words before a name in which it is told whose relative he is
_BEFORE_OBJECTS = frozenset("PopbC")
_AFTER_SUBJECTS = frozenset("CGABRw")


@dataclass(slots=True, eq=False)
class Mention:
    """Where and how somebody was mentioned; ``kind`` is name, role or pronoun."""

    start: int
    end: int
    one: Participant
    kind: str
    sentence: int
    line: int
    is_quoted: bool
    is_subject: bool
    is_first: bool  # in its sentence
    is_object: bool
    is_owner: bool
    is_source: bool  # of a claim of the article
    is_content: bool  # of one, in nobody's very words


@dataclass(slots=True, eq=False)
class Known:
    """How somebody was mentioned so far; ``last`` to ``source`` are mentions outside quotation marks."""

    one: Participant
    count: int = 0
    last: list[Mention] = field(default_factory=list)
    name: Mention | None = None
    source: Mention | None = None
    sources: int = 0
    quoted: Mention | None = None
    places: list[int] = field(default_factory=list)  # the words at which he was mentioned, as they were read


class Unnamed(NamedTuple):
    """A person without a name: "a nurse" (``is_new``), "the owner"."""

    place: int
    sentence: int
    gender: str | None
    is_new: bool


class Stranger(NamedTuple):
    """A mention of somebody without a name that was understood as such."""

    place: int
    sentence: int
    line: int
    gender: str | None
    is_source: bool
    is_pronoun: bool


class Mentions:
    """The mentions of one text up to some word, told in reading order."""

    def __init__(self, marks: Marks, cast: Cast) -> None:
        self.words, self.shape, self.cast = marks.words, marks.shape, cast
        self.sentences = [start for start, _ in marks.sentences]
        self.sources = [ranges_of(marks.words, found.source) for found in marks.found]
        self.contents = [ranges_of(marks.words, found.content) for found in marks.found]
        self.claim_at = {i: n for n, places in enumerate(self.sources) for place in places for i in range(*place)}
        self.is_outer = [found.is_outer for found in marks.found]
        self.holder = self._holders()
        self.named = {n.start: cast[n.full] for n in marks.names if n.full}
        self.unnamed = [one for one in self._unnamed(marks.names) if self.shape[one.place] != "Q"]
        self._unnamed_by_noun: dict[str, list[Unnamed]] = defaultdict(list)
        for one in self.unnamed:
            self._unnamed_by_noun[self.words.lower[one.place]].append(one)
        self.relatives = set(self._relatives(marks.names))
        self.known: dict[str, Known] = {}  # the last mentioned last
        self.firsts: dict[int, Participant] = {}  # of each sentence, whatever his part in it
        self.subjects: dict[int, Participant] = {}  # the first of each sentence that may be its subject
        self.openers: dict[int, Participant] = {}  # the first of each paragraph
        self.first_person: Participant | None = None
        self.last_person: Participant | None = None
        self.last_speaker: Mention | None = None
        self.strangers: list[Stranger] = []
        self.people = sorted((one for one in cast.people() if one.by), key=lambda one: one.by.start if one.by else 0)
        self.ages = {one.name: age for one in self.people if (age := self._age_of(one))}

    def _holders(self) -> list[int | None]:
        """For each word the claim with the shortest content in which it stands."""
        holder: list[int | None] = [None] * len(self.words)
        sizes = [sum(end - start for start, end in content) for content in self.contents]
        for n in sorted(range(len(sizes)), key=lambda n: -sizes[n]):
            for start, end in self.contents[n]:
                holder[start:end] = [n] * (end - start)
        return holder

    def _unnamed(self, names: Sequence[Name]) -> Iterator[Unnamed]:
        people = listed("people") | listed("relations") | listed("callings") | listed("titles")
        starts = {name.start for name in names}
        shape, lower = self.shape + "..", self.words.lower
        for i, word in enumerate(lower):
            if word not in people or word.endswith("s") or shape[i] not in "SwN":
                continue
            first = i - 1
            while first >= 0 and shape[first] in "wSN" and i - first < _LONGEST_TITLE:
                first -= 1
            is_apposition = shape[first - 1 : first + 1] == ",D" or (shape[i + 1] == "," and i + 2 in starts)
            is_title = i + 1 in starts or shape[i + 1] in "NS"
            if first >= 0 and shape[first] in "DO" and not is_apposition and not is_title:
                gender = "f" if word in listed("feminine") else "m" if word in listed("masculine") else None
                yield Unnamed(i, self.sentence(i), gender, lower[first] in ("a", "an"))

    def _relatives(self, names: Sequence[Name]) -> Iterator[str]:
        """Who is first named as somebody's relative: "his father, Jan"."""
        for name in names:
            before = self.words.lower[max(0, name.start - _NEAR) : name.start]
            by = self.cast[name.full].by if name.full else None
            is_owned = not {"his", "her", "'s", "their"}.isdisjoint(before)
            if by and by.start == name.start and is_owned and not listed("relations").isdisjoint(before):
                yield name.full or ""

    def _age_of(self, one: Participant) -> str | None:
        """The age that stands behind somebody's first name: "Ann Orr, 34"."""
        behind = self.words.lower[one.by.end + 1 : one.by.end + 2] if one.by else []
        return behind[0] if behind and behind[0].isdigit() else None

    def unnamed_as(self, noun: str, i: int) -> list[Unnamed]:
        """Who was spoken of by ``noun`` before word ``i`` without a name, the last last."""
        spoken = self._unnamed_by_noun.get(noun, [])
        return spoken[: bisect_left(spoken, i, key=lambda one: one.place)]

    def newcomers(self, i: int) -> Iterator[Participant]:
        """Who is named for the first time behind word ``i``, the first first."""
        first = bisect_right(self.people, i, key=lambda one: one.by.start if one.by else 0)
        return (one for one in self.people[first:] if one.name not in self.known)

    def words_around(self, i: int, reach: int) -> tuple[range, range]:
        """The words of word ``i``'s sentence, and those of them up to ``reach`` words away."""
        number = self.sentence(i)
        first, end = self.sentences[number - 1], [*self.sentences[number : number + 1], len(self.words)][0]
        return range(first, end), range(max(first, i - reach), min(end, i + reach))

    def sentence(self, i: int) -> int:
        """Number of the sentence in which word ``i`` stands, counted from 1."""
        return bisect_right(self.sentences, i)

    def take(self, start: int, end: int, one: Participant, kind: str) -> Mention:
        """Remember a mention, in words from ``start`` up to ``end``."""
        mention = self._mention(start, end, one, kind)
        known = self.known.pop(one.name, None) or Known(one)
        self.known[one.name] = known
        known.count += 1
        known.places.append(start)
        if mention.is_quoted:
            known.quoted = mention
            return mention
        known.last = [*known.last[1 - _REMEMBERED :], mention]
        known.name = mention if kind == "name" else known.name
        if mention.is_source:
            known.source = self.last_speaker = mention
            known.sources += 1
        if self.first_person is None and one.label == "PERSON":
            self.first_person = one
        self.last_person = one
        if not mention.is_owner and not mention.is_content:
            self.firsts.setdefault(mention.sentence, one)
        if mention.is_subject or mention.is_first or (kind == "pronoun" and not mention.is_owner):
            self.subjects.setdefault(mention.sentence, one)
            self.openers.setdefault(mention.line, one)
        return mention

    def take_stranger(self, i: int, gender: str | None, *, is_pronoun: bool = False) -> None:
        """Remember that word ``i`` means nobody who has a name."""
        is_source = i in self.claim_at and self.is_outer[self.claim_at[i]]
        self.strangers.append(Stranger(i, self.sentence(i), self.words.line[i], gender, is_source, is_pronoun))

    def stranger(self, gender: str | None) -> Stranger | None:
        """The last mention of somebody without a name who may be of this gender."""
        last = reversed(self.strangers[-_STRANGERS:])
        return next((one for one in last if None in (gender, one.gender) or one.gender == gender), None)

    def _mention(self, start: int, end: int, one: Participant, kind: str) -> Mention:
        shape, sentence = self.shape, self.sentence(start)
        first = self.sentences[sentence - 1]
        before = start - 1
        while before >= first and shape[before] in "NwSD":
            before -= 1
        ahead = shape[before] if before >= 0 else "."
        behind = shape[end] if end < len(shape) else "."
        return Mention(
            start,
            end,
            one,
            kind,
            sentence,
            self.words.line[start],
            is_quoted=shape[start] == "Q",
            is_subject=ahead not in "Popb" and (behind in _AFTER_SUBJECTS or (behind == "," and kind == "name")),
            is_first=before < first,
            is_object=ahead in _BEFORE_OBJECTS,
            is_owner=behind == "O" or (kind == "pronoun" and self.words.lower[start] in OWNING),
            is_source=start in self.claim_at and self.is_outer[self.claim_at[start]],
            is_content=self.holder[start] is not None and shape[start] != "Q",
        )
