"""What an outlet says in its own voice: the sentences that nobody is quoted for."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.nlp.marking import Marks, ranges_of
from pipeline.spans import Span

_SHORTEST = 5  # words of a sentence; shorter ones are headings and asides
_ENDS = frozenset(".…")


def assertions_of(marks: Marks) -> Iterator[Span]:
    """The sentences that state something, from first to last word, their full stop included.

    Out are sentences that touch a claim's content, cue or source; questions, calls and headings, which do not end in a
    full stop; and sentences that stand in quotation marks for the most part.
    """
    claimed = {
        i
        for found in marks.found
        for first, end in ranges_of(marks.words, (*found.content, *found.cue, *found.source))
        for i in range(first, end)
    }
    for first, end in marks.sentences:
        if marks.words.form[end - 1] not in _ENDS or not claimed.isdisjoint(range(first, end)):
            continue
        spoken = [i for i in range(first, end) if marks.words.is_word(i)]
        quoted = sum(marks.shape[i] == "Q" for i in spoken)
        if len(spoken) >= _SHORTEST and 2 * quoted <= len(spoken):
            yield marks.words.span(first, end)
