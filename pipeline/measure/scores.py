"""Figures from counts: shares and F1 with intervals, and the calibration of confidences.

Sources. Intervals: the percentile bootstrap. Calibration: expected calibration error with bins of equal mass (Nguyen
and O'Connor, "Posterior calibration and exploratory analysis for natural language processing models", 2015).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

_BINS = 10
_RESAMPLES, _SEED = 1000, 20260302


class Tally(NamedTuple):
    """The counts behind one figure; ``found`` is None where the figure is a share of ``gold``."""

    right: int
    found: int | None
    gold: int

    @property
    def whole(self) -> float:
        """What ``right`` is divided by: for F1 the mean of found and gold."""
        return self.gold if self.found is None else (self.found + self.gold) / 2


@dataclass(frozen=True, slots=True)
class Score:
    """One figure in percent: F1, or a share where ``precision`` and ``recall`` are None.

    Args:
        low: lower end of the 95 % interval; like ``high`` None for fewer than two documents.
    """

    measure: str
    value: float
    low: float | None
    high: float | None
    precision: float | None
    recall: float | None
    counts: Tally


def summarise(documents: Sequence[Mapping[str, Tally]]) -> Iterator[Score]:
    """A figure over all documents for each measure of which there is anything to find.

    The interval comes from drawing as many documents as there are, with replacement, a thousand times with a fixed
    seed; the same draws serve every measure.
    """
    count = len(documents)
    draws = np.random.default_rng(_SEED).multinomial(count, [1 / count] * count, _RESAMPLES) if count > 1 else None
    for measure in dict.fromkeys(name for tallies in documents for name in tallies):
        tallies = [document.get(measure, Tally(0, None, 0)) for document in documents]
        right, gold = (sum(column) for column in ([t.right for t in tallies], [t.gold for t in tallies]))
        counted = [t.found for t in tallies if t.found is not None]
        found = sum(counted) if counted else None
        total = Tally(right, found, gold)
        if not total.whole:
            continue
        low = high = None
        if draws is not None:
            parts = draws @ np.array([[t.right, t.whole] for t in tallies])
            shares = parts[parts[:, 1] > 0]
            low, high = (percent(x) for x in np.percentile(shares[:, 0] / shares[:, 1], [2.5, 97.5]))
        precision = None if found is None else percent(right / found) if found else 0.0
        recall = None if found is None else percent(right / gold) if gold else 0.0
        yield Score(measure, percent(right / total.whole), low, high, precision, recall, total)


class Bin(NamedTuple):
    """Claims of about the same confidence: how sure the reader was (0 to 1), and how often it was right."""

    confidence: float
    right: int
    size: int

    @property
    def gap(self) -> float:
        """How far confidence and share of right ones lie apart, 0 to 1."""
        return abs(self.confidence - self.right / self.size)


def calibrate(judged: Sequence[tuple[float, bool]]) -> list[Bin]:
    """Ten bins of equal mass, rising, of (confidence, is right); fewer where there are fewer than ten."""
    ranked = sorted(judged, key=lambda pair: pair[0])
    parts = [ranked[start:end] for start, end in pairwise(np.linspace(0, len(ranked), _BINS + 1).astype(int).tolist())]
    return [Bin(sum(c for c, _ in part) / len(part), sum(r for _, r in part), len(part)) for part in parts if part]


def calibration_error(bins: Sequence[Bin]) -> Score:
    """The mean gap of the bins, weighed by their counts, in percentage points; it has no interval."""
    count = sum(one.size for one in bins)
    error = sum(one.gap * one.size for one in bins) / count
    tally = Tally(sum(one.right for one in bins), None, count)
    return Score("calibration-error", percent(error), None, None, None, None, tally)


def percent(share: float) -> float:
    """A share of 0 to 1 in percent, to one decimal."""
    return round(100 * float(share), 1)
