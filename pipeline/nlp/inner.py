"""Claims within what somebody says, by rules: "The council had promised a bridge, she said" holds the council's.

The networks learned them from few texts and find about half. A rule looks for a verb of saying with a subject of its
own inside each content, quotation marks left aside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.nlp.claims import ClaimFinder, Draft
from pipeline.nlp.lexicon import act_of_lemma, cues
from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.marking import Found, Marks, ranges_of
from pipeline.nlp.shapes import Range, letter_of

_LONGEST_SUBJECT = 12  # words
_LEAST_CONTENT = 2  # words
_SAYING_OF_THINGS = frozenset({"promise", "accuse", "praise", "criticise", "reject", "deny"})  # acts
_ATTITUDES = frozenset({"intend", "feel", "reject", "praise", "criticise"})  # told of others without their saying so


def inner_drafts(marks: Marks, found: Sequence[Found]) -> Iterator[Draft]:
    """The claims inside the contents of ``found`` that have a cue and a source which none of ``found`` has."""
    taken = {i for claim in found for place in ranges_of(marks.words, claim.cue) for i in range(*place)}
    clauses = [
        part for claim in found for place in ranges_of(marks.words, claim.content) for part in _parts(marks, place)
    ]
    finder = ClaimFinder(marks.words, (), clauses, _unquoted(marks))
    for draft in finder.find():
        if draft.rule == "following" and taken.isdisjoint(range(*draft.cue)) and _is_sure(marks, draft):
            yield draft


def _parts(marks: Marks, content: Range) -> Iterator[Range]:
    """The sentences of a content."""
    first = content[0]
    for i in range(*content):
        if marks.words.form[i] in (".", "!", "?") or i == content[1] - 1:
            yield first, i + 1
            first = i + 1


def _unquoted(marks: Marks) -> str:
    """The shape as if nothing stood in quotation marks."""
    named = {i for name in marks.names for i in range(name.start, name.end)}
    words = marks.words
    return "".join(
        letter if letter != "Q" else "N" if i in named else letter_of(words.form[i], words.lower[i])
        for i, letter in enumerate(marks.shape)
    )


def _is_sure(marks: Marks, draft: Draft) -> bool:
    """Whether a draft is a saying of somebody: what may as well be an action ("called her") must say or promise."""
    lower = marks.words.lower[slice(*draft.source)]
    entry = next(e for e in cues()[marks.words.lower[draft.cue[0]]] if e.lemma == draft.lemma)
    is_led = marks.words.lower[draft.content[0][0]] in ("that", "to")
    if entry.frame == "object" and not is_led and act_of_lemma(draft.lemma) not in _SAYING_OF_THINGS:
        return False
    if act_of_lemma(draft.lemma) in _ATTITUDES:
        return False
    if not listed("first_person").isdisjoint(lower):
        return False  # whoever says "I say" is the speaker
    is_short = draft.source[1] - draft.source[0] <= _LONGEST_SUBJECT
    size = sum(end - first for first, end in draft.content)
    return is_short and size >= _LEAST_CONTENT and not listed("nobodies").issuperset(lower)
