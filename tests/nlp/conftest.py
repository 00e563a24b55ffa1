"""One reader a model for all tests of the language part: making it takes longer than most of them.

Where it matters what the encoder found, a test says it: ``{s:…}`` source, ``{c:…}`` cue, ``{t:…}`` content of one
attribution, in capitals that of an inner one; ``{PERSON:…}`` an entity.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from pipeline.nlp import encoder
from pipeline.nlp.encoder import Attribution, Entity, Markup
from pipeline.nlp.reader import Reader
from pipeline.nlp.reading import Claim, Reading
from pipeline.spans import Span

MARK = re.compile(r"\{(\w+):|\}")


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


def marked(notation: str) -> tuple[str, Markup]:
    """The text without its marks and what they say. A content closes its attribution; a pair without one is dropped."""
    text, opened, entities, attributions, position = "", [], [], [], 0
    roles = {}
    for mark in MARK.finditer(notation):
        text += notation[position : mark.start()]
        position = mark.end()
        if mark[1]:
            opened.append((mark[1], len(text)))
            continue
        label, start = opened.pop()
        span = Span(start, len(text))
        if len(label) > 1:
            entities.append(Entity(span, label, 0.9))
            continue
        is_inner = label.isupper()
        group = roles.setdefault(is_inner, {})
        group.setdefault(label.lower(), []).append(span)
        if len(group) == 3 or notation[position : position + 1] == "¶":
            parts = (tuple(group.get(role, ())) for role in "sct")
            attributions.append(Attribution(*parts, is_inner, 0.7))
            del roles[is_inner]
    text += notation[position:]
    return text, Markup(
        tuple(sorted(attributions, key=lambda a: a.content)), tuple(sorted(entities, key=lambda e: e.span))
    )


@pytest.fixture
def read_marked(monkeypatch):
    """Reads a notation as if the encoder had found just that; also gives the text."""

    def read(notation):
        text, markup = marked(notation)
        methods = {"__init__": lambda _, folder: None, "read": lambda _, given: markup if given == text else None}
        monkeypatch.setattr(encoder, "Encoder", type("Marked", (), methods))
        return text, next(Reader("encoder").read([text]))

    return read
