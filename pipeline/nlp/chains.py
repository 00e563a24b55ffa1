"""Names and their chains: which names of a text name the same, and which of them is the fullest."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.nlp.lexicon import all_given_names, full_title, sure_gender_of
from pipeline.nlp.lexicon import names as listed_names
from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.tokens import Words

_LONG_NAME = 6  # letters of a given name in which one may be a slip
GENDERS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
_HEARD = 40  # words behind a name in which a pronoun still tells the gender
_INITIALS = 2  # capitals that may be initials, as in "JD Orr"
_ARABIC_ARTICLE = re.compile(r"\A(?:al|el|as|ash|an|ar|ad|az|at)[-–](?=[A-Z])", re.IGNORECASE)
_SHORT_ROLE = 2  # words of "former deputy"
_BEHIND_HEAD = re.compile(r"(?<=\S)(?:,| (?:of|for|at|in|on|from|to|with|who|since|and)\b)")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in the text, titles left out.

    Args:
        start: first word; ``end``: the word after the last.
        label: PERSON, ORG, GPE, NORP, OTHER or another label of ``NAMING``.
        surface: the words, parted by one space.
        gender: ``f``, ``m`` or None, as title, description or given name show it.
        role: title before the name or apposition behind it, as worded.
        full: the fullest name of its chain; None where several people of the text share the name.
        score: how sure the name and its label are, 0 to 1; not calibrated.
    """

    start: int
    end: int
    label: str
    surface: str
    gender: str | None = None
    role: str | None = None
    full: str | None = None
    score: float = 0.0


def heard_gender(words: Words, shape: str, start: int, end: int) -> str | None:
    """The gender of the first "he" or "she" outside quotation marks from word ``start`` on, before word ``end``."""
    heard = (GENDERS.get(words.lower[i]) for i in range(start, min(start + _HEARD, end)) if shape[i] != "Q")
    return next((gender for gender in heard if gender), None)


def with_heard_genders(words: Words, shape: str, found: Sequence[Name]) -> list[Name]:
    """The names; people named in full, whose gender is not known, with that of the pronoun before the next person.

    A given name tells less than how its own sentence goes on ("resigned, saying she could not stay"): where they
    differ, the gender is not known.
    """
    people = [name for name in found if name.label == "PERSON"]
    ends = {id(name): behind.start for name, behind in pairwise(people)}
    return [
        replace(name, gender=_gender(words, shape, name, ends.get(id(name), len(words))))
        if name.label == "PERSON" and len(parts_of(name)) > 1
        else name
        for name in found
    ]


def _gender(words: Words, shape: str, name: Name, end: int) -> str | None:
    if name.gender is None:
        return heard_gender(words, shape, name.end, end)
    stop = shape.find(".", name.end, end)
    spoken = range(name.end + 1, stop if stop >= 0 else end)
    saying = "G" if sure_gender_of(parts_of(name)[0]) else "CG"  # "told Ann that she", "saying she"
    heard = {GENDERS[words.lower[i]] for i in spoken if words.lower[i] in ("he", "she") and shape[i - 1] in saying}
    return None if heard and name.gender not in heard and _is_by_given_name(words, name) else name.gender


def _is_by_given_name(words: Words, name: Name) -> bool:
    """Whether nothing but the given name tells the gender."""
    shown = {words.lower[max(0, name.start - 1)].rstrip("."), *(name.role or "").lower().split()}
    return shown.isdisjoint(listed("feminine") | listed("masculine"))


def link(found: Sequence[Name]) -> list[Name]:
    """The names, each with the fullest name, gender and role of its chain.

    A surname belongs to the one person of the text who carries it and whose gender does not speak against it, or of
    several to the one named before; an acronym to the name with these initials; any other name stands for itself.
    """
    surnames = {surname_of(name) for name in found if name.label == "PERSON"}
    people = [replace(n, label="PERSON") if n.label == "OTHER" and surname_of(n) in surnames else n for n in found]
    families: dict[str, dict[str, Name]] = defaultdict(dict)
    namesakes = _namesakes(people)
    initials = {  # "Southern Sea Board (SSB)"
        behind.surface: name.surface
        for name, behind in pairwise(people)
        if behind.start - name.end == 1 and name.label != "PERSON" and _is_acronym_of(behind.surface, name.surface)
    }
    for name in people:
        parts = parts_of(name)
        if name.label == "PERSON":
            given = _given_of(name, namesakes)
            family = families[surname_of(name)]
            if given is None:
                continue
            known = family.get(given, name)
            fullest = max(known, name, key=lambda n: (not n.surface.isupper(), len(n.surface)))
            spelled = _in_small_letters(fullest.surface)
            family[given] = replace(fullest, surface=spelled, start=known.start, gender=known.gender or name.gender)
        elif len(parts) > 1:
            initials.setdefault("".join(part[0] for part in parts if part[0].isupper()), name.surface)
    bearers: dict[str, set[str]] = defaultdict(set)
    for person in (person for family in families.values() for given, person in family.items() if given):
        for part in parts_of(person)[:-1]:
            bearers[part].add(person.surface)
    _believe_honorifics(people, families)
    bodies = _short_names_of_bodies(people)
    linked = [
        (name, _full_name(name, families, bearers, initials | bodies) if _is_told_apart(name, namesakes) else None)
        for name in people
    ]
    roles: dict[str | None, str] = {}
    genders = {n.surface: n.gender for family in families.values() for given, n in family.items() if given and n.gender}
    for name, full in linked:
        if full and name.role and (full not in roles or is_relation(roles[full])):
            roles[full] = name.role
        if full and name.gender:
            genders.setdefault(full, name.gender)
    return [replace(n, full=f, role=roles.get(f), gender=genders.get(f or "", n.gender)) for n, f in linked]


