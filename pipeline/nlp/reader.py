"""Reading texts: the models as spaCy pipelines, and what the rest of the project uses of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

import spacy
from spacy.language import Language

from pipeline.errors import ConfigurationError
from pipeline.nlp.components import STEPS
from pipeline.nlp.models import ENCODERS, MODELS, extractor_version
from pipeline.nlp.reading import Reading

_ZONE = 32  # texts after which spaCy forgets the words it met: it would keep every new one for ever
_LONGEST = 10**9  # code points; spaCy's own limit guards parsers, which the project's models do not have
_FIRST, *_REST = STEPS


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
            steps = ", ".join(nlp.pipe_names) or "no steps"
            raise ConfigurationError(f"model {model!r} finds no names, its steps are: {steps}")
        nlp.add_pipe(_FIRST, config={"model": ENCODERS[0], "are_names_given": True})
        for step in _REST:
            nlp.add_pipe(step)
    nlp.max_length = _LONGEST
    return nlp


class Reader:
    """Reads texts one by one; keeps nothing of them.

    Args:
        model: a name of ``pipeline.nlp.models.MODELS``, or of an installed spaCy pipeline. Quotations, titles, roles,
            chains of names and speakers are found by the same rules under each.

    Raises:
        ConfigurationError: see ``pipeline_of``.
    """

    def __init__(self, model: str = ENCODERS[0]) -> None:
        self.version = extractor_version(model)
        self._nlp = pipeline_of(model)

    def read(self, texts: Iterable[str]) -> Iterator[Reading]:
        """One reading a text, in order. A line is a paragraph; offsets are code points of the text as given."""
        waiting = iter(texts)
        while batch := list(islice(waiting, _ZONE)):
            with self._nlp.memory_zone():
                readings = [doc._.reading for doc in self._nlp.pipe(batch)]
            yield from readings


def reader_of(model: str) -> Reader:
    """The one reader of this process for ``model``: making it costs as much as reading four articles."""
    return _reader(model, extractor_version(model))


@lru_cache(maxsize=1)
def _reader(model: str, version: str) -> Reader:
    return Reader(model)
