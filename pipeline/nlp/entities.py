"""What a network found as names, made whole: a name may have been found in part, or in two."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.nlp.lexicon import all_given_names, function_words, known_label
from pipeline.nlp.lexicon import names as listed_names
from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.people import is_title
from pipeline.nlp.shapes import Range
from pipeline.nlp.tokens import Words

Entity = tuple[int, int, str, float]
"""First word, word after the last, label and score of what a model found."""

_DOUBTFUL = 0.6  # score below which a network's label gives way to what stands beside the name
_MARKS_OF_NICKNAMES = {"“": "”", '"': '"', "‘": "’", "'": "'"}
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.){1,3}")
_APOSTROPHES = ("’", "'")
_NICKNAME = 3  # words of a nickname with its marks, at most one more


def completed(words: Words, entities: Sequence[Entity], run_start: Callable[[int], int]) -> list[Entity]:
    """The entities, disjoint; a person's with the given name before it, a company's with "Inc." behind it.

    Args:
        run_start: the first word of the run of capitals in which a word stands.
    """
    whole: list[Entity] = []
    for n, entity in enumerate(entities):
        if whole and entity[0] < whole[-1][1]:
            continue
        if whole and _is_legal_form(words, whole[-1], entity):
            whole[-1] = (whole[-1][0], entity[1], *whole[-1][2:])
            continue
        start, end, label, score = _with_first_part(words, whole, entity)
        if label == "PERSON":
            start, end = _whole_person(words, (start, end), run_start(start), whole[-1][1] if whole else 0)
            while whole and whole[-1][1] > start:
                whole.pop()  # "K" of "K. Orr" that was found by itself
        elif label == "ORG":
            end = _end_of_body(words, (start, end), _start_of_other(entities[n + 1 :], len(words) - 1))
        whole.append((start, end, label, score))
    return whole


def _with_first_part(words: Words, whole: list[Entity], entity: Entity) -> Entity:
    """The entity with what belongs to it of those before, which is taken from them."""
    start, end, label, score = entity
    if whole and label in ("PERSON", "ORG"):
        if _is_given_before(words, whole[-1], entity):
            return whole.pop()[0], end, "PERSON", score
        if _are_partners(words, whole[-1], entity):
            return whole.pop()[0], end, "ORG", score
    if label == "PERSON" and (opening := _opening_of_nickname(words, start)):
        given = next((n for n in range(len(whole) - 1, -1, -1) if whole[n][0] < opening), None)
        if given is not None and whole[given][1] == opening and whole[given][2] in ("PERSON", "ORG"):
            start = whole[given][0]
            del whole[given:]  # the nickname too, if it was found by itself
            return start, end, label, score
    return entity


def _is_legal_form(words: Words, firm: Entity, entity: Entity) -> bool:
    """Whether a firm's name goes on behind a comma: "Kestrel Lines, Inc." that was found in two."""
    is_behind_comma = entity[0] - firm[1] == 1 and words.form[firm[1]] == ","
    return firm[2] == entity[2] == "ORG" and is_behind_comma and words.form[entity[0]] in listed_names("companies")


def _end_of_body(words: Words, place: Range, limit: int) -> int:
    """The end of a body's name with what a network left out or found by itself, before word ``limit``.

    "Committee on Ports", "Friends of Porto Lido", "Ministry of Trade, Industry and Energy".
    """
    start, end = place
    if end >= limit:
        return end
    last, joint, organisations = words.form[end - 1], words.lower[end], listed_names("organisations")
    more = _end_of_capitals(words, end + 1, limit)
    is_lot = end - start == 1 and last.endswith("s") and joint == "of"
    if is_lot or (last in organisations and joint == "on"):
        return more or end
    if joint == "," and words.form[start] in organisations and words.lower[end - 2] == "of" and more:
        more = _end_of_capitals(words, more + 1, limit) if words.lower[more] == "and" else None
        return more or end
    return end


def _start_of_other(entities: Sequence[Entity], last: int) -> int:
    """The first word of the first that is no body; ``last`` if there is none."""
    return next((start for start, _, label, _ in entities if label != "ORG"), last)


