"""The places where a text describes one person without a name: "the minister", "her lawyer", "the 41-year-old"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.marking import Marks, ranges_of
from pipeline.nlp.phrases import is_noun, phrase_of
from pipeline.nlp.shapes import compiled

_SCANNED = compiled(r"D[wNS0]{1,5}")
_NOBODYS = ("pronouns", "indefinite", "bodies", "documents", "singular", "pairs", "gathered")
_BEGINNING = ("definite", "possessive")
_ONE_OF_MANY = frozenset({"one", "another", "someone", "somebody"})


class Epithet(NamedTuple):
    """A description of one person, in words from ``start`` up to ``end``."""

    start: int
    end: int


def epithets_of(marks: Marks) -> list[Epithet]:
    """The descriptions in reading order: such as are a source, and elsewhere those with a listed noun."""
    shape, lower = marks.shape, marks.words.lower
    naming = {i: name.label for name in marks.names for i in range(name.start, name.end)}
    sources = (place for claim in marks.found for place in ranges_of(marks.words, claim.source))
    phrases = [(phrase_of(marks.words, shape, place), True) for place in sources]
    for found in _SCANNED.finditer(shape):
        start, last = found.span()
        nouns = [i for i in range(start + 1, last) if is_noun(lower[i]) or lower[i].endswith("year-old")]
        if nouns and any(lower[start] in listed(name) for name in _BEGINNING):
            phrases.append(((start, nouns[-1] + 1), False))
    taken: dict[int, Epithet] = {}
    for (start, end), is_source in phrases:
        if end - start > 1 and _may_be_one(marks, naming, start, end, is_source=is_source):
            taken.setdefault(end, Epithet(start, end))
    return [taken[end] for end in sorted(taken)]


def strangers_of(marks: Marks) -> Iterator[int]:
    """Where sources begin that are one of many: "one of the passengers", "another"."""
    for claim in marks.found:
        for start, end in ranges_of(marks.words, claim.source):
            if start < end and marks.words.lower[start] in _ONE_OF_MANY:
                yield start


def _may_be_one(marks: Marks, naming: dict[int, str], start: int, end: int, *, is_source: bool) -> bool:
    """Whether a noun phrase is of one person, and says no name of his."""
    lower, shape = marks.words.lower, marks.shape
    noun = lower[end - 1]
    if lower[start] in _ONE_OF_MANY:
        return False
    is_plural = noun.endswith("s") and not noun.endswith("ss") and noun not in listed("titles")
    if is_plural or any(noun in listed(name) for name in _NOBODYS) or not marks.words.is_word(end - 1):
        return False
    if any(naming.get(i) == "PERSON" and shape[i + 1 : i + 2] not in ("O", "N") for i in range(start, end)):
        return False
    if naming.get(end - 1) not in (None, "NORP"):
        return False
    behind = end + (shape[end : end + 1] == ",")
    is_named = naming.get(behind) == "PERSON" and (behind == end or not is_source)
    return not is_named and (is_source or shape[end : end + 1] not in ("N", "S"))
