"""The words of a text by form, by stem and by meaning: "striker" is near "scored", and far from "court"."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from pipeline.nlp.lexicon import function_words
from pipeline.nlp.models import WEIGHTS
from pipeline.nlp.tokens import Words

Floats = npt.NDArray[np.float32]

_STEM = 4  # letters that words of one family share: "farmer", "farm"
_BACK, _AHEAD = 2000, 500  # words around a place in which a stem is looked for
_TOP = 3  # of the nearest words


@cache
def _vectors() -> tuple[dict[str, int], Floats]:
    """Each word's row, and the rows, of length one; the last row, of words that are not known, is nothing."""
    with np.load(WEIGHTS / "words.npz") as held:
        words, vectors = str(held["words"]).split("\n"), held["vectors"].astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return {word: i for i, word in enumerate(words)}, np.vstack([vectors, np.zeros_like(vectors[:1])])


def meaning_of(words: Sequence[str]) -> Floats:
    """The direction of words together, of length one; nothing where none is known."""
    rows, vectors = _vectors()
    whole = vectors[[rows.get(word, -1) for word in words]].sum(axis=0)
    length = float(np.linalg.norm(whole))
    direction: Floats = whole / length if length else whole
    return direction


def nearest(words: Iterable[str], meaning: Floats) -> float:
    """How near the nearest of some words is: 0 to 1."""
    rows, vectors = _vectors()
    known = [rows[word] for word in words if word in rows]
    return max(0.0, float((vectors[known] @ meaning).max())) if known else 0.0


class Terms:
    """The words of one text. Names and small words mean nothing here."""

    def __init__(self, words: Words, shape: str) -> None:
        rows, vectors = _vectors()
        small = function_words()
        known = [
            -1 if letter == "N" or word in small else rows.get(word, -1)
            for letter, word in zip(shape, words.lower, strict=True)
        ]
        self._vectors = vectors[known]
        self._first: dict[str, int] = {}
        self._stems: dict[str, list[int]] = defaultdict(list)
        self._lower = words.lower
        for i, word in enumerate(words.lower):
            self._first.setdefault(word, i)
            self._stems[word[:_STEM]].append(i)

    def is_before(self, word: str, i: int) -> bool:
        """Whether ``word`` stands somewhere before word ``i``."""
        return self._first.get(word, i) < i

    def of_family(self, noun: str, i: int) -> list[int]:
        """Where words around word ``i`` begin as ``noun`` does, but for its ending."""
        stem = noun[: max(_STEM, len(noun) - 3)]
        places = self._stems.get(stem[:_STEM], [])
        around = places[bisect_left(places, i - _BACK) : bisect_left(places, i + _AHEAD)]
        return [j for j in around if self._lower[j].startswith(stem)]

    def nearness(self, meanings: Sequence[Floats]) -> Floats:
        """How near each word of the text is to each meaning: (words, meanings)."""
        found: Floats = self._vectors @ np.stack(meanings, axis=1)
        return found


def nearest_at(places: Collection[int], nearness: Floats) -> list[list[float]]:
    """How near the words at these places come to each meaning: the nearest, and the mean of the three nearest."""
    if not places:
        return [[0.0, 0.0]] * nearness.shape[1]
    top = np.sort(nearness[list(places)], axis=0)[-_TOP:]
    found: list[list[float]] = np.stack([top[-1], top.mean(axis=0)], axis=1).tolist()
    return found
