"""One reader a model for all tests of the language part: making it takes longer than most of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.nlp.reader import Reader
from pipeline.nlp.reading import Claim, Reading


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader("plain")


@pytest.fixture(scope="session")
def encoder_reader() -> Reader:
    return Reader("encoder")


@pytest.fixture(scope="session")
def encoder_read(encoder_reader: Reader) -> Callable[[str], Reading]:
    """Reads one text with the encoder."""
    return lambda text: next(encoder_reader.read([text]))


@pytest.fixture(scope="session")
def fast_read() -> Callable[[str], Reading]:
    """Reads one text with the network of two layers."""
    reader = Reader("fast")
    return lambda text: next(reader.read([text]))


@pytest.fixture(scope="session")
def read(reader: Reader) -> Callable[[str], Reading]:
    """Reads one text."""
    return lambda text: next(reader.read([text]))


@pytest.fixture(scope="session")
def told(read: Callable[[str], Reading]) -> Callable[[str], list[tuple[str, str, str]]]:
    """Reads one text into the words of each claim: source, cue and content, pieces joined by " … "."""

    def words(text: str) -> list[tuple[str, str, str]]:
        def parts(claim: Claim) -> tuple[str, str, str]:
            source, cue, content = (
                " … ".join(span.text(text) for span in spans) for spans in (claim.source, claim.cue, claim.content)
            )
            return source, cue, content

        return [parts(claim) for claim in read(text).claims]

    return words
