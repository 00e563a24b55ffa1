"""Spans: half-open ranges of code points into a frozen text.

The law of the project is ``text[span.start:span.end] == surface`` for everything that is said about a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple


class Span(NamedTuple):
    """Code points ``start`` up to, not including, ``end``."""

    start: int
    end: int

    def text(self, of: str) -> str:
        """The words of this span in the text ``of``."""
        return of[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Whether ``other`` lies inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a code point."""
        return self.start < other.end and other.start < self.end


PIECE_SEPARATOR = " … "


def join_text(text: str, spans: Iterable[Span]) -> str:
    """The words of several spans as one string, pieces separated by an ellipsis."""
    return PIECE_SEPARATOR.join(span.text(text) for span in spans)


def trimmed(text: str, span: Span, strip: str = " \t\r\n\u00a0") -> Span:
    """The span without leading and trailing characters of ``strip``; may be empty."""
    words = span.text(text)
    start = span.start + len(words) - len(words.lstrip(strip))
    return Span(start, max(start, span.start + len(words.rstrip(strip))))


def are_sorted_and_disjoint(spans: Sequence[Span]) -> bool:
    """Whether each span is non-empty and ends before the next begins."""
    return all(span.start < span.end for span in spans) and all(a.end <= b.start for a, b in pairwise(spans))


def united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that overlap as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.overlaps(found[-1]):
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)
