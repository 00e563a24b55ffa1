"""A sentence's shape: one letter a word, so that phrases are found by regular expressions over letters.

    N  word of a capitalised run      C  cue                        ,();:  as written
    S  noun of somebody who speaks    G  cue in -ing                .      full stop, question or exclamation mark
    D  determiner                     A  auxiliary, negation        Q      quotation mark, word inside
    w  any other word                 B  form of "be" or "get"      x      any other mark
    H  pronoun                        R  adverb
    O  's or '                        T  day, month, "week" …       P  preposition that may follow a noun; o  "of"
    0  number                         &  "and", "but"               p  other preposition, conjunction; b  "by"

Every repetition is bounded or possessive, so that matching takes linear time.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.nlp.lexicon import cues
from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.tokens import Words

Range = tuple[int, int]

_LETTERS = {"of": "o", "by": "b", "and": "&", "but": "&", "'s": "O", "'": "O"}
_LISTS = (
    ("H", "pronouns"), ("H", "indefinite"), ("D", "determiners"), ("B", "be"), ("A", "auxiliaries"),
    ("T", "calendar"), ("P", "attaching"), ("p", "prepositions"), ("p", "conjunctions"), ("R", "adverbs"),
    ("S", "people"), ("S", "bodies"), ("S", "documents"),
)  # fmt: skip

_RANKS = frozenset({"general", "elect", "designate"})
_HEAD = r"D{0,3}+(?:w{0,6}[NSO0]{1,12}+){1,5}"  # ends with a name or a noun of somebody who speaks
_MORE = r"D{0,3}+[wNSO0]{1,9}+"
BEHIND = r"(?:[ARTx]|PT){0,9}+"  # what may stand between a source and its cue
APPOSITION = r",(?:0,?)?(?:(?=D|[wNO]{0,8}S)[DwNSOPopTb&0()]{1,30}+(?=[,.;QHx-]|$)|N{2,4}+(?=,))"
SOURCE_AHEAD = rf"(?:H|{_HEAD}(?:(?:o|&|(?<=S)P){_MORE}){{0,4}}(?<!O)(?:\([^()]{{1,9}}\))?(?:{APPOSITION})?+)"
SOURCE_BEFORE = (  # a comma must follow the group "apposition"
    rf"(?:H|{_HEAD}w{{0,3}}(?:[oP&]{_MORE}){{0,4}}(?<!O)(?:\([^()]{{1,9}}\)|(?P<apposition>{APPOSITION}))?)"
)


def shape_of(words: Words, quoted: set[int], capitalised: set[int]) -> str:
    """The letters of a document's words; ``quoted`` stand between quotation marks, ``capitalised`` in runs."""
    return "".join([
        "Q" if i in quoted else "N" if i in capitalised else letter_of(form, lower)
        for i, (form, lower) in enumerate(zip(words.form, words.lower, strict=True))
    ])  # fmt: skip


def letter_of(form: str, lower: str) -> str:
    """The letter of a word outside quotation marks and runs of capitals; ``lower`` is its lower case."""
    if letter := _listed_letters().get(lower):
        return letter
    if form[0] == "-" and form[1:].isalpha():
        return "w"  # "-old" of "17-year-old"
    if not form[0].isalnum():
        return form if form in ",();:" else "." if form[0] in ".!?…" else "-" if form[0] in "-–—" else "x"
    first, _, last = lower.rpartition("-")
    if first and (last in listed("people") or (last in _RANKS and first in listed("people"))):
        return "S"  # "ex-minister", "secretary-general"
    return "0" if form[0].isdigit() else "R" if lower.endswith("ly") else "w"


@cache
def _listed_letters() -> dict[str, str]:
    """Every listed word with its letter; one that is in several lists has the letter of the first."""
    letters = {word: letter for letter, name in reversed(_LISTS) for word in listed(name)}
    letters |= {word: "G" if word.endswith("ing") else "C" for word in cues()}
    return letters | _LETTERS


def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern over shapes; white space in it means nothing."""
    return re.compile(pattern, re.VERBOSE)
