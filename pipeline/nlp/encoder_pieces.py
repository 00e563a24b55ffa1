"""Word pieces of a text and what the encoder is told about each of them beside its letters.

The encoder's vocabulary is uncased, so capitals, gaps and quotation marks are given to it as small added features.
Training and reading share this module: a model is only as good as the likeness of the two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

Ints = npt.NDArray[np.int64]

CASES = ("lower", "title", "upper", "capital", "mixed", "number", "other")
GAPS = ("none", "space", "line")
QUOTES = ("outside", "double", "single")

_DOUBLE = re.compile(r"[“”„«»\"]|''|``")
_SINGLE = re.compile(r"(?<!\w)‘(?=\S)|(?<![\w'])'(?=[A-Za-z“\"])")
_SINGLE_END = {"‘": re.compile(r"(?<=[^\s‘])’(?!\w)"), "'": re.compile(r"(?<=[^\s'])'(?![\w'])")}
_SURROGATE = re.compile("[\ud800-\udfff]")  # the tokeniser refuses them
_CHUNK = 200_000  # code points tokenised at a time: keeps the memory of very long texts flat


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of one text, all arrays of length n.

    Args:
        ids: number of the piece in the vocabulary.
        start: first code point of the piece in the text.
        end: code point behind the piece.
        case: index into ``CASES``.
        gap: index into ``GAPS``: what stands before the piece.
        quote: index into ``QUOTES``: whether the piece stands inside quotation marks, marks included.
    """

    ids: Ints
    start: Ints
    end: Ints
    case: Ints
    gap: Ints
    quote: Ints

    def __len__(self) -> int:
        return len(self.ids)


def load_tokenizer(path: Path) -> Tokenizer:
    """The word-piece tokeniser of ``path``, without the cutting and padding it may have been saved with."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def split_pieces(tokenizer: Tokenizer, text: str) -> Pieces:
    """Cut ``text`` into word pieces with their features; empty for a text without visible characters."""
    ids: list[int] = []
    offsets: list[tuple[int, int]] = []
    for base, chunk in _chunks(_SURROGATE.sub("\ufffd", text)):
        encoding = tokenizer.encode(chunk, add_special_tokens=False)
        ids += encoding.ids
        offsets += [(base + start, base + end) for start, end in encoding.offsets]
    start, end = np.array(offsets, dtype=np.int64).reshape(-1, 2).T
    return Pieces(
        np.array(ids, dtype=np.int64),
        start,
        end,
        np.array([_case(text[a:b]) for a, b in offsets], dtype=np.int64),
        _gaps(text, offsets),
        quote_state(text)[start] if ids else start,
    )


def quote_state(text: str) -> Ints:
    """For each code point an index into ``QUOTES``.

    A line is a paragraph: double marks that are not closed in it stay open to its end. Single marks count only where
    they are closed, as the closing one is also the apostrophe.
    """
    state = np.zeros(len(text) + 1, dtype=np.int64)
    begin = 0
    for line in text.split("\n"):
        _mark_single(line, begin, state)
        _mark_double(line, begin, state)
        begin += len(line) + 1
    return state


def _mark_double(line: str, begin: int, state: Ints) -> None:
    opened: int | None = None
    for mark in _DOUBLE.finditer(line):
        opens = mark[0] in ("“", "„", "«", "``") or (mark[0] in ('"', "''") and opened is None)
        if opens and opened is None:
            opened = mark.start()
        elif not opens and opened is not None:
            state[begin + opened : begin + mark.end()] = QUOTES.index("double")
            opened = None
    if opened is not None:
        state[begin + opened : begin + len(line)] = QUOTES.index("double")


def _mark_single(line: str, begin: int, state: Ints) -> None:
    position = 0
    while opening := _SINGLE.search(line, position):
        closing = _SINGLE_END[opening[0]].search(line, opening.end() + 1)
        if closing is None:
            break
        state[begin + opening.start() : begin + closing.end()] = QUOTES.index("single")
        position = closing.end()


def _chunks(text: str) -> list[tuple[int, str]]:
    """The text in parts of about ``_CHUNK`` code points with their places, cut at white space where there is any."""
    chunks = []
    start = 0
    while len(text) - start > _CHUNK:
        cut = max(text.rfind(mark, start, start + _CHUNK) for mark in ("\n", " "))
        cut = cut + 1 if cut > start else start + _CHUNK
        chunks.append((start, text[start:cut]))
        start = cut
    return [*chunks, (start, text[start:])]


@lru_cache(maxsize=20_000)
def _case(piece: str) -> int:
    if piece.islower():
        return 0
    if not piece[:1].isalpha():
        return 5 if piece[:1].isdigit() else 6
    if piece.isupper():
        return 3 if len(piece) == 1 else 2
    return 1 if piece[:1].isupper() else 4


def _gaps(text: str, offsets: Sequence[tuple[int, int]]) -> Ints:
    gaps = np.zeros(len(offsets), dtype=np.int64)
    before = 0
    for i, (start, end) in enumerate(offsets):
        between = text[before:start]
        gaps[i] = 2 if i == 0 or "\n" in between or "\r" in between else 1 if between else 0
        before = end
    return gaps
