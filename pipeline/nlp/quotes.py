"""Quotations: pairs of quotation marks, paragraph by paragraph.

An opening mark that is never closed stays open to its paragraph's end: so a quotation over several paragraphs is
printed, with the opening mark repeated and one closing mark at the very end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline.nlp.tokens import Words

CLOSING = {"“": "”", '"': '"”', "``": "''", "''": "''", "«": "»", "„": "“”", "‘": "’"}

_STOPS = frozenset(".,;:!?)")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words from the opening mark ``start`` up to ``end``, behind the closing mark if ``is_closed``.

    ``goes_on``: the next paragraph opens with the same mark, so the quotation continues there.
    """

    start: int
    end: int
    is_closed: bool
    goes_on: bool = False

    @property
    def inner(self) -> tuple[int, int]:
        """The words between the marks; may be empty."""
        return self.start + 1, self.end - self.is_closed


def find_quotations(words: Words) -> list[Quotation]:
    """All quotations, sorted and disjoint; one inside another is part of the outer one."""
    found: list[Quotation] = []
    for start, end in _lines(words):
        position = start
        while position < end:
            closing = _closing_of(words, position, end) if words.form[position] in CLOSING else None
            if closing is None:
                position += 1
                continue
            is_closed = closing < end
            position_after = min(closing + 1, end)
            goes_on = not is_closed and end < len(words) and words.form[end] == words.form[position]
            found.append(Quotation(position, position_after, is_closed, goes_on))
            position = position_after
    return found


def _lines(words: Words) -> Iterator[tuple[int, int]]:
    borders = [i for i, (before, line) in enumerate(pairwise(words.line), 1) if before != line]
    return pairwise([0, *borders, len(words)])


def _closing_of(words: Words, opening: int, end: int) -> int | None:
    """Index of the mark that closes ``opening``; ``end`` where it stays open; None where it opens nothing."""
    mark = words.form[opening]
    if mark == "‘":
        return _closing_of_single(words, opening, end)
    if mark in ('"', "''") and _is_glued_left_only(words, opening):
        return None
    closers = CLOSING[mark]
    for i in range(opening + 1, end):
        if words.form[i] in closers or (words.form[i] == mark and _is_glued_left_only(words, i)):
            return i
    return end


def _is_glued_left_only(words: Words, i: int) -> bool:
    """Whether the mark ends a word and stands before a gap or a full stop: it can only close, so it opens nothing."""
    glued_left = i > 0 and words.end[i - 1] == words.start[i] and words.form[i - 1] not in CLOSING
    glued_right = i + 1 < len(words) and words.end[i] == words.start[i + 1] and words.form[i + 1] not in _STOPS
    return glued_left and not glued_right


def _closing_of_single(words: Words, opening: int, end: int) -> int | None:
    """Like ``_closing_of`` for British single marks, whose closing mark is also the apostrophe."""
    after_s = None
    for i in range(opening + 1, end):
        if words.form[i] == "‘":
            break
        if words.form[i] != "’" or words.end[i - 1] != words.start[i]:
            continue
        if not words.lower[i - 1].endswith("s"):
            return i
        after_s = i
    if after_s is not None:
        return after_s
    opens_paragraph = opening == 0 or words.line[opening - 1] != words.line[opening]
    return end if opens_paragraph else None
