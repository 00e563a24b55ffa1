"""What the steps of reading hand on to each other, and the way from a network's spans to words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.nlp.chains import Name
from pipeline.nlp.lexicon import cues
from pipeline.nlp.quotes import Quotation
from pipeline.nlp.shapes import Range
from pipeline.nlp.tokens import Words
from pipeline.spans import Span, united

if TYPE_CHECKING:
    from pipeline.nlp.encoder import Markup

Spans = tuple[Span, ...]

_NAMES = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC"})
_GOES_ON = re.compile(r"[^\W\d_]{2}")  # a word that was cut between two of its letters
_PERSON_GOES_ON = re.compile(  # besides, a double surname, the syllable of a given name ("Ji-won"), or "Jr" of "Jr."
    r"""[^\W\d_]{2} | .?-[A-Z] | (?<=\b[JS])r\.
    | [a-z]-(?!\w*ed\b) (?!(?:born|era|like|run|style|wide|wing)\b) [a-z]{2,5}\b""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A claim before its speaker is known.

    Args:
        source: who, cue and content in code points, each sorted and disjoint; content is never empty.
        lemma: dictionary form of the cue.
        confidence: 0 to 1, not calibrated.
        is_outer: whether it is the article that reports it, not somebody in a claim.
    """

    source: Spans
    cue: Spans
    content: Spans
    lemma: str | None
    confidence: float
    is_outer: bool = True


@dataclass(slots=True)
class Marks:
    """What the steps have marked in one text so far, over its words.

    Args:
        markup: what a network found; None where there is none.
        shape: one letter a word, see ``pipeline.nlp.shapes``.
    """

    words: Words
    markup: Markup | None = None
    quotations: Sequence[Quotation] = ()
    sentences: Sequence[Range] = ()
    names: Sequence[Name] = ()
    shape: str = ""
    found: Sequence[Found] = ()


def cut_words(words: Words, places: Collection[int]) -> Words:
    """The words, cut where one reaches over a place: "Oslo-based" is three words if "Oslo" alone is marked."""
    cuts: dict[int, list[int]] = defaultdict(list)
    for place in sorted(places):
        i = bisect_left(words.start, place) - 1  # the last word that starts before it
        if i >= 0 and place < words.end[i]:
            cuts[i].append(place)
    if not cuts:
        return words
    forms = list(words.form), list(words.lower)
    cut = Words(words.text, *forms, list(words.start), list(words.end), list(words.line), list(words.token))
    for i, inner in sorted(cuts.items(), reverse=True):
        pieces = [words.text[first:last] for first, last in pairwise([words.start[i], *inner, words.end[i]])]
        cut.form[i : i + 1] = pieces
        cut.lower[i : i + 1] = [piece.lower().replace("’", "'") for piece in pieces]
        cut.start[i : i + 1] = [words.start[i], *inner]
        cut.end[i : i + 1] = [*inner, words.end[i]]
        cut.line[i : i + 1] = [words.line[i]] * len(pieces)
        cut.token[i : i + 1] = [words.token[i]] * len(pieces)
    return cut


def whole_words(words: Words, markup: Markup) -> Markup:
    """The markup with names and sources that end as words do: a network may end one at "Ann Lacombe-", or at "Gov".

    What stands behind a hyphen and is no part of a name, as in "Oslo-based", stays outside.
    """

    def whole(span: Span, is_person: bool) -> Span:
        pattern = _PERSON_GOES_ON if is_person else _GOES_ON
        start, end = (_word_around(words, place) for place in span)
        first, last = words.text[start[0] : span.start], words.text[span.end : end[1]]
        is_cut = bool(first) and words.text[span.start - 1 : span.start + 1].isalpha()
        is_left = is_cut or (is_person and first[:1].isupper() and first.endswith("-"))
        is_right = last == "." or (bool(last) and pattern.match(words.text, span.end - 1, end[1]) is not None)
        return Span(start[0] if is_left else span.start, end[1] if is_right else span.end)

    entities = tuple(
        replace(e, span=whole(e.span, e.label == "PERSON")) if e.label in _NAMES else e for e in markup.entities
    )
    claims = tuple(replace(a, source=united(whole(span, True) for span in a.source)) for a in markup.attributions)
    return replace(markup, entities=entities, attributions=claims)


def _word_around(words: Words, place: int) -> tuple[int, int]:
    """The ends of the word that ``place`` parts; the place twice where it parts none."""
    i = bisect_left(words.start, place) - 1  # the last word that starts before it
    return (words.start[i], words.end[i]) if i >= 0 and place < words.end[i] else (place, place)


def range_of(words: Words, span: Span) -> Range:
    """The words inside a span; empty where there are none."""
    return bisect_left(words.start, span.start), bisect_left(words.start, span.end)


def ranges_of(words: Words, spans: Iterable[Span]) -> Sequence[Range]:
    """The ranges of the spans that hold a word."""
    starts = words.start
    places = [(bisect_left(starts, start), bisect_left(starts, end)) for start, end in spans]
    return [place for place in places if place[0] < place[1]]


def lemma_of(words: Words, cue: Spans) -> str | None:
    """Dictionary form of the first word of a cue that is listed, else its last word; None without a cue."""
    lower = [words.lower[i] for first, end in ranges_of(words, cue) for i in range(first, end)]
    if lower[:2] == ["according", "to"]:
        return "according to"
    for i, form in enumerate(lower):
        for entry in cues().get(form, ()):
            if entry.particle is None or entry.particle in lower[i + 1 : i + 2]:
                return entry.lemma
    return lower[-1] if lower else None
