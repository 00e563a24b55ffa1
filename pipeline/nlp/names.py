"""Names: runs of capitalised words, what they name, and which of them name the same."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.nlp.chains import Name, link, parts_of, surname_of, with_heard_genders
from pipeline.nlp.entities import Entity, completed
from pipeline.nlp.firms import is_before_title, is_titled, with_firms
from pipeline.nlp.lexicon import all_given_names, cues, function_words, known_label
from pipeline.nlp.lexicon import names as listed_names
from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.people import REALM, is_title, person_of, start_of_title, with_shared_titles
from pipeline.nlp.phrases import is_noun
from pipeline.nlp.quotes import CLOSING
from pipeline.nlp.shapes import APPOSITION, BEHIND, Range, compiled
from pipeline.nlp.tokens import Words

_OPENS = frozenset(CLOSING) | frozenset(".!?…:")
_MONTHS_THAT_ARE_NAMES = frozenset({"may", "april", "june", "august"})
_SPEAKS_OR_IS_DESCRIBED = compiled(rf"{BEHIND}[CG] | {APPOSITION} | ,H")
_APPOSITION = compiled(APPOSITION)
_DESCRIPTION_BEFORE = compiled(r"(?:[wNSO]{0,4}S[oP]D?[wNSO]{0,4}[NS],|[wNSO]{0,6}S,?)$")
_OF_BODY = compiled(r"[wNSO]{0,4}S[oP]")  # "the spokeswoman for the port, Ann Orr"
_BEFORE_SUBJECT = frozenset('CG,.;:("“-TQ')  # letters of shapes behind which a sentence's subject may stand
_LONGEST_DESCRIPTION = 12  # words and its comma
_SCORES = {"PERSON": 0.8, "ORG": 0.7, "GPE": 0.9, "NORP": 0.9, "OTHER": 0.4}
_TELLING = ("-based", "-born", "-owned", "-listed", "-backed", "-led", "-run")
_ARTICLES = frozenset({"the", "a", "an"})
_TAILS = function_words() | {"'s"}  # lower-case words that no name ends with
_LIKELY = 0.7  # likewise, for a place that is worded like a person
_LISTED = 1.0  # what a list's word counts against the scores of a model, 0 to 1 for each name found

NAMING = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "LAW", "OTHER"})
"""The labels of names; a model's other labels are of dates and amounts."""


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
    if _listed_label([form]) or is_title(form):
        return end - start == 1 and is_title(form)
    if end - start > 1:
        return lower in certain and not is_title(words.form[start + 1])
    speaks = end < len(words) and words.lower[end] in cues()
    is_common = lower in certain | listed("people") | listed("bodies")
    return is_common or (form not in certain and not speaks)


def find_names(words: Words, runs: Sequence[Range], shape: str) -> list[Name]:
    """All names, sorted and disjoint, each linked to the fullest name of its chain."""
    found = [name for run in runs for name in _names_in(words, run, shape)]
    linked = link(with_heard_genders(words, shape, found))
    return [replace(name, score=_SCORES[name.label]) for name in linked]


def names_of(words: Words, entities: Sequence[Entity], runs: Sequence[Range], shape: str) -> list[Name]:
    """The names among the entities that a model found, completed, trimmed, titled and linked by the rules for names.

    One wording has one label in a text: the one with most votes, by score, lists, titles and the surnames of people.
    A run of capitals that the model passed over is a name where another place of the text shows that it is one.
    """
    starts = [start for start, _ in runs]
    naming = [entity for entity in entities if entity[2] in NAMING]
    whole = completed(words, naming, lambda i: _run_start(runs, starts, i))
    found = [name for entity in whole if (name := _trimmed(words, entity))]
    found = sorted([*found, *_behind_titles(words, found, runs)], key=lambda name: name.start)
    found = _settled(words, _people_called_places(found, shape))
    found = sorted([*found, *_passed_over(words, found, runs)], key=lambda name: name.start)
    found = with_firms(words, found, shape)
    for i, name in enumerate(found):
        if name.label == "PERSON":
            first = _run_start(runs, starts, name.start)
            start = start_of_title(words, first, name.start)
            found[i] = person_of(words, name, _description_start(words, start, name.end, shape), shape)
    found = with_shared_titles(words, found, shape)
    return link(with_heard_genders(words, shape, found))


def _run_start(runs: Sequence[Range], starts: Sequence[int], i: int) -> int:
    """First word of the run that ``i`` stands in; ``i`` where it stands in none."""
    at = bisect_right(starts, i) - 1
    return starts[at] if at >= 0 and i < runs[at][1] else i


