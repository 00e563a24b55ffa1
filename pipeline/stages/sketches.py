"""MinHash sketches of texts, and the pairs of texts whose sketches meet.

A sketch is 128 numbers of which two texts share about as many as their sets of five-word shingles overlap (Jaccard).
Sketches are cut into 32 bands of four; texts that share a whole band are candidates: of pairs that overlap by 0.65,
99.8 % do. Sketches are made by rensa; they are the same in every process, so they can be kept.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

Sketches = npt.NDArray[np.uint32]  # one row a text
Pairs = npt.NDArray[np.int64]  # rows of two: positions among the first and the second texts

NUMBERS = 128  # of a sketch
_BANDS = 32
_SHINGLE = 5  # words
_SEED = 1
_WORD = re.compile(r"\w+")
_MIXERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
_BUCKETS = 24  # bits; a table of so many marks tells at once that most old bands meet no new one
_SHIFT = np.uint64(64 - _BUCKETS)
_CHUNK = 4096  # old texts looked at together: their bands fit a processor's cache


def sketch(texts: list[str]) -> Sketches:
    """The sketch of each text; letters only, whatever their case."""
    from rensa import RMinHash

    if not texts:
        return np.empty((0, NUMBERS), dtype=np.uint32)
    words = [_WORD.findall(text.casefold()) or [""] for text in texts]
    shingles = [_shingles(np.array(hashes, dtype=np.uint64)) for hashes in RMinHash.hash_token_sets(words)]
    offsets = np.cumsum([0, *map(len, shingles)], dtype=np.uint64)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(np.concatenate(shingles), offsets, NUMBERS, _SEED)
    return np.array(matrix.to_rows(), dtype=np.uint32)


def meeting(new: Sketches, old: Sketches) -> Pairs:
    """Positions (in ``new``, in ``old``) of the pairs that share a band, each once, in order."""
    mine = _bands(new)
    marks = np.zeros(1 << _BUCKETS, dtype=np.bool_)
    marks[mine >> _SHIFT] = True
    where, what = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.uint64)]
    for start in range(0, len(old), _CHUNK):
        theirs = _bands(old[start : start + _CHUNK])
        near = np.flatnonzero(marks[theirs >> _SHIFT])
        where.append(near + start * _BANDS)
        what.append(theirs[near])
    bands = np.concatenate(what)
    order = np.argsort(mine, kind="stable")
    first, last = (np.searchsorted(mine, bands, side, sorter=order) for side in ("left", "right"))
    counts = last - first
    starts = np.repeat(first - np.cumsum(counts) + counts, counts)
    found = order[starts + np.arange(counts.sum())]
    pairs = np.stack([found // _BANDS, np.repeat(np.concatenate(where), counts) // _BANDS], axis=1)
    return np.unique(pairs.astype(np.int64), axis=0)


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


def _bands(sketches: Sketches) -> npt.NDArray[np.uint64]:
    """One number for each band of each sketch, different in different bands, all in one row."""
    halves = np.ascontiguousarray(sketches).view(np.uint64).reshape(len(sketches), _BANDS, NUMBERS // _BANDS // 2)
    mixed = halves[:, :, 0] * _MIXERS[0] + halves[:, :, 1] * _MIXERS[1] + np.arange(_BANDS, dtype=np.uint64)
    mixed *= _MIXERS[2]
    return np.asarray(mixed.ravel(), dtype=np.uint64)
