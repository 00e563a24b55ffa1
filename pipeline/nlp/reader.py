"""The extractors as spaCy pipelines, from texts to readings.

    model "encoder"           model "plain"           what is set
    newsledger_encoder        newsledger_words        doc._.words; by the encoder also doc._.markup
    newsledger_quotations     newsledger_quotations   doc._.quotations, doc.spans["quotations"]
    newsledger_sentences      newsledger_sentences    doc._.sentences, token.is_sent_start; a quotation is one word
    newsledger_entities       newsledger_names        doc._.names, doc._.shape, doc.ents with the fullest name as kb_id_
    newsledger_attributions   newsledger_claims       doc._.found, doc.spans["cues"]

The custom attributes hold facts over words, that is tokens without white space; see the classes they are made of.
The encoder judges word pieces, so a span of its may end inside a token ("Oslo" of "Oslo-based"): its words are cut
there, while spaCy's spans take the whole token in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan
from spacy.util import filter_spans

from pipeline.nlp.claims import ClaimFinder, Draft
from pipeline.nlp.marking import Found, cut_words, lemma_of, range_of, ranges_of
from pipeline.nlp.names import NAMING, find_names, find_runs, names_of
from pipeline.nlp.quotes import Quotation, find_quotations
from pipeline.nlp.reading import Claim, Mention, Reading, extractor_version
from pipeline.nlp.sentences import find_sentences
from pipeline.nlp.shapes import Range, shape_of
from pipeline.nlp.speakers import Resolver, Speaker
from pipeline.nlp.tokens import Tokenizer, Words
from pipeline.spans import Span

if TYPE_CHECKING:
    from pipeline.nlp.encoder import Attribution

_LONGEST = 10**9  # code points; spaCy's own limit guards parsers that this pipeline does not have
# Scores below which the encoder's claims are left out. They were chosen on PolNeAR's development part, where they are
# worth two points of A; it marks no inner claims, so those must be surer still.
_LEAST, _LEAST_QUOTED, _LEAST_INNER = 0.4, 0.3, 0.7
_RULE_CONFIDENCE = {"fronted": 0.85, "following": 0.7, "according_to": 0.8}
_STEPS = {
    "encoder": ("encoder", "quotations", "sentences", "entities", "attributions"),
    "plain": ("words", "quotations", "sentences", "names", "claims"),
}

for _attribute in ("words", "markup", "quotations", "sentences", "names", "shape", "found"):
    Doc.set_extension(_attribute, default=None, force=True)


def _doc_span(doc: Doc, place: Range, label: str = "", full_name: str = "") -> DocSpan:
    token = doc._.words.token
    return DocSpan(doc, token[place[0]], token[place[1] - 1] + 1, label=label, kb_id=full_name)


@Language.component("newsledger_words")
def _words(doc: Doc) -> Doc:
    doc._.words = Words.of(doc)
    return doc


@Language.factory("newsledger_encoder")
def _encoder(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    from pipeline.nlp.encoder import Encoder

    encoder = Encoder()

    def mark(doc: Doc) -> Doc:
        doc._.markup = encoder.read(doc.text)
        spans = [entity.span for entity in doc._.markup.entities]
        spans += [s for a in doc._.markup.attributions for s in (*a.source, *a.cue, *a.content)]
        doc._.words = cut_words(Words.of(doc), {place for span in spans for place in span})
        return doc

    return mark


@Language.component("newsledger_quotations")
def _quotations(doc: Doc) -> Doc:
    doc._.quotations = find_quotations(doc._.words)
    doc.spans["quotations"] = [_doc_span(doc, (q.start, q.end)) for q in doc._.quotations]
    return doc


@Language.component("newsledger_sentences")
def _sentences(doc: Doc) -> Doc:
    doc._.sentences = find_sentences(doc._.words, doc._.quotations)
    starts: Any = doc.to_array("SENT_START")  # as a whole: setting it token by token takes quadratic time
    starts[[doc._.words.token[first] for first, _ in doc._.sentences]] = 1
    return doc.from_array("SENT_START", starts)


def _shape(doc: Doc, capitalised: Iterable[Range]) -> str:
    quoted = {i for q in doc._.quotations for i in range(q.start, q.end)}
    return shape_of(doc._.words, quoted, {i for run in capitalised for i in range(*run)})


@Language.component("newsledger_names")
def _names(doc: Doc) -> Doc:
    runs = find_runs(doc._.words, doc._.sentences)
    doc._.shape = _shape(doc, runs)
    doc._.names = find_names(doc._.words, runs, doc._.shape)
    doc.ents = tuple(_doc_span(doc, (n.start, n.end), n.label, n.full or "") for n in doc._.names)
    return doc


@Language.component("newsledger_entities")
def _entities(doc: Doc) -> Doc:
    words: Words = doc._.words
    runs = find_runs(words, doc._.sentences)
    marked = [(*range_of(words, entity.span), entity.label, entity.score) for entity in doc._.markup.entities]
    entities = [entity for entity in marked if entity[0] < entity[1]]
    doc._.shape = _shape(doc, [*runs, *(entity[:2] for entity in entities if entity[2] in NAMING)])
    doc._.names = names_of(words, entities, runs, doc._.shape)
    spans = [_doc_span(doc, (n.start, n.end), n.label, n.full or "") for n in doc._.names]
    spans += [_doc_span(doc, entity[:2], entity[2]) for entity in entities if entity[2] not in NAMING]
    doc.ents = tuple(filter_spans(spans))
    return doc


@Language.component("newsledger_claims")
def _claims(doc: Doc) -> Doc:
    finder = ClaimFinder(doc._.words, doc._.quotations, doc._.sentences, doc._.shape)
    drafts = sorted(finder.find(), key=lambda d: d.cue)
    return _with_found(doc, [_from_draft(doc._.words, draft) for draft in drafts])


def _from_draft(words: Words, draft: Draft) -> Found:
    source, cue, content = (
        tuple(words.span(*place) for place in places) for places in ((draft.source,), (draft.cue,), draft.content)
    )
    return Found(source, cue, content, draft.lemma, _RULE_CONFIDENCE[draft.rule])


@Language.component("newsledger_attributions")
def _attributions(doc: Doc) -> Doc:
    words: Words = doc._.words
    outer = {cue for a in doc._.markup.attributions if not a.is_inner for cue in a.cue}
    found = [
        Found(a.source, a.cue, a.content, lemma_of(words, a.cue), a.score, not a.is_inner)
        for a in doc._.markup.attributions
        if _is_sure(doc, a) and not (a.is_inner and outer.intersection(a.cue))  # the same saying, found twice
    ]
    found += _quoted_within(doc, found)
    return _with_found(doc, sorted(found, key=lambda f: (f.cue or f.content, f.content)))


def _is_sure(doc: Doc, attribution: Attribution) -> bool:
    """Whether the encoder is sure enough of a claim, whose content must hold a word."""
    words: Words = doc._.words
    spoken = [i for place in ranges_of(words, attribution.content) for i in range(*place) if words.is_word(i)]
    is_quotation = all(doc._.shape[i] == "Q" for i in spoken)
    least = _LEAST_INNER if attribution.is_inner else _LEAST_QUOTED if is_quotation else _LEAST
    return bool(spoken) and attribution.score >= least


def _quoted_within(doc: Doc, found: Sequence[Found]) -> Iterator[Found]:
    """Quotations with a speaker of their own inside a content that the encoder took as one.

    In "“It leaks,” Mr. Boone said, according to his office" it often finds the office's claim only.
    """
    words: Words = doc._.words
    said = {i for claim in found for place in ranges_of(words, claim.cue) for i in range(*place)}
    inside = {i for claim in found for place in ranges_of(words, claim.content) for i in range(*place)} - said
    if inside:
        for draft in ClaimFinder(words, doc._.quotations, doc._.sentences, doc._.shape).find():
            is_quotation = all(doc._.shape[i] == "Q" for place in draft.content for i in range(*place))
            if draft.rule == "fronted" and is_quotation and inside.issuperset(range(*draft.cue)):
                yield _from_draft(words, draft)


def _with_found(doc: Doc, found: Sequence[Found]) -> Doc:
    words: Words = doc._.words
    doc._.found = found
    doc.spans["cues"] = [_doc_span(doc, place, f.lemma or "") for f in found for place in ranges_of(words, f.cue)]
    return doc


class Reader:
    """Reads texts one by one; holds no state between them.

    Args:
        model: ``plain`` finds names and claims by word lists and rules; ``encoder`` by a trained network, and costs ten
            times as much. Quotations, titles, roles, chains of names and speakers are found by the same rules.

    Raises:
        ConfigurationError: there is no such model, or its weights are not installed.
    """

    def __init__(self, model: str = "plain") -> None:
        self.version = extractor_version(model)
        self._nlp = spacy.blank("en")
        self._nlp.tokenizer = Tokenizer(self._nlp.vocab)
        self._nlp.max_length = _LONGEST
        for step in _STEPS[model]:
            self._nlp.add_pipe(f"newsledger_{step}")

    def read(self, texts: Iterable[str]) -> Iterator[Reading]:
        """One reading a text, in order. A line is a paragraph; offsets are code points of the text as given."""
        return (_reading(doc) for doc in self._nlp.pipe(texts))


def _reading(doc: Doc) -> Reading:
    words: Words = doc._.words
    resolver = Resolver(words, doc._.names, doc._.sentences, doc._.shape)
    mentions = dict(_mentions(doc))
    claims = []
    for found in doc._.found:
        speaker = resolver.resolve(ranges_of(words, found.source), is_outer=found.is_outer)
        claims.append(_claim(doc, found, speaker))
        span = speaker.evidence[0].span if speaker.evidence else None
        if span and speaker.kind != "name" and (span not in mentions or mentions[span].name is None):
            mentions[span] = Mention(span, speaker.label or "OTHER", speaker.kind, speaker.name, speaker.confidence)
    return Reading(
        tuple(sorted(mentions.values(), key=lambda mention: mention.span)),
        tuple(sorted(claims, key=lambda claim: claim.content)),
    )


def _mentions(doc: Doc) -> Iterator[tuple[Span, Mention]]:
    """The names of a document, and the dates and amounts that the encoder found."""
    words: Words = doc._.words
    for entity in doc._.markup.entities if doc._.markup else ():
        if entity.label not in NAMING:
            yield entity.span, Mention(entity.span, entity.label, "name", None, entity.score)
    for name in doc._.names:
        span = words.span(name.start, name.end)
        yield span, Mention(span, name.label, "name", name.full, name.score)


def _claim(doc: Doc, found: Found, speaker: Speaker) -> Claim:
    words: Words = doc._.words
    content = ranges_of(words, found.content)
    spoken = [i for start, end in content for i in range(start, end) if words.is_word(i)]
    in_quotation = [doc._.shape[i] == "Q" for i in spoken]
    return Claim(
        source=found.source,
        cue=found.cue,
        content=found.content,
        fragments=tuple(_fragments(words, content, doc._.quotations)),
        quote_type="direct" if all(in_quotation) else "mixed" if any(in_quotation) else "indirect",
        cue_lemma=found.lemma,
        speaker=speaker.name,
        speaker_label=speaker.label,
        unresolved_reason=speaker.reason,
        evidence=speaker.evidence,
        role=speaker.role,
        is_anonymous=speaker.is_anonymous,
        confidence=found.confidence,
    )


def _fragments(words: Words, content: Sequence[Range], quotations: Sequence[Quotation]) -> Iterator[Span]:
    """The parts of the content inside quotation marks that hold a word, marks and outer white space excluded."""
    for start, end in content:
        for i in range(bisect_left(quotations, start, key=lambda q: q.end), len(quotations)):
            quotation = quotations[i]
            if quotation.start >= end:
                break
            first, last = max(start, quotation.inner[0]), min(end, quotation.inner[1])
            if any(words.is_word(j) for j in range(first, last)):
                yield words.span(first, last)
