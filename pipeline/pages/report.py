"""The quality report of a night: what was checked, how it stands against past nights, what was refused and why.

One HTML file without scripts, style sheets or pictures of others; everything shown is escaped.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from pipeline.lake.storage import Lake, Manifest
from pipeline.overrides import overrides
from pipeline.pages.rendering import sheet
from pipeline.schema import MEASURES, QUARANTINE, VALIDATIONS
from pipeline.settings import Settings

NIGHTS = 30  # nights that a plot shows, tonight included
_PLOTTED = {
    "documents": "documents",
    "words": "mean words",
    "failed": "failed addresses",
    "zero_claim": "no claim",
    "unresolved": "no speaker",
    "copies": "copies",
}
_WIDTH, _HEIGHT = 150.0, 32.0
_SHOWN = 20  # refused rows of one rule that are listed


class Plot(NamedTuple):
    """A line of values over nights, ready to be drawn in a box of 150 by 32."""

    title: str
    points: str
    x: float
    y: float
    median_y: float
    told: str


def write_report(manifest: Manifest, settings: Settings) -> Path:
    """Write the report of a judged night, unless the one that is there tells of the same run."""
    path = report_path(manifest.night, settings)
    first_line = f"<!-- {manifest.run_id} -->\n"
    if path.exists() and path.read_text(encoding="utf-8").startswith(first_line):
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.new")
    aside.write_text(first_line + _page(manifest.night, settings), encoding="utf-8")
    aside.replace(path)
    return path


def report_path(night: date, settings: Settings) -> Path:
    """Where the report of a night lies."""
    return settings.home / "reports" / f"quality-{night}.html"


def _page(night: date, settings: Settings) -> str:
    lake = Lake(settings.lake_uri)
    nights = [one for one in lake.nights() if one <= night][-NIGHTS:]
    measures = [row for one in nights for row in lake.read(MEASURES, one).to_pylist()]
    validations = sorted(lake.read(VALIDATIONS, night).to_pylist(), key=lambda row: (row["held"], row["table_name"]))
    refused: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in lake.read(QUARANTINE, night).to_pylist():
        refused[row["table_name"], row["rule"]].append(row)
    return sheet(
        "quality.html",
        night=night,
        validations=validations,
        broken=Counter(row["severity"] for row in validations if not row["held"]),
        publishers=_plots(measures, night),
        past=len(nights) - 1,
        refused=[(*key, len(rows), rows[:_SHOWN]) for key, rows in sorted(refused.items())],
        overrides=overrides(lake, night),
    )


def _plots(measures: Sequence[Mapping[str, Any]], night: date) -> list[tuple[str, list[Plot]]]:
    series: dict[tuple[str, str], dict[date, float]] = defaultdict(dict)
    for row in measures:
        if row["measure"] in _PLOTTED:
            series[row["publisher_id"], row["measure"]][row["night"]] = row["value"]
    publishers = sorted({publisher for publisher, _ in series})
    return [
        (publisher, [plot(title, series[publisher, name], night) for name, title in _PLOTTED.items()])
        for publisher in publishers
    ]


def plot(title: str, values: Mapping[date, float], night: date) -> Plot:
    """The line of a measure up to a night, drawn by days, so that a gap is seen."""
    first = min([*values, night])
    days = max((night - first).days, 1)
    top = max([*values.values(), 1e-9])

    def place(day: date, value: float) -> tuple[float, float]:
        return round((day - first).days / days * _WIDTH, 1), round(_HEIGHT * (1 - value / top), 1)

    line = [place(day, value) for day, value in sorted(values.items())]
    usual = [value for day, value in values.items() if day < night]
    tonight = values.get(night)
    x, y = place(night, tonight or 0.0)
    told = f"{_number(tonight)}" + (f", usual {_number(median(usual))}" if usual else "")
    points = " ".join(f"{x},{y}" for x, y in line)
    return Plot(title, points, x, y, place(night, median(usual) if usual else 0.0)[1], told)


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.0f}" if value >= 10 or value == int(value) else f"{value:.2f}"
