"""The plain extractor: rules and word lists as a spaCy pipeline, from texts to readings.

    newsledger_quotations   sets doc._.words, doc._.quotations, doc.spans["quotations"]
    newsledger_sentences    sets doc._.sentences, token.is_sent_start; a quotation counts as one word
    newsledger_names        sets doc._.names, doc._.shape, doc.ents; kb_id_ is the fullest name of the chain
    newsledger_claims       sets doc._.drafts, doc.spans["cues"]

The custom attributes hold facts over words, that is tokens without white space; see the classes they are made of.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from pipeline.nlp.claims import ClaimFinder, Draft
from pipeline.nlp.names import find_names, find_runs
from pipeline.nlp.quotes import Quotation, find_quotations
from pipeline.nlp.reading import Claim, Mention, Reading
from pipeline.nlp.sentences import find_sentences
from pipeline.nlp.shapes import Range, shape_of
from pipeline.nlp.speakers import Resolver, Speaker
from pipeline.nlp.tokens import Tokenizer, Words
from pipeline.spans import Span

_LONGEST = 10**9  # code points; spaCy's own limit guards parsers that this pipeline does not have
_NAME_SCORES = {"PERSON": 0.8, "ORG": 0.7, "GPE": 0.9, "NORP": 0.9, "OTHER": 0.4}
_RULE_CONFIDENCE = {"fronted": 0.85, "following": 0.7, "according_to": 0.8}

for _attribute in ("words", "quotations", "sentences", "names", "shape", "drafts"):
    Doc.set_extension(_attribute, default=None, force=True)


def _doc_span(doc: Doc, place: Range, label: str = "", full_name: str = "") -> DocSpan:
    token = doc._.words.token
    return DocSpan(doc, token[place[0]], token[place[1] - 1] + 1, label=label, kb_id=full_name)


@Language.component("newsledger_quotations")
def _quotations(doc: Doc) -> Doc:
    doc._.words = Words.of(doc)
    doc._.quotations = find_quotations(doc._.words)
    doc.spans["quotations"] = [_doc_span(doc, (q.start, q.end)) for q in doc._.quotations]
    return doc


@Language.component("newsledger_sentences")
def _sentences(doc: Doc) -> Doc:
    doc._.sentences = find_sentences(doc._.words, doc._.quotations)
    starts: Any = doc.to_array("SENT_START")  # as a whole: setting it token by token takes quadratic time
    starts[[doc._.words.token[first] for first, _ in doc._.sentences]] = 1
    return doc.from_array("SENT_START", starts)


@Language.component("newsledger_names")
def _names(doc: Doc) -> Doc:
    runs = find_runs(doc._.words, doc._.sentences)
    quoted = {i for q in doc._.quotations for i in range(q.start, q.end)}
    doc._.shape = shape_of(doc._.words, quoted, {i for run in runs for i in range(*run)})
    doc._.names = find_names(doc._.words, runs, doc._.shape)
    doc.ents = tuple(_doc_span(doc, (n.start, n.end), n.label, n.full or "") for n in doc._.names)
    return doc


@Language.component("newsledger_claims")
def _claims(doc: Doc) -> Doc:
    finder = ClaimFinder(doc._.words, doc._.quotations, doc._.sentences, doc._.shape)
    doc._.drafts = sorted(finder.find(), key=lambda d: d.cue)
    doc.spans["cues"] = [_doc_span(doc, d.cue, d.lemma) for d in doc._.drafts]
    return doc


class Reader:
    """Reads texts one by one; holds no state between them."""

    def __init__(self) -> None:
        self._nlp = spacy.blank("en")
        self._nlp.tokenizer = Tokenizer(self._nlp.vocab)
        self._nlp.max_length = _LONGEST
        for step in ("quotations", "sentences", "names", "claims"):
            self._nlp.add_pipe(f"newsledger_{step}")

    def read(self, texts: Iterable[str]) -> Iterator[Reading]:
        """One reading a text, in order. A line is a paragraph; offsets are code points of the text as given."""
        return (_reading(doc) for doc in self._nlp.pipe(texts))


def _reading(doc: Doc) -> Reading:
    words: Words = doc._.words
    resolver = Resolver(words, doc._.names, doc._.sentences, doc._.shape)
    mentions = {
        span: Mention(span, name.label, "name", name.full, _NAME_SCORES[name.label])
        for name in doc._.names
        for span in [words.span(name.start, name.end)]
    }
    claims = []
    for draft in doc._.drafts:
        speaker = resolver.resolve(draft.source)
        claims.append(_claim(doc, draft, speaker))
        if speaker.kind != "name":
            span = words.span(*draft.source)
            label = speaker.label or "OTHER"
            mentions.setdefault(span, Mention(span, label, speaker.kind, speaker.name, speaker.confidence))
    found = sorted(mentions.values(), key=lambda mention: mention.span)
    return Reading(tuple(found), tuple(sorted(claims, key=lambda claim: claim.content)))


def _claim(doc: Doc, draft: Draft, speaker: Speaker) -> Claim:
    words: Words = doc._.words
    fragments = tuple(_fragments(words, draft.content, doc._.quotations))
    spoken = [i for start, end in draft.content for i in range(start, end) if words.is_word(i)]
    in_quotation = [doc._.shape[i] == "Q" for i in spoken]
    return Claim(
        source=(words.span(*draft.source),),
        cue=(words.span(*draft.cue),),
        content=tuple(words.span(*piece) for piece in draft.content),
        fragments=fragments,
        quote_type="direct" if all(in_quotation) else "mixed" if any(in_quotation) else "indirect",
        cue_lemma=draft.lemma,
        speaker=speaker.name,
        speaker_label=speaker.label,
        unresolved_reason=speaker.reason,
        evidence=speaker.evidence,
        role=speaker.role,
        is_anonymous=speaker.is_anonymous,
        confidence=_RULE_CONFIDENCE[draft.rule],
    )


def _fragments(words: Words, content: Sequence[Range], quotations: Sequence[Quotation]) -> Iterator[Span]:
    """The parts of the content inside quotation marks, marks and outer white space excluded."""
    for start, end in content:
        for i in range(bisect_left(quotations, start, key=lambda q: q.end), len(quotations)):
            quotation = quotations[i]
            if quotation.start >= end:
                break
            first, last = max(start, quotation.inner[0]), min(end, quotation.inner[1])
            if first < last:
                yield words.span(first, last)