def _passed_over(words: Words, found: Sequence[Name], runs: Sequence[Range]) -> Iterator[Name]:
    """Runs without a name, titles left out, worded like a name, its capitals ("MARCHAND") or a part of a person's."""
    whole = {name.surface: name for name in reversed(found)}
    people = [name for name in reversed(found) if name.label == "PERSON" and len(parts_of(name)) > 1]
    given = all_given_names()
    known = {parts_of(n)[0]: n for n in people if parts_of(n)[0] in given or "-" in parts_of(n)[-1]}
    known |= {surname_of(name): name for name in people}
    known = {part: name for part, name in known.items() if len(part) > 1 and not known_label(part)}
    lots = [name for name in found if name.label == "ORG" and re.match(r"\w+s of ", name.surface)]
    known |= {parts_of(name)[0]: name for name in lots}  # "the Friends" of "Friends of Porto Lido"
    known |= {parts_of(name)[-1].upper(): name for name in people} | whole
    ends = [name.end for name in found]
    for first, end in runs:
        at = bisect_right(ends, first)
        start = next((i for i in range(first, end) if not is_title(words.form[i])), end)
        surface = " ".join(words.form[start:end])
        if at < len(found) and found[at].start < end:
            continue
        if surface in known:
            yield Name(start, end, known[surface].label, surface, score=known[surface].score / 2)
        elif name := _before_acronym(words, first, end):
            yield name


def _behind_titles(words: Words, found: Sequence[Name], runs: Sequence[Range]) -> Iterator[Name]:
    """The people whom runs of capitals name behind a title and a model passed over: "House Speaker Grant Vos"."""
    taken = {i for name in found for i in range(name.start, name.end)}
    for first, end in runs:
        start = 1 + next((i for i in reversed(range(first, end)) if is_title(words.form[i])), end)
        is_person = end - start > 1 and words.form[start] in all_given_names()
        if is_person and taken.isdisjoint(range(start, end)):
            yield Name(start, end, "PERSON", " ".join(words.form[start:end]), score=_LIKELY)


def _before_acronym(words: Words, first: int, end: int) -> Name | None:
    """The body whose acronym stands in brackets behind a run of capitals: "United Clothing Workers (UCW)"."""
    initials = "".join(form[0] for form in words.form[first:end] if form[0].isupper())
    is_body = end - first > 1 and words.form[end : end + 3] == ["(", initials, ")"]
    return Name(first, end, "ORG", " ".join(words.form[first:end]), score=_LIKELY) if is_body else None


def without_tail(words: Words, entity: Entity) -> Entity:
    """The entity without marks, possessive and small words at its end: a model may well take "Ada Quist of" whole."""
    start, end, label, score = entity
    while start < end and (words.form[end - 1] in _TAILS or not words.is_word(end - 1)):
        end -= 1
    return start, end, label, score


def _trimmed(words: Words, entity: Entity) -> Name | None:
    """The entity without article, titles and possessive; None where no capital or number is left ("the union")."""
    start, end, label, score = entity
    while start < end and (words.lower[start] in _ARTICLES or not words.is_word(start)):
        start += 1
    start += end - start > 1 and words.lower[start].endswith(_TELLING)  # "Porto-based Kestrel"
    start, end, *_ = without_tail(words, (start, end, label, score))
    while label == "ORG" and start < end - 1 and words.form[start].islower() and words.is_capitalised(start + 1):
        start += 1  # "cross-community Bridge Party"
    if _is_description(words, start, end, label):
        return None
    while label == "PERSON" and start < end - 1 and words.form[start].islower() and _is_common(words.form[start]):
        start += 1
    first = words.lower[start : start + 1]
    if label == "PERSON" and end - start > 2 and is_noun(*first) and words.form[start] not in all_given_names():
        start += 1  # "Teammate Ada Quist"
    while label == "PERSON" and start < end - 1 and words.form[end - 1] in listed_names("postnominals"):
        end -= 1
    titles = [i for i in range(start, end) if is_title(words.form[i])] if label == "PERSON" else []
    if titles[-1:] == [end - 1] and end - start > 1 and titles[-2:-1] != [end - 2]:
        titles.pop()  # "Leonard Cardinal"
    start = titles[-1] + 1 if titles else start
    is_given = start == end - 1 and words.form[start - 1] in all_given_names()
    if titles and is_given and start > 1 and is_title(words.form[start - 2]):
        start -= 1  # "Det Sgt Dean Wilmot"
    if not any(words.lower[i] != words.form[i] or words.form[i][0].isdigit() for i in range(start, end)):
        return None
    return Name(start, end, label, " ".join(words.span(start, end).text(words.text).split()), score=score)


