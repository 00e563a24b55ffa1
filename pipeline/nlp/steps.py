"""The steps of reading, each adding to what the ones before it have marked in a text.

They need no spaCy; ``pipeline.nlp.components`` makes them the components of a pipeline.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.nlp.claims import ClaimFinder, Draft
from pipeline.nlp.entities import Entity
from pipeline.nlp.inner import inner_drafts
from pipeline.nlp.marking import Found, Marks, Spans, cut_words, lemma_of, range_of, ranges_of, whole_words
from pipeline.nlp.models import PLAIN, weights_of
from pipeline.nlp.names import NAMING, find_names, find_runs, names_of, without_tail
from pipeline.nlp.quotes import find_quotations
from pipeline.nlp.sentences import find_sentences
from pipeline.nlp.shapes import Range, shape_of
from pipeline.nlp.tokens import Words
from pipeline.spans import Span, united

if TYPE_CHECKING:
    from pipeline.nlp.encoder import Attribution, Markup

# Scores below which a network's claims are left out. They were chosen on PolNeAR's development part, where they are
# worth two points of A; it marks no inner claims, so those must be surer still.
_LEAST, _LEAST_QUOTED, _LEAST_INNER = 0.4, 0.3, 0.7
_RULE_CONFIDENCE = {"fronted": 0.85, "following": 0.7, "according_to": 0.8}


def finder_of(model: str) -> Callable[[str], Markup] | None:
    """What finds names and attributions in a text: a network, or None where lists and rules do it all."""
    if model == PLAIN:
        return None
    from pipeline.nlp.encoder import Encoder

    return Encoder(weights_of(model)).read


def marks_of(words: Words, markup: Markup | None) -> Marks:
    """The first step: words, and what a network found; they are cut where it ends a span inside one."""
    if markup is None:
        return Marks(words)
    markup = whole_words(words, markup)
    spans = [entity.span for entity in markup.entities]
    spans += [s for a in markup.attributions for s in (*a.source, *a.cue, *a.content)]
    return Marks(cut_words(words, {place for span in spans for place in span}), markup)


def mark_quotations(marks: Marks) -> None:
    """Pairs of quotation marks."""
    marks.quotations = find_quotations(marks.words)


def mark_sentences(marks: Marks) -> None:
    """Sentences; a quotation counts as one word of the one it stands in."""
    marks.sentences = find_sentences(marks.words, marks.quotations)


def mark_names(marks: Marks) -> None:
    """Names, each with the fullest of its chain, and the shape of the text."""
    runs = find_runs(marks.words, marks.sentences)
    if marks.markup is None:
        marks.shape = _shape(marks, runs)
        marks.names = find_names(marks.words, runs, marks.shape)
    else:
        entities = entities_of(marks)
        marks.shape = _shape(marks, [*runs, *(entity[:2] for entity in entities if entity[2] in NAMING)])
        marks.names = names_of(marks.words, entities, runs, marks.shape)


def entities_of(marks: Marks) -> list[Entity]:
    """The names, dates and amounts that a network found, as words."""
    found = marks.markup.entities if marks.markup else ()
    placed = [(*range_of(marks.words, entity.span), entity.label, entity.score) for entity in found]
    return [entity for one in placed if (entity := without_tail(marks.words, one))[0] < entity[1]]


def _shape(marks: Marks, capitalised: Iterable[Range]) -> str:
    quoted = {i for q in marks.quotations for i in range(q.start, q.end)}
    return shape_of(marks.words, quoted, {i for run in capitalised for i in range(*run)})


def mark_claims(marks: Marks) -> None:
    """Claims before their speakers are known."""
    marks.found = _by_rules(marks) if marks.markup is None else _by_network(marks)


def _by_rules(marks: Marks) -> list[Found]:
    drafts = sorted(_finder(marks).find(), key=lambda d: d.cue)
    return [_from_draft(marks.words, draft) for draft in drafts]


def _finder(marks: Marks) -> ClaimFinder:
    return ClaimFinder(marks.words, marks.quotations, marks.sentences, marks.shape)


def _from_draft(words: Words, draft: Draft) -> Found:
    source, cue, content = (
        tuple(words.span(*place) for place in places) for places in ((draft.source,), (draft.cue,), draft.content)
    )
    return Found(source, cue, content, draft.lemma, _RULE_CONFIDENCE[draft.rule])


def _by_network(marks: Marks) -> list[Found]:
    attributions = marks.markup.attributions if marks.markup else ()
    outer = {cue for a in attributions if not a.is_inner for cue in a.cue}
    found = [
        Found(_own_source(marks, a), a.cue, a.content, lemma_of(marks.words, a.cue), a.score, not a.is_inner)
        for a in attributions
        if _is_sure(marks, a) and not (a.is_inner and outer.intersection(a.cue))  # the same saying, found twice
    ]
    found += _quoted_within(marks, found)
    found = _continued(marks, found)
    found += [replace(_from_draft(marks.words, d), is_outer=False) for d in inner_drafts(marks, found)]
    return sorted(found, key=lambda f: (f.cue or f.content, f.content))


def _own_source(marks: Marks, attribution: Attribution) -> Spans:
    """The source without what a network linked besides: pieces of other sentences, or parted from it by other words."""
    if len(attribution.source) < 2 or not attribution.cue:
        return attribution.source
    starts = [first for first, _ in marks.sentences]
    cue = range_of(marks.words, attribution.cue[0])[0]
    placed = [(range_of(marks.words, span), span) for span in attribution.source]
    own = [one for one in placed if bisect_right(starts, one[0][0]) == bisect_right(starts, cue)] or placed[-1:]
    nearest = min(range(len(own)), key=lambda n: abs(own[n][0][0] - cue))
    first = last = nearest
    while first and set(marks.shape[own[first - 1][0][1] : own[first][0][0]]) <= set(",&"):
        first -= 1
    while last + 1 < len(own) and set(marks.shape[own[last][0][1] : own[last + 1][0][0]]) <= set(",&"):
        last += 1
    return tuple(span for _, span in own[first : last + 1])


def _is_quotation(marks: Marks, content: Iterable[Range]) -> bool:
    return all(marks.shape[i] == "Q" for place in content for i in range(*place) if marks.words.is_word(i))


def _is_sure(marks: Marks, attribution: Attribution) -> bool:
    """Whether the network is sure enough of a claim, whose content must hold a word."""
    content = ranges_of(marks.words, attribution.content)
    has_word = any(marks.words.is_word(i) for place in content for i in range(*place))
    quoted_or_not = _LEAST_QUOTED if _is_quotation(marks, content) else _LEAST
    return has_word and attribution.score >= (_LEAST_INNER if attribution.is_inner else quoted_or_not)


def _quoted_within(marks: Marks, found: Sequence[Found]) -> Iterator[Found]:
    """Quotations with a speaker of their own inside a content that the network took as one.

    In "“It leaks,” Mr. Boone said, according to his office" it often finds the office's claim only.
    """
    said = _places(marks.words, [claim.cue for claim in found])
    inside = _places(marks.words, [claim.content for claim in found]) - said
    if inside:
        for draft in _finder(marks).find():
            if draft.rule == "fronted" and _is_quotation(marks, draft.content) and inside.issuperset(range(*draft.cue)):
                yield _from_draft(marks.words, draft)


def _continued(marks: Marks, found: list[Found]) -> list[Found]:
    """The claims, each with the paragraphs in which its quotation goes on and nobody else is said to speak."""
    for quotation, behind in pairwise(marks.quotations):
        if not quotation.goes_on:
            continue
        saying, within = (_said_in(found, marks.words.span(q.start, q.end)) for q in (quotation, behind))
        if not saying or saying[-1] in within or any(claim.source or claim.cue for claim in within):
            continue
        last = marks.words.span(behind.start, behind.end)
        whole = replace(saying[-1], content=united((*saying[-1].content, last)))
        found = [whole if claim is saying[-1] else claim for claim in found if claim not in within]
    return found


def _said_in(found: Iterable[Found], place: Span) -> list[Found]:
    """The claims of the article of whose content a piece begins in ``place``."""
    return [c for c in found if c.is_outer and any(place.start <= span.start < place.end for span in c.content)]


def _places(words: Words, roles: Iterable[Spans]) -> set[int]:
    return {i for spans in roles for place in ranges_of(words, spans) for i in range(*place)}
