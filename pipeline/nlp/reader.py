"""Reading texts: what the rest of the project uses of the models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from pipeline.nlp.models import ENCODERS, extractor_version
from pipeline.nlp.reading import Reading

_ZONE = 32  # texts after which spaCy forgets the words it met: it would keep every new one for ever


class Reader:
    """Reads texts through a spaCy pipeline, and keeps nothing of them.

    Args:
        model: a name of ``pipeline.nlp.models.MODELS``, or of an installed spaCy pipeline. Quotations, titles, roles,
            chains of names and speakers are found by the same rules under each.

    Raises:
        ConfigurationError: there is no such model, its weights are not installed, or it finds no names.
    """

    def __init__(self, model: str = ENCODERS[0]) -> None:
        from pipeline.nlp.components import pipeline_of

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
