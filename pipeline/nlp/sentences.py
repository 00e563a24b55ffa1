"""Sentences, with each quotation counted as one word of the sentence it stands in."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.nlp.lexicon import function_words
from pipeline.nlp.quotes import Quotation
from pipeline.nlp.tokens import Words

_ENDS = frozenset(".?!…")
_FULL_STOPS = frozenset(".…")
_GOES_ON = frozenset(",;:")
_CLOSES_TOO = frozenset(")]”’\"'")


def find_sentences(words: Words, quotations: Sequence[Quotation]) -> list[tuple[int, int]]:
    """Ranges of words that follow each other without gaps; none reaches over a paragraph's end.

    A quotation that ends like a sentence ends one, but after ``?”`` and ``!”`` only if no words of the same paragraph
    follow outside quotation marks: in ``“Why?” Mr. Doe asked.`` the question belongs to the asking.
    """
    found: list[tuple[int, int]] = []
    quotation_at = {q.start: q for q in quotations}
    start = i = 0
    count = len(words)
    while i < count:
        quotation = quotation_at.get(i)
        i = quotation.end if quotation else i + 1
        has_end = quotation is None and words.form[i - 1] in _ENDS
        if has_end:
            while i < count and words.form[i] in _CLOSES_TOO and words.end[i - 1] == words.start[i]:
                i += 1
        if i == count or words.line[i] != words.line[i - 1] or _ends(words, i, has_end, quotation, quotation_at):
            found.append((start, i))
            start = i
    return found


def _ends(words: Words, i: int, has_end: bool, quotation: Quotation | None, quotation_at: dict[int, Quotation]) -> bool:
    """Whether a sentence ends before word ``i`` of the same paragraph."""
    if words.form[i][0].islower() or words.form[i] in _GOES_ON:
        return False
    if quotation is not None:
        last = words.form[quotation.inner[1] - 1][-1]
        return last in _FULL_STOPS or (last in _ENDS and i in quotation_at)
    if has_end:
        return words.end[i - 1] < words.start[i]
    # An abbreviation's full stop ends the sentence too where a word follows that is capitalised for no other reason.
    return words.form[i - 1].endswith(".") and words.form[i][0].isupper() and words.lower[i] in function_words()
