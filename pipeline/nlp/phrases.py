"""Noun phrases: where one ends, and whether a word is a noun of somebody or something that speaks."""

from __future__ import annotations

import re

from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.shapes import Range, compiled
from pipeline.nlp.tokens import Words

_PHRASE = compiled(r"(?:[DHOwNS0RTQ-]|x(?=[wNS]))+")  # a noun phrase up to its first preposition, comma or verb
# Endings of what tells more of a noun behind it.
_CUT = re.compile(r"(?:ed|ing|n|here|ere|ll|t|k|read|made|held|laid|found|heard|told)$")
_NOUNS = ("people", "bodies", "documents", "staffed", "callings", "relations")


def is_noun(word: str) -> bool:
    """Whether a word, lower case, is listed as a noun of who or what speaks."""
    return any(word in listed(name) for name in _NOUNS)


def phrase_of(words: Words, shape: str, source: Range) -> Range:
    """The first noun phrase of a source without what follows its head: "a report seen by us" is "a report"."""
    found = _PHRASE.match(shape, *source)
    end = found.end() if found else source[0] + 1
    end += end < source[1] and shape[end] == "C" and words.lower[end] in listed("documents")  # "a contingency plan"
    heads = [i for i in range(source[0], end) if is_noun(words.lower[i])]
    last = words.lower[end - 1]
    is_another = shape[end - 1] == "w" or last in listed("titles")
    if heads and end - heads[-1] == 2 and is_another and not _CUT.search(last):
        return source[0], end  # "a school matron", "the District Magistrate"
    if heads:
        return source[0], heads[-1] + 1
    while end - source[0] > 1 and words.lower[end - 1].endswith(("ed", "ing")):
        end -= 1
    return source[0], end
