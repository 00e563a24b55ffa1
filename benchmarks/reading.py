"""What reading costs, in words a processor second on one core: ``python -m benchmarks.reading``.

Each model reads the same stories as a spaCy pipeline of the stock shape, turn by turn in one run, so that what else the
machine does falls on both alike. The figure to keep is the ratio. Set OMP_NUM_THREADS=1: the seconds of all threads are
added up.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from examples.newsroom.story import load_stories
from pipeline.nlp.models import MODELS
from pipeline.nlp.reader import Reader

_ROUNDS = 5
STOCK = "stock spaCy"


def speeds(texts: Sequence[str], models: Sequence[str] = MODELS, rounds: int = _ROUNDS) -> dict[str, list[float]]:
    """Words a processor second of the stock pipeline and of each model, one figure a round."""
    from benchmarks.stock_spacy import stock_pipeline

    stock = stock_pipeline(texts[:10])
    readers: dict[str, Callable[[Sequence[str]], Iterator[Any]]] = {STOCK: stock.pipe}
    readers |= {model: Reader(model).read for model in models}
    words = sum(len(text.split()) for text in texts)
    found: dict[str, list[float]] = {name: [] for name in readers}
    for number in range(rounds + 1):
        for name, read in readers.items():
            began = time.process_time()
            deque(read(texts), maxlen=0)
            if number:  # the first round warms up
                found[name].append(words / (time.process_time() - began))
    return found


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, help="folder of .txt files; default: the newsroom's stories")
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    given = parser.parse_args()
    files = sorted(given.texts.glob("**/*.txt")) if given.texts else []
    texts = [file.read_text(encoding="utf-8") for file in files] or [story.text for story in load_stories()]
    found = speeds(texts, rounds=given.rounds)
    stock = statistics.median(found[STOCK])
    sys.stdout.write(
        f"{len(texts)} texts, {sum(len(t.split()) for t in texts)} words, {given.rounds} rounds, one core\n\n"
    )
    sys.stdout.write("| reads | words a processor second | of stock | spread |\n|---|---|---|---|\n")
    for name, figures in found.items():
        middle = statistics.median(figures)
        spread = (max(figures) - min(figures)) / middle
        sys.stdout.write(f"| {name} | {middle:,.0f} | {middle / stock:.2f} | {spread:.0%} |\n")


if __name__ == "__main__":
    main()