def _is_description(words: Words, start: int, end: int, label: str) -> bool:
    """Whether a network took an office or a description for a name: "Taoiseach", "Cork hurler", "the Ohio Democrat"."""
    if start >= end:
        return False
    last = words.form[end - 1]
    is_office = end - start == 1 and words.lower[start] in listed("titles") & listed("callings")
    is_alone = label == "PERSON" and end - start == 1 and words.lower[max(0, start - 1)] == "the"  # "the Londoner"
    is_behind_article = words.lower[max(0, start - 1)] == "the"
    are_people = last.lower() in listed("people") and not any(last.lower() in listed(n) for n in ("bodies", "singular"))
    is_noun_of_one = are_people if label == "ORG" else label == "PERSON" and is_noun(last.lower())
    is_told = end - start > 1 and is_noun_of_one and (is_behind_article or (last.islower() and label == "PERSON"))
    is_post = last in listed_names("postnominals") or last in listed_names("posts")
    is_post |= label == "ORG" and is_title(last)  # "the District Magistrate"
    is_before_name = end < len(words) and words.form[end] in all_given_names()
    is_title_before = label == "PERSON" and end - start > 1 and is_title(last) and is_before_name  # "Porto Mayor"
    return is_office or is_told or is_alone or is_title_before or (is_behind_article and is_post)


def _is_calling(word: str) -> bool:
    """Whether a word, lower case, tells what somebody is beside the nouns of ``shapes``: "captain", "treasurer"."""
    return (word in listed("callings") or word in listed("titles")) and word not in listed("epithets")


def _is_agent(word: str) -> bool:
    """Whether a word, lower case, is likely a noun of what somebody does, by its ending: "carer", "physician"."""
    return word.endswith(tuple(listed("agents"))) and word not in listed("no_agents")


def _is_told_role(words: Words, i: int) -> bool:
    """Whether word ``i`` before a name tells what somebody is: "physician", "former bandmate"."""
    return _is_agent(words.lower[i]) or words.lower[i - 1] in listed("before_callings")


def _is_common(form: str) -> bool:
    """Whether a lower-case word is none of those that begin a name: "van", "al-Masri"."""
    return form not in listed_names("particles") and "-" not in form


def _people_called_places(found: Sequence[Name], shape: str) -> list[Name]:
    """The names; what may be a place, begins as a person's name does and stands beside a comma is a person's.

    Or what ends as one does that stands alone elsewhere: "Anneli Koskela", "Koskela".
    """
    people = {parts_of(name)[0] for name in found if name.label == "PERSON"}
    surnames = {name.surface for name in found if name.label == "PERSON" and name.score >= _LIKELY}
    return [
        replace(name, label="PERSON")
        if name.label in ("GPE", "LOC", "FAC")
        and name.score < _LIKELY
        and len(parts_of(name)) > 1
        and (parts_of(name)[0] in people or parts_of(name)[0] in all_given_names())
        and (
            _APPOSITION.match(shape, name.end)
            or shape[name.start - 1 : name.start] == ","
            or parts_of(name)[-1] in surnames
        )
        and not known_label(name.surface)
        else name
        for name in found
    ]


def _settled(words: Words, found: Sequence[Name]) -> list[Name]:
    """The names with one label for each wording."""
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for name in found:
        votes[name.surface][name.label] += name.score
        title = _LISTED * is_titled(words, name)
        votes[name.surface]["PERSON"] += title
        parts = parts_of(name)
        if name.label == "PERSON" and len(parts) > 1:
            votes[parts[-1]]["PERSON"] += name.score + title
    people = [parts_of(n) for n in found if n.label == "PERSON"]
    surnames = {parts[-1] for parts in people if len(parts) > 1}
    given = {part for parts in people if len(parts) > 1 for part in parts}
    firms = {parts_of(n)[0] for n in found if n.label == "ORG" and " " in n.surface} - given
    titled = {n.surface for n in found if is_titled(words, n)}
    employers = {one.surface for one, behind in pairwise(found) if is_before_title(words, one, behind)}
    bodies = [n for n in found if n.label == "ORG" and n.score >= _LIKELY]
    ends = {parts_of(n)[-1] for n in bodies if " " in n.surface and " of " not in n.surface}
    families = {parts[-1] for parts in people if len(parts) > 1 and parts[0] in all_given_names()}
    for surface, counted in votes.items():
        if label := known_label(surface):
            counted[label] += _LISTED
        first, *rest = surface.split()
        is_initial = len(first.strip(".")) == 1 and rest[-1:] and rest[-1] in surnames
        if is_initial or (not rest and first.isupper() and first.title() in surnames):  # "D. Moe", "MOE"
            counted["PERSON"] += 2 * _LISTED
        if surface in firms and (counted["PERSON"] < _LIKELY or not {surface} & (surnames | titled)):
            counted["ORG"] += counted["PERSON"] + _LISTED  # "Kestrel" of "Kestrel Holdings"
        elif surface in families:
            counted["PERSON"] += _LISTED
        if surface in ends and surface.isalpha() and not known_label(surface):
            counted["ORG"] += counted["GPE"] + _LISTED  # "United" of "Porto United"
        if surface in employers and surface not in surnames and not counted["GPE"]:
            counted["ORG"] += 2 * _LISTED
    labels = {surface: max(sorted(counted), key=counted.__getitem__) for surface, counted in votes.items()}
    return [name if name.label == labels[name.surface] else replace(name, label=labels[name.surface]) for name in found]


