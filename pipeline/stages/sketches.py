"""MinHash (Broder 1997) of sets, sketches of texts, and the pairs of texts whose sketches meet.

A sketch is 128 numbers of which two texts share about as many as their sets of five-word shingles overlap (Jaccard).
Sketches are cut into 32 bands of four; texts that share a whole band are candidates: of pairs that overlap by 0.65,
99.8 % do. Sketches are made by rensa; they are the same in every process, so they can be kept.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

Sketches = npt.NDArray[np.uint32]  # one row a text
Bands = npt.NDArray[np.uint32]  # the same, cut: text, band, number
Pairs = npt.NDArray[np.int64]  # rows of two: positions among the first and the second texts

NUMBERS = 128  # of a sketch
_BANDS = 32
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
    places = _likely(_cut(new), _cut(old))
    mine, theirs = _bands(_cut(new), np.arange(len(new) * _BANDS)), _bands(_cut(old), places)
    order = np.argsort(mine, kind="stable")
    first, last = (np.searchsorted(mine, theirs, side, sorter=order) for side in ("left", "right"))
    counts = last - first
    starts = np.repeat(first - np.cumsum(counts) + counts, counts)
    found = order[starts + np.arange(counts.sum())]
    pairs = np.stack([found // _BANDS, np.repeat(places, counts) // _BANDS], axis=1)
    return np.unique(pairs.astype(np.int64), axis=0)


def _cut(sketches: Sketches) -> Bands:
    return np.ascontiguousarray(sketches).reshape(len(sketches), _BANDS, NUMBERS // _BANDS)


def _likely(new: Bands, old: Bands) -> npt.NDArray[np.int64]:
    """Places (row x bands + band) of the old bands each of whose numbers some new band at the same place may have.

    Nearly all old bands are passed over at their first number, so that a million texts cost a fraction of a second.
    """
    offsets = np.arange(_BANDS, dtype=np.uint32) << np.uint32(_MARKS)
    marks = np.zeros((new.shape[2], _BANDS << _MARKS), dtype=np.bool_)
    for number, marked in enumerate(marks):
        marked[(new[:, :, number] & _LOW) + offsets] = True
    found = [np.empty(0, dtype=np.int64)]
    for start in range(0, len(old), _CHUNK):
        near = marks[0][(old[start : start + _CHUNK, :, 0] & _LOW) + offsets]
        found.append(np.flatnonzero(near) + start * _BANDS)
    places = np.concatenate(found)
    for number in range(1, len(marks)):
        rows, bands = np.divmod(places, _BANDS)
        places = places[marks[number][(old[rows, bands, number] & _LOW) + offsets[bands]]]
    return places


def similarity(new: Sketches, old: Sketches, pairs: Pairs) -> npt.NDArray[np.float64]:
    """For each pair the share of their shingles that two texts have in common, estimated with an error of 0.04."""
    equal = new[pairs[:, 0]] == old[pairs[:, 1]]
    return np.asarray(equal.mean(axis=1), dtype=np.float64)


def _shingles(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """One number for each run of five words; for the whole text where it is shorter."""
    length = min(_SHINGLE, len(hashes))
    mixed = np.zeros(len(hashes) - length + 1, dtype=np.uint64)
    for place in range(length):
        mixed = (mixed ^ hashes[place : place + len(mixed)]) * _MIXERS[0]
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _bands(sketches: Bands, places: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """One number for each of the bands at ``places``, different in different bands of a sketch."""
    rows, bands = np.divmod(places, _BANDS)
    halves = sketches[rows, bands].view(np.uint64)
    mixed = halves[:, 0] * _MIXERS[0] + halves[:, 1] * _MIXERS[1] + bands.astype(np.uint64)
    return np.asarray(mixed * _MIXERS[2], dtype=np.uint64)
