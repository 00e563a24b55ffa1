"""Where an article's words are source, cue and content: its text cut into pieces that a page can mark.

Claims may overlap and nest, so a piece belongs to any number of them. Nothing here knows HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

PARTS = ("source", "cue", "content")


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring code points that belong to the same parts of the same claims.

    Args:
        words: the code points themselves.
        parts: which of source, cue and content they are to any claim, in that order.
        claims: numbers of these claims, counted from 1 in the order given.
        opens: numbers of the claims whose first word this piece begins with.
        closes: numbers of the claims whose last word this piece ends with.
    """

    words: str
    parts: tuple[str, ...] = ()
    claims: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()
    closes: tuple[int, ...] = ()


def paragraphs(text: str, claims: Sequence[Mapping[str, Any]]) -> list[list[Piece]]:
    """The paragraphs of ``text``, each cut where a part of a claim begins or ends.

    Args:
        claims: rows with the span lists ``source``, ``cue`` and ``content``, in code points of ``text``.
    """
    spans = [
        (span["start"], span["end"], part, number)
        for number, claim in enumerate(claims, 1)
        for part in PARTS
        for span in claim[part]
    ]
    reach: dict[int, tuple[int, int]] = {}
    for start, end, _, number in spans:
        first, last = reach.get(number, (start, end))
        reach[number] = min(first, start), max(last, end)
    cut = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        inside = [span for span in spans if span[0] < end and span[1] > start]
        edges = {start, end, *(min(max(edge, start), end) for span in inside for edge in span[:2])}
        cut.append([_piece(text, a, b, inside, reach) for a, b in pairwise(sorted(edges))])
        start = end + 1
    return [pieces for pieces in cut if pieces]


def _piece(
    text: str, start: int, end: int, spans: Iterable[tuple[int, int, str, int]], reach: Mapping[int, tuple[int, int]]
) -> Piece:
    over = [(part, number) for a, b, part, number in spans if a <= start and end <= b]
    numbers = sorted({number for _, number in over})
    return Piece(
        words=text[start:end],
        parts=tuple(part for part in PARTS if part in {part for part, _ in over}),
        claims=tuple(numbers),
        opens=tuple(number for number in numbers if reach[number][0] == start),
        closes=tuple(number for number in numbers if reach[number][1] == end),
    )
