"""The reading as a spaCy pipeline, its steps as components.

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

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan
from spacy.util import DummyTokenizer, filter_spans, registry
from spacy.vocab import Vocab

from pipeline.errors import ConfigurationError
from pipeline.nlp import steps
from pipeline.nlp.assembly import reading_of
from pipeline.nlp.marking import Marks, ranges_of
from pipeline.nlp.models import ENCODERS, MODELS, extractor_version
from pipeline.nlp.names import NAMING
from pipeline.nlp.shapes import Range
from pipeline.nlp.tokens import Words, split
from pipeline.spans import Span

STEPS = tuple(f"newsledger_{step}" for step in ("words", "quotations", "sentences", "names", "claims", "speakers"))
_FIRST, *_REST = STEPS
_LONGEST = 10**9  # code points; spaCy's own limit guards parsers, which the project's models do not have
_WORDS = "newsledger.words"  # what the project's tokenizer cut, so that nobody cuts it twice

# What the label sets of spaCy's own pipelines call the types of this project; the others are left out.
_FOREIGN = {
    label: label
    for label in ("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "LAW", "DATE", "TIME", "MONEY", "PERCENT")
} | {"QUANTITY": "QUANTITY", "PER": "PERSON"}

Doc.set_extension("marks", default=None, force=True)
Doc.set_extension("reading", default=None, force=True)


def config_of(model: str) -> dict[str, Any]:
    """What spaCy calls the configuration of one of the project's own models."""
    return {
        "nlp": {"lang": "en", "pipeline": list(STEPS), "tokenizer": {"@tokenizers": "newsledger.Tokenizer.v1"}},
        "components": {_FIRST: {"factory": _FIRST, "model": model}} | {step: {"factory": step} for step in _REST},
    }


def pipeline_of(model: str) -> Language:
    """The spaCy pipeline that reads texts under ``model``.

    An installed spaCy pipeline keeps its own tokens, tags and names, and the project's steps follow: a network finds
    the claims, the rules the speakers.

    Raises:
        ConfigurationError: there is no such model, its weights are not installed, or it finds no names.
    """
    extractor_version(model)
    if model in MODELS:
        nlp = spacy.util.load_model_from_config(config_of(model), auto_fill=True)
    else:
        nlp = spacy.load(model)
        if not {"ner", "entity_ruler", "span_ruler"}.intersection(nlp.pipe_names):
            found = ", ".join(nlp.pipe_names) or "no steps"
            raise ConfigurationError(f"model {model!r} finds no names, its steps are: {found}")
        nlp.add_pipe(_FIRST, config={"model": ENCODERS[0], "are_names_given": True})
        for step in _REST:
            nlp.add_pipe(step)
    nlp.max_length = _LONGEST
    return nlp


class Tokenizer(DummyTokenizer):
    """Cuts a text as ``pipeline.nlp.tokens.split`` does.

    spaCy's own English tokenizer strips marks one by one and copies the rest each time: 10,000 quotation marks without
    a space cost it seven seconds, and the time grows with the square.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The text as a document; its tokens put together are the text."""
        found = split(text)
        doc = Doc(self.vocab, words=[form for form, _ in found], spaces=[bool(space) for _, space in found])
        doc.user_data[_WORDS] = Words.of(text, found)
        return doc


@registry.tokenizers("newsledger.Tokenizer.v1")  # type: ignore[untyped-decorator]
def tokenizer() -> Callable[[Language], Tokenizer]:
    """The project's tokenizer, for a pipeline's configuration."""
    return lambda nlp: Tokenizer(nlp.vocab)


def _words_of(doc: Doc) -> Words:
    cut: Words | None = doc.user_data.pop(_WORDS, None)
    if cut:
        return cut
    text = doc.text
    lengths = doc.to_array(["LENGTH", "SPACY"]).astype(np.int64)  # no token object is made: that would take longest
    ends = lengths.sum(axis=1).cumsum() - lengths[:, 1]
    places = zip((ends - lengths[:, 0]).tolist(), ends.tolist(), lengths[:, 1].tolist(), strict=True)
    return Words.of(text, ((text[start:end], text[end : end + space]) for start, end, space in places))


@Language.factory("newsledger_words", default_config={"model": ENCODERS[0], "are_names_given": False})
def words(nlp: Language, name: str, model: str, are_names_given: bool) -> Callable[[Doc], Doc]:
    """The first step; the others need it.

    Args:
        model: a network of the project, or ``plain`` for none.
        are_names_given: whether names are taken from ``doc.ents``, as the steps before this one found them.
    """
    find = steps.finder_of(model)

    def mark(doc: Doc) -> Doc:
        words = _words_of(doc)
        markup = find(words.text) if find else None
        if markup and are_names_given:
            from pipeline.nlp.encoder import Entity

            given = [(Span(e.start_char, e.end_char), _FOREIGN[e.label_]) for e in doc.ents if e.label_ in _FOREIGN]
            markup = replace(markup, entities=tuple(Entity(span, label, 1.0) for span, label in given))
        doc._.marks = steps.marks_of(words, markup)
        return doc

    return mark


def _doc_span(doc: Doc, place: Range, label: str = "", full_name: str = "") -> DocSpan:
    token = doc._.marks.words.token
    return DocSpan(doc, token[place[0]], token[place[1] - 1] + 1, label=label, kb_id=full_name)


@Language.component("newsledger_quotations")
def quotations(doc: Doc) -> Doc:
    """Pairs of quotation marks."""
    marks: Marks = doc._.marks
    steps.mark_quotations(marks)
    doc.spans["quotations"] = [_doc_span(doc, (q.start, q.end)) for q in marks.quotations]
    return doc


@Language.component("newsledger_sentences")
def sentences(doc: Doc) -> Doc:
    """Sentences; boundaries that a parser has set stay in the document, but are not used."""
    marks: Marks = doc._.marks
    steps.mark_sentences(marks)
    if doc.has_annotation("SENT_START"):
        return doc
    starts: Any = doc.to_array("SENT_START")  # as a whole: setting it token by token takes quadratic time
    starts[[marks.words.token[first] for first, _ in marks.sentences]] = 1
    return doc.from_array("SENT_START", starts)


@Language.component("newsledger_names")
def names(doc: Doc) -> Doc:
    """Names, linked to the fullest of their chains; from a network also dates and amounts."""
    marks: Marks = doc._.marks
    steps.mark_names(marks)
    spans = [_doc_span(doc, e[:2], e[2]) for e in steps.entities_of(marks) if e[2] not in NAMING]
    spans += [_doc_span(doc, (n.start, n.end), n.label, n.full or "") for n in marks.names]
    doc.ents = tuple(filter_spans(spans))
    return doc


@Language.component("newsledger_claims")
def claims(doc: Doc) -> Doc:
    """Claims before their speakers are known."""
    marks: Marks = doc._.marks
    steps.mark_claims(marks)
    for key, role in (("sources", "source"), ("cues", "cue"), ("contents", "content")):
        doc.spans[key] = [
            _doc_span(doc, place, found.lemma or "" if role == "cue" else "")
            for found in marks.found
            for place in ranges_of(marks.words, getattr(found, role))
        ]
    return doc


@Language.component("newsledger_speakers")
def speakers(doc: Doc) -> Doc:
    """Who the sources are, and with that the whole reading."""
    doc._.reading = reading_of(doc._.marks)
    return doc