def _names_in(words: Words, run: Range, shape: str) -> Iterator[Name]:
    """The names in one run: usually one; a nationality before a person's title or name is its own."""
    start, end = run
    forms = words.form[start:end]
    if label := _listed_label(forms):
        yield Name(start, end, label, " ".join(forms))
        return
    titles = [i for i in range(start, end) if is_title(words.form[i])]
    if titles and titles[-1] == end - 1:  # "the Prime Minister" is no name
        return
    first = titles[-1] + 1 if titles else start
    while first < end - 1 and words.form[first] in listed_names("peoples"):
        first += 1
    for i in range(start, first):
        if (label := _listed_label([words.form[i]])) in ("GPE", "NORP"):
            yield Name(i, i + 1, label, words.form[i])
    name = Name(first, end, "OTHER", " ".join(words.form[first:end]))
    described = _description_start(words, start, end, shape)
    if titles or _is_person(words, first, end, shape) or (described < start and 2 <= end - first <= 4):
        name = person_of(words, name, described, shape)
    yield name


def _description_start(words: Words, start: int, end: int, shape: str) -> int:
    """Where the description before a name or its title starts, ``start`` if there is none.

    "port spokeswoman Ann Orr", "the mayor of Porto, Ann Orr, said".
    """
    first = max(0, start - _LONGEST_DESCRIPTION)
    before = "".join("S" if shape[i] in "wN" and _is_calling(words.lower[i]) else shape[i] for i in range(first, start))
    if before.endswith("N,") and words.form[start - 2] in listed_names("peoples"):
        before = before[:-2] + "S,"  # "the ranking Democrat, Sen. Ann Orr"
    is_agent = end - start > 1 and before.endswith(("w", "N")) and _is_told_role(words, start - 1)
    described = _DESCRIPTION_BEFORE.search(before[:-1] + "S" if is_agent else before)
    realm = REALM.match(shape, end)
    behind = realm.end() if realm else end
    if described is None or (described[0].endswith(",") and shape[behind : behind + 1] not in (",", ".")):
        return start
    if is_agent and described.start() and before[described.start() - 1] not in _BEFORE_SUBJECT:
        return start
    noun = words.lower[start - 1 - described[0].endswith(",")]
    is_thing = noun not in listed("people") and (noun in listed("bodies") or noun in listed("documents"))
    is_plural = noun.endswith("s") and not noun.endswith("ss")
    is_thing |= described[0].endswith(",") and is_plural  # "with reporters, Ann Orr"
    is_body = is_thing and not _OF_BODY.match(described[0])
    return start if is_body else first + described.start()


def _listed_label(forms: Sequence[str]) -> str | None:
    """Label of a name that is listed, ends like an organisation or is an acronym."""
    surface = " ".join(forms)
    if label := known_label(surface):
        return label
    is_organisation = len(forms) > 1 and (forms[-1] in listed_names("organisations") or "of" in forms)
    is_acronym = len(forms) == 1 and surface.isupper() and 2 <= len(surface.replace(".", "")) <= 6
    return "ORG" if is_organisation or is_acronym else None


def _is_person(words: Words, start: int, end: int, shape: str) -> bool:
    """Whether two to four words look like a person: by given name, by speaking or by a description."""
    if not 2 <= end - start <= 4:
        return False
    is_given = words.form[start] in listed_names("female") | listed_names("male")
    return is_given or shape[start - 1 : start] in ("C", "G") or bool(_SPEAKS_OR_IS_DESCRIBED.match(shape, end))
