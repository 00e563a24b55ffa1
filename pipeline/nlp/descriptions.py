"""People and bodies that a text describes before it names them, or without saying that the description is theirs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from pipeline.nlp.antecedents import Antecedent, Antecedents
from pipeline.nlp.chains import head_of, is_relation
from pipeline.nlp.lexicon import function_words
from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.marking import Marks, ranges_of
from pipeline.nlp.participants import Cast, Participant
from pipeline.nlp.shapes import Range, compiled

_NAMED = compiled(r"(?P<told>[NSwO]{1,6})S(?![NSwO])")
_PLAIN = compiled(r"Dw{1,3}S(?![NSO])")  # "the interior ministry"
_REACH = 3  # sentences back in which somebody may be meant by an office that is told of nobody
_DOER = re.compile(r"\w{2,}(?:[eo]r|ist|ian|m[ae]n|woman|[eo]ur)")  # "hairdresser", "violinist"
_PARTS_OFFICES = frozenset({"GPE", "LOC", "NORP", "PERSON"})  # names in a description that tell whose office it is
_SOON = 2  # paragraphs on in which somebody who was described is named


class Descriptions:
    """What one text describes."""

    def __init__(self, marks: Marks, cast: Cast, antecedents: Antecedents) -> None:
        self._marks = marks
        self._cast = cast
        self._antecedents = antecedents
        self._named, self._plain = self._bodies()
        sources = (place for found in marks.found for place in ranges_of(marks.words, found.source))
        self._speaking = {i for place in sources for i in range(*place)}

    def _bodies(self) -> tuple[dict[str, str], dict[str, list[tuple[int, str]]]]:
        """The longest description with a name ("Porto dockers’ union"), and all without ("interior ministry")."""
        words, shape = self._marks.words, self._marks.shape
        longest: dict[str, str] = {}
        plain: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for found in _NAMED.finditer(shape):
            start, end = found.span()
            noun, told = words.lower[end - 1], self._told(start, end)
            is_one_line = words.line[start] == words.line[end - 1]
            if is_one_line and found["told"].strip("w") and len(told) > len(longest.get(noun, "")):
                longest[noun] = told
        for found in _PLAIN.finditer(shape):
            start, end = found.span()
            if words.lower[start] == "the":
                plain[words.lower[end - 1]].append((end, self._told(start, end)))
        return longest, plain

    def _told(self, start: int, end: int) -> str:
        return " ".join(self._marks.words.span(start, end).text(self._marks.words.text).split())

    def body(self, noun: str, at: int) -> str | None:
        """The longer description that "the ``noun``" at word ``at`` is short for; None where the text has none."""
        before = [told for end, told in self._plain.get(noun, ()) if end <= at]
        return self._named.get(noun) or (before[-1] if before else None)

    def last_of_role(self, phrase: Range) -> Antecedent | None:
        """Of several who have a role the one of whom the last sentences told: "the minister"."""
        role = self._marks.words.lower[phrase[0] + 1 : phrase[1]]
        near = self._antecedents.people_near(phrase[0], _REACH)
        fitting = [one for one in near if any(one is other for other in self._cast.fitting(role))]
        return Antecedent("role_of_the_last", fitting[0]) if len(fitting) == 1 else None

    def of_age(self, phrase: Range) -> Antecedent | None:
        """Whom "the 22-year-old" means: who is told to be of that age, else the one person of the sentence before."""
        years = self._marks.words.lower[phrase[1] - 1].partition("-")[0]
        lower = self._marks.words.lower
        ages = {
            one.name: lower[one.by.end + 1] for one in self._cast.people() if one.by and one.by.end + 1 < len(lower)
        }
        people = [one for one in self._cast.people() if one.last_before(phrase[0])]
        if told := [one for one in people if ages.get(one.name) == years]:
            return Antecedent("age", told[0]) if len(told) == 1 else None
        for reach in (1, _REACH):
            near = [one for one in self._antecedents.people_near(phrase[0], reach) if one.by and not one.is_bare]
            if near := [one for one in near if not ages.get(one.name, "").isdigit()]:
                return Antecedent("age_of_the_last", near[0]) if len(near) == 1 else None
        return None

    def new_holder(self, phrase: Range) -> Antecedent | None:
        """Whom "the new president" means, where the text tells who is president already.

        It is the one person of this sentence and the last of whom no office is told; None where there are several, and
        for what may be anybody, as "official".
        """
        role = self._marks.words.lower[phrase[0] + 1 : phrase[1]]
        plain = [word for word in role if word not in listed("qualifiers")]
        known = [one for one in self._cast.fitting(plain) if one.last_before(phrase[0])]
        if not self._is_telling(phrase):
            return None
        near = self._antecedents.people_near(phrase[0], 1)
        free = [one for one in near if one not in known and self._may_be(one, role) and not one.is_bare]
        return self._found("office_of_the_last", free[0], phrase) if len(free) == 1 else None

    def named_next(self, phrase: Range, source: Range, content: Collection[int]) -> Antecedent | None:
        """Who is described first and named soon after: "A former clerk testified …", and then "…, Ann Orr said".

        It is the one who is later told to be just that, more words of the source among it ("A lawyer for two families",
        "the families’ lawyer"); else the next person who is named, if a source of a claim names him there for the first
        time and tells no other office of him. Nobody in what the source says is meant.
        """
        if not self._is_telling(phrase):
            return None
        words = self._marks.words
        noun = words.lower[phrase[1] - 1]
        more = set(words.lower[slice(*source)]) - function_words() - {noun}
        told = [one for one in self._cast.fitting([noun]) if not one.last_before(source[0]) and more & one.nouns]
        if len(told) == 1:
            return self._found("told_later", told[0], phrase)
        last = words.line[phrase[0]] + _SOON
        behind = (n for n in self._marks.names if n.start >= phrase[1] and n.label == "PERSON" and n.full)
        behind = (n for n in behind if n.start not in content and n.end > source[1])
        name = next((n for n in behind if words.line[n.start] <= last and self._marks.shape[n.start] != "Q"), None)
        if name is None or name.start not in self._speaking:
            return None
        one = self._cast[name.full or ""]
        is_first = one.by is not None and one.by.start == name.start
        is_he = is_first and self._may_be(one, words.lower[phrase[0] + 1 : phrase[1]])
        return self._found("named_next", one, phrase) if is_he else None

    def _found(self, rule: str, one: Participant, phrase: Range) -> Antecedent:
        self._cast.give_role(one, self._told(phrase[0] + 1, phrase[1]))
        return Antecedent(rule, one)

    def _is_telling(self, phrase: Range) -> bool:
        """Whether a description is one of somebody's office, and of nobody who is told apart by a name in it."""
        words = self._marks.words
        noun = words.lower[phrase[1] - 1]
        offices = listed("people") | listed("titles") | listed("callings")
        relations = listed("relations") - listed("feminine") - listed("masculine")
        is_office = noun in offices - listed("staffed") - listed("anybody") - relations
        is_office |= noun in listed("relations") - relations
        is_doer = bool(_DOER.fullmatch(noun)) and noun not in listed("bodies") | listed("documents") | listed("people")
        is_office |= is_doer
        is_told_apart = any(
            name.label in _PARTS_OFFICES and phrase[0] < name.start < phrase[1] for name in self._marks.names
        )
        is_title = words.is_capitalised(phrase[1] - 1)
        named = (words.lower[i] for i in range(phrase[0] + 1, phrase[1]) if words.is_capitalised(i))
        is_plain = is_title or offices.issuperset(named)
        return is_office and (not noun.endswith("s") or noun in listed("titles")) and is_plain and not is_told_apart

    @staticmethod
    def _may_be(one: Participant, role: Sequence[str]) -> bool:
        """Whether somebody may be the one described: no other office is told of him, and the gender is right."""
        shown = listed("feminine").isdisjoint(role), listed("masculine").isdisjoint(role)
        gender = None if shown[0] == shown[1] else "m" if shown[0] else "f"
        is_free = one.role is None or is_relation(one.role)
        is_that = one.role is not None and head_of(one.role) == role[-1]
        return (is_free or is_that) and gender in (None, one.gender)
