"""Train the small networks of ``pipeline.nlp.scorer``: of the rows of a question one is right.

Plain NumPy: a course of two thousand questions takes seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Weights = dict[str, Floats]

_UNITS, _NETWORKS = 24, 6
_EPOCHS, _BATCH, _RATE, _DECAY, _DROPOUT = 40, 64, 5e-3, 2e-3, 0.3
_FIRST, _SECOND = 0.9, 0.999  # of Adam


class Example(NamedTuple):
    """A question's rows (rows, features), the number of the right one, and how much it counts."""

    rows: Floats
    right: int
    weight: float


@dataclass(slots=True)
class _Padded:
    """All questions as one array: rows that a question lacks have ``absent`` minus infinity."""

    rows: Floats
    absent: Floats
    right: npt.NDArray[np.int64]
    weight: Floats

    @classmethod
    def of(cls, examples: Sequence[Example]) -> _Padded:
        longest = max(len(example.rows) for example in examples)
        rows = np.zeros((len(examples), longest, examples[0].rows.shape[1]), np.float32)
        absent = np.full((len(examples), longest), -np.inf, np.float32)
        for n, example in enumerate(examples):
            rows[n, : len(example.rows)] = example.rows
            absent[n, : len(example.rows)] = 0
        right = np.array([example.right for example in examples])
        return cls(rows, absent, right, np.array([example.weight for example in examples], np.float32))


def train(examples: Sequence[Example]) -> Weights:
    """Networks that differ in their seed, side by side as ``Scorer`` takes them."""
    data = _Padded.of(examples)
    networks = [_train_one(data, seed) for seed in range(_NETWORKS)]
    out = np.zeros((_UNITS * _NETWORKS, _NETWORKS), np.float32)
    for n, network in enumerate(networks):
        out[n * _UNITS : (n + 1) * _UNITS, n] = network["out"]
    return {
        "hidden": np.concatenate([network["hidden"] for network in networks], axis=1),
        "hidden_bias": np.concatenate([network["hidden_bias"] for network in networks]),
        "out": out,
        "linear": np.stack([network["linear"] for network in networks], axis=1),
        "bias": np.zeros(_NETWORKS, np.float32),  # the same for every row of a question, so it says nothing
    }


def _train_one(data: _Padded, seed: int) -> Weights:
    rng = np.random.default_rng(seed)
    size = data.rows.shape[2]

    def drawn(width: int, *shape: int) -> Floats:
        return rng.uniform(-1, 1, shape).astype(np.float32) / np.float32(width**0.5)

    weights = {
        "hidden": drawn(size, size, _UNITS),
        "hidden_bias": drawn(size, _UNITS),
        "out": drawn(_UNITS, _UNITS),
        "linear": drawn(size, size),
    }
    moments = {name: (np.zeros_like(value), np.zeros_like(value)) for name, value in weights.items()}
    step, steps = 0, _EPOCHS * -(-len(data.right) // _BATCH)
    for _ in range(_EPOCHS):
        order = rng.permutation(len(data.right))
        for first in range(0, len(order), _BATCH):
            slopes = _slopes(data, order[first : first + _BATCH], weights, rng)
            step += 1
            rate = _RATE * (1 + np.cos(np.pi * step / steps)) / 2
            for name, slope in slopes.items():
                mean, square = moments[name]
                mean += (1 - _FIRST) * (slope - mean)
                square += (1 - _SECOND) * (slope**2 - square)
                change = mean / (1 - _FIRST**step) / (np.sqrt(square / (1 - _SECOND**step)) + 1e-8)
                weights[name] -= (rate * (change + _DECAY * weights[name])).astype(np.float32)
    return weights


def _slopes(data: _Padded, chosen: npt.NDArray[np.int64], weights: Weights, rng: np.random.Generator) -> Weights:
    """The slope of the mean cross-entropy of some questions by each weight."""
    rows = data.rows[chosen]
    before = rows @ weights["hidden"] + weights["hidden_bias"]
    kept = (rng.random(before.shape, np.float32) >= _DROPOUT).astype(np.float32) / np.float32(1 - _DROPOUT)
    units = np.maximum(before, 0) * kept
    scores = units @ weights["out"] + rows @ weights["linear"] + data.absent[chosen]
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    shares[np.arange(len(chosen)), data.right[chosen]] -= 1
    shares *= (data.weight[chosen] / len(chosen))[:, None]
    below = shares[:, :, None] * weights["out"] * kept * (before > 0)
    return {
        "hidden": np.einsum("nrf,nru->fu", rows, below, optimize=True),
        "hidden_bias": below.sum(axis=(0, 1)),
        "out": np.einsum("nru,nr->u", units, shares, optimize=True),
        "linear": np.einsum("nrf,nr->f", rows, shares, optimize=True),
    }
