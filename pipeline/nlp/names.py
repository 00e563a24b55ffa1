"""Names: runs of capitalised words, what they name, and which of them name the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.nlp.lexicon import cues, full_title, function_words, places
from pipeline.nlp.lexicon import names as listed_names
from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.quotes import CLOSING
from pipeline.nlp.shapes import APPOSITION, BEHIND, Range, compiled
from pipeline.nlp.tokens import Words

_OPENS = frozenset(CLOSING) | frozenset(".!?…:")
_MONTHS_THAT_ARE_NAMES = frozenset({"may", "april", "june", "august"})
_SPEAKS_OR_IS_DESCRIBED = compiled(rf"{BEHIND}[CG] | {APPOSITION} | ,H")
_APPOSITION = compiled(APPOSITION)
_DESCRIPTION_BEFORE = compiled(r"[wNSO]{0,6}S,?$")
_REALM = compiled(r"oD?N{1,4}")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in the text, titles left out.

    Args:
        start: first word; ``end``: the word after the last.
        label: PERSON, ORG, GPE, NORP or OTHER.
        surface: the words, parted by one space.
        gender: ``f``, ``m`` or None, as title, description or given name show it.
        role: title before the name or apposition behind it, as worded.
        full: the fullest name of its chain; None where several people of the text share the name.
    """

    start: int
    end: int
    label: str
    surface: str
    gender: str | None = None
    role: str | None = None
    full: str | None = None


def find_runs(words: Words, sentences: Sequence[Range]) -> list[Range]:
    """Sequences of capitalised words with the small words that join them, ordinary sentence openers left out."""
    openers = {first for first, _ in sentences} | {i + 1 for i, form in enumerate(words.form) if form in _OPENS}
    certain = {form for i, form in enumerate(words.form) if i not in openers}
    found: list[Range] = []
    for first, end in sentences:
        i = first
        while i < end:
            if not words.is_capitalised(i) or any(words.lower[i] in listed(name) for name in ("calendar", "pronouns")):
                i += 1
                continue
            start, i = i, i + 1
            while i < end and (step := _joins(words, start, i, end)):
                i += step
            start += start in openers and _is_ordinary(words, start, i, certain)
            if start < i:
                found.append((start, i))
    return found


def _joins(words: Words, start: int, i: int, end: int) -> int:
    """How many words from ``i`` on carry the run on: 0, 1, or more where small words lead to a capital."""
    if words.is_capitalised(i):
        return int(words.lower[i] not in listed("calendar") or words.lower[i] in _MONTHS_THAT_ARE_NAMES)
    has_of = "of" in words.lower[start:i]
    for length in (1, 2):
        small = words.lower[i : i + length]
        if i + length < end and words.is_capitalised(i + length):
            is_particle = all(word in listed_names("particles") for word in small)
            opens_of = words.form[i - 1] in listed_names("organisations") and small in (["of"], ["of", "the"], ["for"])
            if is_particle or opens_of or small == ["&"] or (has_of and small == ["and"]):
                return length + 1
    return 0


def _is_ordinary(words: Words, start: int, end: int, certain: set[str]) -> bool:
    """Whether the first word of a run is capitalised only for its place; ``certain``: words in other places."""
    form, lower = words.form[start], words.lower[start]
    if lower in function_words():
        return True
    if _listed_label([form]) or _is_title(form):
        return end - start == 1 and _is_title(form)
    if end - start > 1:
        return lower in certain and not _is_title(words.form[start + 1])
    speaks = end < len(words) and words.lower[end] in cues()
    is_common = lower in certain | listed("people") | listed("bodies")
    return is_common or (form not in certain and not speaks)


def _is_title(form: str) -> bool:
    return full_title(form) in listed("titles") or form.lower().rstrip(".") in listed("honorifics")


def find_names(words: Words, runs: Sequence[Range], shape: str) -> list[Name]:
    """All names, sorted and disjoint, each linked to the fullest name of its chain."""
    return _link([name for run in runs for name in _names_in(words, run, shape)])


def _names_in(words: Words, run: Range, shape: str) -> Iterator[Name]:
    """The names in one run: usually one; a nationality before a person's title or name is its own."""
    start, end = run
    forms = words.form[start:end]
    if label := _listed_label(forms):
        yield Name(start, end, label, " ".join(forms))
        return
    titles = [i for i in range(start, end) if _is_title(words.form[i])]
    if titles and titles[-1] == end - 1:  # "the Prime Minister" is no name
        return
    first = titles[-1] + 1 if titles else start
    while first < end - 1 and words.form[first] in listed_names("peoples"):
        first += 1
    for i in range(start, first):
        if (label := _listed_label([words.form[i]])) in ("GPE", "NORP"):
            yield Name(i, i + 1, label, words.form[i])
    name = Name(first, end, "OTHER", " ".join(words.form[first:end]))
    described = _DESCRIPTION_BEFORE.search(shape, max(0, start - 8), start)
    if described and described[0].endswith(",") and shape[end : end + 1] != ",":
        described = None
    if titles or _is_person(words, first, end, shape) or (described and 2 <= end - first <= 4):
        name = _person(words, name, described.start() if described else start, shape)
    yield name


