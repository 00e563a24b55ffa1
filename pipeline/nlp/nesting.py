"""Claims within claims, and the words that belong to each claim's own saying."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.nlp.marking import Found, Marks, Spans, ranges_of
from pipeline.nlp.shapes import Range
from pipeline.nlp.tokens import Words

_PARTS_CLAUSES = frozenset({"and", "but", "while", "whereas", ";"})


class Saying(NamedTuple):
    """The words with which a claim's saying is told, as ranges of words.

    Args:
        cue: from the first to behind the last word of the cue; empty where there is none.
        source: from the first to behind the last word of the source; likewise.
        stretch: the sentence it stands in, within the parent's content.
        runs: the other words of its clause, outside every source, cue, content and quotation.
    """

    cue: Range
    source: Range
    stretch: Range
    runs: tuple[Range, ...]


def parents_of(words: Words, found: Sequence[Found]) -> list[int | None]:
    """For each claim the number of that in whose content it stands: of several, the one with the least content.

    A claim stands in a content that holds its cue (without a cue, all of its content) and most of its content, and that
    is longer than its own, so nobody is their own ancestor.
    """
    contents = [ranges_of(words, claim.content) for claim in found]
    sizes = [sum(end - first for first, end in content) for content in contents]
    marks = sorted((_anchor(words, claim), number) for number, claim in enumerate(found))
    holders: dict[int, list[int]] = defaultdict(list)
    for holder, content in enumerate(contents):
        for first, end in content:
            for _, number in marks[bisect_left(marks, (first, -1)) : bisect_left(marks, (end, -1))]:
                if sizes[number] < sizes[holder]:
                    holders[number].append(holder)
    parents: list[int | None] = []
    for number, claim in enumerate(found):
        least = sizes[number] if not claim.cue else sizes[number] // 2
        fitting = [h for h in holders[number] if _shared(contents[number], contents[h]) >= least]
        parents.append(min(fitting, key=lambda h: (sizes[h], h), default=None))
    return parents


def _anchor(words: Words, claim: Found) -> int:
    """First word of the cue, or of the content where there is none."""
    return bisect_left(words.start, (claim.cue or claim.content)[0].start)


def _shared(content: Sequence[Range], other: Sequence[Range]) -> int:
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in content for b in other)


def sayings_of(marks: Marks, parents: Sequence[int | None]) -> list[Saying]:
    """The saying of each claim.

    Between two cues of one sentence, words up to the last "and", "but", "while" or semicolon belong to the first.
    """
    siblings: dict[tuple[int | None, int], list[int]] = defaultdict(list)
    cues = [_extent(marks.words, claim.cue) for claim in marks.found]
    sources = [_extent(marks.words, claim.source) for claim in marks.found]
    starts = [first for first, _ in marks.sentences]
    stretches = {n: _stretch(marks, starts, n, parents[n]) for n in range(len(parents)) if cues[n] != (0, 0)}
    for number, stretch in stretches.items():
        siblings[parents[number], stretch[0]].append(number)
    runs: dict[int, list[Range]] = {}
    for (parent, _), group in siblings.items():
        group.sort(key=lambda n: cues[n])
        first, end = stretches[group[0]]
        taken = {i for i in range(first, end) if parent is None and marks.shape[i] == "Q"}
        taken |= {i for n in group for place in _places(marks, n) for i in range(*place)}
        borders = [_border(marks.words, cues[a], sources[b], cues[b], taken) for a, b in pairwise(group)]
        for number, place in zip(group, pairwise([first, *borders, end]), strict=True):
            runs[number] = list(_free(place, taken))
    return [
        Saying(cue, source, stretches.get(n, (0, 0)), tuple(runs.get(n, ())))
        for n, (cue, source) in enumerate(zip(cues, sources, strict=True))
    ]


def _extent(words: Words, spans: Spans) -> Range:
    places = ranges_of(words, spans)
    return (places[0][0], places[-1][1]) if places else (0, 0)


def _stretch(marks: Marks, starts: Sequence[int], number: int, parent: int | None) -> Range:
    """The sentence that holds the cue, within the parent's content."""
    cue = _anchor(marks.words, marks.found[number])
    first, end = marks.sentences[bisect_right(starts, cue) - 1]
    for piece in ranges_of(marks.words, marks.found[parent].content) if parent is not None else ():
        if piece[0] <= cue < piece[1]:
            first, end = piece
    form = marks.words.form
    if parent is not None:
        first = next((i + 1 for i in range(cue - 1, first - 1, -1) if form[i] in ".?!"), first)
        end = next((i for i in range(cue, end) if form[i] in ".?!"), end)
    return first, end


def _places(marks: Marks, number: int) -> list[Range]:
    """Where source, cue and content of a claim stand."""
    claim = marks.found[number]
    return [*ranges_of(marks.words, (*claim.source, *claim.cue, *claim.content))]


def _border(words: Words, cue: Range, source: Range, other_cue: Range, taken: set[int]) -> int:
    """Where the clause of the second of two cues begins."""
    limit = source[0] if cue[1] <= source[0] < other_cue[0] else other_cue[0]
    between = range(cue[1], limit)
    return next((i for i in reversed(between) if words.lower[i] in _PARTS_CLAUSES and i not in taken), limit)


def _free(place: Range, taken: set[int]) -> list[Range]:
    free: list[Range] = []
    for i in range(*place):
        if i not in taken:
            if free and free[-1][1] == i:
                free[-1] = free[-1][0], i + 1
            else:
                free.append((i, i + 1))
    return free
