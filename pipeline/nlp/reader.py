"""Reading texts: what the rest of the project uses of the models."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice

from pipeline.nlp import steps
from pipeline.nlp.assembly import reading_of
from pipeline.nlp.models import ENCODERS, MODELS, extractor_version
from pipeline.nlp.reading import Reading
from pipeline.nlp.tokens import Words, split

_ZONE = 32  # texts after which spaCy forgets the words it met: it would keep every new one for ever


class Reader:
    """Reads texts one by one; keeps nothing of them.

    The project's own models need nothing of spaCy and are read without it: its documents, spans and vocabulary would
    take a tenth of the time, and importing it longer than all else that a reader needs.

    Args:
        model: a name of ``pipeline.nlp.models.MODELS``, or of an installed spaCy pipeline. Quotations, titles, roles,
            chains of names and speakers are found by the same rules under each.

    Raises:
        ConfigurationError: there is no such model, its weights are not installed, or it finds no names.
    """

    def __init__(self, model: str = ENCODERS[0]) -> None:
        self.version = extractor_version(model)
        self._read = _own(model) if model in MODELS else _installed(model)

    def read(self, texts: Iterable[str]) -> Iterator[Reading]:
        """One reading a text, in order. A line is a paragraph; offsets are code points of the text as given."""
        return self._read(texts)


def _own(model: str) -> Callable[[Iterable[str]], Iterator[Reading]]:
    """Reading with a model of the project."""
    find = steps.finder_of(model)

    def read(text: str) -> Reading:
        marks = steps.marks_of(Words.of(text, split(text)), find(text) if find else None)
        for step in (steps.mark_quotations, steps.mark_sentences, steps.mark_names, steps.mark_claims):
            step(marks)
        return reading_of(marks)

    return lambda texts: map(read, texts)


def _installed(model: str) -> Callable[[Iterable[str]], Iterator[Reading]]:
    """Reading with a spaCy pipeline that somebody installed."""
    from pipeline.nlp.components import pipeline_of

    nlp = pipeline_of(model)

    def read(texts: Iterable[str]) -> Iterator[Reading]:
        waiting = iter(texts)
        while batch := list(islice(waiting, _ZONE)):
            with nlp.memory_zone():
                readings = [doc._.reading for doc in nlp.pipe(batch)]
            yield from readings

    return read


def reader_of(model: str) -> Reader:
    """The one reader of this process for ``model``: making it costs as much as reading four articles."""
    return _reader(model, extractor_version(model))


@lru_cache(maxsize=1)
def _reader(model: str, version: str) -> Reader:
    return Reader(model)
