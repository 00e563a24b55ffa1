"""What is asked at "the minister", "her lawyer" or "the 41-year-old": whom of the people of the text it describes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice

from pipeline.nlp.asking import FAR, Asked, Meanings
from pipeline.nlp.chains import is_relation
from pipeline.nlp.epithets import Epithet
from pipeline.nlp.lexicon import demonyms, full_title, function_words, kin
from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.mentions import Known, Mention, Mentions
from pipeline.nlp.participants import Participant
from pipeline.nlp.terms import Terms, meaning_of, nearest, nearest_at

_DOER = re.compile(r"\w{2,}(?:[eo]r|ist|ian|m[ae]n|woman|[eo]ur|ee|ant|eer)")  # "hairdresser", "violinist"
_AGE = re.compile(r"(\d{1,3})-year-old")
_BESIDE = 8  # words around a mention
_NEXT = 2  # people that may be named after they are described
_MENTIONS = 12  # of one, the last, that are looked at
_SOON = 2  # paragraphs
_SENSE = 16  # directions of a noun's meaning, the first of which tell most
_KINDS = ("titles", "people", "callings", "relations", "staffed", "anybody")  # lists of nouns


@cache
def _offices() -> frozenset[str]:
    return (listed("titles") | listed("people") | listed("callings")) - listed("anybody") - listed("staffed")


@cache
def _states() -> frozenset[str]:
    return frozenset(state.lower() for state in demonyms().values())


def _is_in(one: Participant, people: list[Participant]) -> bool:
    return any(one is other for other in people)


class AskedEpithet(Asked):
    """One description.

    Args:
        terms: the words of the text.
        called: whom earlier descriptions by the same noun meant, None where that was nobody named.
    """

    def __init__(
        self,
        told: Mentions,
        terms: Terms,
        meanings: Meanings,
        same: Mention | None,
        epithet: Epithet,
        called: Mapping[str, Participant | None],
    ) -> None:
        lower = told.words.lower
        self._first, self._end = epithet
        self._terms, self._called = terms, called
        self._noun = lower[self._end - 1]
        if self._noun == "old" and "year" in lower[self._end - 2]:  # parted where a network found an age
            self._noun = lower[self._end - 2] + "old"
        age = _AGE.fullmatch(self._noun)
        self._age = age[1] if age else None
        self._is_age_told = self._age in told.ages.values()
        small = function_words() - listed("qualifiers") - listed("epithets")
        self._role = [word for word in self._full_words(told) if word not in small]
        self._words = {full_title(word) for word in self._role}
        self._states = {demonyms()[word].lower() for word in self._words if word in demonyms()}
        self._owner = self._owner_of(told, meanings, epithet)
        self._fitting = told.cast.fitting(self._role)
        self._by_role = told.cast.by_role(self._role, self._first) if self._role else None
        self._next = list(islice(told.newcomers(self._first), _NEXT))
        family = (i for i in terms.of_family(self._noun, self._first) if not self._first <= i < self._end)
        self._family = {told.sentence(i) for i in family}
        self._meanings = meaning_of([self._noun]), meaning_of(self._role)
        self._sense = [float(value) for value in self._meanings[0][:_SENSE]]
        self._to_meanings = terms.nearness(self._meanings)
        self._nearness: dict[int, list[float]] = {}
        words = set(lower[self._first : self._end])
        is_she, is_he = not listed("feminine").isdisjoint(words), not listed("masculine").isdisjoint(words)
        super().__init__(told, meanings, same, self._first, None if is_she == is_he else "f" if is_she else "m")
        self._compare()

    def _full_words(self, told: Mentions) -> Iterator[str]:
        """The words behind the article, an acronym's as the words that it is short for: "the ARD president"."""
        for i in range(self._first + 1, self._end):
            body = told.named.get(i) if told.words.form[i].isupper() else None
            yield from body.name.lower().split() if body and body.label == "ORG" else [told.words.lower[i]]

    @staticmethod
    def _owner_of(told: Mentions, meanings: Meanings, epithet: Epithet) -> Participant | None:
        """Whose he is: "her lawyer", "Ms. Orr's lawyer"."""
        if epithet.start in meanings and told.words.lower[epithet.start] in listed("possessive"):
            return meanings[epithet.start].one
        named = (told.named[i] for i in range(*epithet) if i in told.named)
        return next((one for one in named if one.label == "PERSON"), None)

    def rule_of(self, one: Participant | None) -> str:
        """What most speaks for somebody."""
        if one is None:
            return "nobody"
        if one is self._by_role or _is_in(one, self._fitting):
            return "role"
        if self._age is not None:
            return "age"
        return "described" if one.name in self._told.known else "named_next"

    def _besides(self) -> Iterator[Participant | None]:
        yield self._speaker
        yield self._by_role
        yield from self._fitting[:_NEXT]
        yield self._called.get(self._noun)
        yield from self._next

    def _may_be(self, one: Participant) -> bool:
        if one.label != "PERSON" or one is self._owner or self._is_another(one):
            return False
        is_in_content = one.name not in self._told.known and one.by is not None and self._is_own(one.by.start)
        return not is_in_content and (self.gender is None or one.gender in (self.gender, None))

    def _is_another(self, one: Participant) -> bool:
        """Whether somebody is told to be what rules the description out: of another age, state, office or kinship."""
        if self._age is not None:
            age = self._told.ages.get(one.name)
            return age != self._age if self._is_age_told else age is not None
        if one.role is None:
            return False
        noun, own, qualifiers = full_title(self._noun), one.nouns, listed("qualifiers")
        if not kin(noun).isdisjoint(own):
            states = own & _states()
            is_of_another_state = bool(states) and bool(self._states) and not states & self._states
            return is_of_another_state or qualifiers & own != qualifiers & self._words or self._is_succeeded(one)
        if noun in listed("seats") or not qualifiers.isdisjoint(self._words) or not listed("past").isdisjoint(own):
            return False
        is_new = one.name not in self._told.known  # and told to be something else where he is named first
        ruling_out = [listed("titles"), listed("relations"), *([_offices()] if is_new else [])]
        return any(noun in nouns and not nouns.isdisjoint(own) for nouns in ruling_out)

    def _is_succeeded(self, one: Participant) -> bool:
        """Whether "the new mayor" is not the mayor that the text knows, but somebody of whom no office is told."""
        if "new" not in self._role or "new" in (one.role or "").split():
            return False
        later = [known.one for known in self._told.known.values() if known.places[-1] > one.last_before(self._first)]
        return any(other.role is None and not other.is_bare and other.label == "PERSON" for other in later)

    def _is_surely(self, one: Participant) -> bool:
        return self.gender is not None and one.gender == self.gender

    def _around(self) -> list[float]:
        told, i, end, noun = self._told, self._i, self._end, self._noun
        first, ahead, behind = told.words.lower[i], told.shape[end : end + 1], told.words.lower[end : end + 1]
        more = end - i - 2
        return [
            float(self._is_quoted),
            float(self._claim is not None),
            float(bool(self._own) and all(told.shape[start] == "Q" for start, _ in self._own)),
            float(told.holder[i] is not None and told.holder[i] != self._claim),
            float(i == 0 or told.sentence(i - 1) != self._sentence),
            float(i == 0 or told.words.line[i - 1] != self._line),
            float(first == "the"),
            float(first in listed("possessive")),
            float(first in ("a", "an")),
            float(self._owner is not None),
            float(ahead in ("P", "o", "p", "b")),
            float(ahead == ","),
            float(behind in (["who"], ["whose"], ["that"])),
            float(ahead == "O"),
            float(more == 0),
            float(more == 1),
            float(more > 1),
            *(float(noun in listed(kind)) for kind in _KINDS),
            float(self.gender is not None),
            float(_DOER.fullmatch(noun) is not None),
            float(self._age is not None),
            float(noun in demonyms()),
            float(told.words.is_capitalised(end - 1)),
            float("new" in self._role),
            float(not listed("qualifiers").isdisjoint(self._role)),
            min(len(self._rank), 4) / 4,
            min(len(self._fitting), 3) / 3,
            float(self._by_role is not None),
            float(bool(self._family)),
            float(noun in self._called),
            float(noun in self._called and self._called[noun] is None),
            float(told.shape[end : end + 1] == "o"),
            float("former" in self._role),
            float(any("-" in word for word in self._role)),
            *self._sense,
        ]

    def _of_nobody(self) -> list[float]:
        noun, called = self._noun, self._called
        before = self._told.unnamed_as(noun, self._first)
        back = self._sentence - before[-1].sentence if before else FAR
        return [
            *super()._of_nobody(),
            float(bool(before)),
            float(any(one.is_new for one in before)),
            float(back <= 1),
            float(back <= 3),
            float(self._terms.is_before(noun + "s", self._first)),
            float(self._terms.is_before(noun, self._first)),
            float(noun in called and called[noun] is None),
            float(noun in called and called[noun] is not None),
        ]

    def _by_person(self, known: Known) -> list[float]:
        one = known.one
        return [
            float(self._is_surely(one)),
            float(self.gender is not None and one.gender is None),
            float(one.is_bare),
            float(one.name in self._told.relatives),
            *self._by_role_of(one),
            *self._by_acquaintance(one),
            *(self._nearness.get(id(known)) or self._no_nearness()),
        ]

    def _by_role_of(self, one: Participant) -> list[float]:
        """What somebody is told to be, against the description."""
        own, qualifiers = one.nouns, listed("qualifiers")
        is_of_its_kind = not kin(full_title(self._noun)).isdisjoint(own)
        age = self._told.ages.get(one.name)
        has_office = not own.isdisjoint(listed("people") | listed("titles") | listed("callings"))
        return [
            float(is_of_its_kind),
            float(is_of_its_kind and self._words <= own),
            len(self._words & own) / max(1, len(self._words)),
            float(bool(self._states & own)),
            float(_is_in(one, self._fitting)),
            float(len(self._fitting) == 1 and one is self._fitting[0]),
            float(one is self._by_role),
            float(self._by_role is not None and one is not self._by_role),
            float(bool(self._fitting) and not _is_in(one, self._fitting)),
            float(one.role is None),
            float(one.role is not None and is_relation(one.role)),
            float(has_office and not is_of_its_kind),
            float(not qualifiers.isdisjoint(own) and qualifiers.isdisjoint(self._words)),
            float(self._age is not None and age == self._age),
            float(self._age is not None and age is None),
            float(is_of_its_kind and one.by is not None and one.by.role is not None),
        ]

    def _by_acquaintance(self, one: Participant) -> list[float]:
        """How somebody stands to what was told so far."""
        told, noun = self._told, self._noun
        is_new = one.name not in told.known
        known_as = [called for called, other in self._called.items() if other is one]
        before = one.before(self._first)[-_MENTIONS:]
        places = {told.sentence(place - 1) for place in before}
        return [
            float(is_new),
            float(bool(self._next) and self._next[0] is one),
            float(is_new and one.by is not None and told.words.line[one.by.start] - self._line <= _SOON),
            float(is_new and one.by is not None and one.by.start in told.claim_at),
            float(one is self._speaker),
            float(one is self._speaker and self._is_speaker_ahead),
            float(self._called.get(noun) is one),
            float(bool(known_as) and noun not in known_as),
            float(not self._family.isdisjoint(places)),
            float(any(n + 1 in places or n - 1 in places for n in self._family)),
        ]

    def _compare(self) -> None:
        """How near in meaning each of the people is told of, by itself and against the nearest of them."""
        near = [self._near(known) for known in self.people]
        best = [max(column) for column in zip(*near, strict=True)]
        for known, own in zip(self.people, near, strict=True):
            against = [mine - top for mine, top in zip(own, best, strict=True)]
            is_best = [float(mine == top and mine > 0) for mine, top in zip(own, best, strict=True)]
            self._nearness[id(known)] = [*own, *against, *is_best]

    def _no_nearness(self) -> list[float]:
        return [0.0] * (3 * len(self._near(Known(Participant("", "PERSON", frozenset())))))

    def _near(self, known: Known) -> list[float]:
        """How near the words around somebody's mentions are to the description."""
        first = [known.one.by.start] if known.one.by else []
        places = [self._told.words_around(i, _BESIDE) for i in known.places[-_MENTIONS:] or first]
        own = range(self._first, self._end)
        sentences = {i for sentence, _ in places for i in sentence if i not in own}
        beside = {i for _, near in places for i in near if i not in own}
        by_words = [nearest_at(words, self._to_meanings) for words in (beside, sentences)]
        found = [value for of_meaning in zip(*by_words, strict=True) for values in of_meaning for value in values]
        return [*found, nearest(known.one.nouns, self._meanings[0])]
