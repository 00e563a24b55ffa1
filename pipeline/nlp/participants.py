"""Who and what a text is about: people by their names, bodies and documents by names or descriptions.

A participant is what a later "she", "the union" or "its report" may mean.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from pipeline.nlp.chains import Name, heard_gender, is_relation
from pipeline.nlp.lexicon import all_given_names, demonyms, full_title, function_words, gender_of, kin, sure_gender_of
from pipeline.nlp.lexicon import names as listed_names
from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.shapes import APPOSITION, compiled
from pipeline.nlp.tokens import Words

_APPOSITION = compiled(APPOSITION)
_OFTEN = 2  # pronouns that tell more of a gender than a given name does


@dataclass(slots=True)
class Participant:
    """One of whom or of which a text speaks.

    Args:
        name: the fullest name, or the words that describe it.
        nouns: of a person the words of the role, of another the nouns by which "the …" may mean it; lower case.
        gender: ``f`` or ``m``; None for what has none and for people of whom it is not known.
        by: the first name that named it.
        is_gender_told: whether more than the pronouns around tells the gender: a given name, a title, a role.
        places: the word behind each mention, ascending, without those in quotation marks or as an owner.
    """

    name: str
    label: str
    nouns: frozenset[str]
    gender: str | None = None
    role: str | None = None
    by: Name | None = None
    is_gender_told: bool = False
    places: list[int] = field(default_factory=list)

    @property
    def is_bare(self) -> bool:
        """Whether one word is all that is told of a person: that may well be a place or a team."""
        return " " not in self.name and self.role is None and self.name not in all_given_names()

    def before(self, at: int) -> list[int]:
        """The words behind its mentions that end at or before word ``at``."""
        return self.places[: bisect_right(self.places, at)]

    def last_before(self, at: int) -> int:
        """The word behind its last mention that ends at or before word ``at``; 0 if there is none."""
        i = bisect_right(self.places, at)
        return self.places[i - 1] if i else 0


class Cast:
    """All participants of one text; what is described only joins when it first speaks."""

    def __init__(self, words: Words, names: Sequence[Name], shape: str) -> None:
        self._words = words
        self._shape = shape
        self._all: dict[str, Participant] = {}
        self._bodies: dict[str, list[Participant]] = defaultdict(list)
        self._people: dict[str, list[Participant]] = defaultdict(list)
        self._by_word: dict[str, list[Participant]] = defaultdict(list)  # of the names of bodies
        for name in names:
            if name.full:
                self._take(name, name.full)
        people = [name for name in names if name.label == "PERSON" and name.full]
        self._tell_genders(people)
        for name in people:
            self._all[name.full or ""].is_gender_told |= self._is_gender_told(name)
        for one in self._all.values():
            self._index(one, one.nouns)
            for word in set(one.name.lower().split() if one.label == "ORG" else ()):
                self._by_word[word].append(one)

    def __contains__(self, name: object) -> bool:
        return name in self._all

    def __getitem__(self, name: str) -> Participant:
        return self._all[name]

    def _take(self, name: Name, full: str) -> None:
        one = self._all.setdefault(full, Participant(full, name.label, frozenset(), name.gender, name.role, name))
        one.nouns |= self._nouns(name)
        if self._shape[name.start] != "Q" and self._shape[name.end : name.end + 1] != "O":
            insort(one.places, name.end)

    def _tell_genders(self, people: Sequence[Name]) -> None:
        """Give people of unknown gender that of the pronoun which most often follows before anybody else is named."""
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        ends = [*(name.start for name in people[1:]), len(self._words)]
        for name, behind in zip(people, ends, strict=False):
            if name.full and (gender := heard_gender(self._words, self._shape, name.end, behind)):
                votes[name.full][gender] += 1
        for full, counted in votes.items():
            (gender, times), *others = counted.most_common(2)
            is_sure = sure_gender_of(full.split()[0]) is not None
            if self._all[full].gender is None or (times >= _OFTEN and not others and not is_sure):
                self._all[full].gender = gender

    def _is_gender_told(self, name: Name) -> bool:
        gender = self._all[name.full or ""].gender
        shown = {self._words.lower[max(0, name.start - 1)].rstrip("."), *(name.role or "").lower().split()}
        is_by_given_name = gender is not None and gender_of((name.full or "").split()[0]) == gender
        return is_by_given_name or not shown.isdisjoint(listed("feminine") | listed("masculine"))

    def _nouns(self, name: Name) -> frozenset[str]:
        described = _APPOSITION.match(self._shape, name.end)
        apposition = self._words.lower[name.end + 1 : described.end()] if described else []
        if name.label == "PERSON":
            told = (name.role or "").replace("’", "'").replace("'", " '").lower().split()
            role = {full_title(word.strip(",")) for phrase in (told, apposition) for word in _own(phrase)}
            role |= {full_title(self._words.form[max(0, name.start - 1)])} & listed("titles")
            return frozenset(role - function_words())
        last = self._words.lower[name.end - 1]
        heads = [word for word, after in pairwise(self._words.lower[name.start : name.end]) if after in ("of", "for")]
        nouns = {last, *heads[:1], *apposition} & (listed("bodies") | listed("documents"))
        if name.label == "ORG":
            nouns -= {"union"} if name.surface in listed_names("institutions") else set()
            nouns |= (
                {"union"} if last in listed("workforce") else {"newspaper"} if last in listed("mastheads") else set()
            )
        if name.surface in listed_names("parties"):
            nouns = {"party"}
        if not nouns and name.label in ("ORG", "OTHER") and name.surface not in listed_names("institutions"):
            nouns = {"company"}
        return frozenset[str]().union(*map(kin, nouns))

    def _index(self, one: Participant, nouns: Iterable[str]) -> None:
        found = self._people if one.label == "PERSON" else self._bodies
        for noun in nouns:
            found[noun].append(one)

    def people(self) -> list[Participant]:
        """All people that the text names."""
        return [one for one in self._all.values() if one.label == "PERSON"]

    def describe(self, words: str, noun: str, label: str, place: int) -> Participant:
        """The body or document described in these words, which stand before word ``place``."""
        if words not in self._all:
            self._all[words] = Participant(words, label, kin(noun))
            self._index(self._all[words], self._all[words].nouns)
        one = self._all[words]
        i = bisect_left(one.places, place)
        if one.places[i : i + 1] != [place]:
            one.places.insert(i, place)
        return one

    def by_noun(self, noun: str, at: int) -> Participant | None:
        """What "the ``noun``" means at word ``at``: the body or document of that kind that was mentioned last."""
        known = [one for one in self._bodies[noun] if one.last_before(at)]
        called = [one for one in known if noun in one.name.lower().split()]
        return max(called or known, key=lambda one: one.last_before(at), default=None)

    def by_words(self, told: Collection[str], at: int) -> Participant | None:
        """The one body, mentioned before word ``at``, whose name has all these words: "the electoral board"."""
        rarest = min((self._by_word.get(word, []) for word in told), key=len)
        fitting = [one for one in rarest if one.last_before(at) and set(told) < set(one.name.lower().split())]
        return fitting[0] if len(fitting) == 1 else None

    def by_role(self, role: Sequence[str], at: int) -> Participant | None:
        """Whom a role means at word ``at``: of all people whose role has these words the one with the fewest others.

        "French" asks for a role of France. "Deputy" and the like make another role. None if nobody fits or several do.
        """
        fitting, asked = self._bearers(role)
        known = [one for one in fitting if one.last_before(at)] or [one for one in fitting if one.nouns == asked]
        if not fitting and len(asked) > 1:
            fitting, asked = self._holding_it_plainly(role, at)
            known = fitting
        fewest = min((len(one.nouns) for one in known), default=0)
        simplest = [one for one in known if len(one.nouns) == fewest]
        return simplest[0] if len(simplest) == 1 else None

    def _holding_it_plainly(self, role: Sequence[str], at: int) -> tuple[list[Participant], set[str]]:
        """Who alone has an office of which nothing more is told: "its president" is "the union’s president"."""
        noun = full_title(role[-1])
        fitting = [one for one in self._fitting({noun}, noun) if one.last_before(at)]
        is_plain = len(fitting) == 1 and fitting[0].nouns <= {noun, *listed("titles")}
        is_plain &= noun in listed("people") and listed("qualifiers").isdisjoint(role)
        return (fitting if is_plain else []), {noun}

    def _bearers(self, role: Sequence[str]) -> tuple[list[Participant], set[str]]:
        """The people who have a role, and the words that it asks for."""
        told = [word for word in _own(role) if word not in listed("epithets")]
        asked = {full_title(part) for word in told for part in demonyms().get(word, word).lower().split()}
        return self._fitting(asked, full_title(told[-1]) if told else ""), asked

    def fitting(self, role: Sequence[str]) -> list[Participant]:
        """All people who are told to have this role."""
        return self._bearers(role)[0]

    def give_role(self, one: Participant, role: str) -> None:
        """Take it that somebody has the role that is told in these words."""
        if one.role is None or is_relation(one.role):
            one.role = role
        nouns = {full_title(word) for word in role.split()} - function_words() - one.nouns
        one.nouns |= nouns
        self._index(one, nouns)

    def bearers(self, role: Sequence[str], at: int) -> list[Participant]:
        """The people mentioned before word ``at`` who have the role that is told in the plural: "chief ministers"."""
        asked = {full_title(word) for word in (*role[:-1], role[-1].removesuffix("s"))}
        found = self._fitting(asked, full_title(role[-1].removesuffix("s")))
        if len(found) == 1:  # "the minister and her Danish counterpart"
            found = [*found, *(one for one in self._people["counterpart"] if one is not found[0])]
        return sorted((one for one in found if one.last_before(at)), key=lambda one: one.places[0])

    def _fitting(self, asked: Collection[str], noun: str) -> list[Participant]:
        """The people whose role has all these words, or their kin, and is not made another one by "deputy"."""
        people = sorted(listed("people").intersection(asked))
        head = people[0] if people and noun not in people else noun
        head = "" if head in listed("bodies") | listed("documents") else head
        bearers = {id(one): one for word in kin(head) for one in self._people[word]} if head else {}
        return [
            one
            for one in bearers.values()
            if all(_forms(word) & (one.nouns | _states(one.nouns)) for word in asked)
            and listed("qualifiers") & one.nouns == listed("qualifiers").intersection(asked)
        ]


def _own(role: Sequence[str]) -> Iterator[str]:
    """The words of a role without the people of whom it is: no "mayor" in "the mayor's lawyer", "aide to the mayor"."""
    is_behind = False
    for word, after in zip_longest(role, role[1:]):
        is_behind = is_behind or word in listed("attaching") or word == "to"
        if word not in ("'s", "'") and not (word in listed("people") and (is_behind or after in ("'s", "'"))):
            yield word


def _forms(word: str) -> frozenset[str]:
    """A word of a role with its kin and its other number: "rebel" is in "spokesman for the rebels"."""
    return kin(word) | {f"{word}s", word.removesuffix("s")}


def _states(nouns: Iterable[str]) -> set[str]:
    """The states that words in front of a noun mean, lower case: "french" means "france"."""
    return {demonyms()[noun].lower() for noun in nouns if noun in demonyms()}
