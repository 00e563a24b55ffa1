"""Measure the goals of speed, each with both of its sides in one run: ``python -m benchmarks --size small``.

Writes ``bench.json`` and ``bench.md`` under ``.newsledger/bench``. Exit status 0 whatever the figures are: a machine
that is busy is no fault of the code. ``docs/performance.md`` says how to read them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import market, night, parts
from benchmarks.measuring import Goal, machine, table
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured.

    Args:
        night: articles of the night; ``rounds``: of all that is repeated; ``stories``: read by every model.
        ledgers: articles of the two ledgers that the night is loaded into.
        memory: articles that one worker reads, and the model it reads them with.
        copies: articles with a planted copy each, and sketches of earlier nights.
        web: sound hosts, pages of each, and seconds between two requests to one.
    """

    night: int
    rounds: int
    stories: int
    ledgers: tuple[int, int]
    memory: tuple[int, str]
    copies: tuple[int, int]
    web: tuple[int, int, float]


SIZES = {
    "tiny": Size(24, 1, 4, (100, 600), (100, "plain"), (40, 1000), (3, 6, 0.1)),
    "small": Size(600, 3, 37, (5_000, 30_000), (3_000, "plain"), (400, 100_000), (50, 30, 1.0)),
    "full": Size(10_000, 5, 37, (100_000, 600_000), (100_000, "fast"), (5_000, 1_000_000), (50, 100, 2.0)),
}


def measured(size: Size, home: Path, model: str, stock: str | None) -> Iterator[Goal]:
    """Every goal in turn."""
    yield from night.goals(home / "night", size.night, model, size.rounds)
    yield from parts.language(size.stories, size.rounds)
    yield night.workers_goal(home / "night", size.rounds)
    yield parts.memory(*size.memory)
    yield from parts.ledger(home / "ledger", Settings(home=home / "night"), size.ledgers)
    yield from parts.pages(size.rounds)
    yield from parts.copies(*size.copies)
    yield from parts.politeness(home / "fetch", *size.web)
    yield from market.side_by_side(stock, size.stories)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--home", type=Path, default=Path(".newsledger/bench"), help="folder that is written under")
    parser.add_argument("--model", default="fast", help="what reads the night of G1")
    parser.add_argument("--stock", help="name or folder of an English pipeline of spaCy, to compare with")
    given = parser.parse_args()
    home = given.home.resolve()
    facts, goals = machine(), []
    for goal in measured(SIZES[given.size], home, given.model, given.stock):
        goals.append(goal)
        sys.stderr.write(table([goal]).splitlines()[-1] + "\n")
    told = "\n".join(f"- {name.replace('_', ' ')}: {value}" for name, value in (facts | {"size": given.size}).items())
    home.mkdir(parents=True, exist_ok=True)
    content = {"size": given.size, "machine": facts, "goals": [goal.told() for goal in goals]}
    (home / "bench.json").write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (home / "bench.md").write_text(f"{told}\n\n{table(goals)}", encoding="utf-8")
    sys.stdout.write(f"{told}\n\n{table(goals)}")


if __name__ == "__main__":
    main()
