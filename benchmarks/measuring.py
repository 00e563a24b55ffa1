"""Processor time and memory, and a goal with the two sides that it compares."""

from __future__ import annotations

import os
import platform
import resource
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil


def processor_seconds() -> float:
    """User and system seconds of this process, of its children that live, and of those that ended."""
    total = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    for child in psutil.Process().children(recursive=True):
        try:
            times = child.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total


def resident_bytes() -> int:
    """What this process holds in memory at the moment."""
    return int(psutil.Process().memory_info().rss)


def spread(figures: Sequence[float]) -> float | None:
    """How far apart the largest and the smallest figure are, as a share of the middle one; None of a single one."""
    return (max(figures) - min(figures)) / statistics.median(figures) if len(figures) > 1 else None


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal as it was measured.

    Args:
        ours, other: the two sides, with unit; other is what ours is held against.
        ratio: the figure that the limit is about.
        limit: the most (``is_least``: the least) that it may be; None where nothing is promised.
        spread: of the ratio over the rounds of this run.
    """

    goal: str
    what: str
    ours: str
    other: str
    ratio: float
    limit: float | None = None
    is_least: bool = False
    spread: float | None = None
    note: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the limit is kept; None where there is none."""
        if self.limit is None:
            return None
        return self.ratio >= self.limit if self.is_least else self.ratio <= self.limit

    def told(self) -> dict[str, Any]:
        """As it is written to JSON."""
        return asdict(self) | {"holds": self.holds}


def machine() -> dict[str, str | int | float]:
    """What the figures were measured on."""
    model = next(
        (line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor(),
    )
    libraries = ("spacy", "onnxruntime", "trafilatura", "duckdb", "pyarrow", "great-expectations", "numpy")
    return {
        "processor": model,
        "cores": os.cpu_count() or 0,
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "load_average": round(os.getloadavg()[0], 2),
        "system": platform.platform(),
        "python": platform.python_version(),
        "libraries": ", ".join(f"{name} {version(name)}" for name in libraries),
    }


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else []


def table(goals: Sequence[Goal]) -> str:
    """The goals as a Markdown table."""
    rows = [
        "| goal | what | ours | held against | ratio | limit | holds | spread |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for goal in goals:
        limit = "" if goal.limit is None else f"{'≥' if goal.is_least else '≤'} {goal.limit:g}"
        holds = {None: "", True: "yes", False: "**no**"}[goal.holds]
        apart = "" if goal.spread is None else f"{goal.spread:.0%}"
        what = f"{goal.what} ({goal.note})" if goal.note else goal.what
        rows.append(
            f"| {goal.goal} | {what} | {goal.ours} | {goal.other} | {goal.ratio:.3g} | {limit} | {holds} | {apart} |"
        )
    return "\n".join(rows) + "\n"