def _end_of_capitals(words: Words, start: int, limit: int) -> int | None:
    """The word behind the capitals from word ``start`` on, "Workers’ Union" among them; None for none."""
    end = start
    while end < limit and words.is_capitalised(end) and words.lower[end] not in listed("calendar"):
        end += 1
        is_owner = end + 1 < limit and words.form[end] in _APOSTROPHES and words.form[end - 1].endswith("s")
        end += is_owner and words.is_capitalised(end + 1)
    return end if start < end < len(words) else None


def _opening_of_nickname(words: Words, start: int) -> int | None:
    """The quotation mark before a nickname that stands before word ``start``: "Randall “Rusty” Tidwell"."""
    if start < _NICKNAME or words.form[start - 1] not in _MARKS_OF_NICKNAMES.values():
        return None
    marks = (i for i in range(start - 2, start - 2 - _NICKNAME, -1) if words.form[i] in _MARKS_OF_NICKNAMES)
    return next(marks, None)


def _whole_person(words: Words, place: Range, first: int, taken: int) -> Range:
    """A person's name with the rest of a double name, particles, initials and given name before it.

    Args:
        first: where its run of capitals starts; ``taken``: the word behind the name before.
    """
    start, end = place
    while end < len(words) and words.token[end] == words.token[end - 1] and words.is_capitalised(end):
        end += 1
    while initial := _initial_before(words, start):
        start = initial[0]
    core = end - (words.form[end - 1] in listed_names("suffixes"))  # "Vos" of "Vos Jr."
    is_part = core - start == 1
    particle = _first_particle(words, start, max(first, taken))
    start = particle if particle > max(first, taken) else start  # "Bart van den Heuvel"
    end += end == core and words.form[end : end + 1] != [] and words.form[end] in listed_names("suffixes")
    is_part &= start > taken and first < start
    return (start - 1 if is_part and _may_be_given(words.form[start - 1], words.form[start]) else start), end


def _first_particle(words: Words, start: int, first: int) -> int:
    """Where the particles start that stand before word ``start``, from word ``first`` on: "van den"."""
    while start > first and words.form[start - 1] in listed_names("particles"):
        start -= 1
    return start


def _initial_before(words: Words, i: int) -> Range | None:
    """The initial before word ``i``, with its full stop one word or two: "K." of "K. R. Orr", "K.R." of "K.R. Orr"."""
    for first in (i - 1, i - 2):
        form = "".join(words.form[max(0, first) : i])
        is_whole = (
            first >= 0 and words.end[i - 1] - words.start[first] == len(form) and words.line[first] == words.line[i]
        )
        if is_whole and _INITIALS.fullmatch(form) and not known_label(form):
            return first, i
    return None


def _is_given_before(words: Words, given: Entity, entity: Entity) -> bool:
    """Whether a network found the words of one person's name as two names: "Efrain" and "Tolliver"."""
    (start, end, label, score), (other, last, other_label, other_score) = given, entity
    if _first_particle(words, other, end) != end:
        return False
    is_known = words.form[start] in all_given_names() and known_label(words.form[start]) is None
    is_person = label == "PERSON" and (is_known or other_label == "PERSON" or other_score < _DOUBTFUL)
    is_person |= is_known and score < _DOUBTFUL
    are_short = end - start == 1 and (last - other == 1 or (label == other_label == "PERSON" and is_known))
    return is_person and are_short and words.line[start] == words.line[other]


def _are_partners(words: Words, one: Entity, other: Entity) -> bool:
    """Whether a network found the two of a firm's name as two names: "Ardmore" and "Vane" of "Ardmore & Vane"."""
    is_firm = one[2] in ("PERSON", "ORG") and words.form[one[1] : other[0]] == ["&"]
    return is_firm and one[1] - one[0] == other[1] - other[0] == 1


def _may_be_given(form: str, surname: str) -> bool:
    """Whether a capitalised word before a surname may be a given name: no title, people, place, role or acronym."""
    lower = form.lower().rstrip(".")
    is_listed = lower in function_words() or lower in listed("people") or lower in listed("bodies")
    return not (
        is_listed
        or known_label(form)
        or is_title(form)
        or (form.isupper() and len(form) <= 3 and not surname.isupper())
    )
