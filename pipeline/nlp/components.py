"""The steps of reading as components of a spaCy pipeline.

    step                    what it sets, beside doc._.marks
    newsledger_words        the words, and under a network its findings (doc._.marks.markup)
    newsledger_quotations   doc.spans["quotations"]
    newsledger_sentences    token.is_sent_start; a quotation counts as one word of its sentence
    newsledger_names        doc.ents, each with the fullest name of its chain as kb_id_
    newsledger_claims       doc.spans["sources"], ["cues"] (label: the cue's dictionary form) and ["contents"]
    newsledger_speakers     doc._.reading: mentions and claims with their speakers, a ``pipeline.nlp.reading.Reading``

``doc._.marks`` is a ``pipeline.nlp.marking.Marks``: facts over words, that is tokens without white space. A network
judges word pieces, so a span of its may end inside a token ("Oslo" of "Oslo-based"): the words are cut there, while
spaCy's own spans take the whole token in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan
from spacy.util import filter_spans, registry

from pipeline.nlp.assembly import reading_of
from pipeline.nlp.claims import ClaimFinder, Draft
from pipeline.nlp.inner import inner_drafts
from pipeline.nlp.marking import Found, Marks, Spans, cut_words, lemma_of, range_of, ranges_of, whole_words
from pipeline.nlp.models import ENCODERS, PLAIN, weights_of
from pipeline.nlp.names import NAMING, find_names, find_runs, names_of, without_tail
from pipeline.nlp.quotes import find_quotations
from pipeline.nlp.sentences import find_sentences
from pipeline.nlp.shapes import Range, shape_of
from pipeline.nlp.tokens import Tokenizer, Words
from pipeline.spans import Span

if TYPE_CHECKING:
    from pipeline.nlp.encoder import Attribution

STEPS = tuple(f"newsledger_{step}" for step in ("words", "quotations", "sentences", "names", "claims", "speakers"))

# Scores below which a network's claims are left out. They were chosen on PolNeAR's development part, where they are
# worth two points of A; it marks no inner claims, so those must be surer still.
_LEAST, _LEAST_QUOTED, _LEAST_INNER = 0.4, 0.3, 0.7
_RULE_CONFIDENCE = {"fronted": 0.85, "following": 0.7, "according_to": 0.8}

# What the label sets of spaCy's own pipelines call the types of this project; the others are left out.
_FOREIGN = {
    label: label
    for label in ("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "LAW", "DATE", "TIME", "MONEY", "PERCENT")
} | {"QUANTITY": "QUANTITY", "PER": "PERSON"}

Doc.set_extension("marks", default=None, force=True)
Doc.set_extension("reading", default=None, force=True)


@registry.tokenizers("newsledger.Tokenizer.v1")  # type: ignore[untyped-decorator]
def tokenizer() -> Callable[[Language], Tokenizer]:
    """The project's tokenizer, for a pipeline's configuration."""
    return lambda nlp: Tokenizer(nlp.vocab)


@Language.factory("newsledger_words", default_config={"model": ENCODERS[0], "are_names_given": False})
def words(nlp: Language, name: str, model: str, are_names_given: bool) -> Callable[[Doc], Doc]:
    """The first step; the others need it.

    Args:
        model: a network of the project, or ``plain`` for none.
        are_names_given: whether names are taken from ``doc.ents``, as the steps before this one found them.
    """
    if model == PLAIN:
        return _without_network
    from pipeline.nlp.encoder import Encoder, Entity

    encoder = Encoder(weights_of(model))

    def mark(doc: Doc) -> Doc:
        words = Words.of(doc)
        markup = encoder.read(words.text)
        if are_names_given:
            given = [(Span(e.start_char, e.end_char), _FOREIGN[e.label_]) for e in doc.ents if e.label_ in _FOREIGN]
            markup = replace(markup, entities=tuple(Entity(span, label, 1.0) for span, label in given))
        markup = whole_words(words, markup)
        spans = [entity.span for entity in markup.entities]
        spans += [s for a in markup.attributions for s in (*a.source, *a.cue, *a.content)]
        doc._.marks = Marks(cut_words(words, {place for span in spans for place in span}), markup)
        return doc

    return mark


def _without_network(doc: Doc) -> Doc:
    doc._.marks = Marks(Words.of(doc))
    return doc


def _doc_span(doc: Doc, place: Range, label: str = "", full_name: str = "") -> DocSpan:
    token = doc._.marks.words.token
    return DocSpan(doc, token[place[0]], token[place[1] - 1] + 1, label=label, kb_id=full_name)


@Language.component("newsledger_quotations")
def quotations(doc: Doc) -> Doc:
    """Pairs of quotation marks."""
    marks: Marks = doc._.marks
    marks.quotations = find_quotations(marks.words)
    doc.spans["quotations"] = [_doc_span(doc, (q.start, q.end)) for q in marks.quotations]
    return doc


@Language.component("newsledger_sentences")
def sentences(doc: Doc) -> Doc:
    """Sentences; boundaries that a parser has set stay in the document, but are not used."""
    marks: Marks = doc._.marks
    marks.sentences = find_sentences(marks.words, marks.quotations)
    if doc.has_annotation("SENT_START"):
        return doc
    starts: Any = doc.to_array("SENT_START")  # as a whole: setting it token by token takes quadratic time
    starts[[marks.words.token[first] for first, _ in marks.sentences]] = 1
    return doc.from_array("SENT_START", starts)


@Language.component("newsledger_names")
def names(doc: Doc) -> Doc:
    """Names, linked to the fullest of their chains; from a network also dates and amounts."""
    marks: Marks = doc._.marks
    runs = find_runs(marks.words, marks.sentences)
    if marks.markup is None:
        marks.shape = _shape(marks, runs)
        marks.names = find_names(marks.words, runs, marks.shape)
        spans = []
    else:
        marked = [(*range_of(marks.words, e.span), e.label, e.score) for e in marks.markup.entities]
        entities = [entity for entity in map(partial(without_tail, marks.words), marked) if entity[0] < entity[1]]
        marks.shape = _shape(marks, [*runs, *(entity[:2] for entity in entities if entity[2] in NAMING)])
        marks.names = names_of(marks.words, entities, runs, marks.shape)
        spans = [_doc_span(doc, entity[:2], entity[2]) for entity in entities if entity[2] not in NAMING]
    spans += [_doc_span(doc, (n.start, n.end), n.label, n.full or "") for n in marks.names]
    doc.ents = tuple(filter_spans(spans))
    return doc


def _shape(marks: Marks, capitalised: Iterable[Range]) -> str:
    quoted = {i for q in marks.quotations for i in range(q.start, q.end)}
    return shape_of(marks.words, quoted, {i for run in capitalised for i in range(*run)})


@Language.component("newsledger_claims")
def claims(doc: Doc) -> Doc:
    """Claims before their speakers are known."""
    marks: Marks = doc._.marks
    marks.found = _by_rules(marks) if marks.markup is None else _by_network(marks)
    for key, role in (("sources", "source"), ("cues", "cue"), ("contents", "content")):
        doc.spans[key] = [
            _doc_span(doc, place, found.lemma or "" if role == "cue" else "")
            for found in marks.found
            for place in ranges_of(marks.words, getattr(found, role))
        ]
    return doc


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


def _places(words: Words, roles: Iterable[Spans]) -> set[int]:
    return {i for spans in roles for place in ranges_of(words, spans) for i in range(*place)}


@Language.component("newsledger_speakers")
def speakers(doc: Doc) -> Doc:
    """Who the sources are, and with that the whole reading."""
    doc._.reading = reading_of(doc._.marks)
    return doc
