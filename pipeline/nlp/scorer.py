"""A small trained network that says how likely each of several rows is the right one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from pipeline.nlp.models import WEIGHTS

Floats = npt.NDArray[np.float32]


class Scorer:
    """One hidden layer beside a linear one; the rows of a question share a softmax.

    Args:
        hidden: (features, units) and ``hidden_bias`` (units,); several networks that were trained apart stand side by
            side, and ``out`` (units, networks) keeps them apart.
        linear: (features, networks) and ``bias`` (networks,).
    """

    def __init__(self, hidden: Floats, hidden_bias: Floats, out: Floats, linear: Floats, bias: Floats) -> None:
        self._hidden, self._hidden_bias, self._out = hidden, hidden_bias, out
        self._linear, self._bias = linear, bias

    @property
    def features(self) -> int:
        """How many features a row has."""
        return len(self._linear)

    def probabilities(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """How likely each row is the right one; they sum to one."""
        x = np.asarray(rows, dtype=np.float32)
        scores = np.maximum(x @ self._hidden + self._hidden_bias, 0) @ self._out + x @ self._linear + self._bias
        powers = np.exp(scores - scores.max(axis=0))
        shares: list[float] = (powers / powers.sum(axis=0)).mean(axis=1).tolist()
        return shares


@cache
def scorer_of(name: str) -> Scorer:
    """The trained scorer of this name."""
    with np.load(WEIGHTS / f"{name}.npz") as held:
        return Scorer(*(held[part] for part in ("hidden", "hidden_bias", "out", "linear", "bias")))
