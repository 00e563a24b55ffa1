"""MinHash (Broder 1997) of sets, sketches of texts, and the pairs of texts whose sketches meet.

A sketch is 128 numbers of which two texts share about as many as their sets of five-word shingles overlap (Jaccard).
Of these, 48 are cut into 16 bands of three; texts that share a whole band are candidates: of pairs that overlap by
0.65, 99.4 % do. Sketches are made by rensa; they are the same in every process, so they can be kept.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

Sketches = npt.NDArray[np.uint32]  # one row a text
Bands = npt.NDArray[np.uint32]  # the same, cut: text, band, number
Pairs = npt.NDArray[np.int64]  # rows of two: positions among the first and the second texts

NUMBERS = 128  # of a sketch
_BANDS, _ROWS = 16, 3  # numbers of a band; fewer bands are looked up faster
_SHINGLE = 5  # words
_SEED = 1  # of the hash functions; another seed makes fingerprints that cannot be compared
_WORD = re.compile(r"\w+")
_MIXERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
_MARKS = 16  # bits of a number by which it is marked; so few that all marks fit a processor's cache
_LOW = np.uint32((1 << _MARKS) - 1)
_CHUNK = 4096  # old texts looked at together


def minhash(sets: list[npt.NDArray[np.uint64]], numbers: int) -> Sketches:
    """So many numbers for each set of hashes; two sets share about as many as they overlap (Jaccard)."""
    from rensa import RMinHash

    if not sets:
        return np.empty((0, numbers), dtype=np.uint32)
    offsets = np.cumsum([0, *map(len, sets)], dtype=np.uint64)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(np.concatenate(sets), offsets, numbers, _SEED)
    return np.array(matrix.to_rows(), dtype=np.uint32)


def hashes(words: list[list[str]]) -> list[npt.NDArray[np.uint64]]:
    """A number for each word of each list."""
    from rensa import RMinHash

    return [np.array(numbers, dtype=np.uint64) for numbers in RMinHash.hash_token_sets(words)]


def sketch(texts: list[str]) -> Sketches:
    """The sketch of each text; letters only, whatever their case."""
    words = [_WORD.findall(text.casefold()) or [""] for text in texts]
    return minhash([_shingles(numbers) for numbers in hashes(words)], NUMBERS)


def meeting(new: Sketches, old: Sketches) -> Pairs:
    """Positions (in ``new``, in ``old``) of the pairs that share a band, each once, in order."""
    mine = _bands(_cut(new).reshape(-1, _ROWS), np.arange(len(new) * _BANDS))
    order = np.argsort(mine, kind="stable")
    mine = mine[order]
    places, theirs = _likely(new, old)
    first, last = (np.searchsorted(mine, theirs, side) for side in ("left", "right"))
    counts = last - first
    starts = np.repeat(first - np.cumsum(counts) + counts, counts)
    found = order[starts + np.arange(counts.sum())]
    pairs = np.stack([found // _BANDS, np.repeat(places, counts) // _BANDS], axis=1)
    return np.unique(pairs.astype(np.int64), axis=0)


def _cut(sketches: Sketches) -> Bands:
    return np.ascontiguousarray(sketches[:, : _BANDS * _ROWS]).reshape(len(sketches), _BANDS, _ROWS)


def _likely(new: Sketches, old: Sketches) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint64]]:
    """Places (row x bands + band) and values of the old bands each of whose numbers some new band there may have.

    Nearly all old bands are passed over at their first number, and what is looked at fits a processor's cache, so that
    a million texts cost a fraction of a second.
    """
    offsets = np.arange(_BANDS, dtype=np.int64) << _MARKS
    marks, cut = np.zeros((_ROWS, _BANDS << _MARKS), dtype=np.bool_), _cut(new)
    for number, marked in enumerate(marks):
        marked[(cut[:, :, number] & _LOW) + offsets] = True
    places, values = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.uint64)]
    for start in range(0, len(old), _CHUNK):
        bands = _cut(old[start : start + _CHUNK])
        flat = bands.reshape(-1, _ROWS)
        here = np.flatnonzero(marks[0].take((bands[:, :, 0] & _LOW) + offsets, mode="wrap"))  # bounds need no check
        for number in range(1, _ROWS):
            here = here[marks[number].take((flat[here, number] & _LOW) + offsets[here % _BANDS])]
        places.append(here + start * _BANDS)
        values.append(_bands(flat[here], here))
    return np.concatenate(places), np.concatenate(values)


def similarity(new: Sketches, old: Sketches, pairs: Pairs) -> npt.NDArray[np.float64]:
    """For each pair the share of their shingles that two texts have in common, estimated with an error of 0.04."""
    equal = new[pairs[:, 0]] == old[pairs[:, 1]]
    return np.asarray(equal.mean(axis=1), dtype=np.float64)


def _shingles(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """One number for each run of five words; for the whole text where it is shorter."""
    length = min(_SHINGLE, len(hashes))
    found = np.zeros(len(hashes) - length + 1, dtype=np.uint64)
    for place in range(length):
        found = (found ^ hashes[place : place + len(found)]) * _MIXERS[0]
        found ^= found >> np.uint64(29)
    return found


def _bands(bands: Sketches, places: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """One number for each of these bands, different in different bands of a sketch."""
    return mixed(bands, (places % _BANDS).astype(np.uint64))


def mixed(rows: Sketches, seeds: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """One number for each row and its seed; other rows or seeds give other numbers."""
    found = seeds
    for column in range(rows.shape[1]):
        found = (found ^ rows[:, column]) * _MIXERS[column % len(_MIXERS)]
        found ^= found >> np.uint64(29)
    return found
