"""The calibration that every edition carries: how often claims of a confidence were right, held against hand marks.

The figures stand in the mart ``calibration`` and are written by ``newsledger eval --write-floors``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.ledger.marts import SQL
from pipeline.measure.scores import Bin

VIEW = SQL / "marts" / "calibration" / "view.sql"
GOLD = ("gate", "polnear-dev")
"""The sets that are told of: our own that nothing was tuned on, and news of others."""

_ROW = re.compile(r"\('(?P<model>[\w-]+)', '(?P<gold>[\w-]+)', (?P<confidence>[\d.]+), (?P<right>\d+), (?P<size>\d+)\)")

Told = dict[tuple[str, str], list[Bin]]
"""Bins by model and gold set."""


def told(path: Path = VIEW) -> Told:
    """What the view tells."""
    found: Told = {}
    for row in _ROW.finditer(path.read_text(encoding="utf-8")):
        bins = found.setdefault((row["model"], row["gold"]), [])
        bins.append(Bin(float(row["confidence"]), int(row["right"]), int(row["size"])))
    return found


def merged(bins: Sequence[Bin]) -> list[Bin]:
    """The bins, those whose confidence is written alike as one: rules are as sure of many claims."""
    found: dict[float, Bin] = {}
    for one in bins:
        confidence = round(one.confidence, 3)
        known = found.get(confidence, Bin(confidence, 0, 0))
        found[confidence] = Bin(confidence, known.right + one.right, known.size + one.size)
    return list(found.values())


def tell(model: str, measured: Mapping[str, Sequence[Bin]], path: Path = VIEW) -> None:
    """Put what was measured of a model in place of what the view tells of it on these sets; the rest stays."""
    rows = told(path)
    rows |= {(model, name): merged(measured[name]) for name in GOLD if name in measured}
    lines = [
        f"('{model}', '{gold}', {one.confidence:.3f}, {one.right}, {one.size})"
        for (model, gold), bins in sorted(rows.items())
        for one in bins
    ]
    text = path.read_text(encoding="utf-8")
    places = list(_ROW.finditer(text))
    values = ",\n        ".join(lines)
    path.write_text(text[: places[0].start()] + values + text[places[-1].end() :], encoding="utf-8")
