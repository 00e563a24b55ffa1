"""Gold sets are read once, and each model reads each set once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from pipeline.measure.evaluation import Figures, Row, evaluate
from pipeline.measure.gold import default_shared, gold_sets
from pipeline.measure.scoring import GoldSet
from pipeline.nlp.reader import Reader


@pytest.fixture(scope="session")
def sets() -> dict[str, GoldSet]:
    """The gold sets that are there, by name."""
    return {gold.name: gold for gold in gold_sets(default_shared())}


@pytest.fixture(scope="session")
def figures(sets: dict[str, GoldSet]) -> Callable[[str, str], Figures]:
    """What is measured of a model on a set; skips where the set is not there."""
    reader = cache(Reader)

    @cache
    def measure(model: str, name: str) -> Figures:
        if name not in sets:
            pytest.skip(f"no gold set {name} in {default_shared()}; set NEWSLEDGER_SHARED to the folder that holds it")
        return evaluate(reader(model), [sets[name]])

    return measure


@pytest.fixture(scope="session")
def measured(figures: Callable[[str, str], Figures]) -> Callable[[str, str], list[Row]]:
    """The figures of a model on a set, without the bins."""
    return lambda model, name: figures(model, name).rows
