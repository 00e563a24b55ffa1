"""The settings of a run and the data they name."""

from __future__ import annotations

import math
import os
import random
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from training import corpora
from training.examples import Example
from training.gum import read_gum
from training.reports import REPORTS

SOURCES: Mapping[str, tuple[str, str]] = {
    "polnear": (
        "PolNeAR, training part (Newell, Margolin and Ruths 2018)",
        "distributed without a stated licence; no corpus text is contained",
    ),
    "gum": ("GUM, genres whose texts allow any use (Zeldes 2017)", "annotation CC BY 4.0, texts CC BY and CC BY-SA"),
    "gum_claims": ("attributions derived from GUM's rhetorical structure", "annotation CC BY 4.0"),
    "uner": ("Universal NER on English EWT, development part (Mayhew et al. 2024)", "CC BY-SA 4.0"),
    "btc": ("Broad Twitter Corpus (Derczynski, Bontcheva and Roberts 2016)", "CC BY 4.0"),
    "wnut": ("W-NUT 2017, training part (Derczynski et al. 2017)", "CC BY 4.0"),
    "own": ("the project's own invented news in training/text", "the project's"),
    "people": ("the project's own invented reports in training/people", "the project's"),
}
"""Each corpus with its licence, for the record that goes with the weights.

Of ``people`` only what a teacher thinks of it is learned.
"""

OWN_TEXT = Path(__file__).parent / "text"
CONFIG = Path(__file__).parent / "config.toml"


@dataclass(frozen=True, slots=True)
class Stage:
    """One fall of the learning rates over the data; rates are AdamW learning rates, lengths are in pieces.

    Args:
        corpora: the part of each corpus used in an epoch, drawn anew each time; 2.0 is twice the whole.
        taught: weight of the likeness to a teacher's opinion, where the run has one.
        frozen: so many of the lowest layers, and the embeddings, stay as they are: less time where a run goes on from
            good weights.
        minutes: ends the stage by the clock: the rates then fall with the time spent, so the result is not repeatable.
    """

    epochs: int
    window: int
    batch: int
    rate_top: float
    rate_decay: float
    rate_words: float
    rate_heads: float
    warmup: float
    average: float
    links: float
    entities: float
    corpora: Mapping[str, float]
    taught: float = 0.0
    frozen: int = 0
    minutes: float = math.inf


@dataclass(frozen=True, slots=True)
class Shape:
    """What a network is made of.

    Args:
        layers: which layers of the pretrained encoder it has.
        inner: width inside a layer; the pretrained encoder has 1536.
        bits: of the numbers that its weights are rounded to as it is exported, and learns with where they are under 8.
            The sums of 7-bit weights are never cut short, whatever the processor.
    """

    layers: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    inner: int = 1536
    bits: int = 8


WHOLE = Shape()
"""All there is."""


@dataclass(frozen=True, slots=True)
class Config:
    """One run: its stages follow each other, each going on from the running mean of the one before.

    Args:
        mixture: the part of each stage's mean in the final weights.
        shape: what the network is made of; ``layers``, ``inner`` and ``bits`` in the file.
        reading: the window in which weights are read and how much of it two windows share, in pieces.
    """

    seed: int
    dropout: float
    blanked: float
    mixture: tuple[float, ...]
    shape: Shape
    reading: tuple[int, int]
    stages: tuple[Stage, ...]

    @property
    def corpora(self) -> list[str]:
        """Every corpus the run needs."""
        return sorted({name for stage in self.stages for name in stage.corpora})


def load_config(path: Path = CONFIG) -> Config:
    """Read a run's settings; a stage takes over what it does not say itself from the one before."""
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    stages: list[dict[str, Any]] = []
    for stage in given["stages"]:
        stages.append({**(stages[-1] if stages else {}), **stage})
    parts = {field.name: given[field.name] for field in fields(Shape) if field.name in given}
    shape = Shape(**parts | {"layers": tuple(given["layers"])})
    numbers = (given["seed"], given["dropout"], given["blanked"], tuple(given["mixture"]))
    return Config(*numbers, shape, tuple(given["reading"]), tuple(Stage(**stage) for stage in stages))


def default_data() -> Path:
    """Where the corpora lie: ``$NEWSLEDGER_SHARED``, else ``shared`` beside the project."""
    return Path(os.environ.get("NEWSLEDGER_SHARED", Path(__file__).parents[2] / "shared"))


def training_examples(data: Path, names: Iterable[str]) -> dict[str, list[Example]]:
    """The training part of each corpus in ``names``; user names of tweets are left open, see ``read_tagged``."""
    folder = data / "corpora"
    readers = {
        "polnear": lambda: corpora.read_polnear(data / "bench" / "polnear" / "train"),
        "gum": lambda: read_gum(folder / "gum" / "train.conllu"),
        "gum_claims": lambda: corpora.read_polnear(folder / "gum_attributions" / "train"),
        "uner": lambda: corpora.read_tagged(folder / "uner_ewt" / "dev.iob2", token=1, tag=2),
        "btc": lambda: corpora.flat(
            corpora.read_tagged(path, joined="\n") for path in sorted((folder / "btc").glob("*.conll"))
        ),
        "wnut": lambda: corpora.read_tagged(folder / "wnut17" / "train.conll", groups=corpora.WNUT, joined="\n"),
        "own": lambda: corpora.read_own(OWN_TEXT),
        "people": lambda: corpora.read_people(REPORTS),
    }
    rng = random.Random(0)  # noqa: S311
    return {
        name: [corpora.with_curly_quotes(example, 0.4, rng) for example in readers[name]()] for name in sorted(names)
    }