def is_relation(role: str) -> bool:
    """Whether a role tells only what one is to another: "father", "his deputy"."""
    words = role.lower().split()
    return words[-1] in listed("relations") and len(words) <= _SHORT_ROLE


def head_of(role: str) -> str:
    """The noun of a role: "minister" of "deputy minister for health", "governor" of "Gov."."""
    return full_title(_BEHIND_HEAD.split(role)[0].split()[-1])


def _namesakes(people: Iterable[Name]) -> set[tuple[str, str]]:
    """The surnames, with a given name, that father and son of a text share: "Viktor Vos Sr.", "Viktor Vos Jr."."""
    told = {
        (surname_of(n), parts[0], generation)
        for n in people
        if len(parts := parts_of(n)) > 1
        if n.label == "PERSON" and (generation := generation_of(n))
    }
    counts = Counter((surname, given) for surname, given, _ in told)
    return {person for person, count in counts.items() if count > 1}


def _given_of(name: Name, namesakes: Collection[tuple[str, str]]) -> str | None:
    """The given name; of namesakes with the generation, and None where that is not told; "" of a bare surname."""
    parts = parts_of(name)
    if len(parts) == 1:
        return ""
    if (surname_of(name), parts[0]) not in namesakes:
        return parts[0]
    generation = generation_of(name)
    return f"{parts[0]} {generation}" if generation else None


def _is_told_apart(name: Name, namesakes: Collection[tuple[str, str]]) -> bool:
    """Whether a name is none that father and son share without telling which of them it means."""
    return name.label != "PERSON" or _given_of(name, namesakes) is not None


def _believe_honorifics(people: Sequence[Name], families: dict[str, dict[str, Name]]) -> None:
    """Give the only person of a surname the gender that every "Ms." before it shows: given names tell less."""
    for surname, family in families.items():
        bearers = [given for given in family if given]
        shown = {n.gender for n in people if n.gender and len(parts_of(n)) == 1 and surname_of(n) == surname}
        if len(bearers) == len(shown) == 1 and not _is_other_gender(bearers[0], *shown):
            family[bearers[0]] = replace(family[bearers[0]], gender=shown.pop())


def _is_other_gender(given: str, gender: str) -> bool:
    """Whether a common given name is of the other gender alone: "Mrs. Orr" is not Colin."""
    own, other = ("female", "male") if gender == "f" else ("male", "female")
    given = given.split(maxsplit=1)[0]  # "Viktor Jr"
    return given in listed_names(other) and given not in listed_names(own)


def _is_acronym_of(short: str, name: str) -> bool:
    return short.isupper() and " " in name and short[0] == name[0] and len(short) <= len(name.split()) + 1


def _short_names_of_bodies(found: Sequence[Name]) -> dict[str, str]:
    """For the first word of a body's name, its last one or its last two, the name.

    Of several bodies the one that is named first, if its name is the shortest: "Calder" of "Calder Athletic" and of
    "Calder Supporters’ Trust".
    """
    whole: dict[str, dict[str, int]] = defaultdict(dict)  # words of each body's name
    others = {name.surface for name in found if name.label not in ("ORG", "PERSON")}
    for name in found:
        parts = parts_of(name)
        if name.label == "ORG" and len(parts) > 1:
            inner = {part for part in parts[1:-1] if part.lower() in listed("bodies")}  # "the Corps"
            tail = {" ".join(parts[-2:])} if len(parts) > 2 and parts[-1].lower() not in listed("national") else set()
            for part in {parts[0], parts[-1], *tail, *inner} - others:
                whole[part][name.surface] = len(parts)
    first = ((part, next(iter(lengths)), [*lengths.values()]) for part, lengths in whole.items())
    return {part: name for part, name, lengths in first if all(lengths[0] < other for other in lengths[1:])}