def _listed_label(forms: Sequence[str]) -> str | None:
    """Label of a name that is listed, ends like an organisation or is an acronym."""
    surface = " ".join(forms)
    if surface in places():
        return "GPE"
    if surface in listed_names("peoples") or surface.removesuffix("s") in listed_names("peoples"):
        return "NORP"
    is_organisation = len(forms) > 1 and (forms[-1] in listed_names("organisations") or "of" in forms)
    is_acronym = len(forms) == 1 and surface.isupper() and 2 <= len(surface.replace(".", "")) <= 6
    return "ORG" if surface in listed_names("institutions") or is_organisation or is_acronym else None


def _is_person(words: Words, start: int, end: int, shape: str) -> bool:
    """Whether two to four words look like a person: by given name, by speaking or by a description."""
    if not 2 <= end - start <= 4:
        return False
    is_given = words.form[start] in listed_names("female") | listed_names("male")
    return is_given or shape[start - 1 : start] in ("C", "G") or bool(_SPEAKS_OR_IS_DESCRIBED.match(shape, end))


def _person(words: Words, name: Name, start: int, shape: str) -> Name:
    """The name as a person's, with role (title or description before it, else apposition) and gender."""
    before = [i for i in range(start, name.start) if words.lower[i].rstrip(".") not in listed("honorifics") | {","}]
    role = words.span(before[0], before[-1] + 1).text(words.text) if before else None
    if role and (realm := _REALM.match(shape, name.end)):
        role += " " + words.span(*realm.span()).text(words.text)
    shown = words.lower[start : name.start]
    if apposition := _APPOSITION.match(shape, name.end):
        first = name.end + 1 + (words.lower[name.end + 1] in listed("determiners"))
        shown += words.lower[first : apposition.end()]
        role = role or words.span(first, apposition.end()).text(words.text)
    titles = {word.rstrip(".") for word in shown}
    given = {words.form[name.start]} if name.end - name.start > 1 else set()
    female = titles & listed("feminine") or (given & listed_names("female") and not titles & listed("masculine"))
    male = titles & listed("masculine") or (given & listed_names("male") and not titles & listed("feminine"))
    gender = None if bool(female) == bool(male) else "f" if female else "m"
    return replace(name, label="PERSON", gender=gender, role=role)


def _link(found: Sequence[Name]) -> list[Name]:
    """The names, each with the fullest name, gender and role of its chain.

    A surname belongs to the one person of the text who carries it and whose gender does not speak against it; an
    acronym to the name with these initials; any other name stands for itself.
    """
    surnames = {_parts(name)[-1] for name in found if name.label == "PERSON"}
    people = [replace(n, label="PERSON") if n.label == "OTHER" and _parts(n)[-1] in surnames else n for n in found]
    families: dict[str, dict[str, Name]] = defaultdict(dict)
    initials: dict[str, str] = {}
    for name in people:
        parts = _parts(name)
        if name.label == "PERSON":
            given = parts[0] if len(parts) > 1 else ""
            known = families[parts[-1]].get(given, name)
            fullest = max(known, name, key=lambda n: len(n.surface))
            families[parts[-1]][given] = replace(fullest, gender=known.gender or name.gender)
        elif len(parts) > 1:
            initials.setdefault("".join(part[0] for part in parts if part[0].isupper()), name.surface)
    linked = [replace(name, full=_full_name(name, families, initials)) for name in people]
    roles: dict[str | None, str] = {}
    genders: dict[str | None, str] = {}
    for name in linked:
        if name.full and name.role:
            roles.setdefault(name.full, name.role)
        if name.full and name.gender:
            genders.setdefault(name.full, name.gender)
    return [replace(n, role=roles.get(n.full), gender=genders.get(n.full, n.gender)) for n in linked]


def _full_name(name: Name, families: dict[str, dict[str, Name]], initials: dict[str, str]) -> str | None:
    parts = _parts(name)
    if name.label != "PERSON":
        return initials.get(name.surface.replace(".", ""), name.surface) if len(parts) == 1 else name.surface
    family = families[parts[-1]]
    if len(parts) > 1:
        return family[parts[0]].surface
    people = [n for given, n in family.items() if given] or list(family.values())
    fitting = [n for n in people if not (n.gender and name.gender and n.gender != name.gender)]
    return fitting[0].surface if len(fitting) == 1 else None


def _parts(name: Name) -> list[str]:
    """The words of a name without "Jr." and the like."""
    parts = [part for part in name.surface.split() if part not in listed_names("suffixes")]
    return parts or [name.surface]