def _full_name(
    name: Name, families: dict[str, dict[str, Name]], bearers: dict[str, set[str]], initials: dict[str, str]
) -> str | None:
    parts = parts_of(name)
    if name.label != "PERSON":
        short = name.surface.replace(".", "")
        return initials.get(short) or initials.get(name.surface, name.surface)
    family = families[surname_of(name)]
    if len(parts) > 1:
        initial = parts[0].rstrip(".")
        alike = [
            n for given, n in family.items() if len(initial) == 1 and given != parts[0] and given.startswith(initial)
        ]
        own = f"{parts[0]} {generation_of(name)}"
        return alike[0].surface if len(alike) == 1 else family[own if own in family else parts[0]].surface
    if not any(family) and len(bearers[parts[0]]) == 1:
        return next(iter(bearers[parts[0]]))  # a given name, or the first of two surnames
    people = [n for given, n in family.items() if given and not _is_initial_of_another(given, family)]
    people = people or list(family.values())
    fitting = [n for n in people if not (n.gender and name.gender and n.gender != name.gender)]
    for is_likelier in _LIKELIER:
        fitting = (len(fitting) > 1 and [n for n in fitting if is_likelier(name, n)]) or fitting
    if len(fitting) > 1 and all(_is_misspelt(fitting[0], other) for other in fitting[1:]):
        return max(fitting, key=lambda n: n.start).surface
    return fitting[0].surface if len(fitting) == 1 else None


def _has_that_title(name: Name, one: Name) -> bool:
    return bool(name.role and one.role) and head_of(name.role or "") == head_of(one.role or "")


def _has_no_other_office(name: Name, one: Name) -> bool:
    """Whether a title may be his: "Sen. Vos" is not Vos, the mayor."""
    return bool(name.role) and (one.role is None or is_relation(one.role))


def _is_no_relation(name: Name, one: Name) -> bool:
    """Whether a bare surname may be his: who is told of as somebody's daughter has a given name, or a title."""
    is_relative = one.role is not None and not listed("relations").isdisjoint(one.role.lower().split()[:_SHORT_ROLE])
    return not (name.role or name.gender or is_relative)


_LIKELIER: tuple[Callable[[Name, Name], bool], ...] = (  # which of several of one surname a name means, best first
    lambda name, one: one.start < name.start,
    _has_that_title,
    _has_no_other_office,
    _is_no_relation,
)


def generation_of(name: Name) -> str | None:
    """What tells father and son apart: "Jr" of "Viktor Vos Jr."."""
    last = name.surface.split()[-1]
    return last.rstrip(".") if last in listed_names("suffixes") else None


def _is_misspelt(name: Name, other: Name) -> bool:
    """Whether two given names differ in one letter inside: "Kristin", "Kristen"."""
    one, two = parts_of(name)[0], parts_of(other)[0]
    differing = [i for i, pair in enumerate(zip(one, two, strict=False)) if pair[0] != pair[1]]
    return len(one) == len(two) >= _LONG_NAME and len(differing) == 1 and 0 < differing[0] < len(one) - 1


def _is_initial_of_another(given: str, family: Iterable[str]) -> bool:
    initial = given.rstrip(".")
    return len(initial) == 1 and any(other.startswith(initial) for other in family if other != given)


def surname_of(name: Name) -> str:
    """The last part of a name, without an Arabic article: "Qubati" of "Faisal al-Qubati"."""
    return _ARABIC_ARTICLE.sub("", parts_of(name)[-1])


def parts_of(name: Name) -> list[str]:
    """The words of a name without "Jr." and the like.

    A person's without the particle of a surname that stands alone, in small letters where a transcript has capitals.
    """
    surface = _in_small_letters(name.surface) if name.label == "PERSON" else name.surface
    parts = [part for part in surface.split() if part not in listed_names("suffixes")] or [surface]
    while name.label == "PERSON" and len(parts) > 1 and _is_particle(parts[0]):
        parts = parts[1:]
    return parts


def _is_particle(part: str) -> bool:
    """Whether a name that begins so is a surname alone: "Ní Chonaill", "de Souza"."""
    return part.lower() in listed_names("particles") and part not in all_given_names()


def _in_small_letters(person: str) -> str:
    """A name that stands in capitals as it is written elsewhere, "Rosalind Pike"; initials stay."""
    kept = listed_names("suffixes")
    parts = person.split()
    return " ".join(p.title() if p.isupper() and len(p) > _INITIALS and p not in kept else p for p in parts)
